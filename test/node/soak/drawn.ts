/**
 * The 500 drawn worlds of a day each that `npm test` plays, in files of equal size, since mocha gives
 * each of its threads a file at a time. A seed that fails here is shrunk by
 * `npm run soak -- --seed S --seeds 1 --keep` and stays as a test.
 *
 *   test/hosts/sim/soak/soak.test.ts    seeds 1 to 20, on any engine
 *   quarter-1 … quarter-4.test.ts       seeds 21 to 500
 */

import { drawWorld } from "../../../hosts/sim/soak/draw.js";
import { run } from "../../../hosts/sim/soak/run.js";
import { expect } from "../../expect.js";

const FIRST = 21;
const QUARTER = 120;
const AT_ONCE = 30;

export function quarter(which: 1 | 2 | 3 | 4): void {
	const begin = FIRST + (which - 1) * QUARTER;
	describe(`drawn worlds, quarter ${which}`, () => {
		for (let first = begin; first < begin + QUARTER; first += AT_ONCE)
			it(`keep every invariant for 24 h, from seed ${first} on`, () => {
				for (let seed = first; seed < first + AT_ONCE; seed++) {
					const { failure } = run(drawWorld(seed, 24));
					expect(failure, `seed ${seed}`).toBe(undefined);
				}
			}).timeout(120_000);
	});
}
