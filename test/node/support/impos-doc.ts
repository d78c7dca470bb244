/**
 * How docs/impos.md is read: its rows, its closed list of departures, and whether a row is true of
 * the tests that there are.
 *
 *   | 1 | short wording | implemented: `title` in `file`; … (note) |
 *   | 2 | short wording | departure: *name* (note) |
 *   | 3 | short wording | *reason* (note) |
 */

import type { Files } from "./files.js";
import { parse, titlesOf } from "./syntax.js";

/** Why a point may have no meaning here. */
const REASONS: readonly string[] = ["cloud", "LED", "BlinkUp", "blocking", "hardware"];

export interface Row {
	number: string;
	here: string;
}

export function rowsOf(page: string): Row[] {
	return [...page.matchAll(/^\| ([0-9]+(?:\.[0-9]+)?) \| .* \| (.*) \|$/gm)].map((match) => ({
		number: match[1] as string,
		here: match[2] as string,
	}));
}

/** The names in the table under "Departures". */
export function departuresOf(page: string): string[] {
	const section = /^## Departures\n([\s\S]*?)(?=^## )/m.exec(page)?.[1] ?? "";
	return [...section.matchAll(/^\| \*([^*]+)\* \|/gm)].map((match) => match[1] as string);
}

export type Titles = ReadonlyMap<string, readonly string[]>;

export function titlesByFile(files: Files): Titles {
	const tests = files.sources.filter((path) => path.endsWith(".test.ts"));
	return new Map(tests.map((path) => [path, titlesOf(parse(path, files.read(path) ?? ""))]));
}

/** What is wrong with a row, or undefined. */
export function judgeRow(
	{ number, here }: Row,
	titles: Titles,
	departures: readonly string[],
): string | undefined {
	const departure = /^departure: \*([^*]+)\*/.exec(here)?.[1];
	if (departure !== undefined)
		return departures.includes(departure) ? undefined : `${number}: no departure *${departure}*`;
	if (here.startsWith("implemented:")) {
		const named = [...here.matchAll(/`([^`]+)` in `([^`]+)`/g)];
		if (named.length === 0) return `${number}: names no test`;
		const missing = named.filter(
			([, title, file]) => !titles.get(file as string)?.includes(title as string),
		);
		if (missing.length === 0) return undefined;
		return `${number}: no test ${missing.map(([reference]) => reference).join(", ")}`;
	}
	const reason = /^\*([^*]+)\*/.exec(here)?.[1];
	return reason !== undefined && REASONS.includes(reason)
		? undefined
		: `${number}: neither implemented, nor a departure, nor a reason`;
}
