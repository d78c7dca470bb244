/**
 * `npm run behaviour [-- --check]`: plays the worlds of the table of behaviour and rewrites the
 * file, or says in which lines the committed one is no longer true. The only part that knows of Node.
 *
 * Exit status: 0 written, or still true; 1 no longer true; 2 for bad usage.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { tableLines } from "./table.js";

const FILE = "test/hosts/sim/behaviour.snap";
const USAGE = `usage: npm run behaviour [-- --check]

  --check  write nothing; exit with 1 and the lines that differ from ${FILE}`;

/** Lines that differ, by their place: rows come and go seldom. */
function differences(before: readonly string[], after: readonly string[]): string[] {
	const found: string[] = [];
	for (let index = 0; index < Math.max(before.length, after.length); index++) {
		if (before[index] === after[index]) continue;
		if (before[index] !== undefined) found.push(`${index + 1} - ${before[index]}`);
		if (after[index] !== undefined) found.push(`${index + 1} + ${after[index]}`);
	}
	return found;
}

function committed(): string {
	try {
		return readFileSync(FILE, "utf8");
	} catch (error) {
		throw new Error(`${FILE}: cannot be read: ${error instanceof Error ? error.message : error}`);
	}
}

function check(): number {
	const before = committed().replace(/\n$/, "").split("\n");
	const found = differences(before, tableLines());
	console.log(found.length === 0 ? `${FILE} is true` : found.join("\n"));
	return found.length === 0 ? 0 : 1;
}

function write(): number {
	const lines = tableLines((section) => console.log(`${section.join("\n")}\n`));
	writeFileSync(FILE, `${lines.join("\n")}\n`);
	console.log(`written to ${FILE}`);
	return 0;
}

const options = process.argv.slice(2);
if (options.length === 0) process.exitCode = write();
else if (options.length === 1 && options[0] === "--check") process.exitCode = check();
else {
	const help = options.length === 1 && options[0] === "--help";
	(help ? console.log : console.error)(USAGE);
	process.exitCode = help ? 0 : 2;
}
