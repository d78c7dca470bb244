/**
 * The journal file: what one boot of a manager recorded, for a core that did not write it. Written
 * from a board, read once, here; a mistake is a `FileError` that begins with its path.
 *
 *   { "format": 1, "title"?, "boot": 2,
 *     "checkpoint": "…",                                the record before the first input, frozen
 *     "inputs": [ {"at": 1200, "input": {"type": "booted"}}, … ],
 *     "checkpoints"?: [ {"after": 500, "record": "…"}, … ],  records in between, by inputs heard
 *     "end": "…" }                                       the record after the last input, frozen
 *
 * Records are text, as `freeze` of modules/uplink/journal.ts writes them, so that a device can pass
 * on what it holds. They contain no secret.
 */

import type { JournalEntry } from "../../../modules/uplink/api.js";
import { type Core, createCore, type Input } from "../../../modules/uplink/core/core.js";
import { parseIdentifier } from "../../../modules/uplink/core/identifiers.js";
import { parsePolicy } from "../../../modules/uplink/core/policy.js";
import type { Identifier } from "../../../modules/uplink/core/types.js";
import { freeze, type Segment } from "../../../modules/uplink/journal.js";
import {
	type Fields,
	parseText,
	readBoolean,
	readFields,
	readInteger,
	readList,
	readTable,
	readText,
	readTexts,
	under,
	wrong,
} from "../scenario/edge.js";

const FORMAT = 1;
const INPUTS_MAX = 100_000;
const RECORD_MAX = 1_000_000;
const INSTANT_MAX = Number.MAX_SAFE_INTEGER;

/** What a core may hear; the compiler sees to it that none is missing. */
const INPUTS: Readonly<Record<Input["type"], true> & Record<string, true>> = {
	booted: true,
	connect: true,
	disconnect: true,
	apply: true,
	configured: true,
	judgeBy: true,
	claimed: true,
	os: true,
	dropped: true,
	changed: true,
	evidence: true,
	timing: true,
	resolved: true,
	opened: true,
	answered: true,
	lost: true,
	probed: true,
	held: true,
	released: true,
	pinned: true,
	unpinned: true,
	elapsed: true,
};

export interface JournalFile extends Segment {
	format: typeof FORMAT;
	/** What was played, for people. */
	title?: string;
	/** Which boot of the board it is of. */
	boot: number;
	/** Records in between; `after` counts the inputs heard. In order. */
	checkpoints?: { after: number; record: string }[];
	/** The record after the last input. */
	end: string;
}

/** The part of a board, or of any host, that has a journal. */
export interface Recorded {
	readonly uplink: {
		readonly recording: Segment | undefined;
		readonly record: Readonly<Core>;
		readonly journal: readonly JournalEntry[];
	};
}

/** What the board's present boot recorded; undefined when it has heard nothing yet. */
export function journalOf({ uplink }: Recorded, title: string): JournalFile | undefined {
	const { recording, record, journal } = uplink;
	if (!recording) return undefined;
	const boot = journal.at(-1)?.boot ?? 1;
	return { format: FORMAT, title, boot, ...recording, end: freeze(record as Core) };
}

type Kind = "array" | "object" | "number" | "string" | "boolean";

function kindOf(value: unknown): Kind | undefined {
	if (Array.isArray(value)) return "array";
	if (typeof value === "object") return value === null ? undefined : "object";
	// What `freeze` writes for a deadline that never comes.
	if (value === "∞" || value === "-∞") return "number";
	if (typeof value === "number" || typeof value === "string" || typeof value === "boolean")
		return typeof value as Kind;
	return undefined;
}

const ARTICLE: Readonly<Record<Kind, string>> = {
	array: "an array",
	object: "an object",
	number: "a number",
	string: "a string",
	boolean: "true or false",
};

/** Is all there that a core of today has from its beginning? Its lists of words may differ. */
function checkShape(value: unknown, model: unknown, path: string): void {
	const kind = kindOf(model);
	if (kind === undefined) return;
	if (kindOf(value) !== kind) wrong(path, `expected ${ARTICLE[kind]}`);
	if (kind === "array") {
		(model as unknown[]).forEach((element, index) => {
			if (typeof element === "object")
				checkShape((value as unknown[])[index], element, `${path}[${index}]`);
		});
	} else if (kind === "object")
		for (const [key, member] of Object.entries(model as Fields))
			checkShape((value as Fields)[key], member, under(path, key));
}

/** Each machine of an interface is where a core of today has it. */
function checkInterfaces(fields: Fields, fresh: Core, path: string): void {
	for (const machines of ["links", "paths", "references"] as const)
		fresh[machines].forEach(({ interface: over }, index) => {
			const found = (fields[machines] as { interface: unknown }[])[index];
			if (found?.interface !== over)
				wrong(`${path}.${machines}[${index}].interface`, `expected "${over}"`);
		});
}

function readIdentifiers(value: unknown, path: string): Identifier[] {
	return readTexts(value, path).map((name, index) => {
		const identifier = parseIdentifier(name);
		return identifier === name ? identifier : wrong(`${path}[${index}]`, "unknown interface");
	});
}

function readPolicy(value: unknown, path: string) {
	try {
		return parsePolicy(value);
	} catch (error) {
		if (error instanceof TypeError || error instanceof RangeError)
			return wrong("", `${path}.${error.message}`);
		throw error;
	}
}

/** A frozen record, and what is fitted on its board. */
function readRecord(value: unknown, path: string): { record: string; fitted: Identifier[] } {
	if (typeof value !== "string") return wrong(path, "expected a frozen record");
	if (value.length > RECORD_MAX) wrong(path, `expected at most ${RECORD_MAX} characters`);
	const fields = readTable(parseText(value, path), path);
	const { fitted: names, list: listed, strict: only, policy: options, references } = fields;
	const fitted = readIdentifiers(names, under(path, "fitted"));
	const list = readIdentifiers(listed, under(path, "list"));
	const strict = readBoolean(only, under(path, "strict"));
	const policy = readPolicy(options, path);
	const reference = Array.isArray(references) && references.length > 0;
	const fresh = createCore({ policy, fitted, list, strict, seed: 0, reference });
	checkShape(fields, JSON.parse(freeze(fresh)), path);
	checkInterfaces(fields, fresh, path);
	return { record: value, fitted };
}

function readInput(value: unknown, path: string, fitted: readonly string[]): Input {
	const fields = readTable(value, path);
	const { type, interface: over } = fields;
	const name = readText(type, under(path, "type"));
	if (!Object.hasOwn(INPUTS, name)) wrong(under(path, "type"), "unknown input");
	if (over !== undefined && !fitted.includes(readText(over, under(path, "interface"))))
		wrong(under(path, "interface"), "not fitted");
	return fields as unknown as Input;
}

function readInputs(value: unknown, fitted: readonly string[]): JournalFile["inputs"] {
	let before = 0;
	return readList(value, "inputs", INPUTS_MAX).map((element, index) => {
		const path = `inputs[${index}]`;
		const { at, input } = readFields(element, path, ["at", "input"]);
		const instant = readInteger(at, `${path}.at`, 0, INSTANT_MAX);
		if (instant < before) wrong(`${path}.at`, "earlier than the input before it");
		before = instant;
		return { at: instant, input: readInput(input, `${path}.input`, fitted) };
	});
}

function readCheckpoints(value: unknown, inputs: number): { after: number; record: string }[] {
	let before = 0;
	return readList(value, "checkpoints", inputs).map((element, index) => {
		const path = `checkpoints[${index}]`;
		const { after, record } = readFields(element, path, ["after", "record"]);
		const count = readInteger(after, `${path}.after`, before + 1, inputs);
		before = count;
		return { after: count, record: readRecord(record, `${path}.record`).record };
	});
}

const KEYS = ["format", "title", "boot", "checkpoint", "inputs", "checkpoints", "end"] as const;

/** The journal a parsed JSON value says. */
export function readJournal(value: unknown): JournalFile {
	const { format } = readTable(value, "");
	if (format !== FORMAT) wrong("format", `expected ${FORMAT}`);
	const fields = readFields(value, "", KEYS);
	const { title = "", checkpoints = [] } = fields;
	const boot = readInteger(fields.boot, "boot", 1, INSTANT_MAX);
	const { record, fitted } = readRecord(fields.checkpoint, "checkpoint");
	const inputs = readInputs(fields.inputs, fitted);
	return {
		format: FORMAT,
		title: readText(title, "title"),
		boot,
		checkpoint: record,
		inputs,
		checkpoints: readCheckpoints(checkpoints, inputs.length),
		end: readRecord(fields.end, "end").record,
	};
}

/** The journal a file's text says. Throws nothing but `FileError`. */
export function parseJournal(text: string): JournalFile {
	return readJournal(parseText(text));
}
