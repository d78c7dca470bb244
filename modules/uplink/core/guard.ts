/**
 * The application's guards against moves, both expiring and both told by `explain()`: a hold, while
 * it must not be moved without need (an upload), and a pin, while it must be over one interface.
 *
 *   hold   no failback, no trial; a proven loss still moves
 *   pin    that interface first, at once; fallback "list": then the others; "never": nothing else
 */

import type { Identifier, Milliseconds } from "./types.js";
import { NEVER } from "./types.js";

export const HOLDS_MAX = 8;

export interface Hold {
	readonly id: number;
	readonly reason: string;
	readonly until: Milliseconds;
}

export interface Pin {
	readonly interface: Identifier;
	readonly why: string;
	readonly until: Milliseconds;
	readonly fallback: "list" | "never";
}

export interface Guard {
	holds: Hold[];
	pin: Pin | undefined;
}

export function createGuard(): Guard {
	return { holds: [], pin: undefined };
}

/** The newest holds count; the caller has checked the bound. */
export function addHold(guard: Guard, hold: Hold): void {
	guard.holds = [...guard.holds.filter(({ id }) => id !== hold.id), hold].slice(-HOLDS_MAX);
}

export function removeHold(guard: Guard, id: number): void {
	guard.holds = guard.holds.filter((hold) => hold.id !== id);
}

export function guardDeadline(guard: Guard): Milliseconds {
	let least = guard.pin ? guard.pin.until : NEVER;
	for (let at = 0; at < guard.holds.length; at++)
		least = Math.min(least, (guard.holds[at] as Hold).until);
	return least;
}

function dropHolds(guard: Guard, now: Milliseconds): void {
	guard.holds = guard.holds.filter(({ until }) => until > now);
}

/** Drops what has expired. True when the pin did. */
export function expireGuards(guard: Guard, now: Milliseconds): boolean {
	if (guard.holds.length > 0) dropHolds(guard, now);
	if (!guard.pin || guard.pin.until > now) return false;
	guard.pin = undefined;
	return true;
}

/** The sequence under a pin, made of the one without. */
export function pinnedSequence(guard: Guard, sequence: readonly Identifier[]): Identifier[] {
	const { pin } = guard;
	if (!pin) return [...sequence];
	if (pin.fallback === "never") return [pin.interface];
	return [pin.interface, ...sequence.filter((interface_) => interface_ !== pin.interface)];
}
