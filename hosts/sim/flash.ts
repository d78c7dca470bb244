/**
 * The board's flash: ECMA-419 key-value storage with the semantics of NVS, over bytes that survive
 * power cycles and may lose power between any two of them. It exists so that the firmware's promise
 * "the old value or the new one" is tested at every byte.
 *
 *   a log of records in one half of the partition; the newest good record of a key wins
 *
 *   write ──▶ room behind the log? ── yes ──▶ append, commit byte last
 *                    │ no
 *                    ▼
 *             erase the other half, copy what lives and the new record, its head last:
 *             with the head's commit byte the other half becomes the log
 *
 * Bounds: 16 KiB in two halves; keys and namespaces of 1 to 15 bytes (as NVS); what does not fit
 * beside the other living values throws "flash: no room" and changes nothing.
 */

import type { KeyValue, KeyValueDomain } from "../../modules/uplink/provider.js";
import { decodeUTF8, encodeUTF8 } from "../../modules/uplink/utf8.js";
import { Cells } from "./flash/cells.js";
import {
	DELETED,
	decodeHead,
	decodeRecord,
	encodeHead,
	encodeRecord,
	HEAD,
	RECORD_HEAD,
	VALUE,
} from "./flash/record.js";

const HALF = 8192;
const KEY_LENGTH_MAX = 15;
const NOTHING = new Uint8Array(0);

export interface FlashOptions {
	/** The power went: runs inside the call that wrote, before that throws "power lost". */
	onPowerLost?(): void;
	/** The bytes of another flash, as if its chip had been moved here. */
	image?: Uint8Array;
}

export class Flash implements KeyValue {
	/** Key-value writes ever begun, deletions included. */
	writes = 0;
	#cells: Cells;
	/** Where each living value's record lies, by namespace and key. */
	#index = new Map<string, { at: number; size: number }>();
	/** The half that holds the log; undefined: no value was ever written. */
	#live: 0 | 1 | undefined;
	#sequence = 0;
	/** Where the next record goes. */
	#end = 0;

	constructor(options: FlashOptions = {}) {
		this.#cells = new Cells(2 * HALF, () => options.onPowerLost?.());
		if (options.image) this.#cells.bytes.set(options.image.subarray(0, 2 * HALF));
		this.#mount();
	}

	/** Bytes ever programmed or erased: what `cutAfter` counts. */
	get written(): number {
		return this.#cells.written;
	}

	/** A copy of all its bytes. */
	get image(): Uint8Array {
		return this.#cells.bytes.slice();
	}

	/** The power goes when `count` more bytes are written (0: before the next). */
	cutAfter(count: number): void {
		this.#cells.cutAfter(count);
	}

	/** Removes a cut that was not reached. */
	disarm(): void {
		this.#cells.disarm();
	}

	/** Power is back: the log is read anew, as at a boot. */
	restore(): void {
		this.#cells.restore();
		this.#mount();
	}

	/** Flips bits of one byte, as age and radiation do. */
	corrupt(offset: number, xor: number): void {
		const byte = this.#cells.bytes[offset];
		if (byte === undefined)
			throw new RangeError(`flash.corrupt: expected an offset below ${2 * HALF}, got ${offset}`);
		this.#cells.bytes[offset] = byte ^ xor;
		this.#mount();
	}

	open(options: { path: string; mode?: "r" | "r+"; format?: "buffer" }): KeyValueDomain {
		const { path, mode = "r+", format = "buffer" } = options;
		checkName("path", path);
		if (mode !== "r" && mode !== "r+")
			throw new RangeError(`flash: mode: expected "r" or "r+", got ${mode}`);
		if (format !== "buffer")
			throw new RangeError(`flash: format: expected "buffer", got ${format}`);
		let open = true;
		const name = (key: string): string => {
			if (!open) throw new Error("flash: the domain is closed");
			checkName("key", key);
			return `${path}\0${key}`;
		};
		const forWriting = (key: string): string => {
			if (mode === "r") throw new Error("flash: the domain is open for reading only");
			return name(key);
		};
		return {
			read: (key) => this.#read(name(key)),
			write: (key, value) => this.#write(forWriting(key), value),
			delete: (key) => this.#delete(forWriting(key)),
			close: () => {
				open = false;
			},
		};
	}

	#read(name: string): ArrayBuffer | undefined {
		const entry = this.#index.get(name);
		return entry && decodeRecord(this.#slice(entry))?.data.slice().buffer;
	}

	#write(name: string, value: ArrayBuffer): void {
		this.#cells.demandPower();
		const data = new Uint8Array(value);
		// Checked before the record is built: its length field has 16 bits.
		if (data.length > HALF) throw new Error("flash: no room");
		this.writes++;
		const record = encodeRecord(VALUE, encodeUTF8(name), data);
		const at = this.#append(record);
		if (at === undefined) this.#compact(name, record);
		else this.#index.set(name, { at, size: record.length });
	}

	#delete(name: string): void {
		this.#cells.demandPower();
		if (!this.#index.has(name)) return;
		this.writes++;
		const record = encodeRecord(DELETED, encodeUTF8(name), NOTHING);
		if (this.#append(record) === undefined) this.#compact(name, undefined);
		else this.#index.delete(name);
	}

	/** Where the record went, or undefined when the live half has no room behind its log. */
	#append(record: Uint8Array): number | undefined {
		if (this.#live === undefined) return undefined;
		const at = this.#end;
		if (at + record.length > (this.#live + 1) * HALF) return undefined;
		this.#cells.program(at, record);
		this.#end = at + record.length;
		return at;
	}

	/** Moves the log to the other half, with `record` in place of what `name` had. */
	#compact(name: string, record: Uint8Array | undefined): void {
		const target = this.#live === 0 ? 1 : 0;
		const base = target * HALF;
		const records: Uint8Array[] = [];
		for (const [each, entry] of this.#index)
			if (each !== name) records.push(this.#slice(entry).slice());
		if (record) records.push(record);
		const size = records.reduce((sum, each) => sum + each.length, HEAD);
		if (size > HALF) throw new Error("flash: no room");
		this.#cells.erase(base, HALF);
		let at = base + HEAD;
		for (const each of records) {
			this.#cells.program(at, each);
			at += each.length;
		}
		this.#cells.program(base, encodeHead(this.#sequence + 1));
		this.#mount();
	}

	#slice({ at, size }: { at: number; size: number }): Uint8Array {
		return this.#cells.bytes.subarray(at, at + size);
	}

	/** Finds the live half and reads its log. Whatever the bytes are, it does not throw. */
	#mount(): void {
		this.#index.clear();
		const [first = 0, second = 0] = [0, HALF].map((at) =>
			decodeHead(this.#cells.bytes.subarray(at, at + HALF)),
		);
		this.#sequence = Math.max(first, second);
		this.#live = this.#sequence === 0 ? undefined : first > second ? 0 : 1;
		if (this.#live !== undefined) this.#scan(this.#live * HALF);
	}

	#scan(base: number): void {
		const { bytes } = this.#cells;
		const end = this.#cells.end(base, HALF);
		let at = base + HEAD;
		let torn = false;
		while (at < end) {
			const record = decodeRecord(bytes.subarray(at, base + HALF));
			torn = record === undefined;
			if (record?.good) this.#apply(record.kind, record.name, { at, size: record.size });
			at += record ? record.size : 1;
		}
		// Behind a torn head the next record keeps its distance: the two are never read as one.
		this.#end = torn ? at + RECORD_HEAD : at;
	}

	#apply(kind: number, name: Uint8Array, entry: { at: number; size: number }): void {
		const key = decodeUTF8(name) ?? "";
		if (kind === VALUE) this.#index.set(key, entry);
		else this.#index.delete(key);
	}
}

function checkName(what: string, name: string): void {
	if (typeof name !== "string") throw new TypeError(`flash: ${what}: expected a string`);
	const { length } = encodeUTF8(name);
	if (length < 1 || length > KEY_LENGTH_MAX || name.includes("\0"))
		throw new RangeError(`flash: ${what} "${name}": expected 1 to ${KEY_LENGTH_MAX} bytes`);
}
