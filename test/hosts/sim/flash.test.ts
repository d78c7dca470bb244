/**
 * The simulated flash, by its promise: whatever byte the power goes at, what is read afterwards is
 * the old value or the new one.
 */

import { Flash } from "../../../hosts/sim/flash.js";
import type { KeyValueDomain } from "../../../modules/uplink/provider.js";
import { drawn } from "../../drawn.js";
import { expect } from "../../expect.js";

function bytes(text: string): ArrayBuffer {
	return Uint8Array.from(text, (letter) => letter.charCodeAt(0)).buffer;
}

function text(domain: KeyValueDomain, key: string): string | undefined {
	const value = domain.read(key);
	return value && String.fromCharCode(...new Uint8Array(value));
}

function prepared(write: (domain: KeyValueDomain) => void): Flash {
	const flash = new Flash();
	write(flash.open({ path: "uplink" }));
	return flash;
}

/** Cuts `change` at every byte; answers with how often the old and the new value were read. */
function cutEverywhere(
	prepare: (domain: KeyValueDomain) => void,
	change: (domain: KeyValueDomain) => void,
	check: (domain: KeyValueDomain, at: number) => "old" | "new" | "neither",
): Record<"old" | "new" | "neither" | "operations" | "cuts", number> {
	const whole = prepared(prepare);
	const { image } = whole;
	const before = whole.written;
	change(whole.open({ path: "uplink" }));
	const operations = whole.written - before;
	// Many bytes are sampled where cases are: each is a flash of its own.
	const share = Math.min(operations, Math.ceil(operations / drawn(operations)));
	const step = operations > 1000 ? share : 1;
	const seen = { old: 0, new: 0, neither: 0, operations, cuts: 0 };
	for (let next = 0; next < operations + step; next += step) {
		const at = Math.min(next, operations);
		if (at < operations) seen.cuts++;
		const flash = new Flash({ image });
		const domain = flash.open({ path: "uplink" });
		flash.cutAfter(at);
		if (at < operations) expect(() => change(domain), `cut at ${at}`).toThrow(Error, "power lost");
		else change(domain);
		flash.restore();
		seen[check(domain, at)]++;
		// The partition goes on as if nothing had been (asked less often where a cut is one of many).
		if (operations > 1000 && at % 16 !== 0) continue;
		domain.write("after", bytes("yes"));
		expect(text(domain, "after"), `after a cut at ${at}`).toBe("yes");
	}
	return seen;
}

describe("the simulated flash", () => {
	it("reads what was written, apart by namespace, and forgets what was deleted", () => {
		const flash = new Flash();
		const domain = flash.open({ path: "uplink" });
		const other = flash.open({ path: "other" });
		expect(domain.read("list")).toBe(undefined);
		domain.write("list", bytes("wifi"));
		other.write("list", bytes("cell"));
		domain.write("list", bytes("ethernet"));
		domain.write("empty", bytes(""));
		expect(text(domain, "list")).toBe("ethernet");
		expect(text(other, "list")).toBe("cell");
		expect(text(domain, "empty")).toBe("");
		domain.delete("list");
		domain.delete("absent");
		expect(domain.read("list")).toBe(undefined);
		expect(text(other, "list")).toBe("cell");
		expect(flash.writes).toBe(5);
	});

	it("keeps values, and deletions, over a power cycle", () => {
		const flash = new Flash();
		const domain = flash.open({ path: "uplink" });
		domain.write("kept", bytes("value"));
		domain.write("deleted", bytes("value"));
		domain.delete("deleted");
		flash.restore();
		expect(text(domain, "kept")).toBe("value");
		expect(domain.read("deleted")).toBe(undefined);
	});

	it("hands out copies that do not follow the flash, nor it them", () => {
		const domain = new Flash().open({ path: "uplink" });
		const value = bytes("value");
		domain.write("key", value);
		new Uint8Array(value)[0] = 0;
		new Uint8Array(domain.read("key") as ArrayBuffer)[0] = 0;
		expect(text(domain, "key")).toBe("value");
	});

	it("leaves the old value or the new one, whatever byte of an overwrite the power goes at", () => {
		const seen = cutEverywhere(
			(domain) => domain.write("list", bytes("old")),
			(domain) => domain.write("list", bytes("a new list that ends in \xff\xff")),
			(domain) => (text(domain, "list") === "old" ? "old" : "new"),
		);
		expect(seen.operations).toBeAtLeast(40);
		expect(seen.old).toBe(seen.operations);
		expect(seen.new).toBe(1);
	});

	it("leaves no value or the first one, whatever byte of the first write ever it goes at", () => {
		const seen = cutEverywhere(
			() => undefined,
			(domain) => domain.write("list", bytes("first")),
			(domain) => (domain.read("list") === undefined ? "old" : "new"),
		);
		expect(seen.old).toBe(seen.operations);
		expect(seen.new).toBe(1);
	});

	it("leaves the value or none, whatever byte of a deletion the power goes at", () => {
		const seen = cutEverywhere(
			(domain) => domain.write("list", bytes("old")),
			(domain) => domain.delete("list"),
			(domain) => (domain.read("list") === undefined ? "new" : "old"),
		);
		expect(seen.old).toBe(seen.operations);
		expect(seen.new).toBe(1);
	});

	it("leaves every value whole, whatever byte of a compaction the power goes at", () => {
		const rounds = Array.from({ length: 17 }, (_, round) =>
			bytes(String.fromCharCode(round).repeat(900)),
		);
		const last = rounds.pop() as ArrayBuffer;
		const fill = (domain: KeyValueDomain): void => {
			domain.write("other", bytes("other"));
			// Twice round, so that the half compacted into has an old log to be erased.
			for (const round of rounds) domain.write("list", round);
		};
		const seen = cutEverywhere(
			fill,
			(domain) => domain.write("list", last),
			(domain, at) => {
				expect(text(domain, "other"), `other, cut at ${at}`).toBe("other");
				const value = new Uint8Array(domain.read("list") ?? new ArrayBuffer(0));
				if (value.length !== 900) return "neither";
				return value[0] === 15 ? "old" : value[0] === 16 ? "new" : "neither";
			},
		);
		expect(seen.operations).toBeAtLeast(8192);
		expect(seen.old).toBe(seen.cuts);
		expect(seen.new).toBe(1);
		expect(seen.neither).toBe(0);
	});

	it("goes on after a thousand cuts, one behind the other, and has either value each time", () => {
		const flash = new Flash();
		const domain = flash.open({ path: "uplink" });
		let current = "0";
		domain.write("list", bytes(current));
		const seen = { old: 0, new: 0 };
		const cuts = drawn(1000);
		for (let round = 1; round <= cuts; round++) {
			const next = `list ${round} of interfaces`;
			flash.cutAfter(Math.imul(round, 7919) % 97);
			try {
				domain.write("list", bytes(next));
			} catch {
				seen.old++;
			}
			flash.restore();
			const value = text(domain, "list");
			if (value !== current) expect(value).toBe(next);
			if (value === next) seen.new++;
			current = value as string;
		}
		expect(seen.old).toBeAtLeast(drawn(100));
		expect(seen.new).toBeAtLeast(drawn(100));
		expect(seen.old + seen.new).toBe(cuts);
	});

	it("calls when the power goes, once, and takes nothing until it is back", () => {
		let lost = 0;
		const flash = new Flash({ onPowerLost: () => lost++ });
		const domain = flash.open({ path: "uplink" });
		domain.write("key", bytes("value"));
		flash.cutAfter(0);
		expect(lost).toBe(0);
		expect(() => domain.write("key", bytes("next"))).toThrow(Error, "power lost");
		expect(() => domain.write("key", bytes("next"))).toThrow(Error, "power lost");
		expect(() => domain.delete("key")).toThrow(Error, "power lost");
		expect(lost).toBe(1);
		flash.restore();
		expect(text(domain, "key")).toBe("value");
		domain.write("key", bytes("next"));
		expect(text(domain, "key")).toBe("next");
	});

	it("forgets a cut that was not reached when it is disarmed", () => {
		const flash = new Flash();
		const domain = flash.open({ path: "uplink" });
		flash.cutAfter(5);
		flash.disarm();
		domain.write("key", bytes("value"));
		flash.cutAfter(5);
		flash.restore();
		domain.write("key", bytes("value"));
		expect(text(domain, "key")).toBe("value");
		expect(() => flash.cutAfter(-1)).toThrow(RangeError, "flash.cutAfter");
	});

	it("says that there is no room, and changes nothing, when the living values fill it", () => {
		const flash = new Flash();
		const domain = flash.open({ path: "uplink" });
		for (let key = 0; key < 8; key++) domain.write(`key${key}`, bytes("x".repeat(970)));
		const { written } = flash;
		expect(() => domain.write("more", bytes("x".repeat(970)))).toThrow(Error, "flash: no room");
		expect(() => domain.write("huge", new ArrayBuffer(100_000))).toThrow(Error, "flash: no room");
		expect(flash.written).toBe(written);
		expect(text(domain, "key0")).toBe("x".repeat(970));
		domain.write("key0", bytes("y".repeat(970)));
		expect(text(domain, "key0")).toBe("y".repeat(970));
		domain.delete("key7");
		domain.write("more", bytes("x".repeat(900)));
		expect(text(domain, "more")).toBe("x".repeat(900));
	});

	it("falls back to the value before when the newest record is damaged, and never throws", () => {
		const flash = new Flash();
		const domain = flash.open({ path: "uplink" });
		domain.write("list", bytes("first"));
		const start = flash.written;
		domain.write("list", bytes("second"));
		const end = flash.written;
		domain.write("other", bytes("other"));
		for (let offset = start; offset < end; offset++) {
			flash.corrupt(offset, 0x10);
			expect(text(domain, "list"), `damaged at ${offset}`).toBe("first");
			expect(text(domain, "other"), `damaged at ${offset}`).toBe("other");
			flash.corrupt(offset, 0x10);
		}
		expect(text(domain, "list")).toBe("second");
	});

	it("can be written whatever byte of it is damaged", () => {
		for (let offset = 0; offset < 80; offset++) {
			const flash = prepared((domain) => domain.write("list", bytes("first")));
			const domain = flash.open({ path: "uplink" });
			flash.corrupt(offset, 0xff);
			domain.read("list");
			domain.write("list", bytes("second"));
			flash.restore();
			expect(text(domain, "list"), `damaged at ${offset}`).toBe("second");
		}
	});

	it("refuses keys and namespaces that NVS cannot take, and what is not open for it", () => {
		const flash = new Flash();
		const domain = flash.open({ path: "uplink" });
		domain.write("fifteen bytes k", bytes("value"));
		expect(() => domain.write("sixteen bytes ke", bytes(""))).toThrow(RangeError, "key");
		expect(() => domain.read("ééééääää")).toThrow(RangeError, "1 to 15 bytes");
		expect(() => domain.read("")).toThrow(RangeError, "1 to 15 bytes");
		expect(() => domain.read(7 as never)).toThrow(TypeError, "key: expected a string");
		expect(() => flash.open({ path: "a namespace too long" })).toThrow(RangeError, "path");
		const reader = flash.open({ path: "uplink", mode: "r" });
		expect(text(reader, "fifteen bytes k")).toBe("value");
		expect(() => reader.write("key", bytes(""))).toThrow(Error, "reading only");
		domain.close();
		expect(() => domain.read("key")).toThrow(Error, "closed");
	});
});
