/**
 * The journal: why the device is where it is. Two bounded things: what happened in words, for
 * people, and the inputs since a checkpoint of the whole record, for machines, which replay to the
 * same end in a core that did not write them. Both lie on tapes, since a device's memory is small.
 *
 *   older segment:  checkpoint, input, input, …   (dropped whole when the newer one is full)
 *   newer segment:  checkpoint, input, input, …
 */

import type { JournalEntry } from "./api.js";
import { freeze, freezeChanges, thaw } from "./checkpoint.js";
import type { Core, Input } from "./core/core.js";
import type { Milliseconds } from "./core/types.js";
import { Tape, type TapeReader } from "./tape.js";

/** Of each of the two segments. */
const ENTRIES_MAX = 200;
const INPUTS_MAX = 1000;

/** A recording as whoever replays it has it. */
export interface Recording {
	/** The record before the first input, as JSON; see `freeze`. */
	checkpoint: string;
	inputs: { at: Milliseconds; input: Input }[];
}

/** Attempts and holds are counted: an input is another one, but for its number the same. */
function numberOf(input: Input): number | undefined {
	const { attempt, id } = input as { attempt?: number; id?: number };
	return attempt ?? id;
}

function sameInput(a: Input, b: Input): boolean {
	if (a.type !== b.type) return false;
	for (const key in a) if (!sameMember(a, b, key)) return false;
	for (const key in b) if (!sameMember(a, b, key)) return false;
	return true;
}

function sameMember(a: Input, b: Input, key: string): boolean {
	if (key === "attempt" || key === "id") return true;
	return a[key as keyof Input] === b[key as keyof Input];
}

function inputOf({ word, number }: TapeReader<Input>): Input {
	const input = word as Input;
	if (number === undefined) return input;
	return "id" in input ? { ...input, id: number } : ({ ...input, attempt: number } as Input);
}

const ON_INPUTS = Object.freeze({ entriesMax: INPUTS_MAX, same: sameInput });
const ON_WORDS = Object.freeze({
	entriesMax: ENTRIES_MAX,
	same: (a: string, b: string) => a === b,
});

/** A checkpoint and what followed it. */
export class Segment {
	/** The record before the first input; `thaw` reads it. */
	readonly checkpoint: string;
	readonly #inputs = new Tape<Input>(ON_INPUTS);

	constructor(core: Core) {
		this.checkpoint = freezeChanges(core);
	}

	/** How many inputs followed. */
	get count(): number {
		return this.#inputs.count;
	}

	/** False when there is no room. */
	record(at: Milliseconds, input: Input): boolean {
		return this.#inputs.add(at, input, numberOf(input));
	}

	/** Each call gives the next input, also those that come later, or undefined. */
	follow(): () => Recording["inputs"][number] | undefined {
		const reader = this.#inputs.reader();
		return () => (reader.next() ? { at: reader.at, input: inputOf(reader) } : undefined);
	}
}

export class Journal {
	readonly boot: number;
	/** Each entry's number is the wall time at the boot's beginning, where it was known. */
	#words: Tape<string>[] = [];
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
		const zero = wall === undefined ? undefined : wall - at;
		if (!this.#words.at(-1)?.add(at, text, zero)) {
			if (this.#words.length === 2) this.#words.shift();
			const tape = new Tape<string>(ON_WORDS);
			tape.add(at, text, zero);
			this.#words.push(tape);
		}
		this.#onEntry?.(this.#entryOf(at, zero, text));
	}

	/** An input, before the core hears it. */
	record(at: Milliseconds, input: Input, core: Core): void {
		if (this.#segments.at(-1)?.record(at, input)) return;
		if (this.#segments.length === 2) this.#segments.shift();
		const segment = new Segment(core);
		segment.record(at, input);
		this.#segments.push(segment);
	}

	/** How many entries there are. */
	get count(): number {
		return this.#words.reduce((sum, { count }) => sum + count, 0);
	}

	get entries(): readonly JournalEntry[] {
		const entries: JournalEntry[] = [];
		const next = this.follow();
		for (let entry = next(); entry; entry = next()) entries.push(entry);
		return entries;
	}

	/** Each call gives the next entry, also those that come later, or undefined. */
	follow(): () => JournalEntry | undefined {
		let tape: Tape<string> | undefined;
		let reader: TapeReader<string> | undefined;
		const next = (): JournalEntry | undefined => {
			if (reader?.next()) return this.#entryOf(reader.at, reader.number, reader.word ?? "");
			const after = this.#words[this.#words.indexOf(tape as Tape<string>) + 1];
			if (!after) return undefined;
			tape = after;
			reader = after.reader();
			return next();
		};
		return next;
	}

	/** As they lie, oldest first, for whoever follows along: the next input changes them. */
	get segments(): readonly Segment[] {
		return this.#segments;
	}

	/** The oldest checkpoint, whole, and all inputs since. */
	get recording(): Recording | undefined {
		const [oldest] = this.#segments;
		if (!oldest) return undefined;
		const inputs: Recording["inputs"] = [];
		for (const segment of this.#segments) {
			const next = segment.follow();
			for (let heard = next(); heard; heard = next()) inputs.push(heard);
		}
		return { checkpoint: freeze(thaw(oldest.checkpoint)), inputs };
	}

	#entryOf(at: Milliseconds, zero: Milliseconds | undefined, text: string): JournalEntry {
		return { boot: this.boot, at, ...(zero !== undefined && { wall: zero + at }), text };
	}
}
