/** The clock over a counter of signed 32 bits. */

import { Clock } from "../../modules/uplink/clock.js";
import { expect } from "../expect.js";

const time = (ticks: number) => ({ ticks: ticks | 0 });
const DAY = 86_400_000;

describe("the clock", () => {
	it("counts from its making, wherever the ticks are", () => {
		for (const start of [0, 123_456, -5, 0x7fffffff, -0x80000000]) {
			const ticking = time(start);
			const clock = new Clock(ticking);
			expect(clock.now()).toBe(0);
			ticking.ticks = (start + 1500) | 0;
			expect(clock.now(), `from ${start}`).toBe(1500);
		}
	});

	it("goes on through the wrap, through negatives, and around again", () => {
		const ticking = time(0x7fffffff - DAY / 2);
		const clock = new Clock(ticking);
		for (let day = 1; day <= 120; day++) {
			ticking.ticks = (ticking.ticks + DAY) | 0;
			expect(clock.now(), `day ${day}`).toBe(day * DAY);
		}
	});

	it("is right as long as it is read once in 24.8 days", () => {
		const ticking = time(-1000);
		const clock = new Clock(ticking);
		ticking.ticks = (ticking.ticks + 0x7fffffff) | 0;
		expect(clock.now()).toBe(0x7fffffff);
	});

	it("stands still where the ticks do, and never goes back where they do", () => {
		const ticking = time(5000);
		const clock = new Clock(ticking);
		expect([clock.now(), clock.now()]).toEqual([0, 0]);
		ticking.ticks = 6000;
		expect(clock.now()).toBe(1000);
		ticking.ticks = 5900;
		expect(clock.now()).toBe(1000);
		ticking.ticks = 6400;
		expect(clock.now()).toBe(1500);
	});
});
