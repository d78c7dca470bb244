/**
 * A core beside the core: thawed from the journal's checkpoint, it hears every input that the
 * journal recorded, and must be the same record at every look. On the way each input's outcome can
 * be checked on its own, which the real one does too fast to be looked at.
 *
 *   recording ──▶ inputs not heard yet ──▶ step ──▶ each(record) ──▶ differ from the real one?
 */

import { thaw } from "../../../modules/uplink/checkpoint.js";
import type { Core, Input } from "../../../modules/uplink/core/core.js";
import { step } from "../../../modules/uplink/core/step.js";
import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import type { Recording, Segment } from "../../../modules/uplink/journal.js";

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
export function replays(recording: Recording, record: Core): string | undefined {
	const core = thaw(recording.checkpoint);
	for (const { at, input } of recording.inputs) {
		step(core, input, at);
		if (core.commands.length > 0) core.commands = [];
	}
	return differ(core, record);
}

export class Replica {
	#step: Step;
	#each: (record: Core, now: Milliseconds) => void;
	#core: Core | undefined;
	/** The segment whose inputs are being heard, and its next ones. */
	#segment: Segment | undefined;
	#next: ReturnType<Segment["follow"]> | undefined;
	/** The segment whose checkpoint it was thawed from. */
	#first: Segment | undefined;

	constructor(each: (record: Core, now: Milliseconds) => void, step_: Step = step) {
		this.#each = each;
		this.#step = step_;
	}

	/** The next recording is another boot's. */
	forget(): void {
		this.#core = undefined;
		this.#segment = undefined;
		this.#first = undefined;
	}

	/**
	 * Plays the recording from its oldest checkpoint and says where its end parts from `record`. Where
	 * that is the checkpoint that this one began with, it has just done so.
	 */
	replays(recording: Recording, oldest: Segment | undefined, record: Core): string | undefined {
		if (this.#first !== oldest) return replays(recording, record);
		return differ(thaw(recording.checkpoint).policy, record.policy, "record.policy");
	}

	/** Hears what is new in the recording; says where it then differs from the real record. */
	follow(segments: readonly Segment[], record: Core): string | undefined {
		const [oldest, newer] = segments;
		if (!oldest) return undefined;
		// So much happened since the last look that the journal forgot where that was.
		if (!this.#core || (this.#segment !== oldest && this.#segment !== newer)) {
			this.#core = thaw(oldest.checkpoint);
			// What is constant is compared once here, and again at the end of the boot (`replays`).
			const parted = differ(this.#core.policy, record.policy, "record.policy");
			if (parted !== undefined) return parted;
			Object.assign(this.#core, { policy: record.policy });
			this.#first = oldest;
			this.#begin(oldest);
		}
		this.#hear(this.#core);
		if (newer && this.#segment === oldest) {
			this.#begin(newer);
			this.#hear(this.#core);
		}
		return differ(this.#core, record);
	}

	#begin(segment: Segment): void {
		this.#segment = segment;
		this.#next = segment.follow();
	}

	#hear(core: Core): void {
		for (let heard = this.#next?.(); heard; heard = this.#next?.()) {
			this.#step(core, heard.input, heard.at);
			if (core.commands.length > 0) core.commands = [];
			this.#each(core, heard.at);
		}
	}
}
