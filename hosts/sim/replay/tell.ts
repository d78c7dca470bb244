/**
 * A replay in words: what the journal spans, the log lines derived from it, and whether its end was
 * reached.
 *
 *   journal      Depot and road, boot 1
 *   inputs       1523 in 23 h 12 min, from 4140000
 *   transitions  212, and 1044 times the server answered when asked
 *     81234567 wifi up → waiting NO_WIFI
 *   same         the replay ends in the recorded state
 */

import { words } from "../../../modules/uplink/core/explain.js";
import { tellDuration } from "../scenario/durations.js";
import type { JournalFile } from "./journal-file.js";
import type { LogLine, Parting, Replay } from "./replay.js";

/** As many log lines are printed when not all are asked for. */
const LINES = 20;
/** A server that answers its session's question within this is in good health. */
const PULSE_MAX = 1_000;

function row(name: string, value: string): string {
	return `${name.padEnd(12)} ${value}`;
}

function isPhase({ entry }: LogLine, phase: string): boolean {
	return entry.kind === "session" && entry.phase === phase;
}

/** The log without the session's pulse: doubts that the next line clears at once. */
export function withoutPulse(log: readonly LogLine[]): LogLine[] {
	const clears = (doubt: LogLine | undefined, answer: LogLine | undefined): boolean =>
		doubt !== undefined &&
		answer !== undefined &&
		isPhase(doubt, "suspect") &&
		isPhase(answer, "proven") &&
		answer.at - doubt.at <= PULSE_MAX;
	return log.filter(
		(line, index) => !clears(line, log[index + 1]) && !clears(log[index - 1], line),
	);
}

function print({ at, text }: LogLine): string {
	return `${`${at}`.padStart(10)} ${text}`;
}

function tellLog(log: readonly LogLine[], all: boolean): string[] {
	if (all) return [row("transitions", `${log.length}`), ...log.map(print)];
	const shown = withoutPulse(log);
	const pulses = (log.length - shown.length) / 2;
	const lines = shown.slice(-LINES);
	const head = [
		`${shown.length}`,
		pulses > 0 ? `and ${pulses} times the server answered when asked` : "",
		lines.length < shown.length ? `the last ${LINES}:` : "",
	];
	return [row("transitions", head.filter((part) => part !== "").join("; ")), ...lines.map(print)];
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
		...words(core, last).map((line, index) => row(index === 0 ? "at its end" : "", line)),
		...ending,
	];
}
