/**
 * The second half of `npm run mutate [-- --write]`: judges the report that Stryker has just written,
 * says each survivor that has no reason, and with `--write` writes docs/measured/mutation.md.
 *
 * Exit status: 0 the score is high enough and every survivor has its reason; 1 not so; 2 bad usage.
 */

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { type Circumstances, page } from "./page.js";
import {
	complaints,
	examine,
	outdated,
	type Reason,
	type Report,
	scoreOf,
	spokenScore,
	sum,
} from "./survivors.js";

const REPORT = "build/mutation/mutation.json";
const REASONS = "test/node/mutation/reasons.json";
const FOLDER = "docs/measured";
const PAGE = `${FOLDER}/mutation.md`;
const USAGE = `usage: npm run mutate [-- --write]

  --write  write ${PAGE}`;

const GIBIBYTE = 1_073_741_824;

function read(path: string): unknown {
	try {
		return JSON.parse(readFileSync(path, "utf8"));
	} catch (error) {
		throw new Error(`${path}: ${error instanceof Error ? error.message : error}`);
	}
}

function git(...words: string[]): string {
	return execFileSync("git", words, { encoding: "utf8" }).trim();
}

function circumstances(): Circumstances {
	const changed = git("status", "--porcelain", "--", "modules", "hosts", "test") !== "";
	const [processor] = cpus();
	const memory = Math.floor((totalmem() + GIBIBYTE / 2) / GIBIBYTE);
	const stryker = read("node_modules/@stryker-mutator/core/package.json") as { version: string };
	return {
		commit: git("rev-parse", "--short", "HEAD") + (changed ? " and changes to it" : ""),
		machine: `${cpus().length} × ${processor?.model.trim()}, ${memory} GiB, ${process.platform}`,
		tools: `Stryker ${stryker.version} and Node ${process.version}`,
		date: new Date().toISOString().slice(0, 10),
	};
}

function main(write: boolean): number {
	const report = read(REPORT) as Report;
	const reasons = read(REASONS) as Reason[];
	const all = sum(examine(report).tallies.values());
	console.log(
		`${spokenScore(scoreOf(all))}: ${all.killed} killed, ${all.endless} endless, ${all.survived + all.untouched} alive`,
	);
	for (const name of outdated(report, reasons)) console.log(`lives no more: ${name}`);
	const found = complaints(report, reasons);
	for (const line of found) console.error(line);
	if (write) {
		mkdirSync(FOLDER, { recursive: true });
		writeFileSync(PAGE, page(report, reasons, circumstances()));
		console.log(`written to ${PAGE}`);
	}
	return found.length === 0 ? 0 : 1;
}

const options = process.argv.slice(2);
if (options.length === 0) process.exitCode = main(false);
else if (options.length === 1 && options[0] === "--write") process.exitCode = main(true);
else {
	console.error(USAGE);
	process.exitCode = 2;
}
