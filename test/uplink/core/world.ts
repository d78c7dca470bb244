/**
 * A world that answers the core: each interface with how long its address takes and how the server
 * is over it. Plain delays and no chance, so that a timeline over hours is still one a person can
 * follow.
 */

import { type Command, linkOf, pathOf } from "../../../modules/uplink/core/core.js";
import type { Identifier, Milliseconds, Reason } from "../../../modules/uplink/core/types.js";
import { answered, changed, opened, resolved, Timeline, type TimelineOptions } from "./timeline.js";

export interface Facts {
	/** From `start` to an address; undefined: never. */
	rises: Milliseconds | undefined;
	/** From `open` or `ask` to the server's answer; undefined: silence. */
	answers: Milliseconds | undefined;
	/** The server ends what is opened with this, at once. */
	refuses: Reason | undefined;
}

export const HEALTHY: Facts = Object.freeze({ rises: 2000, answers: 300, refuses: undefined });
export const GONE: Partial<Facts> = Object.freeze({ rises: undefined });
export const SILENT: Partial<Facts> = Object.freeze({ answers: undefined });

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
				this.#answerProbe(command.interface, command.attempt);
				return;
			case "unprobe":
				this.unschedule(`probe ${command.interface}`);
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
		const { answers, refuses } = this.facts(over);
		if (refuses !== undefined) {
			const reason = refuses;
			this.schedule(this.now + 50, about, { type: "lost", attempt, reason });
		} else if (answers !== undefined) {
			this.schedule(this.now + Math.floor(answers / 2), about, resolved);
			this.schedule(this.now + answers, about, answered);
		}
	}

	#answerProbe(over: Identifier, attempt: number): void {
		const { answers } = this.facts(over);
		if (answers === undefined || pathOf(this.core, over).attempt !== attempt) return;
		const input = {
			type: "probed",
			interface: over,
			of: "server",
			attempt,
			reachable: true,
		} as const;
		this.schedule(this.now + answers, `probe ${over}`, input);
	}
}

/** Runs on in strides until something holds or the limit is reached. */
export function runUntil(t: Timeline, limit: Milliseconds, holds: () => boolean): void {
	while (t.now < limit && !holds()) t.at(Math.min(limit, t.now + 100));
}
