/**
 * The journal: why the device is where it is. Two bounded things: what happened in words, for
 * people, and the inputs since a checkpoint of the whole record, for machines, which replay to the
 * same end in a core that did not write them.
 *
 *   older segment:  checkpoint, input, input, …   (dropped whole when the newer one is full)
 *   newer segment:  checkpoint, input, input, …
 */

import type { JournalEntry } from "./api.js";
import { type Core, createCore, type Input } from "./core/core.js";
import { type PolicyOptions, parsePolicy } from "./core/policy.js";
import type { Milliseconds } from "./core/types.js";
import { stringify } from "./json.js";

/** What a journal holds at most. */
export interface JournalBounds {
	entries: number;
	/** In each of the two segments. */
	inputs: number;
}

/** For a host with memory to spare. */
export const ROOMY: JournalBounds = Object.freeze({ entries: 400, inputs: 1000 });
/** For a device, whose heap holds everything else as well. */
const SMALL: JournalBounds = Object.freeze({ entries: 40, inputs: 24 });

export interface Segment {
	/** The record before the first input, as JSON; `thaw` reads it. */
	checkpoint: string;
	inputs: { at: Milliseconds; input: Input }[];
}

/** JSON has no infinity, and a core has deadlines that never come. */
const INFINITE = "∞";
const BEFORE_TIME = "-∞";

export function freeze(core: Core): string {
	return stringify(core, (value) => {
		if (value === Infinity) return INFINITE;
		return value === -Infinity ? BEFORE_TIME : value;
	}) as string;
}

/**
 * A core of today's shape, filled with what was frozen: what JSON does not tell (that an interface's
 * one budget serves two paths, which members there are) is as in a core that was never frozen.
 */
export function thaw(checkpoint: string): Core {
	const frozen: Core = JSON.parse(checkpoint);
	const core = freshAs(frozen);
	fill(core as unknown as Table, frozen as unknown as Table);
	return core;
}

/** A core as it was made, from what it was made of. */
function freshAs({ policy, fitted, list, strict, generator, references }: Core): Core {
	const { state: seed } = generator;
	const reference = references.length > 0;
	return createCore({
		policy: parsePolicy(policy as PolicyOptions),
		fitted,
		list,
		strict,
		seed,
		reference,
	});
}

type Table = Record<string, unknown>;

function isTable(value: unknown): value is Table {
	return typeof value === "object" && value !== null;
}

function fill(target: Table, frozen: Table): void {
	if (Array.isArray(target) && Array.isArray(frozen)) target.length = frozen.length;
	for (const key in frozen) {
		const value = frozen[key];
		if (isTable(value)) {
			const present = target[key];
			const inner = isTable(present) ? present : value;
			fill(inner, value);
			target[key] = inner;
		} else if (value === INFINITE) target[key] = Infinity;
		else target[key] = value === BEFORE_TIME ? -Infinity : value;
	}
}

/** What `fill` needs to make `now` of `before`; undefined: nothing, they are alike. */
function changes(before: unknown, now: unknown): unknown {
	if (Object.is(before, now)) return undefined;
	if (!isTable(before) || !isTable(now) || Array.isArray(before) !== Array.isArray(now)) return now;
	if (Array.isArray(now)) return changedElements(before as unknown as unknown[], now);
	const changed: Table = {};
	let any = false;
	for (const key in now) {
		const change = changes(before[key], now[key]);
		if (change === undefined) continue;
		changed[key] = change;
		any = true;
	}
	return any ? changed : undefined;
}

function changedElements(before: unknown[], now: unknown[]): unknown[] | undefined {
	const changed = now.map((element, index) => changes(before[index], element));
	if (before.length === now.length && changed.every((change) => change === undefined))
		return undefined;
	// In its place a table without changes is empty; anything else stands for itself.
	return changed.map((change, index) => change ?? (isTable(now[index]) ? {} : now[index]));
}

/** As `freeze`, but only what has changed since the core was made: some hundred bytes of thousands. */
function freezeChanges(core: Core): string {
	const { policy, fitted, list, strict, generator, references } = core;
	const { preset } = policy;
	const changed = {
		...(changes(freshAs(core), core) as Table | undefined),
		policy: { ...(changes(parsePolicy({ preset }), policy) as Table | undefined), preset },
		...{ fitted, list, strict, generator },
		references: references.map(() => ({})),
	};
	return freeze(changed as unknown as Core);
}

export class Journal {
	readonly boot: number;
	#bounds: JournalBounds;
	#entries: JournalEntry[] = [];
	#segments: Segment[] = [];

	#wall: () => Milliseconds | undefined;
	#onEntry: ((entry: JournalEntry) => void) | undefined;

	constructor(
		boot: number,
		wall: () => Milliseconds | undefined = () => undefined,
		onEntry?: (entry: JournalEntry) => void,
		bounds: JournalBounds = SMALL,
	) {
		this.boot = boot;
		this.#bounds = bounds;
		this.#wall = wall;
		this.#onEntry = onEntry;
	}

	/** What happened, in words. The oldest entries are forgotten. */
	note(at: Milliseconds, text: string): void {
		const wall = this.#wall();
		const entry: JournalEntry = { boot: this.boot, at, ...(wall !== undefined && { wall }), text };
		this.#entries.push(entry);
		if (this.#entries.length > this.#bounds.entries) this.#entries.shift();
		this.#onEntry?.(entry);
	}

	/** An input, before the core hears it. */
	record(at: Milliseconds, input: Input, core: Core): void {
		const newest = this.#segments[this.#segments.length - 1];
		if (newest && newest.inputs.length < this.#bounds.inputs) {
			newest.inputs.push({ at, input });
			return;
		}
		if (this.#segments.length === 2) this.#segments.shift();
		this.#segments.push({ checkpoint: freezeChanges(core), inputs: [{ at, input }] });
	}

	get entries(): readonly JournalEntry[] {
		return this.#entries;
	}

	/** The oldest checkpoint, whole, and all inputs since. */
	get recording(): Segment | undefined {
		const [oldest, newer] = this.#segments;
		if (!oldest) return undefined;
		const inputs = newer ? [...oldest.inputs, ...newer.inputs] : oldest.inputs;
		return { checkpoint: freeze(thaw(oldest.checkpoint)), inputs };
	}
}
