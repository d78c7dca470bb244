/** The policy: presets, and what an owner may change of them. */

import { parsePolicy, WAIT_MAX } from "../../../modules/uplink/core/policy.js";
import { expect } from "../../expect.js";

describe("a policy", () => {
	it("is impOS's when nothing is said: all cold, no failback, a minute of turns", () => {
		for (const policy of [parsePolicy(), parsePolicy({}), parsePolicy({ preset: "impOS" })]) {
			expect(policy.failback).toBe(false);
			expect(policy.onError).toBe("suspend");
			for (const of of ["ethernet", "wifi", "cell"] as const)
				expect(policy[of].standby).toBe("cold");
			expect([policy.ethernet.turn, policy.wifi.turn, policy.cell.turn]).toEqual([
				60_000, 60_000, 120_000,
			]);
		}
	});

	it("is native on demand: the cheap ones warm, failback on, never giving up", () => {
		const policy = parsePolicy({ preset: "native" });
		expect([policy.ethernet.standby, policy.wifi.standby, policy.cell.standby]).toEqual([
			"warm",
			"warm",
			"cold",
		]);
		expect(policy.failback).toBe(true);
		expect(policy.onError).toBe("persist");
	});

	it("has one name, a default tail, and numbers of its own for what is metered", () => {
		const names = ["impOS", "native"] as const;
		for (const preset of names) {
			const policy = parsePolicy({ preset });
			expect([policy.preset, policy.tail]).toEqual([preset, "default"]);
			const { cell, wifi, ethernet } = policy;
			expect([cell.metered, wifi.metered, ethernet.metered]).toEqual([true, false, false]);
			expect([cell.backoffMin, cell.ask, cell.answer]).toEqual([5000, 300_000, 20_000]);
			expect([wifi.backoffMin, wifi.ask, wifi.answer]).toEqual([2000, 5000, 3000]);
		}
	});

	it("takes each of its words, each switch, and 0 where 0 means none", () => {
		for (const tail of ["default", "none"]) expect(parsePolicy({ tail }).tail).toBe(tail);
		for (const standby of ["cold", "warm"] as const)
			expect(parsePolicy({ cell: { standby } }).cell.standby).toBe(standby);
		for (const failback of [true, false]) expect(parsePolicy({ failback }).failback).toBe(failback);
		const none = { restart: 0, debounce: 0, linger: 0, dwell: 0, grace: 0, steady: 0 };
		const policy = parsePolicy({ ...none, serverGrace: 0, cell: { budget: 0 } });
		expect([policy.linger, policy.dwell, policy.grace, policy.steady]).toEqual([0, 0, 0, 0]);
		expect([policy.serverGrace, policy.cell.budget]).toEqual([0, 0]);
	});

	it("takes what differs, in depth, and leaves the presets as they were", () => {
		const policy = parsePolicy({ preset: "native", dwell: 5, wifi: { turn: 7 } });
		expect([policy.dwell, policy.wifi.turn, policy.ethernet.turn]).toEqual([5, 7, 60_000]);
		const standard = parsePolicy({ preset: "native" });
		expect([standard.dwell, standard.wifi.turn]).toEqual([60_000, 60_000]);
		expect(parsePolicy({ dwell: undefined }).dwell).toBe(60_000);
	});

	it("is an object, and so is each class in it", () => {
		for (const given of [null, 5, "native", []])
			expect(() => parsePolicy(given)).toThrow(TypeError, "policy: expected an object");
		for (const wifi of [null, 5, "warm", []])
			expect(() => parsePolicy({ wifi })).toThrow(TypeError, "policy.wifi: expected an object");
	});

	it("names the key it does not know", () => {
		expect(() => parsePolicy({ dwel: 5 })).toThrow(TypeError, "policy.dwel: unknown key");
		expect(() => parsePolicy({ wifi: { trun: 5 } })).toThrow(
			TypeError,
			"policy.wifi.trun: unknown key",
		);
		expect(() => parsePolicy({ constructor: 5 })).toThrow(TypeError, "unknown key");
		expect(() => parsePolicy(JSON.parse('{"__proto__": {}}'))).toThrow(TypeError, "unknown key");
	});

	it("keeps words to its words and switches to true and false", () => {
		expect(() => parsePolicy({ preset: "imp" })).toThrow(RangeError, "policy.preset");
		expect(() => parsePolicy({ onError: "halt" })).toThrow(RangeError, '"persist" or "suspend"');
		expect(() => parsePolicy({ onError: 5 })).toThrow(TypeError, "policy.onError");
		expect(() => parsePolicy({ cell: { standby: "hot" } })).toThrow(RangeError, "cell.standby");
		expect(() => parsePolicy({ failback: 1 })).toThrow(TypeError, "policy.failback");
	});

	it("keeps times to whole milliseconds within a week, and above 0 where 0 would spin", () => {
		for (const floor of [NaN, Infinity, 1.5, "5", null])
			expect(() => parsePolicy({ floor })).toThrow(TypeError, "policy.floor: expected an integer");
		for (const floor of [-1, 0, WAIT_MAX + 1])
			expect(() => parsePolicy({ floor })).toThrow(RangeError, "policy.floor");
		expect(() => parsePolicy({ restart: -1 })).toThrow(RangeError, "policy.restart");
		expect(parsePolicy({ restart: 0, debounce: 0, floor: WAIT_MAX }).floor).toBe(WAIT_MAX);
		expect(() => parsePolicy({ recoverEvery: 0 })).toThrow(RangeError, "policy.recoverEvery");
	});

	it("has no back-off that begins above its end", () => {
		const wifi = { backoffMin: 600_000, backoffMax: 600_000 };
		expect(parsePolicy({ wifi }).wifi.backoffMin).toBe(600_000);
		expect(() => parsePolicy({ wifi: { backoffMin: 600_000 } })).toThrow(
			RangeError,
			"policy.wifi.backoffMin",
		);
	});
});
