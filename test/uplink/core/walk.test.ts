/** The walk alone: order, index and pass. */

import { parsePolicy } from "../../../modules/uplink/core/policy.js";
import type { Identifier } from "../../../modules/uplink/core/types.js";
import {
	applySequence,
	beginPass,
	beginTurn,
	createWalk,
	endTurn,
	endWalk,
	nextReady,
	pause,
	type Walk,
} from "../../../modules/uplink/core/walk.js";
import { expect } from "../../expect.js";

const all = () => true;

/** One turn of the next interface that is ready, or undefined when the pass is over. */
function turn(
	walk: Walk,
	connected = false,
	ready: (over: Identifier) => boolean = all,
): Identifier | undefined {
	const over = nextReady(walk, ready);
	if (over === undefined) return undefined;
	beginTurn(walk, { interface: over, began: 0, deadline: 60_000 });
	endTurn(walk, connected);
	return over;
}

describe("the walk", () => {
	it("gives each interface one turn a pass, in order, and begins again", () => {
		const walk = createWalk(["ethernet", "wifi", "cell"]);
		for (let pass = 0; pass < 2; pass++) {
			beginPass(walk);
			expect([turn(walk), turn(walk), turn(walk), turn(walk)]).toEqual([
				"ethernet",
				"wifi",
				"cell",
				undefined,
			]);
		}
	});

	it("stays where a turn succeeded, and a pass from there goes around", () => {
		const walk = createWalk(["ethernet", "wifi", "cell"]);
		beginPass(walk);
		turn(walk);
		turn(walk, true);
		expect(walk.phase).toBe("settled");
		beginPass(walk);
		expect([turn(walk), turn(walk), turn(walk), turn(walk)]).toEqual([
			"wifi",
			"cell",
			"ethernet",
			undefined,
		]);
	});

	it("skips what is not ready, and counts no turn for it", () => {
		const walk = createWalk(["ethernet", "wifi", "cell"]);
		beginPass(walk);
		expect(turn(walk, false, (over) => over === "cell")).toBe("cell");
		expect(walk.tried).toBe(1);
		beginPass(walk);
		expect(turn(walk, false, () => false)).toBe(undefined);
		expect(walk.tried).toBe(0);
	});

	it("begins a new sequence at its top, after a turn in progress has run to its end", () => {
		const walk = createWalk(["ethernet", "wifi", "cell"]);
		beginPass(walk);
		turn(walk);
		const over = nextReady(walk, all) as Identifier;
		beginTurn(walk, { interface: over, began: 0, deadline: 60_000 });
		applySequence(walk, ["cell", "wifi"]);
		expect(walk.turn?.interface).toBe("wifi");
		endTurn(walk, false);
		expect([turn(walk), turn(walk), turn(walk)]).toEqual(["cell", "wifi", undefined]);
	});

	it("begins a new sequence at its top even if the turn in progress succeeds", () => {
		const walk = createWalk(["ethernet", "wifi"]);
		beginPass(walk);
		turn(walk);
		const over = nextReady(walk, all) as Identifier;
		beginTurn(walk, { interface: over, began: 0, deadline: 60_000 });
		applySequence(walk, ["ethernet", "wifi"]);
		endTurn(walk, true);
		beginPass(walk);
		expect(turn(walk)).toBe("ethernet");
	});

	it("counts a turn in progress as the first of a new sequence that begins with it", () => {
		const walk = createWalk(["wifi", "ethernet"]);
		beginPass(walk);
		const over = nextReady(walk, all) as Identifier;
		beginTurn(walk, { interface: over, began: 0, deadline: 60_000 });
		applySequence(walk, ["wifi", "cell"]);
		endTurn(walk, false);
		expect([walk.phase, walk.tried]).toEqual(["paused", 1]);
		expect([turn(walk), turn(walk)]).toEqual(["cell", undefined]);
	});

	it("goes on down a sequence that came while no turn was in progress", () => {
		const walk = createWalk(["ethernet"]);
		applySequence(walk, ["wifi", "cell"]);
		expect([turn(walk), turn(walk), turn(walk)]).toEqual(["wifi", "cell", undefined]);
	});

	it("pauses until the wait is over, and never for less than the floor", () => {
		const policy = parsePolicy({ floor: 5000 });
		const walk = createWalk(["wifi"]);
		pause(walk, 3000, 1000, policy);
		expect([walk.phase, walk.deadline]).toEqual(["paused", 6000]);
		pause(walk, 30_000, 1000, policy);
		expect(walk.deadline).toBe(30_000);
	});

	it("has nothing to try where nothing is fitted, and does not stumble over it", () => {
		const walk = createWalk([]);
		beginPass(walk);
		expect(nextReady(walk, all)).toBe(undefined);
		endWalk(walk, "idle");
		expect(walk.phase).toBe("idle");
	});
});
