/**
 * What a played scenario leaves behind: plain data from which the words, the picture and `--json`
 * are made. It holds no secret: calls are kept as they are told.
 */

import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import type { TraceEntry } from "../trace.js";

export type RecordEntry =
	| TraceEntry
	/** A change of the world's facts: `eth0.cable false`. */
	| { at: Milliseconds; kind: "world"; text: string }
	/** A call of the application or on the board; `error` when it threw. */
	| { at: Milliseconds; kind: "call"; text: string; periodic: boolean; error?: string }
	/** The firmware called the application back. */
	| { at: Milliseconds; kind: "callback"; text: string; good: boolean };

/** A row of `Board.attempts`. */
export interface AttemptRow {
	at: Milliseconds;
	took: Milliseconds;
	interface: string;
	outcome: "connected" | "failed";
	reason: string;
}

/** Bytes over one interface in the whole run, heads and repetitions included. */
export interface TrafficRow {
	interface: string;
	sent: number;
	received: number;
}

/** An expectation, and what was found where it did not hold. */
export interface Check {
	at: Milliseconds;
	text: string;
	held: boolean;
	found: string;
}

export interface ScenarioRecord {
	title: string;
	description: string;
	/** In default order, spelled as lists spell them. */
	interfaces: string[];
	until: Milliseconds;
	/** In order of time. */
	entries: RecordEntry[];
	attempts: AttemptRow[];
	/** A row for each interface. */
	traffic: TrafficRow[];
	checks: Check[];
}
