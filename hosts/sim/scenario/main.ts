/**
 * `npm run sim -- FILE.json`: plays a scenario file on a simulated board, in virtual time, and
 * prints what happened; with `--policy`, what would have happened otherwise. The only part of the
 * scenarios that knows of Node.
 *
 * Exit status: 0; 1 when an expectation did not hold; 2 for bad usage or a bad file, which
 * standard error names.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Board, type BoardOptions } from "../board.js";
import { journalOf } from "../replay/journal-file.js";
import { FileError } from "./edge.js";
import { parseScenario, type Scenario } from "./format.js";
import { play } from "./play.js";
import type { ScenarioRecord } from "./record.js";
import { drawComparison } from "./svg/comparison.js";
import { drawTimeline } from "./svg.js";
import { summarise, tell } from "./tell.js";
import { tellWhatIf } from "./tell-what-if.js";
import { parseProposal, whatIf } from "./what-if.js";

const USAGE = `usage: npm run sim -- FILE.json [--json] [--svg OUT] [--journal OUT]
       npm run sim -- FILE.json --policy PROPOSED.json [--json] [--svg OUT]

  FILE.json        the scenario; those supplied are in hosts/sim/scenarios
  --policy FILE    play it with another policy as well, and tell both side by side
  --json           print the record as JSON rather than in words
  --svg OUT        draw it as a timeline into the file OUT
  --journal OUT    write what the board's last boot recorded, for npm run replay
  --help           print this`;

/** What the caller can mend: bad usage, a file that is missing or wrong. */
class UsageError extends Error {}

interface Options {
	file: string;
	json: boolean;
	svg: string | undefined;
	policy: string | undefined;
	journal: string | undefined;
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : `${error}`;
}

/** Undefined when help is asked for. */
function readOptions(args: string[]): Options | undefined {
	const options = {
		json: { type: "boolean" },
		svg: { type: "string" },
		policy: { type: "string" },
		journal: { type: "string" },
		help: { type: "boolean" },
	} as const;
	let parsed: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>;
	try {
		parsed = parseArgs({ args, options, allowPositionals: true });
	} catch (error) {
		throw new UsageError(`${messageOf(error)}\n${USAGE}`);
	}
	const { values, positionals } = parsed;
	if (values.help) return undefined;
	const [file, another] = positionals;
	if (file === undefined) throw new UsageError(`no scenario file given\n${USAGE}`);
	if (another !== undefined) throw new UsageError(`one scenario at a time: ${another}\n${USAGE}`);
	const { json = false, svg, policy, journal } = values;
	if (policy !== undefined && journal !== undefined)
		throw new UsageError(`a journal is of one run: --policy or --journal\n${USAGE}`);
	return { file, json, svg, policy, journal };
}

/** What a file says; its mistakes, and its absence, are the caller's to mend. */
function read<Content>(file: string, parse: (text: string) => Content): Content {
	let text: string;
	try {
		text = readFileSync(file, "utf8");
	} catch (error) {
		throw new UsageError(`${file}: ${messageOf(error)}`);
	}
	return inFile(file, () => parse(text));
}

/** Mistakes found while doing something with a file are the file's. */
function inFile<Result>(file: string, act: () => Result): Result {
	try {
		return act();
	} catch (error) {
		if (error instanceof FileError) throw new UsageError(`${file}: ${error.message}`);
		throw error;
	}
}

function write(file: string, content: string): void {
	try {
		writeFileSync(file, content);
	} catch (error) {
		throw new UsageError(`${file}: ${messageOf(error)}`);
	}
}

// A policy is the board's own to judge: it refuses a bad one by its path.
function build(options: Scenario["board"]): Board {
	return new Board(options as BoardOptions);
}

function print(words: string[], data: unknown, { json }: Options): void {
	console.log(json ? JSON.stringify(data, undefined, "\t") : words.join("\n"));
}

function withSummary(record: ScenarioRecord) {
	return { ...record, summary: summarise(record) };
}

/** The journal of the last boot. */
function writeJournal(board: Board, { title, entries }: ScenarioRecord, file: string): void {
	const booted = entries.some((entry) => entry.kind === "power" && entry.on);
	const journal = booted ? journalOf(board, title) : undefined;
	if (!journal) throw new UsageError(`${file}: no journal: the board was never on`);
	write(file, `${JSON.stringify(journal)}\n`);
}

/** Plays the file once; answers with the record that its expectations judged. */
function playOnce(scenario: Scenario, options: Options): ScenarioRecord {
	const boards: Board[] = [];
	const createBoard = (board: Scenario["board"]): Board => {
		const created = build(board);
		boards.push(created);
		return created;
	};
	const record = inFile(options.file, () => play(scenario, { createBoard }));
	if (options.svg !== undefined) write(options.svg, drawTimeline(record));
	for (const board of boards)
		if (options.journal !== undefined) writeJournal(board, record, options.journal);
	print(tell(record), withSummary(record), options);
	return record;
}

/** Plays it twice; answers with today's record. */
function compare(scenario: Scenario, policy: string, options: Options): ScenarioRecord {
	const proposal = read(policy, parseProposal);
	const compared = inFile(options.file, () => whatIf(scenario, proposal, { createBoard: build }));
	if (options.svg !== undefined) write(options.svg, drawComparison(compared));
	const { today, proposed } = compared;
	const data = { ...compared, today: withSummary(today), proposed: withSummary(proposed) };
	print(tellWhatIf(compared), data, options);
	return today;
}

function run(args: string[]): number {
	const options = readOptions(args);
	if (!options) {
		console.log(USAGE);
		return 0;
	}
	const { file, policy } = options;
	const scenario = read(file, parseScenario);
	const record =
		policy === undefined ? playOnce(scenario, options) : compare(scenario, policy, options);
	return record.checks.every(({ held }) => held) ? 0 : 1;
}

try {
	process.exitCode = run(process.argv.slice(2));
} catch (error) {
	if (!(error instanceof UsageError)) throw error;
	console.error(error.message);
	process.exitCode = 2;
}
