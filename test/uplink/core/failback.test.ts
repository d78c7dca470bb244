/** Failback alone: scouts, the dwell and what lengthens it. */

import {
	assignScouts,
	beginTrial,
	createFailback,
	decay,
	judgeMove,
	lengthen,
	rest,
	type Scout,
	sendOut,
	turnOff,
	watch,
} from "../../../modules/uplink/core/failback.js";
import { parsePolicy } from "../../../modules/uplink/core/policy.js";
import { expect } from "../../expect.js";

const policy = parsePolicy({ preset: "native" });

describe("failback", () => {
	it("keeps a scout for each better cold link, and none for others", () => {
		const failback = createFailback(policy);
		assignScouts(failback, ["ethernet", "wifi"], 1000, policy);
		const [, wifi] = failback.scouts;
		expect(failback.scouts.map((scout) => [scout.interface, scout.phase, scout.deadline])).toEqual([
			["ethernet", "resting", 61_000],
			["wifi", "resting", 61_000],
		]);
		assignScouts(failback, ["wifi"], 5000, policy);
		expect(failback.scouts.length).toBe(1);
		expect(failback.scouts[0]).toBe(wifi);
		assignScouts(failback, ["ethernet"], 6000, policy);
		expect(failback.scouts.map((scout) => scout.interface)).toEqual(["ethernet"]);
		assignScouts(failback, ["ethernet", "wifi"], 7000, policy);
		assignScouts(failback, ["ethernet", "cell"], 7000, policy);
		expect(failback.scouts.map((scout) => scout.interface)).toEqual(["ethernet", "cell"]);
		assignScouts(failback, ["ethernet"], 8000, policy);
		expect(failback.scouts.map((scout) => scout.interface)).toEqual(["ethernet"]);
	});

	it("rests a scout that came home for twice as long, up to an hour and a fifth", () => {
		const failback = createFailback(policy);
		assignScouts(failback, ["wifi"], 0, policy);
		const scout = failback.scouts[0] as Scout;
		const generator = { state: 1 };
		for (const least of [2, 4, 8, 16, 32, 60, 60].map((minutes) => minutes * 60_000)) {
			sendOut(scout, 7_000_000);
			expect([scout.phase, scout.deadline]).toEqual(["out", 7_000_000]);
			rest(scout, 0, policy, generator);
			expect(scout.deadline).toBeAtLeast(least);
			expect(scout.deadline).toBeAtMost(least * 1.2);
		}
	});

	it("doubles the dwell for a trial that failed, up to an hour", () => {
		const failback = createFailback(policy);
		const dwells: number[] = [];
		for (let n = 0; n < 8; n++) {
			dwells.push(failback.dwell / 60_000);
			lengthen(failback, 0, policy);
		}
		expect(dwells).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
	});

	it("doubles a dwell of nothing too", () => {
		const failback = createFailback({ ...policy, dwell: 0 });
		lengthen(failback, 0, { ...policy, dwell: 0 });
		expect(failback.dwell).toBe(1000);
	});

	it("doubles the dwell once for a move that did not last", () => {
		const failback = createFailback(policy);
		failback.movedAt = 1000;
		judgeMove(failback, 100_000, policy);
		expect(failback.dwell).toBe(120_000);
		judgeMove(failback, 110_000, policy);
		expect(failback.dwell).toBe(120_000);
		failback.movedAt = 200_000;
		judgeMove(failback, 200_000 + 5 * policy.dwell, policy);
		expect(failback.dwell).toBe(120_000);
	});

	it("halves a dwell that grew after each hour without a failure, down to the policy's", () => {
		const HOUR = 3_600_000;
		const failback = createFailback(policy);
		expect([failback.phase, failback.decayAt]).toEqual(["off", Infinity]);
		for (let n = 0; n < 2; n++) lengthen(failback, 5000, policy);
		expect([failback.dwell, failback.decayAt]).toEqual([240_000, 5000 + HOUR]);
		decay(failback, 4999 + HOUR, policy);
		expect(failback.dwell).toBe(240_000);
		decay(failback, 5000 + HOUR, policy);
		expect([failback.dwell, failback.decayAt]).toEqual([120_000, 5000 + 2 * HOUR]);
		decay(failback, 5000 + 2 * HOUR, policy);
		expect([failback.dwell, failback.decayAt]).toEqual([60_000, Infinity]);
	});

	it("gives a trial ten seconds, and nothing a deadline when it is off", () => {
		const failback = createFailback(policy);
		watch(failback, 0, policy);
		beginTrial(failback, 4, 1000, policy);
		expect([failback.phase, failback.attempt, failback.deadline]).toEqual(["trial", 4, 11_000]);
		turnOff(failback);
		expect([failback.phase, failback.deadline, failback.candidate]).toEqual([
			"off",
			Infinity,
			undefined,
		]);
	});
});
