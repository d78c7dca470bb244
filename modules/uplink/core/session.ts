/**
 * The session with the server over the active interface. Its own traffic is the proof: silence
 * makes it suspect, it asks on itself, and only an answer on itself clears the suspicion.
 *
 *           open              answered               silence
 *    idle ───────▶ opening ─────────────▶ proven ───────────────▶ suspect ──▶ lost (idle)
 *      ▲              │ lost, turn over     │ ▲ lost    ◀──────────  │ no answer in time
 *      └──────────────┴─────────────────────┘ └── answered ──────────┘
 */

import type { Policy } from "./policy.js";
import type { Identifier, InterfaceClass, Milliseconds } from "./types.js";
import { NEVER } from "./types.js";

export interface Session {
	phase: "idle" | "opening" | "proven" | "suspect";
	deadline: Milliseconds;
	interface: Identifier | undefined;
	class: InterfaceClass;
	/** Events of any other attempt are stale. */
	attempt: number;
	/** While suspect: its way has been probed beside. */
	probed: boolean;
	/** While opening: what it stands on, so that its failure can say so. */
	rung: "name" | "time" | "server";
	/** When it was first proven. */
	since: Milliseconds;
	/** Whose it is: an OS connection tells the application nothing. */
	owner: "application" | "os";
}

export type SessionEvent =
	/** The wall time is asked for, which verifying the server needs. */
	| { type: "timing"; attempt: number }
	| { type: "resolved"; attempt: number }
	| { type: "answered"; attempt: number }
	| { type: "elapsed" };

/** `ask` on the session, and when half of the answer's time is over `probe` its way beside; `proved`: the first answer; `silent`: no answer in time, it is lost. */
export type SessionOutcome = "ask" | "probe" | "proved" | "silent";

export function createSession(): Session {
	return {
		phase: "idle",
		deadline: NEVER,
		interface: undefined,
		class: "ethernet",
		attempt: 0,
		probed: false,
		rung: "name",
		since: NEVER,
		owner: "application",
	};
}

/** `deadline` is the turn's: the turn ends an opening that takes too long. */
export function openSession(
	session: Session,
	attempt: number,
	over: { interface: Identifier; class: InterfaceClass },
	owner: Session["owner"],
	deadline: Milliseconds,
): void {
	session.phase = "opening";
	session.attempt = attempt;
	session.interface = over.interface;
	session.class = over.class;
	session.rung = "name";
	session.owner = owner;
	session.since = NEVER;
	session.deadline = deadline;
}

export function closeSession(session: Session): void {
	session.phase = "idle";
	session.interface = undefined;
	session.since = NEVER;
	session.deadline = NEVER;
}

export function stepSession(
	session: Session,
	event: SessionEvent,
	now: Milliseconds,
	policy: Policy,
): SessionOutcome | undefined {
	if (event.type !== "elapsed" && event.attempt !== session.attempt) return undefined;
	const { ask, answer } = policy[session.class];
	switch (session.phase) {
		case "idle":
			return undefined;

		case "opening":
			if (event.type === "elapsed") return "silent";
			if (event.type !== "answered") {
				session.rung = event.type === "timing" ? "time" : "server";
				return undefined;
			}
			session.phase = "proven";
			session.since = now;
			session.deadline = now + ask;
			return "proved";

		case "proven":
			if (event.type === "answered") session.deadline = now + ask;
			if (event.type !== "elapsed") return undefined;
			session.phase = "suspect";
			session.probed = false;
			session.deadline = now + Math.floor(answer / 2);
			return "ask";

		case "suspect":
			if (event.type === "elapsed") {
				if (session.probed) return "silent";
				session.probed = true;
				session.deadline = now + answer - Math.floor(answer / 2);
				return "probe";
			}
			if (event.type === "answered") {
				session.phase = "proven";
				session.deadline = now + ask;
			}
			return undefined;
	}
}
