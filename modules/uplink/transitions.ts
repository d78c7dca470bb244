/**
 * Transitions: what changed between two looks at the core, as words for the journal and as plain
 * entries for whoever draws or logs. Derived, so the machines need not announce anything.
 */

import type { Core } from "./core/core.js";
import { spoken } from "./core/explain.js";
import type { Link } from "./core/link.js";
import type { Identifier, Milliseconds, Reason } from "./core/types.js";

/** One change, without its time: whoever receives it knows the time. */
export type Trace =
	| {
			kind: "link";
			interface: Identifier;
			phase: "idle" | "climbing" | "up" | "stopping" | "waiting";
			reason?: Reason;
	  }
	| {
			kind: "session";
			phase: "idle" | "opening" | "proven" | "suspect" | "trial";
			interface?: Identifier;
			reason?: Reason;
	  }
	| { kind: "active"; interface?: Identifier }
	/** A turn of the application's, or a trial, begins; it ends as a `turn`. */
	| { kind: "began"; interface: Identifier }
	| { kind: "note"; text: string };

export interface Transition {
	entry: Trace;
	/** The log line, without its time: `wifi climbing → up`. */
	text: string;
}

/**
 * The trial is the session's to show: it is where the session may be next. A session that asks on
 * itself at each silence, and is answered, has not changed; it is told as suspect when half of the
 * answer's time is over.
 */
function sessionPhase(core: Core): Extract<Trace, { kind: "session" }>["phase"] {
	const { session, failback } = core;
	if (failback.phase === "trial") return "trial";
	return session.phase === "suspect" && !session.probed ? "proven" : session.phase;
}

export class Transitions {
	#links: string[];
	#session = "idle";
	#over: Identifier | undefined;
	#active: Identifier | undefined;
	#walk = "idle";
	/** Over what the last turn or trial began, and when. */
	#turnOver: Identifier | undefined;
	#began: Milliseconds | undefined;
	#changes: Transition[] = [];

	constructor(core: Core) {
		this.#links = core.links.map((link) => link.phase);
	}

	/** What changed since the last call: mostly nothing, which then costs nothing. */
	since(core: Core): readonly Transition[] {
		if (this.#changes.length > 0) this.#changes = [];
		this.#turnChange(core);
		for (let index = 0; index < core.links.length; index++)
			this.#linkChange(core.links[index] as Link, index);
		this.#sessionChange(core);
		this.#walkChange(core);
		return this.#changes;
	}

	#turnChange({ failback, walk, side, errand }: Core): void {
		const trial = failback.phase === "trial";
		const turn = errand?.kind === "os" ? undefined : (walk.turn ?? side.turn);
		const over = trial ? failback.candidate : turn?.interface;
		const began = over === undefined ? undefined : trial ? failback.began : turn?.began;
		if (over === this.#turnOver && began === this.#began) return;
		this.#turnOver = over;
		this.#began = began;
		if (over !== undefined) this.#add({ kind: "began", interface: over }, `${over} has its turn`);
	}

	#linkChange({ interface: over, phase, reason }: Link, index: number): void {
		const before = this.#links[index];
		if (before === phase) return;
		this.#links[index] = phase;
		const entry: Trace = { kind: "link", interface: over, phase };
		const why = phase === "waiting" ? reason : undefined;
		if (why) entry.reason = why;
		this.#add(entry, `${over} ${before} → ${phase}${why ? ` ${why}` : ""}`);
	}

	#add(entry: Trace, text: string): void {
		this.#changes.push({ entry, text });
	}

	#sessionChange(core: Core): void {
		const phase = sessionPhase(core);
		const over = core.session.interface;
		if (phase !== this.#session || over !== this.#over) {
			const entry: Trace = { kind: "session", phase };
			if (over !== undefined) entry.interface = over;
			const why = phase === "idle" ? core.reason : undefined;
			if (why) entry.reason = why;
			const text = `session ${this.#session} → ${phase}${over ? ` over ${over}` : ""}${why ? ` ${why}` : ""}`;
			this.#add(entry, text);
			this.#session = phase;
			this.#over = over;
		}
		const proven = core.session.phase === "proven" || core.session.phase === "suspect";
		const active = proven ? over : undefined;
		if (active !== this.#active) {
			const entry: Trace = active ? { kind: "active", interface: active } : { kind: "active" };
			this.#add(entry, `active ${this.#active ?? "none"} → ${active ?? "none"}`);
			this.#active = active;
		}
	}

	#walkChange(core: Core): void {
		const { phase } = core.walk;
		const before = this.#walk;
		this.#walk = phase;
		if (phase === before || (phase !== "quiet" && before !== "quiet")) return;
		const text =
			phase === "quiet" ? `quiet for ${spoken(core.policy.quiet)}` : "quiet is over: turns again";
		this.#add({ kind: "note", text }, text);
	}
}
