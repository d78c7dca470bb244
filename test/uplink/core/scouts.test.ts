/** Scouts: better cold interfaces that are brought up for a look, without route or session. */

import { expect } from "../../expect.js";
import { COLD, onCell, onTrial } from "./lower.js";
import { booted, held, os, type TimelineOptions, trialLost } from "./timeline.js";
import { GONE, runUntil, SILENT, World } from "./world.js";

const MINUTE = 60_000;
/** The same, and the core hears of time every second: cellular is asked as often. */
const BUSY: TimelineOptions = {
	fitted: ["wifi", "cell"],
	policy: {
		preset: "native",
		wifi: { standby: "cold" },
		cell: { ask: 1000, budget: 0 },
	},
};
const scoutOf = (t: World) => t.core.failback.scouts[0];

/** When the said lines with this part were said. */
function timesOf(t: World, part: string): number[] {
	const said = t.said().filter((line) => line.endsWith(part));
	return said.map((line) => Number(/^@([0-9]+) /.exec(line)?.[1] ?? t.now));
}

describe("a scout", () => {
	it("rests twice as long each time, whatever else the core hears meanwhile", () => {
		for (const options of [COLD, BUSY]) {
			const t = new World(options, { wifi: GONE });
			t.at(0, booted).at(60_000).said();
			t.at(120 * MINUTE);
			const starts = timesOf(t, "start wifi");
			expect(starts.length).toBeAtLeast(5);
			starts.slice(1).forEach((start, n) => {
				const rested = start - (starts[n] ?? 0) - 20_000;
				const least = 2 ** (n + 1) * MINUTE;
				expect(rested, `rest ${n}`).toBeAtLeast(least);
				expect(rested, `rest ${n}`).toBeAtMost(1.2 * least + 1000);
			});
		}
	});

	it("is given the time to climb", () => {
		const t = onCell(BUSY);
		t.set("wifi", { rises: 15_000 });
		runUntil(t, 10 * MINUTE, () => t.core.links[0]?.phase === "up");
		expect(timesOf(t, "start wifi").length).toBe(1);
	});

	it("stays out while its interface dwells", () => {
		const t = onCell(BUSY);
		t.set("wifi", { rises: 1000 });
		runUntil(t, 10 * MINUTE, () => t.core.failback.phase === "dwelling");
		t.after(30_000);
		expect([t.core.failback.phase, scoutOf(t)?.phase]).toEqual(["dwelling", "out"]);
	});

	it("comes home after an hour beyond its climb and two dwells, where no move was possible", () => {
		const t = onCell(COLD);
		t.set("wifi", { rises: 1000 }).after(0, os(true));
		runUntil(t, 10 * MINUTE, () => scoutOf(t)?.phase === "out");
		const out = t.now;
		const until = scoutOf(t)?.deadline ?? 0;
		expect(until).toBeAtMost(out + 40_000 + 2 * MINUTE + 60 * MINUTE);
		expect(until).toBeAtLeast(out + 39_900 + 2 * MINUTE + 60 * MINUTE);
		t.at(until - 1);
		expect(scoutOf(t)?.phase).toBe("out");
		t.at(until);
		expect(scoutOf(t)?.phase).toBe("resting");
	});

	it("comes home when the trial of its interface fails, and another stays out", () => {
		const t = new World(
			{
				policy: {
					preset: "native",
					ethernet: { standby: "cold" },
					wifi: { standby: "cold" },
				},
			},
			{ ethernet: GONE, wifi: GONE },
		);
		t.at(0, booted).at(60_000).said();
		t.set("ethernet", { rises: 1000 }).set("wifi", { rises: 1000 });
		runUntil(t, 10 * MINUTE, () => t.core.failback.phase === "trial");
		expect(t.core.failback.candidate).toBe("ethernet");
		t.after(0, trialLost("NO_SERVER"));
		expect(t.core.failback.scouts.map(({ phase }) => phase)).toEqual(["resting", "out"]);
		expect(t.core.failback.scouts.map(({ interval }) => interval / MINUTE)).toEqual([2, 1]);
	});

	it("is called home by a hold, and its interface goes", () => {
		const t = onCell(COLD);
		t.set("wifi", { rises: 1000 });
		runUntil(t, 10 * MINUTE, () => t.core.failback.phase === "dwelling");
		t.said();
		t.after(0, held(1, MINUTE)).expect("stop wifi");
		expect([t.core.failback.phase, t.core.failback.scouts.length]).toEqual(["off", 0]);
	});

	it("is out no more when its interface failed on trial", () => {
		const t = onTrial(COLD);
		t.set("wifi", SILENT).after(10_000);
		expect([scoutOf(t)?.phase, t.core.links[0]?.phase]).toEqual(["resting", "stopping"]);
	});

	it("is not needed where a pin keeps its interface up", () => {
		const t = new World({ policy: { preset: "native" } });
		t.set("cell", SILENT).at(0, booted).at(30_000).said();
		t.at(30_000, {
			type: "pinned",
			interface: "cell",
			why: "a test",
			for: 60 * MINUTE,
			fallback: "list",
		});
		t.at(40 * MINUTE);
		expect([t.core.failback.scouts.length, timesOf(t, "start cell").length]).toEqual([0, 1]);
	});
});
