/** The error policies: what a walk without success comes to, and who is told. */

import { expect } from "../../expect.js";
import { booted, changed, connect, disconnect, outcomes, Timeline } from "./timeline.js";
import { GONE, SILENT, World } from "./world.js";

const ALL_GONE = { ethernet: GONE, wifi: GONE, cell: GONE };
const count = (lines: string[], part: string) => lines.filter((line) => line.includes(part)).length;

describe("SUSPEND_ON_ERROR", () => {
	it("is a minute of turns and nine of quiet, and a turn once begun is finished", () => {
		const t = new World({ policy: { onError: "suspend" } }, ALL_GONE);
		t.at(0, booted).at(144_999);
		expect(t.core.walk.phase).toBe("turn");
		t.at(145_000);
		expect(t.said().slice(-1)).toEqual(["rest 540000"]);
		expect([t.core.walk.phase, t.core.walk.deadline]).toEqual(["quiet", 685_000]);
		const before = t.rows.length;
		t.at(684_999);
		expect(t.rows.length).toBe(before);
		t.at(685_000);
		expect(t.core.walk.turn?.interface).toBe("ethernet");
	});

	it("goes quiet at its minute when it only waits", () => {
		const t = new World(
			{ fitted: ["wifi"], policy: { wifi: { backoffMin: 100_000 } } },
			{ wifi: GONE },
		);
		t.at(0, booted).at(59_999);
		expect(t.core.walk.phase).toBe("paused");
		t.at(60_000).said();
		expect([t.core.walk.phase, t.core.walk.deadline]).toEqual(["quiet", 600_000]);
	});

	it("carries the index over the quiet, so that a slow first interface starves nobody", () => {
		const t = new World({ policy: { onError: "suspend" } }, { ethernet: SILENT, wifi: SILENT });
		t.at(0, booted).at(60_000);
		expect([t.core.walk.phase, ...outcomes(t)]).toEqual(["quiet", "ethernet NOT_RESOLVED"]);
		t.at(660_000);
		expect([t.core.walk.phase, ...outcomes(t)]).toEqual([
			"quiet",
			"ethernet NOT_RESOLVED",
			"wifi NOT_RESOLVED",
		]);
		t.at(1_210_000);
		expect(outcomes(t).slice(2)).toEqual(["cell SERVER_CONNECTED"]);
	});

	it("tells nobody of a loss", () => {
		const t = new World({ policy: { onError: "suspend" } });
		t.at(0, booted).at(10_000).said();
		for (const over of ["ethernet", "wifi", "cell"] as const) t.set(over, GONE);
		t.at(3_600_000);
		expect(count(t.said(), "tell")).toBe(0);
	});

	it("wakes for connect(), and for a policy that does not sleep", () => {
		for (const wake of [connect, { type: "judgeBy", onError: "return" }] as const) {
			const t = new World({ policy: { onError: "suspend" } }, ALL_GONE);
			t.at(0, booted).at(200_000);
			expect(t.core.walk.phase).toBe("quiet");
			t.at(210_000, wake);
			expect(t.core.walk.phase).toBe("turn");
		}
	});
});

describe("RETURN_ON_ERROR", () => {
	it("lets a boot walk for its minute where the pass is shorter, and gives up without a word", () => {
		const t = new Timeline({ fitted: ["ethernet"], policy: { onError: "return" } });
		t.at(0, booted, changed("ethernet", 200, "NO_LINK"));
		t.at(59_999);
		expect(t.core.wanted).toBe(true);
		t.at(70_000);
		expect([t.core.wanted, t.core.walk.phase]).toEqual([false, "idle"]);
		expect(outcomes(t).length).toBeAtLeast(3);
		const said = t.said();
		expect(count(said, "tell") + count(said, "complete")).toBe(0);
		t.at(3_600_000).expect();
	});

	it("lets a boot finish its pass where that is longer than a minute", () => {
		const t = new World({ policy: { onError: "return" } }, ALL_GONE);
		t.at(0, booted).at(144_999);
		expect(t.core.wanted).toBe(true);
		t.at(145_000);
		expect(t.core.wanted).toBe(false);
		expect(outcomes(t).length).toBe(3);
	});

	it("tells of a loss once, at 60 s, and finishes the pass that the loss began", () => {
		const t = new World({ policy: { onError: "return" } });
		t.at(0, booted).at(10_000).said();
		for (const over of ["ethernet", "wifi", "cell"] as const) t.set(over, GONE);
		const losses = t.at(10_300).said();
		expect(count(losses, "close")).toBe(1);
		t.at(70_300);
		expect(t.said().filter((line) => line.includes("tell"))).toEqual(["tell NO_WIFI"]);
		expect(t.core.wanted).toBe(true);
		t.at(400_000);
		expect(t.core.wanted).toBe(false);
		t.at(7_200_000);
		expect(count(t.said(), "tell")).toBe(0);
	});

	it("does not tell of a loss that is mended within the minute", () => {
		const t = new World({ fitted: ["ethernet"], policy: { onError: "return" } });
		t.at(0, booted).at(10_000);
		t.set("ethernet", GONE).at(40_000);
		t.set("ethernet", { rises: 500 }).at(200_000);
		expect(t.core.session.phase).toBe("proven");
		expect(count(t.said(), "tell")).toBe(0);
	});

	it("does not tell of a loss when the application has let go since", () => {
		const t = new World({ fitted: ["ethernet"], policy: { onError: "return" } });
		t.at(0, booted).at(10_000);
		t.set("ethernet", GONE).at(40_000, disconnect).at(200_000);
		expect(count(t.said(), "tell")).toBe(0);
	});

	it("ends a connect() without timeout after one pass", () => {
		const t = new World({ policy: { onError: "return" } }, ALL_GONE);
		t.at(0, connect).at(144_999);
		expect(count(t.said(), "complete")).toBe(0);
		t.at(145_000);
		expect(t.said()).toContain("complete NO_MODEM cell");
		expect(t.core.wanted).toBe(false);
	});

	it("ends a connect() at its timeout, even in the middle of a turn", () => {
		const t = new Timeline({ policy: { onError: "return" } });
		t.at(0, { type: "connect", timeout: 3000, told: true }).expect("start ethernet");
		t.at(2999).expect();
		t.at(3000).expect("turn ethernet 3000 NO_LINK", "complete NO_LINK ethernet");
		// The turn was the caller's; the link's own attempt has its own clock.
		t.at(100_000).expect("@5000 stop ethernet");
	});

	it("gives up its turns and lets a slow modem's attempt go on, for the next connect() to find", () => {
		const t = new World(
			{ fitted: ["cell"], policy: { onError: "return" } },
			{ cell: { rises: 150_000 } },
		);
		t.at(0, connect).at(120_000);
		expect(t.said().slice(-1)).toEqual(["complete NO_PPP_CONNECTION cell"]);
		expect([t.core.wanted, t.core.links[0]?.phase]).toEqual([false, "climbing"]);
		t.at(140_000, connect).at(151_000);
		expect(outcomes(t)).toEqual(["cell NO_PPP_CONNECTION", "cell SERVER_CONNECTED"]);
		expect(count(t.said(), "start cell")).toBe(0);
	});

	it("lets go of that attempt at disconnect(), also when it has given up already", () => {
		for (const at of [60_000, 130_000]) {
			const t = new World(
				{ fitted: ["cell"], policy: { onError: "return" } },
				{ cell: { rises: 150_000 } },
			);
			t.at(0, connect).at(at).said();
			t.at(at, disconnect);
			expect(t.said().slice(-1), `${at}`).toEqual(["stop cell"]);
			t.at(3_600_000).expect();
			expect(t.core.links[0]?.phase).toBe("idle");
		}
	});

	it("answers a timeout of 0 at once", () => {
		const t = new Timeline({ policy: { onError: "return" } });
		t.at(0, { type: "connect", timeout: 0, told: true }).expect("complete NOT_CONNECTED nowhere");
	});

	it("goes on waiting through a pass of nothing but waits, to the caller's own time", () => {
		const t = new World({ fitted: ["cell"], policy: { onError: "return" } });
		t.at(0, connect)
			.at(1000, changed("cell", 0, "SIM_ERROR"))
			.said();
		t.at(1100, connect).expect();
		t.at(30_000);
		expect(t.said().slice(-1)[0]?.endsWith("complete SERVER_CONNECTED cell")).toBe(false);
		expect(t.core.session.phase).toBe("proven");
	});
});

describe("a policy that persists", () => {
	it("never gives up, and tells of an outage once", () => {
		const t = new World({ policy: { onError: "persist" } });
		t.at(0, booted).at(10_000).said();
		for (const over of ["ethernet", "wifi", "cell"] as const) t.set(over, GONE);
		t.at(86_400_000);
		expect(count(t.said(), "tell")).toBe(1);
		expect(t.core.wanted).toBe(true);
		t.set("wifi", { rises: 2000 }).after(400_000);
		expect(t.core.session.interface).toBe("wifi");
	});

	it("answers a caller at its timeout and walks on, its turns no shorter than before", () => {
		for (const onError of ["persist", "suspend"] as const) {
			const t = new World({ fitted: ["wifi"], policy: { onError } }, { wifi: GONE });
			t.at(0, { type: "connect", timeout: 3000, told: true }).at(3000);
			expect(count(t.said(), "complete NO_WIFI wifi")).toBe(1);
			t.set("wifi", { rises: 10_000 }).at(59_000);
			expect(t.core.session.phase, onError).toBe("proven");
			expect(count(t.said(), "complete")).toBe(0);
		}
	});

	it("answers a caller without timeout after one pass", () => {
		const t = new World({ policy: { onError: "persist" } }, ALL_GONE);
		t.at(0, connect).at(144_999);
		expect(count(t.said(), "complete")).toBe(0);
		t.at(3_600_000);
		expect(t.said().filter((line) => line.includes("complete"))).toEqual([
			"@145000 complete NO_MODEM cell",
		]);
	});

	it("restarts the board after a day without any connection, and not for a day nobody wanted one", () => {
		const t = new World(
			{ fitted: ["wifi"], policy: { onError: "persist", restart: 86_400_000 } },
			{ wifi: GONE },
		);
		t.at(0, booted).at(86_399_999);
		expect(count(t.said(), "restart")).toBe(0);
		t.at(86_400_000);
		expect(count(t.said(), "restart")).toBe(1);
		t.at(86_500_000, disconnect).at(400_000_000).said();
		t.at(400_000_000, connect).after(3_600_000);
		expect(count(t.said(), "restart")).toBe(0);
	});
});
