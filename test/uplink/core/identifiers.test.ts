/** Interface identifiers and the owner's list. */

import {
	classOf,
	defaultOrder,
	parseIdentifier,
	parseList,
	sequenceOf,
	spell,
} from "../../../modules/uplink/core/identifiers.js";
import type { Identifier } from "../../../modules/uplink/core/types.js";
import { expect } from "../../expect.js";

const ALL: Identifier[] = ["ethernet", "wifi", "cell"];
const listOf = (input: unknown, fitted: Identifier[] = ALL) => parseList(input, fitted).list;

describe("an identifier", () => {
	it("folds instance 0 into its class and keeps higher instances", () => {
		const spellings = ["wifi", "wl0", "wl1", "ethernet", "eth0", "eth12", "cell", "cell0", "cell3"];
		expect(spellings.map(parseIdentifier)).toEqual([
			"wifi",
			"wifi",
			"wl1",
			"ethernet",
			"ethernet",
			"eth12",
			"cell",
			"cell",
			"cell3",
		]);
	});

	it("is exact: no other case, padding, leading zero or empty text will do", () => {
		for (const text of [
			"WiFi",
			"WIFI",
			"wl",
			"wl00",
			"wl01",
			" wifi",
			"wifi\n",
			"eth",
			"",
			"wifi0",
		])
			expect(parseIdentifier(text), text).toBe(undefined);
		for (const text of ["wl-1", "wl1.0", "wl1e3", "constructor", "__proto__"])
			expect(parseIdentifier(text), text).toBe(undefined);
	});

	it("may have any instance number", () => {
		for (const text of ["wl1000", "eth65535", "cell4294967296"])
			expect(parseIdentifier(text), text).toBe(text);
	});

	it("tells its class and its specific spelling", () => {
		expect((["wl1", "eth2", "cell3", "wifi"] as Identifier[]).map(classOf)).toEqual([
			"wifi",
			"ethernet",
			"cell",
			"wifi",
		]);
		expect((["wl1", "ethernet", "cell", "wifi"] as Identifier[]).map(spell)).toEqual([
			"wl1",
			"eth0",
			"cell0",
			"wl0",
		]);
	});
});

describe("the default order", () => {
	it("is Ethernet, Wi-Fi, cellular, lower instances first, of what is fitted", () => {
		expect(defaultOrder(["cell", "wl2", "wifi", "eth1", "ethernet"])).toEqual([
			"ethernet",
			"eth1",
			"wifi",
			"wl2",
			"cell",
		]);
		expect(defaultOrder(["eth12", "eth3"])).toEqual(["eth3", "eth12"]);
		expect(defaultOrder([])).toEqual([]);
	});
});

describe("an owner's list", () => {
	it("keeps the first of two names for one interface, and says so", () => {
		const { list, notes } = parseList(["wl0", "wifi", "cell0"], ALL);
		expect(list).toEqual(["wifi", "cell"]);
		expect(notes).toEqual(["wifi: named twice, the first counts"]);
	});

	it("ignores what is not fitted, and says so", () => {
		const { list, notes } = parseList(["wl1", "cell", "wifi"], ["wifi"]);
		expect(list).toEqual(["wifi"]);
		expect(notes).toEqual(["wl1: not fitted, ignored", "cell: not fitted, ignored"]);
	});

	it("keeps a second instance apart from the first where both are fitted", () => {
		expect(listOf(["wl1", "wifi"], ["wifi", "wl1"])).toEqual(["wl1", "wifi"]);
	});

	it("may be empty, and may be emptied by what is not fitted", () => {
		expect(listOf([])).toEqual([]);
		expect(listOf(["cell"], ["wifi"])).toEqual([]);
	});

	it("throws on anything that is not an array", () => {
		for (const input of [undefined, null, "wifi", 5, {}, { length: 1, 0: "wifi" }, () => []])
			expect(() => listOf(input)).toThrow(TypeError, "interfaces: expected an array");
	});

	it("throws on a hole and on what is no string, naming the place", () => {
		const holed: unknown[] = ["wifi"];
		holed[2] = "cell";
		expect(() => listOf(holed)).toThrow(TypeError, "interfaces[1]: expected a string");
		for (const element of [null, 5, {}, ["wifi"], Symbol.iterator])
			expect(() => listOf(["wifi", "cell", element])).toThrow(
				TypeError,
				"interfaces[2]: expected a string",
			);
		const boxed: unknown = Object("wifi");
		expect(() => listOf([boxed])).toThrow(TypeError, "interfaces[0]: expected a string");
	});

	it("throws on an unknown name, quoting no more than a little of it", () => {
		expect(() => listOf(["WiFi"])).toThrow(RangeError, 'interfaces[0]: unknown interface "WiFi"');
		expect(() => listOf(["cell", ""])).toThrow(RangeError, "interfaces[1]");
		let message = "";
		try {
			listOf(["x".repeat(1_000_000)]);
		} catch (error) {
			message = (error as Error).message;
		}
		expect(message).toContain("interfaces[0]");
		expect(message.length).toBeAtMost(80);
		for (const [text, quoted] of [
			["x".repeat(24), `"${"x".repeat(24)}"`],
			["x".repeat(25), `"${"x".repeat(24)}…"`],
		] as const)
			expect(() => listOf([text])).toThrow(RangeError, `unknown interface ${quoted}`);
	});

	it("takes 10 000 entries and up to 65 536, and throws on more before it looks at the first", () => {
		expect(listOf(new Array(10_000).fill("wifi"))).toEqual(["wifi"]);
		expect(listOf(new Array(65_536).fill("wifi"))).toEqual(["wifi"]);
		for (const length of [65_537, 4_294_967_295])
			expect(() => listOf(new Array(length))).toThrow(RangeError, "expected at most 65536 entries");
	});

	it("says the first eight of its oddities and counts the rest", () => {
		const notes = (length: number) => parseList(new Array(length).fill("wl0"), ALL).notes;
		const note = "wl0: named twice, the first counts";
		expect(notes(9)).toEqual(new Array(8).fill(note));
		expect(notes(10)).toEqual([...new Array(8).fill(note), "and 1 more"]);
		expect(notes(10_000)).toEqual([...new Array(8).fill(note), "and 9991 more"]);
	});

	it("takes a frozen array and leaves what it was given as it was", () => {
		const given = Object.freeze(["cell0", "wifi", "cell"]);
		expect(listOf(given)).toEqual(["cell", "wifi"]);
		expect(given).toEqual(["cell0", "wifi", "cell"]);
	});

	it("reads each element once, and lets a getter's own error through", () => {
		let reads = 0;
		const sly = ["wifi", "cell"];
		Object.defineProperty(sly, 1, {
			get: () => {
				reads += 1;
				return reads > 1 ? 5 : "cell";
			},
		});
		expect(listOf(sly)).toEqual(["wifi", "cell"]);
		expect(reads).toBe(1);
		const broken: string[] = [];
		Object.defineProperty(broken, 0, {
			get: () => {
				throw new EvalError("mine");
			},
		});
		expect(() => listOf(broken)).toThrow(EvalError, "mine");
	});
});

describe("the sequence of a pass", () => {
	it("is the list and then the default order without what the list names", () => {
		expect(sequenceOf(["cell"], ALL, false)).toEqual(["cell", "ethernet", "wifi"]);
		expect(sequenceOf(["wifi", "cell"], ["wifi", "cell"], false)).toEqual(["wifi", "cell"]);
	});

	it("is the list alone when it is strict", () => {
		expect(sequenceOf(["cell", "wifi"], ALL, true)).toEqual(["cell", "wifi"]);
	});

	it("is the default order when there is no list, strict or not", () => {
		expect(sequenceOf([], ALL, true)).toEqual(ALL);
		expect(sequenceOf([], ALL, false)).toEqual(ALL);
	});
});
