/** How facts enter the world: whole or not at all, with the place in every error. */

import type { FactChanges } from "../../../hosts/sim/facts.js";
import { healthy, merge } from "../../../hosts/sim/facts-parse.js";
import { expect } from "../../expect.js";

const bad = (changes: unknown, path?: string) => () =>
	merge(healthy(), changes as FactChanges, path);

describe("facts", () => {
	it("are healthy and fresh on a new board, with further instances where fitted", () => {
		const facts = healthy(["eth0", "wl1", "cell2"]);
		expect(Object.keys(facts)).toEqual(["eth0", "wl0", "cell0", "server", "wl1", "cell2"]);
		expect(facts.wl0.signal).toBe(-60);
		expect(facts.cell0.registersAfter).toBe(3_000);
		facts.eth0.cable = false;
		expect(healthy().eth0.cable).toBe(true);
		expect(() => healthy(["usb0"])).toThrow(RangeError, "usb0");
	});

	it("take any part of a change and leave the rest", () => {
		const facts = healthy(["eth1"]);
		merge(facts, { eth1: { cable: false }, cell0: { sim: "puk" }, server: "refusing" });
		const { eth1 } = facts;
		expect(eth1?.cable).toBe(false);
		expect(facts.eth0.cable).toBe(true);
		expect([facts.cell0.sim, facts.server]).toEqual(["puk", "refusing"]);
	});

	it("name the place of an unknown key", () => {
		expect(bad({ eth0: { cabel: true } })).toThrow(TypeError, "eth0.cabel: unknown key");
		expect(bad({ eth7: { cable: true } })).toThrow(TypeError, "eth7: unknown key");
		expect(bad({ eth0: { signal: 1 } })).toThrow(TypeError, "eth0.signal: unknown key");
		expect(bad({ wl0: { toString: 1 } })).toThrow(TypeError, "wl0.toString: unknown key");
		expect(bad({ wl0: { x: 1 } }, "steps[3].set")).toThrow(
			TypeError,
			"steps[3].set.wl0.x: unknown",
		);
	});

	it("name the place of a wrong type", () => {
		expect(bad({ wl0: { signal: "-60" } })).toThrow(TypeError, "wl0.signal: expected a number");
		expect(bad({ eth0: { cable: 1 } })).toThrow(TypeError, "eth0.cable: expected true or false");
		expect(bad({ server: true })).toThrow(TypeError, "server: expected a string");
		expect(bad({ eth0: true })).toThrow(TypeError, "eth0: expected an object");
		expect(bad({ eth0: undefined })).toThrow(TypeError, "eth0: expected an object");
		expect(bad(null)).toThrow(TypeError, "facts: expected an object");
		expect(bad([], "set")).toThrow(TypeError, "set: expected an object");
	});

	it("name the place of a wrong value", () => {
		const words = 'server: expected "up", "down" or "refusing"';
		expect(bad({ server: "gone" })).toThrow(RangeError, words);
		expect(bad({ wl0: { dns: "" } })).toThrow(RangeError, "wl0.dns: expected");
		for (const wrong of [Number.NaN, Infinity, -1])
			expect(bad({ cell0: { registersAfter: wrong } })).toThrow(RangeError, "cell0.registersAfter");
		expect(bad({ wl0: { signal: Number.NaN } })).toThrow(RangeError, "wl0.signal");
	});

	it("change nothing when any part is wrong", () => {
		const facts = healthy();
		const changes = { eth0: { cable: false }, server: "down", wl0: { signal: "loud" } };
		expect(() => merge(facts, changes as unknown as FactChanges)).toThrow(TypeError);
		expect(facts).toEqual(healthy());
	});
});
