/**
 * A core beside the core: thawed from the journal's checkpoint, it hears every input that the
 * journal recorded, and must be the same record at every look. On the way each input's outcome can
 * be checked on its own, which the real one does too fast to be looked at.
 *
 *   recording ──▶ inputs not heard yet ──▶ step ──▶ each(record) ──▶ differ from the real one?
 */

import type { Core, Input } from "../../../modules/uplink/core/core.js";
import { step } from "../../../modules/uplink/core/step.js";
import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import { type Segment, thaw } from "../../../modules/uplink/journal.js";

type Step = (core: Core, input: Input, now: Milliseconds) => void;
type Table = Readonly<Record<string, unknown>>;

function isTable(value: unknown): value is Table {
	return typeof value === "object" && value !== null;
}

/** Is nothing different? Asked at every look, so it makes no words. */
function same(a: unknown, b: unknown): boolean {
	if (a === b) return true;
	if (!isTable(a) || !isTable(b)) return Object.is(a, b);
	if (Array.isArray(a) && Array.isArray(b)) {
		if (a.length !== b.length) return false;
		for (let index = 0; index < a.length; index++) if (!same(a[index], b[index])) return false;
		return true;
	}
	for (const key in a) if (!same(a[key], b[key])) return false;
	for (const key in b) if (b[key] !== undefined && a[key] === undefined) return false;
	return true;
}

/** Where two records differ first, or undefined. A member that is undefined is as good as absent. */
export function differ(a: unknown, b: unknown, place = "record"): string | undefined {
	return same(a, b) ? undefined : difference(a, b, place);
}

function difference(a: unknown, b: unknown, place: string): string | undefined {
	if (Object.is(a, b)) return undefined;
	if (!isTable(a) || !isTable(b)) return `${place}: ${a} and ${b}`;
	for (const key in a) {
		const found = difference(a[key], b[key], `${place}.${key}`);
		if (found !== undefined) return found;
	}
	for (const key in b)
		if (b[key] !== undefined && a[key] === undefined) return `${place}.${key}: only in one`;
	return undefined;
}

/** Plays a whole recording and says where its end parts from `record`. */
export function replays(recording: Segment, record: Core): string | undefined {
	const core = thaw(recording.checkpoint);
	for (const { at, input } of recording.inputs) {
		step(core, input, at);
		core.commands = [];
	}
	return differ(core, record);
}

export class Replica {
	#step: Step;
	#each: (record: Core, now: Milliseconds) => void;
	#core: Core | undefined;
	#last: Segment["inputs"][number] | undefined;

	constructor(each: (record: Core, now: Milliseconds) => void, step_: Step = step) {
		this.#each = each;
		this.#step = step_;
	}

	/** The next recording is another boot's. */
	forget(): void {
		this.#core = undefined;
		this.#last = undefined;
	}

	/** Hears what is new in the recording; says where it then differs from the real record. */
	follow(recording: Segment | undefined, record: Core): string | undefined {
		if (!recording) return undefined;
		const { inputs } = recording;
		let next = 0;
		if (this.#last) next = inputs.lastIndexOf(this.#last) + 1;
		// So much happened since the last look that the journal forgot where that was.
		if (!this.#core || (this.#last && next === 0)) this.#core = thaw(recording.checkpoint);
		const core = this.#core;
		for (const entry of next === 0 ? inputs : inputs.slice(next)) {
			this.#step(core, entry.input, entry.at);
			core.commands = [];
			this.#each(core, entry.at);
			this.#last = entry;
		}
		return differ(core, record);
	}
}
