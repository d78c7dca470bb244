/**
 * `npm run sim -- FILE.json [--json] [--svg OUT]`: plays a scenario file on a simulated board, in
 * virtual time, and prints what happened. The only part of the scenarios that knows of Node.
 *
 * Exit status: 0; 1 when an expectation did not hold; 2 for bad usage or a bad file, which
 * standard error names.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Board, type BoardOptions } from "../board.js";
import { FileError } from "./edge.js";
import { parseScenario } from "./format.js";
import { play } from "./play.js";
import type { ScenarioRecord } from "./record.js";
import { drawTimeline } from "./svg.js";
import { summarise, tell } from "./tell.js";

const USAGE = `usage: npm run sim -- FILE.json [--json] [--svg OUT]

  FILE.json   the scenario; those supplied are in hosts/sim/scenarios
  --json      print the record as JSON rather than in words
  --svg OUT   draw it as a timeline into the file OUT
  --help      print this`;

/** What the caller can mend: bad usage, a file that is missing or wrong. */
class UsageError extends Error {}

interface Options {
	file: string;
	json: boolean;
	svg: string | undefined;
}

function readOptions(args: string[]): Options | undefined {
	const options = {
		json: { type: "boolean" },
		svg: { type: "string" },
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
	return { file, json: values.json === true, svg: values.svg };
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : `${error}`;
}

function playFile(file: string): ScenarioRecord {
	let text: string;
	try {
		text = readFileSync(file, "utf8");
	} catch (error) {
		throw new UsageError(`${file}: ${messageOf(error)}`);
	}
	try {
		const scenario = parseScenario(text);
		// A policy is the board's own to judge: it refuses a bad one by its path.
		return play(scenario, { createBoard: (options) => new Board(options as BoardOptions) });
	} catch (error) {
		if (error instanceof FileError) throw new UsageError(`${file}: ${error.message}`);
		throw error;
	}
}

function draw(record: ScenarioRecord, file: string): void {
	try {
		writeFileSync(file, drawTimeline(record));
	} catch (error) {
		throw new UsageError(`${file}: ${messageOf(error)}`);
	}
}

function run(args: string[]): number {
	const options = readOptions(args);
	if (!options) {
		console.log(USAGE);
		return 0;
	}
	const record = playFile(options.file);
	if (options.svg !== undefined) draw(record, options.svg);
	if (options.json)
		console.log(JSON.stringify({ ...record, summary: summarise(record) }, undefined, "\t"));
	else console.log(tell(record).join("\n"));
	return record.checks.every(({ held }) => held) ? 0 : 1;
}

try {
	process.exitCode = run(process.argv.slice(2));
} catch (error) {
	if (!(error instanceof UsageError)) throw error;
	console.error(error.message);
	process.exitCode = 2;
}
