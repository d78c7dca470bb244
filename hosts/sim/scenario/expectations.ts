/**
 * What a scenario expects: read from its file, and judged against what was found. Each is judged at
 * its own time, `until` where it names none.
 */

import { parseIdentifier } from "../../../modules/uplink/core/identifiers.js";
import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import {
	readBoolean,
	readFields,
	readInteger,
	readMoment,
	readTable,
	readText,
	readTexts,
	under,
	wrong,
} from "./edge.js";
import type { Check } from "./record.js";

export interface Expectation {
	at: Milliseconds;
	/** One of the names of `READERS`. */
	name: Measure;
	expected: unknown;
}

/** What may be measured on a board at an instant. */
export interface Findings {
	/** The interface of the session, or null. */
	active: string | null;
	isconnected: boolean;
	/** `getserverinterfaces()`. */
	interfaces: string[];
	/** Each turn so far: `wifi NO_SERVER`. */
	attempts: string[];
	/** Messages that the server acknowledged, each counted once. */
	delivered: number;
	/** What the connect callbacks said so far: `SERVER_CONNECTED`. */
	results: string[];
	/** How often `onunexpecteddisconnect` ran. */
	unexpected: number;
	/** The messages of the errors that calls threw. */
	thrown: string[];
	/** How often the session went on over another interface. */
	moves: number;
	/** Bytes sent so far, by interface. */
	sent: Record<string, number>;
	/** The words of `explain()`. */
	explains: string[];
}

/** The names of findings that are measured against a bound. */
const BOUNDS = {
	deliveredAtLeast: "delivered",
	attemptsAtMost: "attempts",
	movesAtMost: "moves",
	sentAtMost: "sent",
} as const;

type Bound = keyof typeof BOUNDS;
type Plain = Exclude<keyof Findings, "sent">;
type Measure = Plain | Bound;

const COUNT_MAX = 1_000_000;
const BYTES_MAX = 1_000_000_000;

const readCount = (value: unknown, path: string) => readInteger(value, path, 0, COUNT_MAX);

/** `{"cell": 2000}` */
function readBytes(value: unknown, path: string): Record<string, number> {
	const rows = Object.entries(readTable(value, path));
	return Object.fromEntries(
		rows.map(([name, bytes]) => {
			const identifier = parseIdentifier(name) ?? wrong(under(path, name), "unknown interface");
			return [identifier, readInteger(bytes, under(path, name), 0, BYTES_MAX)];
		}),
	);
}

const READERS: Readonly<Record<Measure, (value: unknown, path: string) => unknown>> = {
	active: (value, path) => (value === null ? null : readText(value, path)),
	isconnected: readBoolean,
	interfaces: readTexts,
	attempts: readTexts,
	attemptsAtMost: readCount,
	delivered: readCount,
	deliveredAtLeast: readCount,
	results: readTexts,
	unexpected: readCount,
	thrown: readTexts,
	moves: readCount,
	movesAtMost: readCount,
	sentAtMost: readBytes,
	explains: readTexts,
};

const MEASURES = Object.keys(READERS) as Measure[];

export function readExpectation(value: unknown, path: string, until: Milliseconds): Expectation {
	const fields = readFields(value, path, ["at", ...MEASURES]);
	const at = fields.at === undefined ? until : readMoment(fields.at, under(path, "at"));
	if (at > until) return wrong(under(path, "at"), "after the end of the scenario");
	const [name, another] = MEASURES.filter((measure) => fields[measure] !== undefined);
	if (name === undefined) return wrong(path, "expects nothing");
	if (another !== undefined) return wrong(under(path, another), "one expectation an object");
	return { at, name, expected: READERS[name](fields[name], under(path, name)) };
}

/** `wifi` agrees with any end of a turn of Wi-Fi, `wifi NO_SERVER` with that one. */
function agrees(found: string | undefined, expected: string): boolean {
	return found !== undefined && (found === expected || found.startsWith(`${expected} `));
}

/** A list that begins as expected; what comes after it is free. */
function begins(found: readonly string[], expected: readonly string[]): boolean {
	return expected.every((each, index) => agrees(found[index], each));
}

function same(found: readonly string[], expected: readonly string[]): boolean {
	return found.length === expected.length && expected.every((each, index) => each === found[index]);
}

/** Each part in one of the lines. */
function says(lines: readonly string[], expected: readonly string[]): boolean {
	return expected.every((part) => lines.some((words) => words.includes(part)));
}

/** An interface that is not fitted sends nothing. */
function sentWithin(sent: Readonly<Record<string, number>>, most: Record<string, number>): boolean {
	return Object.entries(most).every(([name, bytes]) => (sent[name] ?? 0) <= bytes);
}

/** Each error in order, by a part of its message. */
function threw(found: readonly string[], expected: readonly string[]): boolean {
	return (
		found.length === expected.length &&
		expected.every((part, index) => found[index]?.includes(part))
	);
}

function holds({ name, expected }: Expectation, findings: Findings): boolean {
	switch (name) {
		case "attempts":
			return begins(findings.attempts, expected as string[]);
		case "interfaces":
		case "results":
			return same(findings[name], expected as string[]);
		case "thrown":
			return threw(findings.thrown, expected as string[]);
		case "deliveredAtLeast":
			return findings.delivered >= (expected as number);
		case "attemptsAtMost":
			return findings.attempts.length <= (expected as number);
		case "movesAtMost":
			return findings.moves <= (expected as number);
		case "sentAtMost":
			return sentWithin(findings.sent, expected as Record<string, number>);
		case "explains":
			return says(findings.explains, expected as string[]);
		default:
			return findings[name] === expected;
	}
}

export function judge(expectation: Expectation, findings: Findings): Check {
	const { at, name, expected } = expectation;
	const found = findings[Object.hasOwn(BOUNDS, name) ? BOUNDS[name as Bound] : (name as Plain)];
	return {
		at,
		text: `${name} ${JSON.stringify(expected)}`,
		held: holds(expectation, findings),
		found: JSON.stringify(found),
	};
}
