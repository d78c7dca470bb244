/**
 * A byte budget for asking and probing over metered interfaces: a bucket that fills at the budget's
 * rate and holds an hour of it, so that a bad hour cannot spend the day. Costs are what a question
 * and its answer take on the wire, heads included, rounded up.
 */

import type { Milliseconds } from "./types.js";

const HOUR: Milliseconds = 3_600_000;

/** PINGREQ, PINGRESP and an acknowledgement each, in TCP over IPv4. */
export const ASK_BYTES = 168;
/** A name question, its answer, and a TCP connection opened and ended. */
export const PROBE_BYTES = 448;

export interface Budget {
	/** Bytes in the bucket at `at`. */
	bytes: number;
	at: Milliseconds;
}

export function createBudget(perDay: number): Budget {
	return { bytes: capacity(perDay), at: 0 };
}

/** Never less than one probe: a small budget asks seldom, it does not fall silent for ever. */
function capacity(perDay: number): number {
	return Math.max(PROBE_BYTES, Math.floor(perDay / 24));
}

function fill(budget: Budget, perDay: number, now: Milliseconds): void {
	const gained = Math.floor(((now - budget.at) * perDay) / (24 * HOUR));
	if (gained <= 0) return;
	budget.bytes = Math.min(capacity(perDay), budget.bytes + gained);
	budget.at = now;
}

/** When `cost` can be afforded: `now`, or later. A budget of 0 bytes a day means no limit. */
export function affordableAt(
	budget: Budget,
	perDay: number,
	cost: number,
	now: Milliseconds,
): Milliseconds {
	if (perDay === 0) return now;
	fill(budget, perDay, now);
	const missing = cost - budget.bytes;
	if (missing <= 0) return now;
	return budget.at + Math.floor((missing * 24 * HOUR + perDay - 1) / perDay);
}

export function spend(budget: Budget, cost: number): void {
	budget.bytes -= cost;
}
