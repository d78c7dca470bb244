/**
 * Real time for a virtual board, with a clock that the test moves: whole milliseconds, never
 * backwards, never nested, and never more than a second at once.
 */

import { Pace, STEP_MAX } from "../../../hosts/sim/live/pace.js";
import { expect } from "../../expect.js";

describe("the pace of the live board", () => {
	let now: number;
	let steps: number[];
	let onAdvance: () => void;
	let pace: Pace;

	beforeEach(() => {
		now = 1000.25;
		steps = [];
		onAdvance = () => undefined;
		pace = new Pace({
			clock: () => now,
			advance: (elapsed) => {
				steps.push(elapsed);
				onAdvance();
			},
			onTick: () => undefined,
		});
		pace.start();
	});

	afterEach(() => pace.stop());

	function passed(elapsed: number): number[] {
		steps.length = 0;
		now += elapsed;
		pace.synchronise();
		return [...steps];
	}

	it("advances by whole milliseconds and keeps the rest for later", () => {
		expect(passed(0.75)).toEqual([]);
		expect(passed(0.5)).toEqual([1]);
		expect(passed(20.75)).toEqual([21]);
	});

	it("stands still when the clock does, and when it goes back", () => {
		expect(passed(0)).toEqual([]);
		expect(passed(-50)).toEqual([]);
		expect(passed(55)).toEqual([5]);
	});

	it("lets at most a second pass at once, and forgets the rest", () => {
		expect(passed(3_600_000)).toEqual([STEP_MAX]);
		expect(passed(20)).toEqual([20]);
	});

	it("does not nest: whoever asks from within the board is up to date", () => {
		onAdvance = () => {
			expect(pace.performing).toBe(true);
			now += 5;
			pace.synchronise();
		};
		expect(passed(10)).toEqual([10]);
		expect(pace.performing).toBe(false);
	});

	it("calls into the board when its time is up to date, and knows that it does", () => {
		now += 7;
		pace.perform(() => {
			expect(steps).toEqual([7]);
			expect(pace.performing).toBe(true);
		});
		expect(pace.performing).toBe(false);
	});

	it("goes on after the board threw", () => {
		onAdvance = () => {
			throw new Error("firmware");
		};
		expect(() => passed(10)).toThrow(Error, "firmware");
		onAdvance = () => undefined;
		expect(passed(10)).toEqual([10]);
	});

	it("does nothing once it is stopped", () => {
		pace.stop();
		expect(passed(10)).toEqual([]);
	});
});
