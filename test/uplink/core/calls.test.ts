/** What the application asks for while something else is under way: `connect()` and `disconnect()`. */

import { expect } from "../../expect.js";
import {
	answered,
	booted,
	changed,
	connect,
	disconnect,
	lost,
	outcomes,
	Timeline,
	up,
} from "./timeline.js";
import { GONE, World } from "./world.js";

const ALL_GONE = { ethernet: GONE, wifi: GONE, cell: GONE };
const count = (lines: string[], part: string) => lines.filter((line) => line.includes(part)).length;

describe("connect()", () => {
	it("while connected only says so", () => {
		const t = new World();
		t.at(0, booted).at(10_000).said();
		t.at(10_000, connect).expect("complete SERVER_CONNECTED ethernet");
		t.at(10_001, { type: "connect", told: false }).expect();
	});

	it("under a turn counts it as the first of the caller's pass", () => {
		const t = new World({ policy: { onError: "return" } }, ALL_GONE);
		t.at(0, booted).at(10_000, connect).at(149_999);
		expect(outcomes(t)).toEqual(["ethernet NO_LINK", "wifi NO_WIFI", "cell NO_MODEM"]);
		expect(count(t.said(), "complete")).toBe(0);
		t.at(150_000);
		expect(count(t.said(), "complete NO_LINK ethernet")).toBe(1);
		expect(t.core.wanted).toBe(false);
	});

	it("under a turn cuts it short where its own timeout is shorter", () => {
		const t = new Timeline({ policy: { onError: "return" } });
		t.at(0, booted, up("ethernet")).said();
		t.at(1000, { type: "connect", timeout: 5000, told: true }).expect();
		t.at(6000);
		expect(t.said().slice(0, 4)).toEqual([
			"turn ethernet 6000 NOT_RESOLVED",
			"close",
			"route none",
			"complete NOT_RESOLVED ethernet",
		]);
		expect(t.core.wanted).toBe(false);
	});

	it("replaces the caller before it, who hears nothing", () => {
		const t = new Timeline({ policy: { onError: "return" } });
		t.at(0, connect, connect, up("ethernet"), answered);
		expect(count(t.said(), "complete")).toBe(1);
	});

	it("tries at once what waits, after a loss as after giving up", () => {
		const t = new World(
			{ fitted: ["wifi"], policy: { onError: "return", wifi: { backoffMin: 170_000 } } },
			{ wifi: GONE },
		);
		t.at(0, booted).at(100_000).said();
		t.set("wifi", { rises: 1000 }).at(100_000, connect).at(102_000);
		expect(t.core.session.phase).toBe("proven");
	});
});

describe("connect() and a modem that waits", () => {
	const waiting = () => {
		const t = new World({
			fitted: ["wifi", "cell"],
			policy: { onError: "return", cell: { backoffMin: 300_000 } },
		});
		t.set("wifi", GONE)
			.at(0, booted)
			.at(20_100, changed("cell", 0, "SIM_ERROR"))
			.at(90_000);
		expect([t.core.wanted, t.core.links[1]?.phase]).toEqual([false, "waiting"]);
		t.said();
		return t;
	};

	it("does not force its pace for a caller who asks for the server", () => {
		const t = waiting();
		t.at(90_000, connect).at(150_000);
		expect(count(t.said(), "start cell")).toBe(0);
		expect(outcomes(t).filter((row) => row.startsWith("cell")).length).toBe(1);
	});

	it("tries it at once for one who asks for it alone", () => {
		const t = waiting();
		t.at(90_000, { type: "connect", interface: "cell", told: true }).at(100_000);
		expect(t.said()).toContain("@90000 start cell");
		expect(t.core.session.interface).toBe("cell");
	});
});

describe("disconnect()", () => {
	it("ends a turn as failed, NOT_CONNECTED, and lets its link go", () => {
		const t = new Timeline();
		t.at(0, booted, up("ethernet")).said();
		t.at(1000, disconnect).expect(
			"turn ethernet 1000 NOT_CONNECTED",
			"close",
			"route none",
			"stop ethernet",
		);
		t.at(2000, answered, lost("NO_SERVER")).expect();
		t.at(60_000).expect();
	});

	it("twice is as once, and before any connect nothing", () => {
		const t = new Timeline();
		t.at(0, disconnect).expect();
		t.at(10, booted).at(20, disconnect).said();
		t.at(30, disconnect).expect();
	});

	it("begins the next connect() at the top; a loss begins where it was", () => {
		const t = new World({ fitted: ["ethernet", "wifi"] }, { ethernet: GONE });
		t.at(0, booted).at(20_000);
		expect(t.core.session.interface).toBe("wifi");
		t.at(20_000, lost("NO_SERVER")).at(25_000);
		expect(outcomes(t).slice(-1)).toEqual(["wifi SERVER_CONNECTED"]);
		t.at(30_000, disconnect).at(40_000, connect).at(60_000);
		expect(outcomes(t).slice(-2)).toEqual(["ethernet NO_LINK", "wifi SERVER_CONNECTED"]);
	});
});
