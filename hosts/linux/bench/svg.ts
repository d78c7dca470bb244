/**
 * The rounds of a bench as one picture: for each fault and subject a line of marks, one a round, at
 * the time when the broker answered again, and the median as a bar. Time is drawn by its logarithm,
 * from 100 ms on.
 */

import { median, type Round } from "./figures.js";

const LEFT = 250;
const WIDTH = 560;
const ROW = 22;
const TOP = 40;
const LEAST = 100;
const MOST = 100_000;
const TICKS = [100, 300, 1000, 3000, 10_000, 30_000, 100_000];

const x = (time: number) => {
	const bounded = Math.min(Math.max(time, LEAST), MOST);
	return LEFT + (Math.log(bounded / LEAST) / Math.log(MOST / LEAST)) * WIDTH;
};

const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

const spoken = (time: number) => (time < 1000 ? `${time} ms` : `${time / 1000} s`);

interface Row {
	title: string;
	times: number[];
	missed: number;
	heading: boolean;
}

function rowsOf(rounds: readonly Round[]): Row[] {
	const faults = [...new Set(rounds.map(({ fault }) => fault))];
	return faults.flatMap((fault) => {
		const own = rounds.filter((round) => round.fault === fault);
		const subjects = [...new Set(own.map(({ subject }) => subject))];
		const heading = { title: `fault: ${fault}`, times: [], missed: 0, heading: true };
		const rows = subjects.map((title) => {
			const of = own.filter(({ subject }) => subject === title);
			const times = of.flatMap(({ connected }) => connected ?? []);
			return { title, times, missed: of.length - times.length, heading: false };
		});
		return [heading, ...rows];
	});
}

function rowSVG({ title, times, missed, heading }: Row, y: number): string {
	if (heading) return `<text x="8" y="${y + 4}" class="heading">${escaped(title)}</text>`;
	const marks = times.map((time) => `<circle cx="${x(time).toFixed(1)}" cy="${y}" r="3"/>`);
	const middle = median(times);
	const bar =
		middle === undefined
			? ""
			: `<path d="M${x(middle).toFixed(1)} ${y - 8}v16"/><text x="${LEFT + WIDTH + 12}" y="${y + 4}">${middle.toFixed(0)} ms</text>`;
	const never =
		missed > 0 ? `<text x="${LEFT + WIDTH + 80}" y="${y + 4}">${missed} not in time</text>` : "";
	return `<text x="20" y="${y + 4}">${escaped(title)}</text>${marks.join("")}${bar}${never}`;
}

export function toSVG(rounds: readonly Round[]): string {
	const rows = rowsOf(rounds);
	const height = TOP + rows.length * ROW + 40;
	const lines = TICKS.map(
		(tick) =>
			`<path class="grid" d="M${x(tick).toFixed(1)} ${TOP - 8}V${height - 30}"/><text x="${x(tick).toFixed(1)}" y="${height - 14}" text-anchor="middle">${spoken(tick)}</text>`,
	);
	const drawn = rows.map((row, index) => rowSVG(row, TOP + index * ROW + 10));
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LEFT + WIDTH + 180} ${height}" font-family="sans-serif" font-size="12">
<style>.heading{font-weight:bold}circle{fill:#2a6;fill-opacity:.6}path{stroke:#164;stroke-width:2}.grid{stroke:#ccc;stroke-width:1}</style>
<rect width="100%" height="100%" fill="#fff"/>
<text x="8" y="20" font-size="14">From the fault until the broker answered over the other interface</text>
${lines.join("\n")}
${drawn.join("\n")}
</svg>
`;
}
