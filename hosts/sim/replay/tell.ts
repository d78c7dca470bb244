/**
 * A replay in words: what the journal spans, the log lines derived from it, and whether its end was
 * reached.
 *
 *   journal      Depot and road, boot 1
 *   inputs       1523 in 23 h 12 min, from 4140000
 *   transitions  212, the last 20:
 *     81234567 wifi up → waiting NO_WIFI
 *   same         the replay ends in the recorded state
 */

import type { Core } from "../../../modules/uplink/core/core.js";
import { words } from "../../../modules/uplink/core/explain.js";
import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import { tellDuration } from "../scenario/durations.js";
import type { JournalFile } from "./journal-file.js";
import type { LogLine, Parting, Replay } from "./replay.js";

/** As many log lines are printed when not all are asked for. */
const LINES = 20;

/** Where the manager stands, in its own words; a record that was tampered with may have none. */
function standing(core: Core, at: Milliseconds): string[] {
	try {
		return words(core, at);
	} catch (error) {
		return [`no words: ${error instanceof Error ? error.message : error}`];
	}
}

function row(name: string, value: string): string {
	return `${name.padEnd(12)} ${value}`;
}

function print({ at, text }: LogLine): string {
	return `${`${at}`.padStart(10)} ${text}`;
}

function tellLog(log: readonly LogLine[], all: boolean): string[] {
	const shown = all ? log : log.slice(-LINES);
	const left = shown.length < log.length ? `, the last ${LINES}:` : "";
	return [row("transitions", `${log.length}${left}`), ...shown.map(print)];
}

function tellParting(parting: Parting, { inputs }: JournalFile): string[] {
	const { path, recorded, replayed, agreed, after, nearest } = parting;
	const where = path === "" ? "the core" : path;
	const last = nearest === undefined ? undefined : inputs[nearest];
	const input = last ? `inputs[${nearest}] at ${last.at}, ${last.input.type}` : "no input";
	const since = agreed === 0 ? "the checkpoint" : `inputs[${agreed - 1}]`;
	return [
		row("parts", `${where}: recorded ${recorded}, replayed ${replayed}`),
		row("", `nearest before: ${input}`),
		row("", `the same after ${since}, no longer after inputs[${after - 1}]`),
	];
}

/** The account of a replay, a line each; `all` log lines, or the last few. */
export function tellReplay(journal: JournalFile, replayed: Replay, all = false): string[] {
	const { title = "", boot, inputs } = journal;
	const { log, core, parting } = replayed;
	const first = inputs[0]?.at ?? 0;
	const last = inputs.at(-1)?.at ?? 0;
	const name = title === "" ? `boot ${boot}` : `${title}, boot ${boot}`;
	const ending = parting
		? tellParting(parting, journal)
		: [row("same", "the replay ends in the recorded state")];
	return [
		row("journal", name),
		row("inputs", `${inputs.length} in ${tellDuration(last - first)}, from ${first} to ${last}`),
		...tellLog(log, all),
		...standing(core, last).map((line, index) => row(index === 0 ? "at its end" : "", line)),
		...ending,
	];
}
