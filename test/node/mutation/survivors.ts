/**
 * What mutation testing found: of the report that Stryker writes, the score and the survivors, and of
 * the project's own list, why each survivor may live. A survivor is named by its line's text, not by
 * its number, so that the list outlives edits elsewhere in a file:
 *
 *   walk.ts | walk.left -= 1; | walk.left -= 1 → walk.left += 1
 */

/** The least share of mutants that the timelines must notice, in tenths of a percent. */
export const SCORE_LEAST = 900;

interface Place {
	readonly line: number;
	readonly column: number;
}

interface Mutant {
	readonly replacement?: string;
	readonly status: string;
	readonly location: { readonly start: Place; readonly end: Place };
}

interface MutatedFile {
	readonly source: string;
	readonly mutants: readonly Mutant[];
}

/** The part of the report that is read here (mutation-testing-report-schema). */
export interface Report {
	readonly files: Readonly<Record<string, MutatedFile>>;
}

/** Why some survivors may live. `group` heads the page's sections. */
export interface Reason {
	readonly group: string;
	readonly why: string;
	readonly survivors: readonly string[];
}

export interface Tally {
	/** A test failed of it. */
	killed: number;
	/** No test came to an end with it. */
	endless: number;
	survived: number;
	/** No test ran it at all; these live as well. */
	untouched: number;
	/** Did not even load; nobody could ship it, and it does not count. */
	broken: number;
}

export interface Survivor {
	readonly name: string;
	readonly file: string;
	readonly line: number;
}

const NAME_TEXT_MAX = 90;

/** One line of at most so many characters, whatever the code's own breaks. */
function short(code: string): string {
	const line = code.replace(/\s+/g, " ").trim();
	return line.length <= NAME_TEXT_MAX ? line : `${line.slice(0, NAME_TEXT_MAX)}…`;
}

function textAt(lines: readonly string[], start: Place, end: Place): string {
	const within = lines.slice(start.line - 1, end.line);
	const last = within.length - 1;
	within[last] = (within[last] ?? "").slice(0, end.column - 1);
	within[0] = (within[0] ?? "").slice(start.column - 1);
	return within.join("\n");
}

function nameOf(path: string, lines: readonly string[], mutant: Mutant): string {
	const { start, end } = mutant.location;
	const file = path.slice(path.lastIndexOf("/") + 1);
	const from = short(textAt(lines, start, end));
	return `${file} | ${short(lines[start.line - 1] ?? "")} | ${from} → ${short(mutant.replacement ?? "")}`;
}

/** Counts into `tally`; answers whether the mutant lives. */
function count(tally: Tally, { status }: Mutant): boolean {
	if (status === "Killed") tally.killed += 1;
	else if (status === "Timeout") tally.endless += 1;
	else if (status === "Survived") tally.survived += 1;
	else if (status === "NoCoverage") tally.untouched += 1;
	else if (status === "RuntimeError" || status === "CompileError") tally.broken += 1;
	else throw new Error(`mutant of unexpected status ${status}`);
	return status === "Survived" || status === "NoCoverage";
}

/** The tally of each file, and every survivor, in the order of files and lines. */
export function examine(report: Report): { tallies: Map<string, Tally>; survivors: Survivor[] } {
	const tallies = new Map<string, Tally>();
	const survivors: Survivor[] = [];
	for (const path of Object.keys(report.files).sort()) {
		const { source, mutants } = report.files[path] as MutatedFile;
		const tally: Tally = { killed: 0, endless: 0, survived: 0, untouched: 0, broken: 0 };
		const lines = source.split("\n");
		const living = mutants.filter((mutant) => count(tally, mutant));
		living.sort((a, b) => a.location.start.line - b.location.start.line);
		for (const mutant of living)
			survivors.push({
				name: nameOf(path, lines, mutant),
				file: path,
				line: mutant.location.start.line,
			});
		tallies.set(path, tally);
	}
	return { tallies, survivors };
}

export function sum(tallies: Iterable<Tally>): Tally {
	const all: Tally = { killed: 0, endless: 0, survived: 0, untouched: 0, broken: 0 };
	for (const tally of tallies) {
		all.killed += tally.killed;
		all.endless += tally.endless;
		all.survived += tally.survived;
		all.untouched += tally.untouched;
		all.broken += tally.broken;
	}
	return all;
}

/** The noticed share in tenths of a percent, rounded down: 90 % means no less. */
export function scoreOf({ killed, endless, survived, untouched }: Tally): number {
	const mutants = killed + endless + survived + untouched;
	return mutants === 0 ? 0 : Math.floor((1000 * (killed + endless)) / mutants);
}

/** What keeps the result from standing, in words; nothing when it stands. */
export function complaints(report: Report, reasons: readonly Reason[]): string[] {
	const { tallies, survivors } = examine(report);
	const found: string[] = [];
	const score = scoreOf(sum(tallies.values()));
	if (score < SCORE_LEAST)
		found.push(`score ${spokenScore(score)}: expected at least ${spokenScore(SCORE_LEAST)}`);
	const excused = new Set(reasons.flatMap(({ survivors: names }) => names));
	for (const { name, file, line } of survivors)
		if (!excused.has(name)) found.push(`${file}:${line}: survives without a reason: ${name}`);
	return found;
}

/** Reasons for what lives no more: to be taken off the list, though a slow machine may kill by time. */
export function outdated(report: Report, reasons: readonly Reason[]): string[] {
	const living = new Set(examine(report).survivors.map(({ name }) => name));
	return reasons.flatMap(({ survivors }) => survivors.filter((name) => !living.has(name)));
}

export function spokenScore(score: number): string {
	return `${Math.floor(score / 10)}.${score % 10} %`;
}
