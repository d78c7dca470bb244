/**
 * The checks of the façade's arguments: an unknown value becomes a typed one, or an error that
 * names its place (`nic.wificonfig.ssid: expected a string`). TypeError for a wrong type, RangeError
 * for a wrong value. No value is repeated in an error, for it may be a secret.
 */

import type { Sealed } from "../uplink/api.js";
import type { Milliseconds } from "../uplink/core/types.js";

/** Where the keys of a table are, for errors. */
export type Place = (key: string) => string;

/** A sealed secret is never longer than this. */
const BLOB_LENGTH_MAX = 512;

/** Longer timeouts are cut to this, some 24 days: the reach of the 32-bit tick. */
export const TIMEOUT_MAX: Milliseconds = 0x7fffffff;

/** `null` is Squirrel's way to leave an argument out. */
export function absent(value: unknown): value is null | undefined {
	return value === undefined || value === null;
}

/** A copy of a table's own members, each read once, none unknown. */
export function table<Key extends string>(
	value: unknown,
	place: string,
	keys: readonly Key[],
): Partial<Record<Key, unknown>> {
	if (typeof value !== "object" || value === null || Array.isArray(value))
		throw new TypeError(`${place}: expected a table`);
	const members: Partial<Record<string, unknown>> = { ...value };
	for (const key of Object.keys(members))
		if (!(keys as readonly string[]).includes(key))
			throw new TypeError(`${place}.${key.slice(0, 24)}: unknown key`);
	return members as Partial<Record<Key, unknown>>;
}

export function text(value: unknown, place: string, lengthMax: number, lengthMin = 1): string {
	if (typeof value !== "string") throw new TypeError(`${place}: expected a string`);
	if (value.length < lengthMin) throw new RangeError(`${place}: must not be empty`);
	if (value.length > lengthMax)
		throw new RangeError(`${place}: expected at most ${lengthMax} characters`);
	return value;
}

/** A secret in clear, or a blob that this device sealed. The blob is copied. */
export function secret(value: unknown, place: string, lengthMax: number): string | Sealed {
	if (typeof value === "string") return text(value, place, lengthMax, 0);
	if (!(value instanceof Uint8Array || value instanceof ArrayBuffer))
		throw new TypeError(`${place}: expected a string or a blob`);
	if (value.byteLength === 0 || value.byteLength > BLOB_LENGTH_MAX)
		throw new RangeError(`${place}: not a blob of getcurrentconfig`);
	return new Uint8Array(value instanceof ArrayBuffer ? value.slice(0) : value);
}

export function integer(value: unknown, place: string, least: number, most: number): number {
	if (typeof value !== "number") throw new TypeError(`${place}: expected a number`);
	if (!Number.isInteger(value) || value < least || value > most)
		throw new RangeError(`${place}: expected an integer from ${least} to ${most}`);
	return value;
}

const OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const DOTTED_QUAD = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);

export function isDottedQuad(value: string): boolean {
	return DOTTED_QUAD.test(value);
}

export function dottedQuad(value: unknown, place: string): string {
	if (typeof value !== "string") throw new TypeError(`${place}: expected a string`);
	if (!isDottedQuad(value)) throw new RangeError(`${place}: expected a dotted quad`);
	return value;
}

/** A dotted quad whose ones come before its zeros, and which leaves room for hosts. */
export function netmask(value: unknown, place: string): string {
	const mask = dottedQuad(value, place);
	const bits = mask
		.split(".")
		.map((octet) => Number(octet).toString(2).padStart(8, "0"))
		.join("");
	if (!/^1+0+$/.test(bits)) throw new RangeError(`${place}: not a netmask`);
	return mask;
}

/** Seconds, fractions allowed, as whole milliseconds; too many are cut to the most. */
export function milliseconds(seconds: unknown, place: string): Milliseconds {
	if (typeof seconds !== "number") throw new TypeError(`${place}: expected a number of seconds`);
	if (!(seconds >= 0)) throw new RangeError(`${place}: expected seconds, not negative`);
	return Math.floor(Math.min(seconds * 1000, TIMEOUT_MAX));
}

/** A function, or undefined where none was given. */
export function callbackOf<Callback>(
	value: Callback,
	place: string,
): NonNullable<Callback> | undefined {
	if (absent(value)) return undefined;
	if (typeof value !== "function") throw new TypeError(`${place}: expected a function`);
	return value as NonNullable<Callback>;
}
