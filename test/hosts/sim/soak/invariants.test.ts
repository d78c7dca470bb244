/**
 * Each invariant fails when the firmware is broken in the way it is about, and holds when it is not.
 */

import { INVARIANTS } from "../../../../hosts/sim/soak/invariants.js";
import { run } from "../../../../hosts/sim/soak/run.js";
import type { World } from "../../../../hosts/sim/soak/world.js";
import { expect } from "../../../expect.js";
import { BREAKS } from "./broken.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Every interface fails and comes back, a list is set, and the power goes. */
const EVENTFUL: World = {
	seed: 1,
	fitted: ["eth0", "wl0", "cell0"],
	policy: {
		preset: "native",
		dwellMax: 5 * MINUTE,
		ethernet: { ask: MINUTE },
		wifi: { ask: MINUTE },
		cell: { ask: MINUTE, budget: 0 },
	},
	ticks: 0,
	steps: [
		{ at: 10 * MINUTE, call: { do: "publish", QoS: 1, times: 2 } },
		{ at: 20 * MINUTE, set: { eth0: { cable: false }, wl0: { upstream: "blackhole" } } },
		{ at: 40 * MINUTE, set: { cell0: { modem: false } } },
		{ at: 60 * MINUTE, set: { cell0: { modem: true }, wl0: { upstream: "ok" } } },
		{ at: 80 * MINUTE, set: { wl0: { accessPoint: false }, cell0: { ppp: false } } },
		{ at: 2 * HOUR, set: { wl0: { accessPoint: true } } },
		{ at: 3 * HOUR, set: { eth0: { cable: true } } },
		{ at: 5 * HOUR, call: { do: "list", list: ["eth0", "wl0"] } },
		{ at: 6 * HOUR, power: "off" },
		{ at: 6 * HOUR + MINUTE, power: "on" },
	],
	heal: 7 * HOUR,
	end: 8 * HOUR,
};

describe("the invariants of the soak", () => {
	it("hold on a day of faults with the firmware as it is", () => {
		expect(run(EVENTFUL).failure).toBe(undefined);
	});

	it("are each broken by at least one line", () => {
		expect(Object.keys(BREAKS).sort()).toEqual(INVARIANTS.map(({ name }) => name).sort());
	});

	for (const [name, breaks] of Object.entries(BREAKS))
		for (const [line, sabotage] of breaks)
			it(`${name} does not hold when ${line}`, () => {
				const { failure } = run(EVENTFUL, { only: [name], sabotage });
				expect(failure?.invariant).toBe(name);
			});
});
