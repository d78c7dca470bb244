/**
 * The store: one record per concern in the host's key-value storage, each written whole and only on
 * change, so that power may fail at any write and what is read is the old value or the new one.
 *
 *   version (1) │ JSON in UTF-8 │ CRC-32 (4, big-endian)
 *
 * Damage means absent and a note, never a throw. A version that is not ours stays in place: a
 * firmware rolled forward again finds it. Flash wears out, so writes have a budget, which holds
 * whatever the application does; a write beyond it throws, and nothing has changed.
 */

import { checksum } from "./checksum.js";
import type { Milliseconds } from "./core/types.js";
import { stringify } from "./json.js";
import type { KeyValue, KeyValueDomain } from "./provider.js";
import { decodeUTF8, encodeUTF8 } from "./utf8.js";

const HOUR = 3_600_000;
export const WRITES_AN_HOUR = 60;
export const WRITES_A_DAY = 1000;
/** NVS takes longer values, but no record of ours is near this. */
const RECORD_MAX = 4000;

/** The records and the versions this firmware writes. Keys stay within NVS's 15 bytes. */
export const RECORDS = Object.freeze({
	/** Frozen for ever: {list, strict}. */
	list: 1,
	settings: 1,
	credentials: 1,
	/** The key that seals secrets for this device. */
	seal: 1,
	/** How many boots there were, and which configuration was taken. */
	boots: 1,
	/** Restarts of the board by the recovery ladder. */
	ladder: 1,
	/** The last wall time that was told: {at}. */
	time: 1,
});

export type RecordName = keyof typeof RECORDS;

/** Counts writes in a sliding day of hours; a little stricter than the rule, never laxer. */
class WriteBudget {
	#hours: number[] = [];
	#recent: Milliseconds[] = [];
	#hour = 0;

	/** When a write is allowed again; now or earlier: it is. */
	allowedAt(now: Milliseconds, writes: number): Milliseconds {
		this.#roll(now);
		const over = this.#recent.length + writes - WRITES_AN_HOUR;
		if (over > 0) return (this.#recent[over - 1] as number) + HOUR;
		const day = this.#hours.reduce((sum, count) => sum + count, 0);
		return day + writes > WRITES_A_DAY ? (this.#hour + 1) * HOUR : now;
	}

	spend(now: Milliseconds): void {
		this.#roll(now);
		this.#recent.push(now);
		this.#hours[0] = (this.#hours[0] ?? 0) + 1;
	}

	#roll(now: Milliseconds): void {
		while (this.#recent.length > 0 && now - (this.#recent[0] as number) >= HOUR)
			this.#recent.shift();
		const hour = Math.floor(now / HOUR);
		if (hour - this.#hour > 24) this.#hours = [];
		else for (let n = this.#hour; n < hour; n++) this.#hours.unshift(0);
		this.#hours.length = Math.min(this.#hours.length, 25);
		this.#hour = hour;
	}
}

export class Store {
	#domain: KeyValueDomain;
	#now: () => Milliseconds;
	#note: (text: string) => void;
	#budget = new WriteBudget();

	constructor(storage: KeyValue, now: () => Milliseconds, note: (text: string) => void) {
		this.#domain = storage.open({ path: "uplink", mode: "r+", format: "buffer" });
		this.#now = now;
		this.#note = note;
	}

	/** The record's value, or undefined when it is absent, damaged or of another version. */
	read(name: RecordName): unknown {
		const bytes = this.#bytes(name);
		if (bytes === undefined) return undefined;
		const end = bytes.length - 4;
		if (end < 1 || checksum(bytes.subarray(0, end)) !== numberAt(bytes, end)) {
			this.#note(`record ${name} is damaged: defaults are used`);
			return undefined;
		}
		if (bytes[0] !== RECORDS[name]) {
			this.#note(`record ${name} is of version ${bytes[0]}, not ${RECORDS[name]}: left in place`);
			return undefined;
		}
		return this.#parse(name, bytes.subarray(1, end));
	}

	/** Is there a record of another version, which stays in place unless the owner asks? */
	isForeign(name: RecordName): boolean {
		const bytes = this.#bytes(name);
		const end = (bytes?.length ?? 0) - 4;
		if (!bytes || end < 1 || bytes[0] === RECORDS[name]) return false;
		return checksum(bytes.subarray(0, end)) === numberAt(bytes, end);
	}

	/** In flash on return. Throws when the budget is spent or the flash refuses; then nothing changed. */
	write(name: RecordName, value: unknown): void {
		const body = encodeUTF8(stringify(value) ?? "null");
		if (body.length > RECORD_MAX)
			throw new RangeError(`${name}: expected at most ${RECORD_MAX} bytes`);
		const bytes = new Uint8Array(body.length + 5);
		bytes[0] = RECORDS[name];
		bytes.set(body, 1);
		setNumberAt(bytes, body.length + 1, checksum(bytes.subarray(0, body.length + 1)));
		const present = this.#bytes(name);
		if (present && sameBytes(present, bytes)) return;
		this.#spend();
		this.#domain.write(name, bytes.buffer);
	}

	/** Forgets a record; absent is as good. */
	erase(name: RecordName): void {
		if (this.#bytes(name) === undefined) return;
		this.#spend();
		this.#domain.delete(name);
	}

	/** The same storage for others (the outbox), whose writes count in the same budget. */
	budgeted(storage: KeyValue): KeyValue {
		return {
			open: (options) => {
				const domain = storage.open(options);
				return {
					read: (key) => domain.read(key),
					write: (key, value) => {
						this.#spend();
						domain.write(key, value);
					},
					delete: (key) => {
						this.#spend();
						domain.delete(key);
					},
					close: () => domain.close(),
				};
			},
		};
	}

	close(): void {
		this.#domain.close();
	}

	/**
	 * Throws unless the budget has room for so many writes: a change of several records is done whole
	 * or not at all.
	 */
	demand(writes: number): void {
		const now = this.#now();
		const wait = this.#budget.allowedAt(now, writes) - now;
		if (wait > 0)
			throw new Error(`flash: write budget spent, try again in ${Math.floor(wait / 1000) + 1} s`);
	}

	/** Is there anything under this name, of whatever version? */
	has(name: RecordName): boolean {
		return this.#bytes(name) !== undefined;
	}

	#spend(): void {
		this.demand(1);
		this.#budget.spend(this.#now());
	}

	#bytes(name: RecordName): Uint8Array | undefined {
		try {
			const value = this.#domain.read(name);
			return value === undefined ? undefined : new Uint8Array(value);
		} catch {
			this.#note(`record ${name} cannot be read: defaults are used`);
			return undefined;
		}
	}

	#parse(name: RecordName, body: Uint8Array): unknown {
		try {
			return JSON.parse(decodeUTF8(body) ?? "");
		} catch {
			this.#note(`record ${name} is damaged: defaults are used`);
			return undefined;
		}
	}
}

function numberAt(bytes: Uint8Array, at: number): number {
	return new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0);
}

function setNumberAt(bytes: Uint8Array, at: number, value: number): void {
	new DataView(bytes.buffer, bytes.byteOffset + at, 4).setUint32(0, value);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
	return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
