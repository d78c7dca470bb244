/** What a round of a bench measures, and how many of them are told: as CSV, and as medians. */

/** In ms from the fault, or from its end; undefined: not within the round, or not to be seen. */
export interface Round {
	subject: string;
	fault: string;
	/** The first sign that the active interface is not what it was. */
	detected: number | undefined;
	/** The default route is over the other one. */
	moved: number | undefined;
	/** The broker has answered there. */
	connected: number | undefined;
	/** From the fault's end: the preferred one is in use again. */
	back: number | undefined;
}

/** What is timed of a round; docs/laboratory.md says from when until when. */
export const COLUMNS = ["detected", "moved", "connected", "back"] as const;
export type Column = (typeof COLUMNS)[number];

/** The middle of them, or the mean of the two in the middle; of none, undefined. */
export function median(values: readonly number[]): number | undefined {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	const upper = sorted[middle];
	const lower = sorted[middle - 1];
	if (upper === undefined) return undefined;
	return sorted.length % 2 === 1 || lower === undefined ? upper : (lower + upper) / 2;
}

/** All rounds of one fault on one subject, in ms. */
export interface Summary {
	subject: string;
	fault: string;
	rounds: number;
	/** By column: the median of those that have it, and of how many. */
	medians: Record<Column, { of: number; median: number | undefined; worst: number | undefined }>;
}

export function summarise(rounds: readonly Round[]): Summary[] {
	const keys = [...new Set(rounds.map(({ subject, fault }) => `${subject}\t${fault}`))];
	return keys.map((key) => {
		const [subject = "", fault = ""] = key.split("\t");
		const own = rounds.filter((round) => round.subject === subject && round.fault === fault);
		const medianOf = (column: Column) => {
			const values = own.flatMap((round) => round[column] ?? []);
			const worst = values.length > 0 ? Math.max(...values) : undefined;
			return [column, { of: values.length, median: median(values), worst }];
		};
		const medians = Object.fromEntries(COLUMNS.map(medianOf)) as Summary["medians"];
		return { subject, fault, rounds: own.length, medians };
	});
}

const whole = (value: number | undefined) => (value === undefined ? "" : value.toFixed(0));

/** By RFC 4180. */
const field = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export function toCSV(rounds: readonly Round[]): string {
	const rows = rounds.map((round) =>
		[field(round.subject), round.fault, ...COLUMNS.map((column) => whole(round[column]))].join(","),
	);
	return `${["subject", "fault", ...COLUMNS].join(",")}\n${rows.join("\n")}\n`;
}

/** For people, on a terminal. */
export function toTable(rounds: readonly Round[]): string {
	const head = [
		"subject",
		"fault",
		"rounds",
		...COLUMNS.map((column) => `${column} (median, worst)`),
	];
	const rows = summarise(rounds).map(({ subject, fault, rounds: count, medians }) => [
		subject,
		fault,
		String(count),
		...COLUMNS.map((column) => {
			const { of, median: middle, worst } = medians[column];
			return of === 0 ? "-" : `${whole(middle)} ${whole(worst)}${of < count ? ` (${of})` : ""}`;
		}),
	]);
	const widths = head.map((title, index) =>
		Math.max(title.length, ...rows.map((row) => row[index]?.length ?? 0)),
	);
	const line = (cells: readonly string[]) =>
		cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  ");
	return [head, ...rows].map((cells) => line(cells).trimEnd()).join("\n");
}
