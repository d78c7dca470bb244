/**
 * The scenario file: a board, a timeline of changes to its world and of calls, and what is expected
 * of it. Read once, here; everything after works on typed values.
 *
 *   { "title", "description"?, "board": {"fitted", "seed"?, "policy"?},
 *     "steps": [ {"at": "1m30s", "set": {"eth0": {"cable": false}}, "do": ["disconnect", …]}, … ],
 *     "until": "10m",
 *     "expect"?: [ {"at": "2m", "active": "wifi"}, {"attempts": ["wifi NO_WIFI", "cell"]}, … ] }
 *
 * Times are milliseconds or text (durations.ts), calls are in calls.ts, expectations in
 * expectations.ts, facts in facts.ts. A mistake is a `FileError` that begins with its path.
 */

import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import type { FactChanges } from "../facts.js";
import { healthy, merge } from "../facts-parse.js";
import { type Call, REPEATS_MAX, readCall } from "./calls.js";
import {
	type Fields,
	parseText,
	readFields,
	readInteger,
	readList,
	readMoment,
	readTable,
	readText,
	readTexts,
	wrong,
} from "./edge.js";
import { type Expectation, readExpectation } from "./expectations.js";

export interface BoardOptions {
	fitted: string[];
	seed?: number;
	policy?: Fields;
}

export interface Step {
	at: Milliseconds;
	set: FactChanges | undefined;
	calls: Call[];
}

export interface Scenario {
	title: string;
	description: string;
	board: BoardOptions;
	steps: Step[];
	until: Milliseconds;
	expectations: Expectation[];
}

const STEPS_MAX = 10_000;
const CALLS_MAX = 100;
const FITTED = /^(?:eth|wl|cell)(?:0|[1-9][0-9]?)$/;

function readBoard(value: unknown): BoardOptions {
	const { fitted, seed, policy } = readFields(value, "board", ["fitted", "seed", "policy"]);
	const names = readTexts(fitted, "board.fitted");
	if (names.length === 0) wrong("board.fitted", "expected at least one interface");
	names.forEach((name, index) => {
		const path = `board.fitted[${index}]`;
		if (!FITTED.test(name)) wrong(path, 'expected an instance such as "wl0"');
		if (names.indexOf(name) < index) wrong(path, `"${name}" is fitted already`);
	});
	return {
		fitted: names,
		...(seed === undefined ? {} : { seed: readInteger(seed, "board.seed", 0, 0xffff_ffff) }),
		...(policy === undefined ? {} : { policy: readTable(policy, "board.policy") }),
	};
}

/** The board's own judgement of facts, its errors under the path of the step. */
function readFacts(value: unknown, path: string, fitted: readonly string[]): FactChanges {
	const changes = readTable(value, path) as FactChanges;
	try {
		merge(healthy(fitted), changes, path);
	} catch (error) {
		if (error instanceof TypeError || error instanceof RangeError) wrong("", error.message);
		throw error;
	}
	return changes;
}

function readCalls(value: unknown, path: string): Call[] {
	if (value === undefined) return [];
	if (!Array.isArray(value)) return [readCall(value, path)];
	return readList(value, path, CALLS_MAX).map((call, index) => readCall(call, `${path}[${index}]`));
}

function readStep(value: unknown, path: string, fitted: readonly string[]): Step {
	const fields = readFields(value, path, ["at", "set", "do"]);
	const at = readMoment(fields.at, `${path}.at`);
	if (fields.set === undefined && fields.do === undefined)
		wrong(path, 'does nothing: expected "set" or "do"');
	return {
		at,
		set: fields.set === undefined ? undefined : readFacts(fields.set, `${path}.set`, fitted),
		calls: readCalls(fields.do, `${path}.do`),
	};
}

function readSteps(value: unknown, fitted: readonly string[]): Step[] {
	const steps = readList(value, "steps", STEPS_MAX).map((step, index) =>
		readStep(step, `steps[${index}]`, fitted),
	);
	steps.forEach((step, index) => {
		if (step.at < (steps[index - 1]?.at ?? 0))
			wrong(`steps[${index}].at`, "earlier than the step before it");
	});
	return steps;
}

function checkEnd(steps: readonly Step[], until: Milliseconds): void {
	const last = steps.at(-1);
	if (last && last.at > until) wrong("until", "earlier than the last step");
	steps.forEach((step, index) => {
		for (const call of step.calls)
			if (call.name === "every" && Math.floor((until - step.at) / call.interval) > REPEATS_MAX)
				wrong(`steps[${index}].do`, `every: more than ${REPEATS_MAX} times`);
	});
}

const KEYS = ["title", "description", "board", "steps", "until", "expect"] as const;

/** The scenario a parsed JSON value says. */
export function readScenario(value: unknown): Scenario {
	const fields = readFields(value, "", KEYS);
	const title = readText(fields.title, "title");
	const { description = "", expect = [] } = fields;
	const board = readBoard(fields.board);
	const steps = readSteps(fields.steps, board.fitted);
	const until = readMoment(fields.until, "until");
	checkEnd(steps, until);
	return {
		title,
		description: readText(description, "description"),
		board,
		steps,
		until,
		expectations: readList(expect, "expect", STEPS_MAX).map((each, index) =>
			readExpectation(each, `expect[${index}]`, until),
		),
	};
}

/** The scenario a file's text says. Throws nothing but `FileError`. */
export function parseScenario(text: string): Scenario {
	return readScenario(parseText(text));
}
