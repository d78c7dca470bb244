/**
 * The journal: why the device is where it is. Two bounded things: what happened in words, for
 * people, and the inputs since a checkpoint of the whole record, for machines, which replay to the
 * same end in a core that did not write them.
 *
 *   older segment:  checkpoint, input, input, …   (dropped whole when the newer one is full)
 *   newer segment:  checkpoint, input, input, …
 */

import type { JournalEntry } from "./api.js";
import { type Core, type Input, pathOf } from "./core/core.js";
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

export function thaw(checkpoint: string): Core {
	const core: Core = JSON.parse(checkpoint, (_, value) => {
		if (value === INFINITE) return Infinity;
		return value === BEFORE_TIME ? -Infinity : value;
	});
	// An interface's one budget serves two paths, and JSON made two of it.
	for (const reference of core.references)
		Object.assign(reference, { budget: pathOf(core, reference.interface).budget });
	return core;
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

	/** The oldest checkpoint and all inputs since. */
	get recording(): Segment | undefined {
		const [oldest, newer] = this.#segments;
		if (!oldest || !newer) return oldest;
		return { checkpoint: oldest.checkpoint, inputs: [...oldest.inputs, ...newer.inputs] };
	}
}
