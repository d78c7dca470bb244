/**
 * The table of behaviour: which worlds, under which policies, and a line of numbers for each. Its
 * text is committed, so that a change of policy, or of what a policy comes to, shows as a diff.
 *
 *   section: worlds × rows ──▶ measure ──▶ added up ──▶ fixed columns
 */

import type { PolicyOptions } from "../../../modules/uplink/core/policy.js";
import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import { addUp, type Counts, measure } from "./measure.js";
import type { WorldOptions } from "./worlds.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

interface Row {
	name: string;
	policy: PolicyOptions;
	/** The owner named a second reference. */
	reference?: boolean;
}

export interface Section {
	title: string;
	worlds: WorldOptions[];
	rows: Row[];
}

const ALL = ["eth0", "wl0", "cell0"];

function worlds(seeds: number, rate: number, fitted: readonly string[], hours = 24) {
	return Array.from({ length: seeds }, (_, index) => ({ seed: index + 1, rate, fitted, hours }));
}

/** Native, and the same members of both unmetered classes. */
function native(name: string, unmetered: PolicyOptions["wifi"], more: PolicyOptions = {}): Row {
	const classes = unmetered && { ethernet: unmetered, wifi: unmetered };
	return { name, policy: { preset: "native", ...classes, ...more } };
}

const NATIVE = native("native", undefined);
const COLD = native("native, all cold", { standby: "cold" });

const POLICIES: Row[] = [
	{ name: "impOS", policy: { preset: "impOS" } },
	NATIVE,
	native("native, 3 s liveness", { ask: 1200, answer: 800, probe: 800 }),
	COLD,
];

/** How seldom a server that refuses is asked again, at most. */
const REFUSED: Row[] = [
	native("refused to 1 min", undefined, { refusedMax: MINUTE }),
	native("refused to 5 min", undefined, { refusedMax: 5 * MINUTE }),
	native("refused to 15 min", undefined, { refusedMax: 15 * MINUTE }),
	native("refused to 1 h", undefined, { refusedMax: HOUR }),
];

const CHANGED: Row[] = [
	native("ask 15 s", { ask: 15 * SECOND }),
	native("ask 30 s, answer 10 s", { ask: 30 * SECOND, answer: 10 * SECOND }),
	native("dwell 5 s", undefined, { dwell: 5 * SECOND }),
	native("dwell 5 min", undefined, { dwell: 5 * MINUTE }),
	native("back-off from 30 s", { backoffMin: 30 * SECOND }, { cell: { backoffMin: 30 * SECOND } }),
	native("back-off to 30 s", { backoffMax: 30 * SECOND }, { cell: { backoffMax: 30 * SECOND } }),
	native("back-off to 15 min", { backoffMax: 15 * MINUTE }, { cell: { backoffMax: 15 * MINUTE } }),
	native("cold, scout to 5 min", { standby: "cold" }, { scoutMax: 5 * MINUTE }),
	native("cold, scout from 10 min", { standby: "cold" }, { scoutMin: 10 * MINUTE }),
	...REFUSED,
	native("no scans", undefined, { scan: 0 }),
	{ ...NATIVE, name: "reference named", reference: true },
];

const WIFI: Row[] = [
	NATIVE,
	native("scan 10 s", undefined, { scan: 10 * SECOND }),
	native("no scans", undefined, { scan: 0 }),
	native("no scans, to 30 s", { backoffMax: 30 * SECOND }, { scan: 0 }),
];

const CELLULAR: Row[] = [
	NATIVE,
	native("ask 1 min", undefined, { cell: { ask: MINUTE } }),
	native("ask 1 min, no budget", undefined, { cell: { ask: MINUTE, budget: 0 } }),
	native("no budget", undefined, { cell: { budget: 0 } }),
	native("ask 20 min", undefined, { cell: { ask: 20 * MINUTE } }),
	native("budget 10 kB", undefined, { cell: { budget: 10_000 } }),
	native("back-off to 30 s", undefined, { cell: { backoffMax: 30 * SECOND } }),
];

/** Six hours of one world: what the tests play again. */
export const SAMPLE: Section = {
	title: "Six faults an hour, one world, six hours",
	worlds: worlds(1, 6, ALL, 6),
	rows: POLICIES,
};

export const SECTIONS: readonly Section[] = [
	{ title: "No faults", worlds: worlds(1, 0, ALL), rows: POLICIES },
	{ title: "One fault an hour", worlds: worlds(6, 1, ALL), rows: POLICIES },
	{ title: "Six faults an hour", worlds: worlds(6, 6, ALL), rows: POLICIES },
	{
		title: "Six faults an hour, native with one thing changed",
		worlds: worlds(6, 6, ALL),
		rows: CHANGED,
	},
	{ title: "Six faults an hour, Wi-Fi alone", worlds: worlds(6, 6, ["wl0"]), rows: WIFI },
	{ title: "No faults, cellular alone", worlds: worlds(1, 0, ["cell0"]), rows: CELLULAR },
	{
		title: "A server that refuses, cellular alone",
		worlds: [{ seed: 1, rate: 0, fitted: ["cell0"], hours: 24, refusing: true }],
		rows: REFUSED,
	},
	{ title: "Six faults an hour, cellular alone", worlds: worlds(6, 6, ["cell0"]), rows: CELLULAR },
	SAMPLE,
];

/** Per day of 24 h, to the nearest whole number. */
function perDay(count: number, took: Milliseconds): number {
	const hours = Math.floor(took / HOUR);
	return Math.floor((48 * count + hours) / (2 * hours));
}

function spread(times: readonly Milliseconds[]): (number | string)[] {
	const sorted = [...times].sort((a, b) => a - b);
	const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? "-";
	return [sorted.length, median, sorted[sorted.length - 1] ?? "-"];
}

type Cells = readonly (number | string)[];

const COLUMNS: Cells = [
	"offline",
	"avoidable",
	"silent",
	"median",
	"worst",
	"on cell",
	"median",
	"worst",
	"switches",
	"back",
	"undone",
	"ethernet",
	"wifi",
	"cell",
	"starts",
];

const LEGEND = [
	"What staying connected came to, under each policy, in drawn worlds; `npm run behaviour` writes it.",
	"",
	"  offline, avoidable  seconds a day without the server; of those, with it up and a way to it",
	"  silent              upstreams that fell silent under a session on Ethernet or Wi-Fi, all runs,",
	"                      and were not healed unnoticed; median and worst ms to notice",
	"  on cell             the same on cellular",
	"  switches            changes of interface a day; of them back, in all runs: failbacks",
	"  undone              failbacks lost again within five minutes, in all runs",
	"  ethernet wifi cell  bytes a day, sent and received, of an application that says nothing",
	"  starts              of the modem, a day",
];

function line(name: string, cells: Cells): string {
	const columns = cells.map((cell, index) =>
		`${cell}`.padStart(Math.max(9, `${COLUMNS[index]}`.length + 2)),
	);
	return `${name.padEnd(24)}${columns.join("")}`;
}

function cellsOf({ took, bytes, ...counts }: Counts): Cells {
	return [
		Math.floor(perDay(counts.offline, took) / SECOND),
		Math.floor(perDay(counts.avoidable, took) / SECOND),
		...spread(counts.unmetered),
		...spread(counts.metered),
		perDay(counts.switches, took),
		counts.failbacks,
		counts.undone,
		perDay(bytes.ethernet, took),
		perDay(bytes.wifi, took),
		perDay(bytes.cell, took),
		perDay(counts.modemStarts, took),
	];
}

/** A section's lines, as they stand in the file. */
export function sectionLines({ title, worlds, rows }: Section): string[] {
	return [
		`${title} (${worlds.length} × ${worlds[0]?.hours} h)`,
		line("", COLUMNS),
		...rows.map(({ name, policy, reference }) =>
			line(name, cellsOf(addUp(worlds.map((world) => measure(world, policy, reference))))),
		),
	];
}

/** The whole file; `onSection` hears each part as soon as it is known. */
export function tableLines(onSection: (lines: string[]) => void = () => {}): string[] {
	const lines = [...LEGEND];
	for (const section of SECTIONS) {
		const own = sectionLines(section);
		onSection(own);
		lines.push("", ...own);
	}
	return lines;
}
