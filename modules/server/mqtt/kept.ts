/**
 * The outbox in flash: one record, whole, with a checksum. Numbers are big-endian.
 *
 *   version (1) │ next number (4) │ count (2) │ entries │ CRC-32 of all before (4)
 *   entry: number (4) │ packet id (2) │ flags (1: 1 retain, 2 expires) │ ms left (4)
 *          │ topic length (2) │ data length (4) │ topic │ data
 *
 * Only the time with power counts against `expires`. A record that is damaged, or that a newer
 * firmware wrote, is none; it stays in place until there is one to save.
 */

import { checksum } from "../../uplink/checksum.js";
import { type Milliseconds, NEVER } from "../../uplink/core/types.js";
import type { KeyValue } from "../../uplink/provider.js";
import { decodeUTF8, encodeUTF8 } from "../../uplink/utf8.js";

const VERSION = 1;
const HEAD = 7;
const ENTRY_HEAD = 17;
const TAIL = 4;
const UINT32_MAX = 0xffffffff;

const RETAIN = 1;
const EXPIRES = 2;

/** Where the outbox is kept. Either call may throw: the outbox then lives in memory alone. */
export interface Keeper {
	load(): ArrayBuffer | undefined;
	save(record: ArrayBuffer): void;
}

/** A message of QoS 1 as it is kept. */
export interface Kept {
	number: number;
	id: number;
	topic: string;
	data: Uint8Array;
	/** Of topic and data. */
	bytes: number;
	retain: boolean;
	expiresAt: Milliseconds;
}

export interface KeptOutbox {
	/** The number that the next message gets. */
	next: number;
	entries: Kept[];
}

/** A keeper in the host's key-value storage. */
export function keeperIn(storage: KeyValue, path = "outbox", key = "queue"): Keeper {
	const within = <Result>(
		mode: "r" | "r+",
		act: (domain: ReturnType<KeyValue["open"]>) => Result,
	) => {
		const domain = storage.open({ path, mode, format: "buffer" });
		try {
			return act(domain);
		} finally {
			domain.close();
		}
	};
	return {
		load: () => within("r+", (domain) => domain.read(key)),
		save: (record) => within("r+", (domain) => domain.write(key, record)),
	};
}

export function encodeKept({ next, entries }: KeptOutbox, now: Milliseconds): ArrayBuffer {
	const size = entries.reduce((sum, { bytes }) => sum + ENTRY_HEAD + bytes, HEAD + TAIL);
	const record = new Uint8Array(size);
	const view = new DataView(record.buffer);
	view.setUint8(0, VERSION);
	view.setUint32(1, next);
	view.setUint16(5, entries.length);
	let at = HEAD;
	for (const entry of entries) {
		const topic = encodeUTF8(entry.topic);
		const finite = entry.expiresAt !== NEVER;
		const left = finite ? Math.min(UINT32_MAX, Math.max(0, entry.expiresAt - now)) : 0;
		view.setUint32(at, entry.number);
		view.setUint16(at + 4, entry.id);
		view.setUint8(at + 6, (entry.retain ? RETAIN : 0) | (finite ? EXPIRES : 0));
		view.setUint32(at + 7, left);
		view.setUint16(at + 11, topic.length);
		view.setUint32(at + 13, entry.data.length);
		record.set(topic, at + ENTRY_HEAD);
		record.set(entry.data, at + ENTRY_HEAD + topic.length);
		at += ENTRY_HEAD + topic.length + entry.data.length;
	}
	view.setUint32(at, checksum(record.subarray(0, at)));
	return record.buffer;
}

export function decodeKept(record: ArrayBuffer, now: Milliseconds): KeptOutbox | undefined {
	const view = new DataView(record);
	const bytes = new Uint8Array(record);
	const end = bytes.length - TAIL;
	if (end < HEAD || view.getUint32(end) !== checksum(bytes.subarray(0, end))) return undefined;
	if (view.getUint8(0) !== VERSION) return undefined;
	const next = view.getUint32(1);
	const entries: Kept[] = [];
	let at = HEAD;
	for (let left = view.getUint16(5); left > 0; left--) {
		if (at + ENTRY_HEAD > end) return undefined;
		const entry = decodeEntry(view, bytes, at, end, now);
		if (!entry) return undefined;
		entries.push(entry);
		at += ENTRY_HEAD + entry.bytes;
	}
	return at === end ? { next, entries } : undefined;
}

function decodeEntry(
	view: DataView,
	bytes: Uint8Array,
	at: number,
	end: number,
	now: Milliseconds,
): Kept | undefined {
	const flags = view.getUint8(at + 6);
	const begin = at + ENTRY_HEAD;
	const middle = begin + view.getUint16(at + 11);
	const after = middle + view.getUint32(at + 13);
	if (after > end) return undefined;
	const topic = decodeUTF8(bytes.subarray(begin, middle));
	const id = view.getUint16(at + 4);
	if (!topic || id === 0) return undefined;
	return {
		number: view.getUint32(at),
		id,
		topic,
		data: bytes.slice(middle, after),
		bytes: after - begin,
		retain: (flags & RETAIN) !== 0,
		expiresAt: flags & EXPIRES ? now + view.getUint32(at + 7) : NEVER,
	};
}
