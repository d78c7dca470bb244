/**
 * What is written of a step: what was run, on which commit and what kind of machine, how it ended,
 * and the end of its output. Never a path or a name of the machine: the file is committed.
 */

import { execFileSync } from "node:child_process";
import { availableParallelism, cpus, homedir, hostname, tmpdir } from "node:os";
import type { Step } from "./steps.js";

/** Lines of output that are kept: the end, where the numbers are. */
export const LINES_MAX = 200;

export interface Outcome {
	/** Of when it began. */
	commit: string;
	/** 0: it passed. */
	status: number;
	/** Seconds that it took. */
	took: number;
	output: string;
}

/** The commit, and whether the files are its own; what was measured before does not count. */
export function commitOf(root: string): string {
	const git = (...command: string[]) =>
		execFileSync("git", command, { cwd: root, encoding: "utf8" }).trim();
	try {
		const changed = git("status", "--porcelain", "--", ".", ":!docs/measured");
		return `${git("rev-parse", "HEAD")}${changed === "" ? "" : " with changes"}`;
	} catch {
		return "not known: no repository here";
	}
}

/** The kind of machine, not which one. */
export function machine(): string {
	const model = cpus()[0]?.model.trim() ?? process.arch;
	return `${model}, ${availableParallelism()} cores, Node ${process.version}, ${process.platform}`;
}

/** Longer ones first, so that none is left in half. */
function places(root: string): [place: string, instead: string][] {
	const known: [string, string][] = [
		[root, "."],
		[tmpdir(), "(temporary)"],
		[homedir(), "(home)"],
		[hostname(), "(host)"],
	];
	return known
		.filter(([place]) => place.length > 1 && place !== "localhost")
		.sort(([a], [b]) => b.length - a.length);
}

/** The text without what tells where it was made. */
export function anonymous(text: string, root: string): string {
	let clean = text;
	for (const [place, instead] of places(root)) clean = clean.replaceAll(place, instead);
	return clean;
}

export function recordOf(step: Step, outcome: Outcome, root: string): string {
	const { commit, status, took, output } = outcome;
	const lines = anonymous(output, root).trimEnd().split("\n");
	const head = [
		`${step.name}: ${step.says}`,
		`command   ${step.command.join(" ")}`,
		`commit    ${commit}`,
		`machine   ${machine()}`,
		`ended     ${status === 0 ? "passed" : `failed with ${status}`} after ${took} s`,
	];
	return `${[...head, "", ...lines.slice(-LINES_MAX)].join("\n")}\n`;
}
