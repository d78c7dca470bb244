/**
 * Transitions: what changed between two looks at the core, as words for the journal and as plain
 * entries for whoever draws or logs. Derived, so the machines need not announce anything.
 */

import type { Core } from "./core/core.js";
import { spoken } from "./core/explain.js";
import type { Identifier, Reason } from "./core/types.js";

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
	/** When the last turn or trial began, and over what. */
	#began = "";

	constructor(core: Core) {
		this.#links = core.links.map((link) => link.phase);
	}

	/** What changed since the last call. */
	since(core: Core): Transition[] {
		return [
			...this.#turnChange(core),
			...this.#linkChanges(core),
			...this.#sessionChange(core),
			...this.#walkChange(core),
		];
	}

	#turnChange(core: Core): Transition[] {
		const { failback, walk, side, errand } = core;
		const turn = errand?.kind === "os" ? undefined : (walk.turn ?? side.turn);
		const over = failback.phase === "trial" ? failback.candidate : turn?.interface;
		const at = failback.phase === "trial" ? failback.began : turn?.began;
		const began = over === undefined ? "" : `${over} ${at}`;
		if (began === this.#began) return [];
		this.#began = began;
		if (over === undefined) return [];
		return [{ entry: { kind: "began", interface: over }, text: `${over} has its turn` }];
	}

	#linkChanges(core: Core): Transition[] {
		const changes: Transition[] = [];
		core.links.forEach((link, index) => {
			const before = this.#links[index];
			if (before === link.phase) return;
			this.#links[index] = link.phase;
			const entry: Trace = { kind: "link", interface: link.interface, phase: link.phase };
			const why = link.phase === "waiting" ? link.reason : undefined;
			if (why) entry.reason = why;
			changes.push({
				entry,
				text: `${link.interface} ${before} → ${link.phase}${why ? ` ${why}` : ""}`,
			});
		});
		return changes;
	}

	#sessionChange(core: Core): Transition[] {
		const changes: Transition[] = [];
		const phase = sessionPhase(core);
		const over = core.session.interface;
		if (phase !== this.#session || over !== this.#over) {
			const entry: Trace = { kind: "session", phase };
			if (over !== undefined) entry.interface = over;
			const why = phase === "idle" ? core.reason : undefined;
			if (why) entry.reason = why;
			const text = `session ${this.#session} → ${phase}${over ? ` over ${over}` : ""}${why ? ` ${why}` : ""}`;
			changes.push({ entry, text });
			this.#session = phase;
			this.#over = over;
		}
		const proven = core.session.phase === "proven" || core.session.phase === "suspect";
		const active = proven ? over : undefined;
		if (active !== this.#active) {
			const entry: Trace = active ? { kind: "active", interface: active } : { kind: "active" };
			changes.push({ entry, text: `active ${this.#active ?? "none"} → ${active ?? "none"}` });
			this.#active = active;
		}
		return changes;
	}

	#walkChange(core: Core): Transition[] {
		const { phase } = core.walk;
		const before = this.#walk;
		this.#walk = phase;
		if (phase === before || (phase !== "quiet" && before !== "quiet")) return [];
		const text =
			phase === "quiet" ? `quiet for ${spoken(core.policy.quiet)}` : "quiet is over: turns again";
		return [{ entry: { kind: "note", text }, text }];
	}
}
