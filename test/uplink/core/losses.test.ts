/** Losses: what ends a session, where the walk begins after it, and what is remembered of the way. */

import { expect } from "../../expect.js";
import { onCell } from "./lower.js";
import {
	booted,
	changed,
	connect,
	disconnect,
	evidence,
	lost,
	opened,
	os,
	outcomes,
	Timeline,
	up,
} from "./timeline.js";
import { DEAD, GONE, runUntil, SILENT, World } from "./world.js";

const MINUTE = 60_000;
const PERSIST = { onError: "persist" } as const;
const count = (lines: string[], part: string) => lines.filter((line) => line.includes(part)).length;

/** Connected over the first of these since 2.3 s. */
function online(options: ConstructorParameters<typeof World>[0] = { policy: PERSIST }): World {
	const t = new World(options);
	t.at(0, booted).at(30_000).said();
	return t;
}

describe("a loss", () => {
	it("of the link opens the next session in the same step where one stands by warm", () => {
		const t = online({ policy: { preset: "native" } });
		t.at(30_100, changed("ethernet", 200)).at(30_400);
		expect(t.said().slice(-2)).toEqual(["route wifi", "open wifi"]);
	});

	it("by silence has the server for its reason, by the link what the link failed with", () => {
		const t = online();
		t.set("ethernet", DEAD);
		runUntil(t, MINUTE, () => t.core.session.phase === "idle");
		expect([t.core.errand?.kind, t.core.reason]).toEqual(["loss", "NO_SERVER"]);
		const pulled = online();
		pulled.at(30_100, changed("ethernet", 200)).at(30_400);
		expect([pulled.core.errand?.kind, pulled.core.reason]).toEqual(["loss", "NO_LINK"]);
	});

	it("of the link says nothing against the way over it", () => {
		const t = online();
		t.set("ethernet", GONE).at(31_000);
		expect([t.core.paths[0]?.phase, t.core.paths[0]?.failures]).toEqual(["idle", 0]);
	});

	it("after ten seconds of service begins with the same interface, before with the next", () => {
		for (const [lasted, next] of [
			[10_000, "ethernet"],
			[9999, "wifi"],
		] as const) {
			const t = new World({ policy: PERSIST });
			t.at(0, booted).at(2300);
			expect(t.core.session.since).toBe(2300);
			t.at(2300 + lasted, lost("NO_SERVER"));
			expect(t.core.walk.turn?.interface, `${lasted}`).toBe(next);
		}
	});

	it("while a better interface dwells leaves no row of it", () => {
		for (const end of [lost("NO_SERVER"), disconnect]) {
			const t = onCell();
			t.set("wifi", { rises: 1000 });
			runUntil(t, 10 * MINUTE, () => t.core.failback.phase === "dwelling");
			const rows = t.rows.length;
			t.after(100, end);
			expect(t.rows.length).toBe(rows);
		}
	});

	it("after a failback begins where the session had moved to, in the middle of the list too", () => {
		const t = new World({ policy: { preset: "native" } }, { ethernet: GONE, wifi: GONE });
		t.at(0, booted).at(MINUTE);
		t.set("wifi", { rises: 1000 });
		runUntil(t, 10 * MINUTE, () => t.core.failback.movedAt > 0);
		expect(t.core.walk.position).toBe(1);
		t.after(MINUTE, lost("NO_SERVER")).after(1000);
		expect(outcomes(t).slice(-1)).toEqual(["wifi SERVER_CONNECTED"]);
	});

	it("that the system asks for is one like any other", () => {
		const t = online();
		t.at(30_000, { type: "dropped", reason: "NO_SERVER" });
		expect(t.said()).toEqual(["close", "route none", "route ethernet", "open ethernet"]);
		t.at(30_100, { type: "dropped", reason: "NO_SERVER" }).expect();
	});

	it("is told with its reason, though nothing was tried since", () => {
		const t = online({
			fitted: ["ethernet"],
			policy: { ...PERSIST, ethernet: { backoffMin: 170_000 } },
		});
		t.set("ethernet", GONE).at(91_000);
		expect(t.said().filter((line) => line.includes("tell"))).toEqual(["@90300 tell NO_LINK"]);
	});
});

describe("an attempt that outlasts its turn", () => {
	it("goes on beside the session of another, and its address is let go", () => {
		const t = new World(
			{ fitted: ["wifi", "cell"], list: ["cell", "wifi"], policy: PERSIST },
			{ cell: { rises: 150_000 } },
		);
		t.at(0, booted).at(149_999);
		expect([t.core.session.interface, t.core.links[1]?.phase]).toEqual(["wifi", "climbing"]);
		t.said();
		t.at(150_000).expect("stop cell");
	});
});

describe("the way over an interface", () => {
	it("that failed above its address is free again when the address is another", () => {
		const t = new Timeline({
			fitted: ["ethernet"],
			policy: { preset: "native", ethernet: { backoffMin: 170_000 } },
		});
		t.at(0, booted, up("ethernet"), lost("NO_SERVER")).said();
		expect([t.core.paths[0]?.phase, t.core.walk.phase]).toEqual(["waiting", "paused"]);
		t.at(20_000, changed("ethernet", 200)).at(20_300);
		const { deadline } = t.core.links[0] ?? { deadline: 0 };
		t.at(deadline, up("ethernet")).at(deadline);
		expect(t.said().slice(-2)).toEqual(["route ethernet", "open ethernet"]);
	});

	it("has the walk pause for as long as it waits", () => {
		const t = new World(
			{ fitted: ["ethernet"], policy: { ...PERSIST, ethernet: { backoffMin: 30_000 } } },
			{ ethernet: { refuses: "NO_SERVER" } },
		);
		t.at(0, booted).at(10_000);
		expect([t.core.walk.phase, t.core.walk.deadline]).toEqual([
			"paused",
			t.core.paths[0]?.deadline,
		]);
	});
});

describe("evidence", () => {
	it("that comes with the failure ends the pause as soon as the link may climb", () => {
		const t = new Timeline({
			fitted: ["ethernet"],
			policy: { ...PERSIST, ethernet: { backoffMin: 170_000 } },
		});
		t.at(0, booted, changed("ethernet", 200, "NO_LINK"))
			.at(100, evidence("ethernet"))
			.said();
		t.at(999).expect();
		t.at(1000).expect("start ethernet");
		expect(t.core.walk.turn?.interface).toBe("ethernet");
	});

	it("that is not heeded puts nothing off", () => {
		const t = new World(
			{ fitted: ["ethernet"], policy: { preset: "native", ethernet: { backoffMin: 3000 } } },
			{ ethernet: { rises: 500, refuses: "NO_SERVER" } },
		);
		t.at(0, booted).at(1000, evidence("ethernet")).at(1100);
		const { deadline } = t.core.paths[0] ?? { deadline: 0 };
		t.at(deadline - 2000, evidence("ethernet")).at(deadline);
		expect(t.core.walk.turn?.began).toBe(deadline);
	});

	it("counts once in five seconds where it is an address that comes and goes, too", () => {
		const t = new Timeline({ fitted: ["ethernet"], policy: { preset: "native" } });
		t.at(0, booted, up("ethernet"), lost("NO_SERVER"));
		// The first comes after the wait, the second ends it, the third is within five seconds of it.
		for (const attempts of [2, 3, 3]) {
			t.after(10, changed("ethernet", 200)).after(300);
			t.at(t.core.links[0]?.deadline ?? 0, up("ethernet")).after(0);
			expect(t.core.attempts).toBe(attempts);
			if (t.core.session.phase === "opening") t.after(0, lost("NO_SERVER"));
		}
	});

	it("cuts no turn of another interface", () => {
		const t = new Timeline({ policy: { ...PERSIST, ethernet: { backoffMin: 170_000 } } });
		t.at(0, booted, changed("ethernet", 200, "NO_LINK")).said();
		t.at(5000, evidence("ethernet")).at(6000).expect();
		expect(t.core.walk.turn?.interface).toBe("wifi");
	});

	it("is new settings, for every interface that waits", () => {
		const t = new Timeline({
			fitted: ["ethernet", "wifi"],
			policy: { ...PERSIST, ethernet: { backoffMin: 170_000 }, wifi: { backoffMin: 170_000 } },
		});
		t.at(0, booted, changed("ethernet", 200, "NO_LINK"), changed("wifi", 200, "NO_WIFI"));
		t.at(30_000, changed("wifi", 200)).said();
		t.at(40_000, { type: "configured" }).at(40_000).expect("start ethernet");
		t.at(40_100, changed("ethernet", 200, "NO_LINK"));
		expect(t.said()).toEqual(["stop ethernet", "turn ethernet 100 NO_LINK", "start wifi"]);
	});

	it("about another interface does not hurry a server that refuses us", () => {
		const t = new World(
			{
				fitted: ["wifi", "ethernet"],
				list: ["wifi", "ethernet"],
				policy: { ...PERSIST, wifi: { backoffMin: 170_000 } },
			},
			{ wifi: GONE, ethernet: { refuses: "NOT_AUTHORISED" } },
		);
		t.at(0, booted).at(30_000).said();
		t.at(40_000, evidence("wifi")).at(60_000).expect();
		expect([t.core.walk.phase, t.core.refused?.interface]).toEqual(["paused", "ethernet"]);
	});
});

describe("a caller who joined a move that was lost", () => {
	/** The session is on its way to Wi-Fi, where nobody will answer. */
	function moving(): World {
		const t = onCell();
		t.set("wifi", { rises: 1000 });
		runUntil(t, 10 * MINUTE, () => t.core.failback.phase === "trial");
		t.set("wifi", SILENT).set("cell", SILENT).after(0, opened).said();
		return t;
	}

	it("waits no longer than its own timeout", () => {
		const t = moving();
		const ends = t.now + 15_000;
		t.after(0, { type: "connect", timeout: 15_000, told: true }).at(ends - 1);
		expect(count(t.said(), "complete")).toBe(0);
		t.at(ends);
		expect(count(t.said(), "complete NOT_RESOLVED")).toBe(1);
	});

	it("waits for a pass where it set no time", () => {
		const t = moving();
		t.after(0, connect).after(MINUTE);
		expect(count(t.said(), "complete")).toBe(0);
		t.after(10 * MINUTE);
		expect(count(t.said(), "complete")).toBe(1);
	});

	it("is not asked for by a system that has let go again", () => {
		const t = moving();
		t.after(0, os(true)).after(10, os(false)).expect();
		expect(t.core.errand).toBe(undefined);
	});
});
