/**
 * Twenty-five drawn worlds of a day each, with every invariant asked all the way. A seed that fails
 * here is shrunk by `npm run soak -- --seed S --seeds 1 --keep` and stays as a test.
 */

import { drawWorld } from "../../../../hosts/sim/soak/draw.js";
import { run } from "../../../../hosts/sim/soak/run.js";
import { drawn } from "../../../drawn.js";
import { expect } from "../../../expect.js";

const SEEDS = 25;
const AT_ONCE = 25;

describe("drawn worlds", () => {
	for (let first = 1; first <= SEEDS; first += AT_ONCE)
		it(`keep every invariant for 24 h, from seed ${first} on`, () => {
			for (let seed = first; seed < first + drawn(AT_ONCE); seed++) {
				const { failure } = run(drawWorld(seed, 24));
				expect(failure, `seed ${seed}`).toBe(undefined);
			}
		}).timeout(60_000);
});
