/** Waits and floors: nothing spins, and evidence is no way to hammer. */

import { nextDeadline } from "../../../modules/uplink/core/core.js";
import { step } from "../../../modules/uplink/core/step.js";
import { expect } from "../../expect.js";
import {
	booted,
	changed,
	claimed,
	evidence,
	Timeline,
	type TimelineOptions,
	up,
} from "./timeline.js";
import { GONE, SILENT, World } from "./world.js";

const HOUR = 3_600_000;
const PERSIST = { onError: "persist" } as const;

/** Steps in the hour after the first, when everything has found its pace. */
function stepsAnHour(options: TimelineOptions, facts: Record<string, object>): number {
	const t = new World(options, facts);
	t.at(0, booted).at(HOUR);
	const before = t.steps;
	t.at(2 * HOUR);
	return t.steps - before;
}

describe("an hour of the core", () => {
	const all = (facts: object) => ({ ethernet: facts, wifi: facts, cell: facts });

	it("takes few steps where nothing connects, by whatever policy", () => {
		for (const onError of ["persist", "suspend", "return"] as const)
			for (const facts of [GONE, SILENT, { refuses: "NO_SERVER" }, { refuses: "NOT_AUTHORISED" }])
				for (const preset of ["impOS", "native"] as const) {
					const steps = stepsAnHour({ policy: { preset, onError } }, all(facts));
					expect(steps, `${preset} ${onError} ${JSON.stringify(facts)}`).toBeAtMost(1200);
				}
	});

	it("takes few steps where a lower interface is active and a better one leads nowhere", () => {
		const steps = stepsAnHour({ policy: { preset: "native" } }, { ethernet: SILENT, wifi: GONE });
		expect(steps).toBeAtMost(3000);
	});

	it("takes only the session's own steps where everything is well", () => {
		expect(stepsAnHour({}, {})).toBeAtMost(3000);
	});

	it("is 0 steps for a core that nobody asked for anything", () => {
		const t = new Timeline();
		t.at(HOUR).expect();
		expect(t.steps).toBe(0);
		expect(nextDeadline(t.core)).toBe(Infinity);
	});
});

describe("the next deadline", () => {
	it("moves on with every elapsed, in every world", () => {
		for (const facts of [GONE, SILENT, { refuses: "NO_SERVER" }, {}])
			for (const preset of ["impOS", "native"] as const) {
				const t = new World({ policy: { preset, onError: "persist" } }, { ethernet: facts });
				t.at(0, booted).at(90_000, claimed("wifi", 1)).at(100_000);
				// From here on the world is silent, and only time passes.
				const { core } = t;
				let last = t.now;
				let again = 0;
				for (let n = 0; n < 500; n++) {
					const now = Math.max(last, nextDeadline(core));
					again = now === last ? again + 1 : 0;
					expect(again, `elapsed at ${now}`).toBeAtMost(2);
					step(core, { type: "elapsed" }, now);
					core.commands = [];
					last = now;
				}
			}
	});

	it("is not moved by an elapsed that comes too early or again", () => {
		const t = new Timeline();
		t.at(0, booted).said();
		const deadline = nextDeadline(t.core);
		t.at(10, { type: "elapsed" }, { type: "elapsed" }).expect();
		expect(nextDeadline(t.core)).toBe(deadline);
	});
});

describe("a pass", () => {
	it("that failed at once is not followed by another for five seconds", () => {
		const t = new World(
			{ fitted: ["ethernet"], policy: PERSIST },
			{ ethernet: { rises: 100, refuses: "NO_SERVER" } },
		);
		t.at(0, booted).at(60_000);
		t.rows.slice(1).forEach((row, n) => {
			const before = t.rows[n];
			expect(row.at - (before?.at ?? 0) - (before?.took ?? 0), `pause ${n}`).toBeAtLeast(5000);
		});
		expect(t.rows.length).toBeAtLeast(3);
	});

	it("is spaced by the back-off of its interfaces, ever more widely", () => {
		const t = new World({ fitted: ["ethernet"], policy: PERSIST }, { ethernet: GONE });
		t.at(0, booted).at(24 * HOUR);
		const gaps = t.rows.slice(1).map((row, n) => row.at - (t.rows[n]?.at ?? 0));
		expect(Math.max(...gaps)).toBeAtMost(222_000);
		expect(gaps.slice(8).every((gap) => gap >= 180_000)).toBe(true);
		t.set("ethernet", { rises: 1000 }).after(222_000);
		expect(t.core.session.phase).toBe("proven");
	});
});

describe("evidence", () => {
	function waiting(): Timeline {
		const t = new Timeline({
			fitted: ["ethernet"],
			policy: { ...PERSIST, ethernet: { backoffMin: 170_000 } },
		});
		t.at(0, booted, changed("ethernet", 200, "NO_LINK")).said();
		return t;
	}

	it("ends the link's wait and the walk's pause at once", () => {
		const t = waiting();
		t.at(2000, evidence("ethernet")).at(2000).expect("start ethernet");
		expect(t.core.walk.turn?.interface).toBe("ethernet");
	});

	it("counts once in five seconds, however often it comes", () => {
		const t = waiting();
		let starts = 0;
		for (let now = 2000; now < 62_000; now += 100) {
			t.at(now, evidence("ethernet"));
			if (t.core.links[0]?.phase === "climbing") {
				starts += 1;
				t.at(now, changed("ethernet", 200, "NO_LINK"));
			}
		}
		expect(starts).toBeAtLeast(8);
		expect(starts).toBeAtMost(12);
	});

	it("ends the wait of a way that failed above its address", () => {
		const t = new World(
			{ fitted: ["ethernet"], policy: { ...PERSIST, ethernet: { backoffMin: 170_000 } } },
			{ ethernet: { refuses: "NO_SERVER" } },
		);
		t.at(0, booted).at(10_000);
		t.set("ethernet", { refuses: undefined }).at(20_000, evidence("ethernet")).at(24_000);
		expect(t.core.session.phase).toBe("proven");
	});

	it("for another interface ends no wait", () => {
		const t = new Timeline({
			fitted: ["ethernet", "wifi"],
			list: ["ethernet"],
			strict: true,
			policy: { ...PERSIST, ethernet: { backoffMin: 170_000 } },
		});
		t.at(0, booted, changed("ethernet", 200, "NO_LINK")).said();
		t.at(10_000, evidence("wifi")).at(170_000).expect();
	});

	it("is an address too: what climbed on after its turn ends the pause", () => {
		const t = new Timeline({
			fitted: ["cell"],
			policy: { ...PERSIST, floor: 60_000 },
		});
		t.at(0, booted).at(1000, changed("cell", 300)).at(120_000).said();
		expect(t.core.walk.phase).toBe("paused");
		t.at(130_000, up("cell")).at(130_000).expect("route cell", "open cell");
	});
});
