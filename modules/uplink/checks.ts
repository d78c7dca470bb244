/** Checks of the manager's own arguments: each names the thing and the place. */

import { WAIT_MAX } from "./core/policy.js";
import type { Milliseconds } from "./core/types.js";

/** A span of at least 1 ms that every host's timer can wait for. */
export function checkSpan(value: unknown, place: string): Milliseconds {
	if (typeof value !== "number" || Number.isNaN(value))
		throw new TypeError(`${place}: expected a duration in ms`);
	if (value < 1 || value > WAIT_MAX) throw new RangeError(`${place}: expected 1 to ${WAIT_MAX} ms`);
	return Math.floor(value);
}

/** A text for people, short enough for a journal. */
export function checkText(value: unknown, place: string): string {
	if (typeof value !== "string") throw new TypeError(`${place}: expected a string`);
	if (value.length < 1 || value.length > 100)
		throw new RangeError(`${place}: expected 1 to 100 characters`);
	return value;
}
