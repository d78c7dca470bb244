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
import type { Milliseconds } from "./core/types.js";
import { stringify } from "./json.js";

const ENTRIES_MAX = 400;
const SEGMENT_INPUTS_MAX = 1000;

export interface Segment {
	/** The record before the first input, as JSON; see `freeze`. */
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
	const { policy, fitted, list, strict, generator, references } = frozen;
	const { state: seed } = generator;
	const reference = references.length > 0;
	const core = createCore({ policy, fitted, list, strict, seed, reference });
	fill(core as unknown as Table, frozen as unknown as Table);
	return core;
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

export class Journal {
	readonly boot: number;
	#entries: JournalEntry[] = [];
	#segments: Segment[] = [];

	#wall: () => Milliseconds | undefined;
	#onEntry: ((entry: JournalEntry) => void) | undefined;

	constructor(
		boot: number,
		wall: () => Milliseconds | undefined = () => undefined,
		onEntry?: (entry: JournalEntry) => void,
	) {
		this.boot = boot;
		this.#wall = wall;
		this.#onEntry = onEntry;
	}

	/** What happened, in words. The oldest entries are forgotten. */
	note(at: Milliseconds, text: string): void {
		const wall = this.#wall();
		const entry: JournalEntry = { boot: this.boot, at, ...(wall !== undefined && { wall }), text };
		this.#entries.push(entry);
		if (this.#entries.length > ENTRIES_MAX) this.#entries.shift();
		this.#onEntry?.(entry);
	}

	/** An input, before the core hears it. */
	record(at: Milliseconds, input: Input, core: Core): void {
		const newest = this.#segments[this.#segments.length - 1];
		if (newest && newest.inputs.length < SEGMENT_INPUTS_MAX) {
			newest.inputs.push({ at, input });
			return;
		}
		if (this.#segments.length === 2) this.#segments.shift();
		this.#segments.push({ checkpoint: freeze(core), inputs: [{ at, input }] });
	}

	get entries(): readonly JournalEntry[] {
		return this.#entries;
	}

	/** As they lie, oldest first, for whoever follows along: the next input changes them. */
	get segments(): readonly Segment[] {
		return this.#segments;
	}

	/** The oldest checkpoint and all inputs since. */
	get recording(): Segment | undefined {
		const [oldest, newer] = this.#segments;
		if (!oldest || !newer) return oldest;
		return { checkpoint: oldest.checkpoint, inputs: [...oldest.inputs, ...newer.inputs] };
	}
}
