/** Failback among the others: when a better interface is looked at, tried, and moved to. */

import { expect } from "../../expect.js";
import { COLD, NATIVE, onCell, onTrial } from "./lower.js";
import {
	answered,
	booted,
	changed,
	connect,
	disconnect,
	opened,
	os,
	outcomes,
	probed,
	trialLost,
	up,
} from "./timeline.js";
import { runUntil, SILENT, World } from "./world.js";

const count = (lines: string[], part: string) => lines.filter((line) => line.includes(part)).length;

describe("failback", () => {
	it("is off in the impOS preset: the session stays where it is", () => {
		const t = onCell({ fitted: ["wifi", "cell"] });
		t.set("wifi", { rises: 1000 }).at(7_200_000);
		expect(t.core.session.interface).toBe("cell");
		expect(count(t.said(), "wifi")).toBe(0);
	});

	it("moves when a better interface has been reachable for the dwell, and not before", () => {
		const t = onCell();
		t.set("wifi", { rises: 1000 });
		runUntil(t, 1_000_000, () => t.core.paths[0]?.reachable === true);
		const reachable = t.core.paths[0]?.reachableAt ?? 0;
		t.at(reachable + 59_900);
		expect(t.core.session.interface).toBe("cell");
		t.said();
		t.at(reachable + 61_000);
		expect(t.core.session.interface).toBe("wifi");
		const stamped = t.said().map((line) => line.replace(/^@[0-9]+ /, ""));
		expect(stamped).toEqual([
			"route wifi",
			"try wifi",
			"move",
			"turn wifi 400 SERVER_CONNECTED",
			"proved wifi",
		]);
		expect(outcomes(t).slice(-1)).toEqual(["wifi SERVER_CONNECTED"]);
	});

	it("lets the interface it left linger for five seconds, and then go", () => {
		const t = onCell();
		t.set("wifi", { rises: 1000 });
		runUntil(t, 1_000_000, () => t.core.session.interface === "wifi");
		t.after(4000);
		expect(t.core.links[1]?.phase).toBe("up");
		t.after(2000);
		expect(t.core.links[1]?.phase).toBe("idle");
	});

	it("starts a loss after a move from where it moved to", () => {
		const t = onCell();
		t.set("wifi", { rises: 1000 });
		runUntil(t, 1_000_000, () => t.core.session.interface === "wifi");
		t.after(60_000);
		const { attempt } = t.core.session;
		t.after(0, { type: "lost", attempt, reason: "NO_SERVER" }).after(5000);
		expect(outcomes(t).slice(-1)).toEqual(["wifi SERVER_CONNECTED"]);
	});

	it("begins the dwell anew at each probe without an answer", () => {
		const t = onCell();
		t.set("wifi", { rises: 1000 });
		runUntil(t, 1_000_000, () => t.core.failback.phase === "dwelling");
		t.after(40_000);
		t.set("wifi", SILENT).after(15_000);
		expect(t.core.failback.phase).toBe("watching");
		t.set("wifi", { answers: 300 }).after(50_000);
		expect(t.core.session.interface).toBe("cell");
		t.after(30_000);
		expect(t.core.session.interface).toBe("wifi");
	});

	it("scouts a cold interface after a minute, then ever more seldom, and never the active one", () => {
		const t = onCell(COLD);
		t.at(6 * 3_600_000);
		const starts = t.said().filter((line) => line.endsWith("start wifi"));
		expect(starts.length).toBeAtLeast(7);
		expect(starts.length).toBeAtMost(14);
		expect(count(t.said(), "start cell")).toBe(0);
	});

	it("keeps a scout that finds the server up while its dwell runs, and moves", () => {
		const t = onCell(COLD);
		t.set("wifi", { rises: 1000 }).at(300_000);
		expect(t.core.session.interface).toBe("wifi");
		expect(t.said().filter((line) => line.endsWith("start wifi")).length).toBe(1);
	});

	it("calls a scout home that comes to an address and no further", () => {
		const t = onCell(COLD);
		t.set("wifi", { rises: 1000, answers: undefined }).at(200_000);
		expect([t.core.links[0]?.phase, t.core.failback.scouts[0]?.phase]).toEqual(["idle", "resting"]);
	});

	it("does not try while the OS holds a connection, and does when it has let go", () => {
		const t = onCell();
		t.after(0, os(true));
		t.set("wifi", { rises: 1000 }).at(1_000_000);
		expect(t.core.session.interface).toBe("cell");
		t.after(0, os(false)).after(30_000);
		expect(t.core.session.interface).toBe("wifi");
	});
});

describe("a trial", () => {
	it("that gets no answer gives the route back after ten seconds, and doubles the dwell", () => {
		const t = onTrial();
		const { began } = t.core.failback;
		t.at(began + 9999).expect();
		expect([t.core.route, t.core.holder]).toEqual(["wifi", "trial"]);
		t.at(began + 10_000).expect("abandon", "turn wifi 10000 NO_SERVER", "route cell");
		expect([t.core.holder, t.core.session.phase]).toEqual(["session", "proven"]);
		expect(t.core.failback.dwell).toBe(120_000);
	});

	it("that is refused leaves the session where it is", () => {
		const t = onTrial();
		t.after(100, trialLost("NO_SERVER"));
		expect(t.said()).toContain("abandon");
		expect([t.core.session.phase, t.core.session.interface]).toEqual(["proven", "cell"]);
	});

	it("ends with the session under it, and leaves a row of its own", () => {
		const t = onTrial();
		const { attempt } = t.core.session;
		t.after(100, { type: "lost", attempt, reason: "NO_SERVER" });
		expect(outcomes(t).slice(-1)).toEqual(["wifi NOT_CONNECTED"]);
		expect(t.core.failback.phase).toBe("off");
	});

	it("ignores what belongs to another", () => {
		const t = onTrial();
		const { attempt } = t.core.failback;
		t.after(10, { type: "opened", attempt: attempt + 1 }).expect();
		t.after(10, { type: "lost", attempt: attempt + 7, reason: "NO_SERVER" }).expect();
		expect(t.core.failback.phase).toBe("trial");
	});

	it("that moved and then failed is a loss, told once, and doubles the dwell", () => {
		const t = onTrial();
		t.after(100, opened).expect("move");
		const { began } = t.core.failback;
		t.at(began + 10_000);
		expect(outcomes(t).slice(-1)).toEqual(["wifi NO_SERVER"]);
		t.after(10_000);
		expect([t.core.session.phase, t.core.session.interface]).toEqual(["proven", "cell"]);
		expect(t.core.failback.dwell).toBe(120_000);
	});

	it("is let go with the session by disconnect(), and nobody is blamed", () => {
		for (const late of [false, true]) {
			const t = onTrial();
			if (late) t.after(100, opened).said();
			t.after(100, disconnect);
			expect(outcomes(t).slice(-1)).toEqual(["wifi NOT_CONNECTED"]);
			expect([t.core.session.phase, t.core.route, t.core.failback.phase]).toEqual([
				"idle",
				undefined,
				"off",
			]);
			expect(t.core.failback.dwell).toBe(60_000);
			t.after(60_000).said();
			t.after(3_600_000).expect();
		}
	});
});

describe("a session that moves", () => {
	/** TCP over Wi-Fi is open, the old session has ended, the new one has yet to answer. */
	function moving(): World {
		const t = onTrial();
		t.after(100, opened).said();
		return t;
	}

	it("answers a connect() when it has arrived, and walks nowhere", () => {
		const t = moving();
		t.after(100, connect).expect();
		t.after(100, answered);
		expect(t.said().slice(1, 2)).toEqual(["complete SERVER_CONNECTED wifi"]);
		t.set("wifi", { answers: 300 });
		t.after(60_000);
		expect([t.core.session.interface, t.core.walk.phase]).toEqual(["wifi", "settled"]);
	});

	it("answers a connect() from the walk that follows when the move fails", () => {
		const t = moving();
		t.after(100, connect).after(30_000);
		expect(count(t.said(), "complete SERVER_CONNECTED cell")).toBe(1);
	});

	it("needs no walk of the OS's, which rides along", () => {
		const t = moving();
		t.after(100, os(true)).after(100, answered);
		t.set("wifi", { answers: 300 }).after(10_000);
		expect([t.core.session.interface, t.core.side.phase]).toEqual(["wifi", "idle"]);
		expect([t.core.session.owner, t.core.osOwned]).toEqual(["application", false]);
	});

	it("gives way to a connection by hand over one interface", () => {
		const t = moving();
		t.after(100, { type: "connect", interface: "cell", told: true }).after(5000);
		expect([t.core.session.interface, t.core.manual]).toEqual(["cell", "cell"]);
		expect(outcomes(t).slice(-2)).toEqual(["wifi NOT_CONNECTED", "cell SERVER_CONNECTED"]);
	});

	it("is lost with the link it moved to", () => {
		const t = moving();
		t.after(100, changed("wifi", 200)).after(300);
		expect(outcomes(t).slice(-1)).toEqual(["wifi NO_WIFI"]);
		t.after(10_000);
		expect(t.core.session.interface).toBe("cell");
	});
});

describe("a trial begun by hand in a timeline", () => {
	it("needs an address, a path and patience, in that order", () => {
		const t = new World(
			{ ...NATIVE, policy: { preset: "native", dwell: 20_000 } },
			{
				wifi: { rises: undefined, answers: undefined },
			},
		);
		t.at(0, booted).at(40_000).said();
		expect(t.core.session.interface).toBe("cell");
		runUntil(t, 100_000, () => t.core.links[0]?.phase === "climbing");
		t.said();
		t.after(10, up("wifi")).expect("probe wifi");
		t.after(10, probed("wifi", true)).expect();
		const reachable = t.now;
		t.at(reachable + 9990).expect("probe wifi");
		t.after(10, probed("wifi", true)).after(9000).said();
		t.at(reachable + 20_500, probed("wifi", true));
		expect(t.core.failback.phase).toBe("trial");
	});
});
