/**
 * The arguments of `publish`, `subscribe` and of a link's constructor, parsed once at the edge:
 * typed values, or a TypeError or RangeError that names the argument. No message holds a value that
 * was given, which may be a secret.
 */

import type { Milliseconds } from "../uplink/core/types.js";
import { encodeUTF8 } from "../uplink/utf8.js";
import type { SubscribeOptions } from "./server.js";

/** Text on the wire has a length of 16 bits. */
const TEXT_MAX = 65_535;

export interface Publication {
	topic: string;
	/** A copy: the caller may use its buffer again at once. */
	data: Uint8Array;
	/** Of topic and data. */
	bytes: number;
	QoS: 0 | 1;
	retain: boolean;
	/** Infinity: never. */
	expires: Milliseconds;
}

export function parseText(name: string, value: unknown): string {
	if (typeof value !== "string" || value === "")
		throw new TypeError(`${name}: expected a non-empty string`);
	if (value.includes("\0")) throw new RangeError(`${name}: must not contain NUL`);
	if (value.length > TEXT_MAX || encodeUTF8(value).length > TEXT_MAX)
		throw new RangeError(`${name}: longer than ${TEXT_MAX} bytes`);
	return value;
}

export function parseInteger(name: string, value: unknown, least: number, most: number): number {
	if (typeof value !== "number") throw new TypeError(`${name}: expected a number`);
	if (!(value >= least && value <= most) || Math.floor(value) !== value)
		throw new RangeError(`${name}: expected an integer from ${least} to ${most}`);
	return value;
}

export function parseFlag(name: string, value: unknown): boolean {
	if (value !== undefined && typeof value !== "boolean")
		throw new TypeError(`${name}: expected a boolean`);
	return value === true;
}

/** A name that goes into a header line, or to the resolver. */
export function parseHost(value: unknown, name = "host"): string {
	const host = parseText(name, value);
	if (/[^!-~]/.test(host)) throw new RangeError(`${name}: expected printable ASCII without spaces`);
	return host;
}

export function parseObject(name: string, value: unknown): Record<string, unknown> {
	if (value === undefined) return {};
	if (typeof value !== "object" || value === null)
		throw new TypeError(`${name}: expected an object`);
	return value as Record<string, unknown>;
}

/** `most` bounds topic and data together. */
export function parsePublication(
	topic: unknown,
	data: unknown,
	options: unknown,
	most: number,
): Publication {
	const name = parseText("topic", topic);
	if (/[+#]/.test(name)) throw new RangeError("topic: must not contain + or #");
	const { QoS, retain, expires } = parseObject("options", options);
	// An obviously long one is refused before it is copied.
	const length = lengthOf(data);
	if (length > most) throw new RangeError(`data: topic and data exceed ${most} bytes`);
	const copy = bytesOf(data as string | ArrayBuffer | Uint8Array);
	const bytes = encodeUTF8(name).length + copy.length;
	if (bytes > most) throw new RangeError(`data: topic and data exceed ${most} bytes`);
	return {
		topic: name,
		data: copy,
		bytes,
		QoS: parseQoS(QoS),
		retain: parseFlag("retain", retain),
		expires: parseExpires(expires),
	};
}

function lengthOf(data: unknown): number {
	if (typeof data === "string") return data.length;
	if (data instanceof ArrayBuffer || data instanceof Uint8Array) return data.byteLength;
	throw new TypeError("data: expected a string, an ArrayBuffer or a Uint8Array");
}

function bytesOf(data: string | ArrayBuffer | Uint8Array): Uint8Array {
	if (typeof data === "string") return encodeUTF8(data);
	return new Uint8Array(data instanceof ArrayBuffer ? data.slice(0) : data);
}

function parseQoS(value: unknown): 0 | 1 {
	if (value === undefined || value === 0) return 0;
	if (value === 1) return 1;
	throw typeof value === "number"
		? new RangeError("QoS: expected 0 or 1")
		: new TypeError("QoS: expected 0 or 1");
}

function parseExpires(value: unknown): Milliseconds {
	if (value === undefined) return Infinity;
	if (typeof value !== "number") throw new TypeError("expires: expected a number");
	if (!(value >= 0)) throw new RangeError("expires: expected a duration in ms");
	return value;
}

/** A topic filter (MQTT 3.1.1 §4.7): a wildcard fills its level, and `#` is the last. */
export function parseFilter(value: unknown): string {
	const filter = parseText("topic", value);
	const levels = filter.split("/");
	const good = levels.every(
		(level, index) =>
			level === "+" || (level === "#" && index === levels.length - 1) || !/[+#]/.test(level),
	);
	if (!good) throw new RangeError("topic: + and # must fill a level, # the last one");
	return filter;
}

export function parseSubscription(options: unknown): {
	QoS: 0 | 1;
	onMessage: SubscribeOptions["onMessage"] | undefined;
} {
	const { QoS, onMessage } = parseObject("options", options);
	if (onMessage !== undefined && typeof onMessage !== "function")
		throw new TypeError("onMessage: expected a function");
	return { QoS: parseQoS(QoS), onMessage: onMessage as SubscribeOptions["onMessage"] };
}
