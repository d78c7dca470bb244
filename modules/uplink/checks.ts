/** Checks of the manager's own arguments: each names the thing and the place. */

import type { ErrorPolicy, Manager, PinOptions } from "./api.js";
import type { Input } from "./core/core.js";
import { WAIT_MAX } from "./core/policy.js";
import type { Identifier, Milliseconds } from "./core/types.js";

/** A span of at least 1 ms that every host's timer can wait for. */
export function checkSpan(value: unknown, place: string): Milliseconds {
	if (typeof value !== "number" || Number.isNaN(value))
		throw new TypeError(`${place}: expected a duration in ms`);
	if (value < 1 || value > WAIT_MAX) throw new RangeError(`${place}: expected 1 to ${WAIT_MAX} ms`);
	return Math.floor(value);
}

/** A timeout in ms: fractions are cut, and what no timer can wait for is as long as one can. */
export function checkTimeout(value: unknown, place: string): Milliseconds {
	if (typeof value !== "number" || Number.isNaN(value))
		throw new TypeError(`${place}: expected a duration in ms`);
	if (value < 0) throw new RangeError(`${place}: expected a duration, not a negative one`);
	return Math.min(Math.floor(value), WAIT_MAX);
}

/** A text for people, short enough for a journal. */
export function checkText(value: unknown, place: string): string {
	if (typeof value !== "string") throw new TypeError(`${place}: expected a string`);
	if (value.length < 1 || value.length > 100)
		throw new RangeError(`${place}: expected 1 to 100 characters`);
	return value;
}

export function checkErrorPolicy(value: unknown): ErrorPolicy {
	if (value === "persist" || value === "suspend" || value === "return") return value;
	throw new RangeError('errorPolicy: expected "persist", "suspend" or "return"');
}

/** May this one interface be connected over now, alone? */
export function checkManual(
	over: Identifier,
	{ fitted, connected, connecting }: Pick<Manager, "fitted" | "connected" | "connecting">,
): void {
	if (!fitted.includes(over)) throw new Error(`${over}: not fitted`);
	if (connected || connecting)
		throw new Error("busy: disconnect before connecting over one interface");
}

/** What the core hears of a hold. */
export function checkHold(id: number, reason: unknown, options: { for: unknown }): Input {
	const span = checkSpan(options?.for, "hold.for");
	return { type: "held", id, reason: checkText(reason, "hold.reason"), for: span };
}

/** What the core hears of a pin. */
export function checkPin(
	over: Identifier,
	options: PinOptions,
	fitted: readonly Identifier[],
): Input {
	if (!fitted.includes(over)) throw new RangeError(`pin: ${over} is not fitted`);
	const { why, fallback = "list" } = options ?? {};
	const span = checkSpan(options?.for, "pin.for");
	if (fallback !== "list" && fallback !== "never")
		throw new RangeError('pin.fallback: expected "list" or "never"');
	const text = checkText(why, "pin.why");
	return { type: "pinned", interface: over, why: text, for: span, fallback };
}
