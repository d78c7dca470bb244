/**
 * Replay: a journal played from its checkpoint through a core that did not write it. The core is
 * pure, so the same inputs at the same instants end in the same record; where they do not, what
 * differs first is named.
 *
 *   checkpoint ─thaw─▶ core ─▶ step(input, at) ×N ─▶ compare ─▶ same
 *                                   ▲   │ at each record in between, and at the end
 *                                   └───┘                    └─▶ parts: member, both values, input
 */

import { freeze, thaw } from "../../../modules/uplink/checkpoint.js";
import type { Core } from "../../../modules/uplink/core/core.js";
import { step } from "../../../modules/uplink/core/step.js";
import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import { type Transition, Transitions } from "../../../modules/uplink/transitions.js";
import type { JournalFile } from "./journal-file.js";

export interface LogLine extends Transition {
	at: Milliseconds;
}

/** Where a replay and its journal are no longer of one mind. */
export interface Parting {
	/** The first member that differs: `links[1].deadline`. Empty when the core threw. */
	path: string;
	recorded: string;
	replayed: string;
	/** How many inputs had been heard when the two agreed for the last time, and when not. */
	agreed: number;
	after: number;
	/** The input after which the replayed member took its last value, by its index. */
	nearest: number | undefined;
}

export interface Replay {
	log: LogLine[];
	/** The record where the replay ended. */
	core: Core;
	parting: Parting | undefined;
}

type Segments = readonly (string | number)[];

interface Difference {
	at: Segments;
	recorded: unknown;
	replayed: unknown;
}

function isTable(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null;
}

/** The first place where two values of plain data differ, in the order of the first. */
function differ(recorded: unknown, replayed: unknown, at: Segments = []): Difference | undefined {
	if (Object.is(recorded, replayed)) return undefined;
	const apart = !isTable(recorded) || !isTable(replayed);
	if (apart || Array.isArray(recorded) !== Array.isArray(replayed))
		return { at, recorded, replayed };
	for (const key of new Set([...Object.keys(recorded), ...Object.keys(replayed)])) {
		const segment = Array.isArray(recorded) ? Number(key) : key;
		const found = differ(recorded[key], replayed[key], [...at, segment]);
		if (found) return found;
	}
	return undefined;
}

/** `["links", 1, "deadline"]` as `links[1].deadline`. */
function spell(at: Segments): string {
	return at.reduce<string>((path, segment) => {
		if (typeof segment === "number") return `${path}[${segment}]`;
		return path === "" ? segment : `${path}.${segment}`;
	}, "");
}

function show(value: unknown): string {
	return JSON.stringify(value) ?? "nothing";
}

function memberOf(core: Core, at: Segments): string {
	let value: unknown = JSON.parse(freeze(core));
	for (const segment of at) value = isTable(value) ? value[segment] : undefined;
	return show(value);
}

/** The core hears one input, and its commands go nowhere. */
function hear(core: Core, { at, input }: JournalFile["inputs"][number]): void {
	step(core, input, at);
	core.commands = [];
}

/** The index of the last of `count` inputs that changed a member; undefined: none did. */
function changedBy({ checkpoint, inputs }: JournalFile, at: Segments, count: number) {
	const core = thaw(checkpoint);
	let value = memberOf(core, at);
	let nearest: number | undefined;
	inputs.slice(0, count).forEach((each, index) => {
		hear(core, each);
		const next = memberOf(core, at);
		if (next !== value) nearest = index;
		value = next;
	});
	return nearest;
}

class Replayer {
	readonly #journal: JournalFile;
	readonly #core: Core;
	readonly #transitions: Transitions;
	readonly #log: LogLine[] = [];
	#agreed = 0;

	constructor(journal: JournalFile) {
		this.#journal = journal;
		this.#core = thaw(journal.checkpoint);
		this.#transitions = new Transitions(this.#core);
		// What had come to pass before the checkpoint is no transition of this journal.
		this.#transitions.since(this.#core);
	}

	replay(): Replay {
		return { parting: this.#play(), core: this.#core, log: this.#log };
	}

	#play(): Parting | undefined {
		const { inputs, checkpoints = [], end } = this.#journal;
		const due = new Map(checkpoints.map(({ after, record }) => [after, record]));
		for (const [index, each] of inputs.entries()) {
			try {
				hear(this.#core, each);
			} catch (error) {
				return this.#threw(error, index);
			}
			for (const change of this.#transitions.since(this.#core))
				this.#log.push({ at: each.at, ...change });
			const record = due.get(index + 1);
			const parting = record === undefined ? undefined : this.#compare(record, index + 1);
			if (parting) return parting;
		}
		return this.#compare(end, inputs.length);
	}

	#compare(record: string, after: number): Parting | undefined {
		const found = differ(JSON.parse(record), JSON.parse(freeze(this.#core)));
		if (!found) {
			this.#agreed = after;
			return undefined;
		}
		const { at, recorded, replayed } = found;
		return {
			path: spell(at),
			recorded: show(recorded),
			replayed: show(replayed),
			agreed: this.#agreed,
			after,
			nearest: changedBy(this.#journal, at, after),
		};
	}

	#threw(error: unknown, index: number): Parting {
		const replayed = `threw ${error instanceof Error ? error.message : error}`;
		const place = { agreed: this.#agreed, after: index + 1, nearest: index };
		return { path: "", recorded: "went on", replayed, ...place };
	}
}

export function replay(journal: JournalFile): Replay {
	return new Replayer(journal).replay();
}
