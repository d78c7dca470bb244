/**
 * `npm run replay -- JOURNAL [--log]`: plays a journal, as `npm run sim -- FILE --journal OUT`
 * writes it, through the core of this source, and says whether it comes to the same end.
 *
 * Exit status: 0 the same; 1 when they part; 2 for bad usage or a bad file, which standard error
 * names.
 */

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { FileError } from "../scenario/edge.js";
import { parseJournal } from "./journal-file.js";
import { replay } from "./replay.js";
import { tellReplay } from "./tell.js";

const USAGE = `usage: npm run replay -- JOURNAL [--log]

  JOURNAL   a journal; npm run sim -- FILE.json --journal OUT writes one
  --log     print every transition derived from it, not only the last
  --help    print this`;

/** What the caller can mend: bad usage, a file that is missing or wrong. */
class UsageError extends Error {}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : `${error}`;
}

function readOptions(args: string[]): { file: string; log: boolean } | undefined {
	const options = { log: { type: "boolean" }, help: { type: "boolean" } } as const;
	let parsed: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>;
	try {
		parsed = parseArgs({ args, options, allowPositionals: true });
	} catch (error) {
		throw new UsageError(`${messageOf(error)}\n${USAGE}`);
	}
	const { values, positionals } = parsed;
	if (values.help) return undefined;
	const [file, another] = positionals;
	if (file === undefined) throw new UsageError(`no journal given\n${USAGE}`);
	if (another !== undefined) throw new UsageError(`one journal at a time: ${another}\n${USAGE}`);
	return { file, log: values.log === true };
}

function run(args: string[]): number {
	const options = readOptions(args);
	if (!options) {
		console.log(USAGE);
		return 0;
	}
	const { file, log } = options;
	let text: string;
	try {
		text = readFileSync(file, "utf8");
	} catch (error) {
		throw new UsageError(`${file}: ${messageOf(error)}`);
	}
	try {
		const journal = parseJournal(text);
		const replayed = replay(journal);
		console.log(tellReplay(journal, replayed, log).join("\n"));
		return replayed.parting ? 1 : 0;
	} catch (error) {
		if (error instanceof FileError) throw new UsageError(`${file}: ${error.message}`);
		throw error;
	}
}

try {
	process.exitCode = run(process.argv.slice(2));
} catch (error) {
	if (!(error instanceof UsageError)) throw error;
	console.error(error.message);
	process.exitCode = 2;
}
