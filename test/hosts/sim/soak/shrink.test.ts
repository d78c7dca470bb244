/**
 * A failing world becomes a short one that fails alike, within its bound of runs.
 */

import { drawWorld } from "../../../../hosts/sim/soak/draw.js";
import { type Failure, run } from "../../../../hosts/sim/soak/run.js";
import { shrink } from "../../../../hosts/sim/soak/shrink.js";
import { tellFailure } from "../../../../hosts/sim/soak/tell.js";
import { expect } from "../../../expect.js";
import { BREAKS } from "./broken.js";

/** Broken whenever Wi-Fi waits: the shortest way there is an access point that is not there. */
const sabotage = BREAKS["reasoned-waits"]?.[0]?.[1];
const options = { only: ["reasoned-waits"], ...(sabotage && { sabotage }) };

/** The first crowded seed that fails so. */
function failing() {
	for (let seed = 1; seed < 100; seed++) {
		const world = drawWorld(seed, 24);
		const { failure } = run(world, options);
		if (failure && world.steps.length > 20) return { world, failure };
	}
	throw new Error("no seed fails");
}

describe("shrinking", () => {
	it("leaves a timeline of a few steps and minutes that fails by the same invariant", () => {
		const { world, failure } = failing();
		const shrunk = shrink(world, failure, options);
		expect(shrunk.failure.invariant).toBe(failure.invariant);
		expect(run(shrunk.world, options).failure).toEqual(shrunk.failure);
		expect(shrunk.world.steps.length).toBeAtMost(2);
		expect(shrunk.world.fitted.length).toBe(1);
		expect(shrunk.world.end).toBeAtMost(120_000);
		expect(shrunk.runs).toBeAtMost(400);
	});

	it("keeps to its bound, and what it has by then still fails", () => {
		const { world, failure } = failing();
		const shrunk = shrink(world, failure, { ...options, most: 5 });
		expect(shrunk.runs).toBe(5);
		expect(run(shrunk.world, options).failure?.invariant).toBe(failure.invariant);
	});

	it("is told as an invariant, a place, and a line for each step", () => {
		const world = drawWorld(1, 1);
		const failure: Failure = { invariant: "order", at: 5, says: "so and so" };
		const lines = tellFailure("seed 1", { ...world, steps: [{ at: 7, far: "forget" }] }, failure);
		expect(lines[0]).toBe("seed 1: order at 5: so and so");
		expect(lines).toContain('         7 {"far":"forget"}');
	});
});
