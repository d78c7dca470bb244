/** A list in force: when it counts, where the index goes, and what strict means. */

import { expect } from "../../expect.js";
import { apply, booted, changed, connect, disconnect, outcomes, Timeline, up } from "./timeline.js";
import { GONE, World } from "./world.js";

describe("a list applied", () => {
	it("leaves a live connection alone, and counts from the next loss, from its first element", () => {
		const t = new World();
		t.at(0, booted).at(10_000).said();
		t.at(10_000, apply("wifi")).at(12_000).expect();
		expect(t.core.session.interface).toBe("ethernet");
		t.set("ethernet", GONE).at(20_000);
		expect(outcomes(t)).toEqual(["ethernet SERVER_CONNECTED", "wifi SERVER_CONNECTED"]);
	});

	it("counts after disconnect() and connect(), even where the old interface works", () => {
		const t = new World();
		t.at(0, booted).at(10_000, apply("cell", "wifi"), disconnect).at(20_000, connect).at(40_000);
		expect(outcomes(t).slice(1)).toEqual(["cell SERVER_CONNECTED"]);
	});

	it("in the middle of a turn lets the turn end, and begins at its own top", () => {
		const t = new Timeline({ list: ["ethernet", "wifi"], policy: { onError: "persist" } });
		t.at(0, booted, changed("ethernet", 200, "NO_LINK")).said();
		t.at(1000, apply("cell", "wifi")).expect();
		t.at(2000, changed("wifi", 200, "NO_WIFI")).expect(
			"stop wifi",
			"turn wifi 2000 NO_WIFI",
			"start cell",
		);
	});

	it("begins again at its top when it is applied again", () => {
		const t = new World({ list: ["wifi", "cell"], policy: { onError: "persist" } }, { wifi: GONE });
		t.at(0, booted).at(40_000);
		expect(t.core.session.interface).toBe("cell");
		t.at(40_000, apply("wifi", "cell"));
		t.set("wifi", { rises: 1000 }).set("cell", { rises: undefined }).at(45_000);
		expect(outcomes(t).slice(-1)).toEqual(["wifi SERVER_CONNECTED"]);
	});

	it("does not wait for the waits of the list before it", () => {
		const t = new World(
			{
				fitted: ["ethernet", "wifi"],
				list: ["ethernet"],
				strict: true,
				policy: { onError: "persist", ethernet: { backoffMin: 170_000 } },
			},
			{ ethernet: GONE },
		);
		t.at(0, booted).at(30_000);
		expect(t.core.walk.phase).toBe("paused");
		t.at(30_000, apply("wifi")).at(40_000);
		expect(t.core.session.interface).toBe("wifi");
	});
});

describe("a strict list", () => {
	it("has no tail: nothing outside it is ever tried", () => {
		const t = new World(
			{ list: ["wifi"], strict: true, policy: { onError: "persist" } },
			{ wifi: GONE },
		);
		t.at(0, booted).at(3_600_000);
		expect(new Set(outcomes(t)).size).toBe(1);
		expect(t.rows[0]?.interface).toBe("wifi");
		const others = t.said().filter((line) => /start (ethernet|cell)/.test(line));
		expect(others).toEqual([]);
	});

	it("that lets an interface out leaves it cold, even where it stood by warm", () => {
		const t = new Timeline({ policy: { preset: "native" } });
		t.at(0, booted).expect("start ethernet", "start wifi");
		t.at(100, { type: "apply", list: ["ethernet"], strict: true }).expect("stop wifi");
		t.at(200, up("ethernet")).at(10_000);
		expect(t.core.links.map((link) => link.phase)).toEqual(["up", "idle", "idle"]);
	});
});
