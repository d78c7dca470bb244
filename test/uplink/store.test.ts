/** The store: a record per concern, whole, checked, and within its budget. */

import { checksum } from "../../modules/uplink/checksum.js";
import { Store, WRITES_A_DAY, WRITES_AN_HOUR } from "../../modules/uplink/store.js";
import { encodeUTF8 } from "../../modules/uplink/utf8.js";
import { expect } from "../expect.js";
import { Memory } from "./memory.js";

const HOUR = 3_600_000;

class Bench {
	readonly memory = new Memory();
	readonly notes: string[] = [];
	now = 0;
	store = this.reopen();

	reopen(): Store {
		this.store = new Store(
			this.memory,
			() => this.now,
			(text) => this.notes.push(text),
		);
		return this.store;
	}
}

/** A record as this firmware lays it out: version, JSON, CRC-32. */
function record(version: number, text: string): Uint8Array {
	const body = encodeUTF8(text);
	const bytes = new Uint8Array(body.length + 5);
	bytes[0] = version;
	bytes.set(body, 1);
	const end = body.length + 1;
	new DataView(bytes.buffer).setUint32(end, checksum(bytes.subarray(0, end)));
	return bytes;
}

describe("the checksum", () => {
	it("is CRC-32 as everybody computes it", () => {
		expect(checksum(encodeUTF8("123456789"))).toBe(0xcbf43926);
		expect(checksum(new Uint8Array(0))).toBe(0);
	});
});

describe("the store", () => {
	it("gives back after a restart what was written before it", () => {
		const bench = new Bench();
		const value = { list: ["wifi", "cell"], strict: false, name: "Пароль 🔑" };
		bench.store.write("list", value);
		expect(bench.reopen().read("list")).toEqual(value);
		expect(bench.notes).toEqual([]);
	});

	it("lays a record out as version, JSON and checksum, for ever", () => {
		const bench = new Bench();
		bench.store.write("list", { list: ["wifi"], strict: true });
		const bytes = bench.memory.records.get("list") ?? new Uint8Array(0);
		expect([...bytes]).toEqual([...record(1, '{"list":["wifi"],"strict":true}')]);
	});

	it("knows nothing of what was never written, and makes no note of it", () => {
		const bench = new Bench();
		expect(bench.store.read("settings")).toBe(undefined);
		expect(bench.notes).toEqual([]);
	});

	it("takes damage for absence, whatever bit it is, and notes it", () => {
		const bench = new Bench();
		bench.store.write("list", { list: ["wifi"], strict: false });
		const whole = bench.memory.records.get("list") ?? new Uint8Array(0);
		for (let at = 0; at < whole.length; at++) {
			const bytes = whole.slice();
			bytes[at] = (bytes[at] ?? 0) ^ 4;
			bench.memory.records.set("list", bytes);
			bench.notes.length = 0;
			expect(bench.store.read("list"), `byte ${at}`).toBe(undefined);
			expect(bench.notes.length).toBe(1);
		}
	});

	it("takes any cut, an empty value and noise for damage", () => {
		const bench = new Bench();
		const whole = record(1, "{}");
		for (let length = 0; length < whole.length; length++) {
			bench.memory.records.set("list", whole.slice(0, length));
			expect(bench.store.read("list"), `${length} bytes`).toBe(undefined);
		}
		for (const text of ["", "{", "\ufffd", "nul"]) {
			bench.memory.records.set("list", record(1, text));
			expect(bench.store.read("list"), text).toBe(undefined);
		}
	});

	it("leaves a version it does not know in place, and finds it again when it does", () => {
		const bench = new Bench();
		const newer = record(2, '{"list":["wifi"],"weights":[5]}');
		bench.memory.records.set("list", newer);
		expect(bench.store.read("list")).toBe(undefined);
		expect(bench.notes).toEqual(["record list is of version 2, not 1: left in place"]);
		expect(bench.memory.records.get("list")).toEqual(newer);
		expect(bench.memory.writes).toBe(0);
	});

	it("does not write what is there already", () => {
		const bench = new Bench();
		for (let n = 0; n < 5; n++) bench.store.write("list", { list: ["wifi"], strict: false });
		expect(bench.memory.writes).toBe(1);
		bench.store.erase("settings");
		expect(bench.memory.writes).toBe(1);
		bench.reopen().write("list", { list: ["wifi"], strict: false });
		expect(bench.memory.writes).toBe(1);
	});

	it("forgets a record, once", () => {
		const bench = new Bench();
		bench.store.write("list", []);
		bench.store.erase("list");
		bench.store.erase("list");
		expect([bench.store.read("list"), bench.memory.writes]).toEqual([undefined, 2]);
	});

	it("lets the flash's own failure through, and leaves the old value", () => {
		const bench = new Bench();
		bench.store.write("list", ["old"]);
		bench.memory.broken = "write";
		expect(() => bench.store.write("list", ["new"])).toThrow(Error, "flash: cannot write");
		bench.memory.broken = undefined;
		expect(bench.store.read("list")).toEqual(["old"]);
	});

	it("takes a flash that cannot be read for an empty one, and notes it", () => {
		const bench = new Bench();
		bench.store.write("list", ["old"]);
		bench.memory.broken = "read";
		expect(bench.store.read("list")).toBe(undefined);
		expect(bench.notes).toEqual(["record list cannot be read: defaults are used"]);
	});

	it("refuses a record beyond its bound", () => {
		const bench = new Bench();
		expect(() => bench.store.write("settings", "x".repeat(4000))).toThrow(RangeError, "settings");
		expect(bench.memory.writes).toBe(0);
	});
});

describe("the write budget", () => {
	/** Writes something new; false when the budget is spent. */
	function write(bench: Bench, value: number): boolean {
		try {
			bench.store.write("list", value);
			return true;
		} catch (error) {
			expect((error as Error).message).toContain("flash: write budget spent, try again in");
			return false;
		}
	}

	it("lets 60 writes an hour through, and the 61st leaves the record as it was", () => {
		const bench = new Bench();
		for (let n = 0; n < WRITES_AN_HOUR; n++) expect(write(bench, n)).toBe(true);
		expect(write(bench, 60)).toBe(false);
		expect(bench.store.read("list")).toBe(59);
		bench.now = HOUR - 1;
		expect(write(bench, 61)).toBe(false);
		bench.now = HOUR;
		expect(write(bench, 62)).toBe(true);
	});

	it("costs nothing where nothing changes", () => {
		const bench = new Bench();
		for (let n = 0; n < WRITES_AN_HOUR; n++) write(bench, n);
		expect(write(bench, 59)).toBe(true);
	});

	it("counts what is forgotten as a write", () => {
		const bench = new Bench();
		for (let n = 0; n < WRITES_AN_HOUR; n++) write(bench, n);
		expect(() => bench.store.erase("list")).toThrow(Error, "write budget");
		expect(bench.store.read("list")).toBe(59);
	});

	it("holds in every window of an hour and of a day, whatever the application does", () => {
		const bench = new Bench();
		const writes: number[] = [];
		for (let n = 0; bench.now < 60 * HOUR; n++) {
			if (write(bench, n)) writes.push(bench.now);
			bench.now += n % 7 === 0 ? 90_000 : 25_000;
		}
		const most = (span: number) => {
			let worst = 0;
			for (let first = 0, last = 0; last < writes.length; last++) {
				while ((writes[last] ?? 0) - (writes[first] ?? 0) >= span) first += 1;
				worst = Math.max(worst, last - first + 1);
			}
			return worst;
		};
		expect(most(HOUR)).toBeAtMost(WRITES_AN_HOUR);
		expect(most(24 * HOUR)).toBeAtMost(WRITES_A_DAY);
		expect(writes.length).toBeAtLeast(2000);
	});

	it("is whole again after a long silence", () => {
		const bench = new Bench();
		for (let n = 0; bench.now < 20 * HOUR; n++, bench.now += 30_000) write(bench, n);
		bench.now += 100 * HOUR;
		for (let n = 0; n < WRITES_AN_HOUR; n++) expect(write(bench, -n)).toBe(true);
	});
});
