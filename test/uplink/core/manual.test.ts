/** Manual mode: one interface by hand, how it begins beside others, and how its owner leaves it. */

import { expect } from "../../expect.js";
import {
	apply,
	booted,
	claimed,
	connect,
	disconnect,
	type Happening,
	lost,
	outcomes,
	Timeline,
	up,
} from "./timeline.js";
import { GONE, SILENT, World } from "./world.js";

const MINUTE = 60_000;
const PERSIST = { onError: "persist" } as const;
const RETURN = { onError: "return" } as const;
const cleared: Happening = { type: "apply", list: [], strict: false, cleared: true };
function byHand(over: "ethernet" | "wifi" | "cell", timeout?: number): Happening {
	return { type: "connect", interface: over, timeout, told: true };
}

describe("manual mode", () => {
	it("counts for the connection there is, and for what follows its loss", () => {
		const t = new World({ policy: PERSIST });
		t.at(0, booted).at(10_000).said();
		t.at(10_000, byHand("ethernet")).expect("complete SERVER_CONNECTED ethernet");
		t.set("ethernet", GONE).at(5 * MINUTE);
		expect([t.core.session.phase, t.core.manual]).toEqual(["idle", "ethernet"]);
		expect([...new Set(outcomes(t).slice(1))]).toEqual(["ethernet NO_LINK"]);
	});

	it("uses the interface as it is where nothing about it is new", () => {
		const t = new World({ policy: RETURN });
		t.at(0, claimed("wifi", 1)).at(10_000).said();
		t.at(10_000, byHand("wifi")).expect("route wifi", "open wifi");
		t.at(20_000, disconnect).said();
		t.at(20_000, { type: "connect", renew: true, told: false }).expect("start ethernet");
	});

	it("is left at once when the owner forgets everything, and a connection that lives stays", () => {
		const t = new World({ policy: PERSIST });
		t.at(0, byHand("cell")).at(10_000).said();
		t.at(10_000, cleared).expect();
		expect([t.core.manual, t.core.session.interface]).toEqual([undefined, "cell"]);
		t.set("cell", GONE).at(20_000);
		expect(t.core.session.interface).toBe("ethernet");
	});

	it("is left after the attempt in flight has succeeded", () => {
		const t = new World({ policy: RETURN });
		t.at(0, byHand("cell")).at(1000, cleared).at(1500);
		expect([t.core.manual, t.core.manualEnds]).toEqual(["cell", true]);
		t.at(10_000);
		expect([t.core.session.interface, t.core.manual, t.core.manualEnds]).toEqual([
			"cell",
			undefined,
			false,
		]);
		t.at(10_000, byHand("cell"), disconnect, byHand("wifi")).at(20_000);
		expect([t.core.session.interface, t.core.manual]).toEqual(["wifi", "wifi"]);
	});

	it("is left after the attempt in flight has failed, or was let go", () => {
		const t = new World({ policy: RETURN }, { cell: GONE });
		t.at(0, byHand("cell"))
			.at(1000, cleared)
			.at(3 * MINUTE);
		expect([t.core.wanted, t.core.manual]).toEqual([false, undefined]);
		const dropped = new World({ policy: RETURN }, { cell: GONE });
		dropped.at(0, byHand("cell")).at(1000, cleared).at(2000, disconnect);
		expect(dropped.core.manual).toBe(undefined);
	});

	it("goes on under a list that is only another", () => {
		const t = new World({ policy: RETURN });
		t.at(0, byHand("cell")).at(10_000, apply("wifi"));
		expect(t.core.manual).toBe("cell");
	});
});

describe("a connect()", () => {
	it("under a turn of a list that is out of date has the whole of the new one before it", () => {
		const t = new World({ policy: RETURN }, { ethernet: SILENT, wifi: GONE, cell: GONE });
		t.at(0, booted).at(5000, { type: "apply", list: ["wifi", "cell"], strict: true });
		t.at(10_000, connect).at(10 * MINUTE);
		expect(outcomes(t)).toEqual(["ethernet NOT_RESOLVED", "wifi NO_WIFI", "cell NO_MODEM"]);
		expect(t.said().filter((line) => line.includes("complete"))).toEqual([
			"@200000 complete NO_MODEM cell",
		]);
	});

	it("does not put off the restart of a board that is offline", () => {
		const restart = 24 * 60 * MINUTE;
		const t = new World({ fitted: ["wifi"], policy: { ...PERSIST, restart } }, { wifi: GONE });
		t.at(0, booted);
		for (let hours = 6; hours < 24; hours += 6) t.at(hours * 60 * MINUTE, connect);
		t.at(restart);
		expect(t.said().filter((line) => line.endsWith("restart"))).toEqual(["restart"]);
	});

	it("of no time at all is answered at once where the walk goes on, too", () => {
		const t = new Timeline({ policy: PERSIST });
		t.at(0, { type: "connect", timeout: 0, told: true });
		expect(t.said()).toContain("complete NOT_CONNECTED nowhere");
		expect(t.core.wanted).toBe(true);
	});

	it("is refused at once where a slow interface leads to a refusal after the minute", () => {
		const t = new Timeline({ fitted: ["cell"], policy: RETURN });
		t.at(0, booted).at(70_000, up("cell"), lost("NOT_AUTHORISED"));
		expect([t.core.wanted, t.core.reason, t.core.walk.phase]).toEqual([
			false,
			"NOT_AUTHORISED",
			"idle",
		]);
	});
});

describe("a change of the error policy", () => {
	it("changes nothing of a turn, and wakes nobody who is to stay quiet", () => {
		const t = new Timeline();
		t.at(0, booted).at(1000).said();
		t.at(1000, { type: "judgeBy", onError: "return" }).expect();
		expect([t.core.walk.turn?.began, t.core.errand?.began]).toEqual([0, 0]);
		const quiet = new World({ fitted: ["wifi"] }, { wifi: GONE });
		quiet.at(0, booted).at(100_000, { type: "judgeBy", onError: "suspend" });
		expect(quiet.core.walk.phase).toBe("quiet");
	});

	it("has a boot that only waited give up at its minute", () => {
		const t = new Timeline({
			fitted: ["wifi"],
			policy: { ...RETURN, wifi: { backoffMin: 170_000 } },
		});
		t.at(0, claimed("wifi", 1)).at(30_000).at(31_000, booted).at(90_999);
		expect([t.core.errand?.kind, t.core.wanted, t.rows.length]).toEqual(["boot", true, 0]);
		t.at(91_000);
		expect(t.core.wanted).toBe(false);
	});

	it("leaves NOT_CONNECTED as the reason of a connection that was let go", () => {
		const t = new World();
		t.at(0, booted).at(10_000, disconnect);
		expect(t.core.reason).toBe("NOT_CONNECTED");
	});
});
