/**
 * A world that answers the core: each interface with how long its address takes and how the server
 * is over it. Plain delays and no chance, so that a timeline over hours is still one a person can
 * follow.
 */

import {
	type Command,
	linkOf,
	pathOf,
	referenceOf,
	type Target,
} from "../../../modules/uplink/core/core.js";
import type { Identifier, Milliseconds, Reason } from "../../../modules/uplink/core/types.js";
import { answered, changed, opened, resolved, Timeline, type TimelineOptions } from "./timeline.js";

export interface Facts {
	/** From `start` to an address; undefined: never. */
	rises: Milliseconds | undefined;
	/** From `open` or `ask` to the server's answer; undefined: silence. */
	answers: Milliseconds | undefined;
	/** The server ends what is opened with this, at once. */
	refuses: Reason | undefined;
	/** From `open` to the server's name, where it is known though the server is silent. */
	resolves?: Milliseconds;
	/** From a probe of the second reference to its answer; undefined: silence. */
	refers: Milliseconds | undefined;
}

export const HEALTHY: Facts = Object.freeze({
	rises: 2000,
	answers: 300,
	refuses: undefined,
	refers: 300,
});
export const GONE: Partial<Facts> = Object.freeze({ rises: undefined });
export const SILENT: Partial<Facts> = Object.freeze({ answers: undefined });
/** The name is known, and the server behind it silent. */
export const DEAF: Partial<Facts> = Object.freeze({ answers: undefined, resolves: 100 });
/** Nothing answers over it at all, the second reference neither. */
export const DEAD: Partial<Facts> = Object.freeze({ answers: undefined, refers: undefined });

export class World extends Timeline {
	#facts = new Map<Identifier, Facts>();

	constructor(options: TimelineOptions = {}, facts: Partial<Record<Identifier, object>> = {}) {
		super(options);
		for (const over of this.core.fitted) this.#facts.set(over, { ...HEALTHY, ...facts[over] });
	}

	/** Changes what is so over one interface; a network that goes takes its address along. */
	set(over: Identifier, facts: Partial<Facts>): this {
		const known = { ...this.facts(over), ...facts };
		this.#facts.set(over, known);
		this.unschedule(`link ${over}`);
		const { phase, connection } = linkOf(this.core, over);
		if (phase === "up" && known.rises === undefined && connection >= 500)
			this.at(this.now, changed(over, 200));
		else if (phase === "climbing") this.#rise(over);
		return this;
	}

	facts(over: Identifier): Facts {
		return this.#facts.get(over) as Facts;
	}

	protected override perform(command: Command): void {
		switch (command.do) {
			case "start":
				this.#rise(command.interface);
				return;
			case "stop":
			case "recover":
				this.unschedule(`link ${command.interface}`);
				return;
			case "open":
				this.#answer(command.interface, "session", command.attempt);
				return;
			case "ask":
				this.#answer(this.core.session.interface, "session", command.attempt);
				return;
			case "try":
				if (this.facts(command.interface).answers !== undefined)
					this.schedule(this.now + 100, "trial", opened);
				return;
			case "move":
				this.unschedule("session");
				this.#answer(this.core.failback.candidate, "session", command.attempt);
				return;
			case "abandon":
				this.unschedule("trial");
				return;
			case "close":
				this.unschedule("session");
				this.unschedule("trial");
				return;
			case "probe":
				this.#answerProbe(command.interface, command.of, command.attempt);
				return;
			case "unprobe":
				this.unschedule(`probe ${command.of} ${command.interface}`);
				return;
		}
	}

	#rise(over: Identifier): void {
		const { rises } = this.facts(over);
		if (rises === undefined) return;
		if (over === "cell") this.schedule(this.now + 500, "link cell", changed(over, 300));
		const linked = over === "cell" ? 320 : 400;
		this.schedule(this.now + Math.floor(rises / 2), `link ${over}`, changed(over, linked));
		this.schedule(this.now + rises, `link ${over}`, changed(over, 500));
	}

	/** Over nothing: the session ended in the step that asked. */
	#answer(over: Identifier | undefined, about: string, attempt: number): void {
		if (over === undefined) return;
		const { answers, refuses, resolves } = this.facts(over);
		if (refuses !== undefined) {
			const reason = refuses;
			this.schedule(this.now + 50, about, { type: "lost", attempt, reason });
			return;
		}
		if (answers !== undefined || resolves !== undefined)
			this.schedule(this.now + (resolves ?? Math.floor((answers ?? 0) / 2)), about, resolved);
		if (answers !== undefined) this.schedule(this.now + answers, about, answered);
	}

	#answerProbe(over: Identifier, of: Target, attempt: number): void {
		const { answers, refers } = this.facts(over);
		const takes = of === "server" ? answers : refers;
		const path = of === "server" ? pathOf(this.core, over) : referenceOf(this.core, over);
		if (takes === undefined || path?.attempt !== attempt) return;
		const input = { type: "probed", interface: over, of, attempt, reachable: true } as const;
		this.schedule(this.now + takes, `probe ${of} ${over}`, input);
	}
}

/** Runs on in strides until something holds or the limit is reached. */
export function runUntil(t: Timeline, limit: Milliseconds, holds: () => boolean): void {
	while (t.now < limit && !holds()) t.at(Math.min(limit, t.now + 100));
}
