/**
 * What a board tells an onlooker: every change of a link, of the session and of the active
 * interface, with the world's own events that explain them. The firmware knows nothing of it; the
 * scenarios draw it.
 */

import type { Milliseconds } from "../../modules/uplink/core/types.js";

/** Interfaces are spelled as lists spell them: `wifi`, `ethernet`, `cell`, `wl1`… */
export type TraceEntry =
	| {
			at: Milliseconds;
			kind: "link";
			interface: string;
			phase: "idle" | "climbing" | "up" | "stopping" | "waiting";
			reason?: string;
	  }
	| {
			at: Milliseconds;
			kind: "session";
			phase: "idle" | "opening" | "proven" | "suspect" | "trial";
			interface?: string;
			reason?: string;
	  }
	| { at: Milliseconds; kind: "active"; interface?: string }
	| { at: Milliseconds; kind: "power"; on: boolean }
	| { at: Milliseconds; kind: "server"; mode: string }
	/** A message reached the server; `duplicate` when it was marked as possibly sent before. */
	| { at: Milliseconds; kind: "delivered"; topic: string; over: string; duplicate: boolean }
	| { at: Milliseconds; kind: "note"; text: string };

export type LinkPhase = Extract<TraceEntry, { kind: "link" }>["phase"];
export type SessionPhase = Extract<TraceEntry, { kind: "session" }>["phase"];
