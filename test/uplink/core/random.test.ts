/** The generator: the same seed gives the same numbers, on every engine. */

import { draw, drawUpTo } from "../../../modules/uplink/core/random.js";
import { expect } from "../../expect.js";

describe("the generator", () => {
	it("draws mulberry32's numbers, so that two engines agree to the bit", () => {
		const generator = { state: 1 };
		const drawn = [draw(generator), draw(generator), draw(generator)];
		expect(drawn).toEqual([2693262067, 11749833, 2265367787]);
	});

	it("goes on from its state alone, so that a journal can carry it", () => {
		const generator = { state: 99 };
		draw(generator);
		const copy = { ...generator };
		expect(draw(copy)).toBe(draw(generator));
	});

	it("gives unsigned 32-bit integers and keeps a 32-bit state, from any seed", () => {
		for (const seed of [0, -1, 0x7fffffff, -0x80000000]) {
			const generator = { state: seed };
			for (let n = 0; n < 100; n++) {
				const number = draw(generator);
				expect(number).toBe(number >>> 0);
				expect(generator.state).toBe(generator.state | 0);
			}
		}
	});

	it("reaches both ends of a range and nothing beyond", () => {
		const generator = { state: 5 };
		const seen = new Set<number>();
		for (let n = 0; n < 200; n++) seen.add(drawUpTo(generator, 3));
		expect([...seen].sort()).toEqual([0, 1, 2, 3]);
		expect(drawUpTo(generator, 0)).toBe(0);
	});
});
