/**
 * Outcomes of two engines, side by side: what the device said, what mocha's JSON says, and where they
 * differ. Same names, same results, or a line for each that is not.
 */

import { MARK, type Said } from "./said.js";

/** Failures by title, undefined for what passed; a title that stands twice in a suite counts twice. */
export interface Outcome {
	suite: string;
	title: string;
	error: string | undefined;
}

export interface Footprint {
	suite: string;
	took: number;
	slots: number;
	chunks: number;
	stackPeak: number;
	collections: number;
}

export interface Heard {
	outcomes: Outcome[];
	footprints: Footprint[];
	/** What the suites themselves printed. */
	others: string[];
}

/** What a device printed, read. */
export function parseSaid(stdout: string): Heard {
	const heard: Heard = { outcomes: [], footprints: [], others: [] };
	for (const line of stdout.split("\n")) {
		if (!line.startsWith(MARK)) {
			if (line !== "") heard.others.push(line);
			continue;
		}
		const said = JSON.parse(line.slice(MARK.length)) as Said;
		if ("title" in said) {
			const { suite, title, error } = said;
			heard.outcomes.push({ suite, title, error });
		} else heard.footprints.push(said);
	}
	return heard;
}

interface MochaTest {
	fullTitle: string;
	file: string;
	err: { message?: string };
}

/** Mocha's JSON, read; `suiteOf` names the suite of a compiled file. */
export function parseMocha(json: string, suiteOf: (file: string) => string): Outcome[] {
	const { tests } = JSON.parse(json) as { tests: MochaTest[] };
	return tests.map(({ fullTitle, file, err }) => ({
		suite: suiteOf(file),
		title: fullTitle,
		error: Object.keys(err).length > 0 ? (err.message ?? "failed") : undefined,
	}));
}

function keyOf({ suite, title, error }: Outcome): string {
	return `${suite}: ${title}: ${error === undefined ? "passes" : "fails"}`;
}

function without(these: readonly Outcome[], those: readonly Outcome[]): Outcome[] {
	const left = those.map(keyOf);
	return these.filter((outcome) => {
		const at = left.indexOf(keyOf(outcome));
		if (at >= 0) left.splice(at, 1);
		return at < 0;
	});
}

/** A line for each test that one engine has or judges otherwise. */
export function differences(onNode: readonly Outcome[], onXS: readonly Outcome[]): string[] {
	return [
		...without(onNode, onXS).map((outcome) => `only on Node: ${keyOf(outcome)}`),
		...without(onXS, onNode).map((outcome) => `only on XS: ${keyOf(outcome)}`),
	].sort();
}
