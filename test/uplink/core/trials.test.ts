/** What a better interface has to show before it is tried, and what becomes of a trial. */

import { expect } from "../../expect.js";
import { NATIVE, onCell, onTrial } from "./lower.js";
import {
	booted,
	changed,
	claimed,
	held,
	lost,
	opened,
	os,
	outcomes,
	probed,
	trialLost,
} from "./timeline.js";
import { GONE, runUntil, SILENT, World } from "./world.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const of = (lines: string[], part: string) => lines.filter((line) => line.includes(part));

/** On cellular, Wi-Fi back, and its dwell just begun. */
function onDwell(options = NATIVE): World {
	const t = onCell(options);
	t.set("wifi", { rises: 1000 });
	runUntil(t, 10 * MINUTE, () => t.core.failback.phase === "dwelling");
	t.said();
	return t;
}
const reachableAt = (t: World) => t.core.paths[0]?.reachableAt ?? 0;

describe("a better interface", () => {
	it("is probed every ten seconds while it does not answer", () => {
		const t = onCell();
		t.set("wifi", { rises: 1000, answers: undefined });
		runUntil(t, 5 * MINUTE, () => t.core.links[0]?.phase === "up");
		t.said();
		t.after(5 * MINUTE);
		const said = t.said();
		expect(of(said, " probe wifi").length).toBeAtLeast(29);
		expect(of(said, " unprobe wifi").length).toBeAtLeast(29);
	});

	it("begins its dwell anew when its link is gone for a moment longer than the debounce", () => {
		const t = onDwell();
		t.after(30_000, changed("wifi", 200)).after(300);
		expect([t.core.failback.phase, t.core.failback.candidate]).toEqual(["watching", undefined]);
		t.after(31_000);
		expect(t.core.session.interface).toBe("cell");
		t.after(3 * MINUTE);
		expect(t.core.session.interface).toBe("wifi");
	});

	it("is tried at the very end of its dwell, between two probes", () => {
		const t = onDwell({ ...NATIVE, policy: { preset: "native", dwell: 65_000 } });
		const end = reachableAt(t) + 65_000;
		t.at(end - 1);
		expect(t.core.failback.phase).toBe("dwelling");
		t.at(end);
		expect(t.core.failback.phase).toBe("trial");
	});

	it("is not tried while a question is open: no answer, no trial", () => {
		const t = onDwell({ ...NATIVE, policy: { preset: "native", dwell: 61_000 } });
		const end = reachableAt(t) + 61_000;
		t.at(end - 5000)
			.set("wifi", SILENT)
			.at(end + 10_000);
		expect(of(t.said(), "try")).toEqual([]);
		expect(t.core.failback.phase).toBe("watching");
	});

	it("is moved to without delay where the policy asks for no dwell", () => {
		const t = onCell({ ...NATIVE, policy: { preset: "native", dwell: 0 } });
		t.set("wifi", { rises: 1000 });
		runUntil(t, 5 * MINUTE, () => t.core.session.interface === "wifi");
		expect(of(t.said(), " probe wifi").length).toBe(1);
	});

	it("is one that the list names, where the active one is not of the list any more", () => {
		const t = new World({ policy: { preset: "native" } });
		t.at(0, booted).at(30_000, { type: "apply", list: ["wifi"], strict: true });
		t.at(3 * MINUTE);
		expect(t.core.session.interface).toBe("wifi");
	});

	it("may be a metered one: its dwell lasts from answer to answer, however seldom it is asked", () => {
		const t = new World(
			{
				fitted: ["wifi", "cell"],
				list: ["cell", "wifi"],
				policy: { preset: "native", cell: { budget: 10_752 } },
			},
			{ cell: GONE },
		);
		t.at(0, booted).at(3 * MINUTE);
		expect(t.core.session.interface).toBe("wifi");
		t.set("cell", { rises: 2000 }).at(10 * MINUTE);
		expect(t.core.session.interface).toBe("cell");
		expect(of(t.said(), " probe cell").length).toBe(1);
	});

	it("is nothing to one who connected by hand, nor to the system alone", () => {
		const manual = new World(NATIVE);
		manual.at(0, { type: "connect", interface: "cell", told: false }, claimed("wifi", 1));
		const system = new World(NATIVE, { wifi: GONE });
		system.at(0, os(true)).at(60_000).set("wifi", { rises: 1000 }).after(0, claimed("wifi", 1));
		for (const t of [manual, system]) {
			t.at(10 * MINUTE);
			expect([t.core.session.interface, t.core.failback.phase]).toEqual(["cell", "off"]);
		}
	});

	it("that is warm needs no scout", () => {
		const t = onCell();
		expect([t.core.failback.phase, t.core.failback.scouts.length]).toEqual(["watching", 0]);
	});
});

describe("a trial", () => {
	it("ends with its link, before its time, and the route goes back", () => {
		const t = onTrial();
		t.after(1000, changed("wifi", 200)).expect();
		t.after(300).expect(
			"stop wifi",
			"abandon",
			`turn wifi ${t.now - t.core.failback.began} NO_WIFI`,
			"route cell",
		);
		expect([t.core.session.interface, t.core.session.phase]).toEqual(["cell", "proven"]);
	});

	it("is not brought back by a transport that opens too late", () => {
		const t = onTrial();
		t.after(10_000);
		expect(t.core.failback.phase).toBe("watching");
		t.said();
		t.after(100, opened).expect();
		t.after(100, trialLost("NO_SERVER")).expect();
		expect(t.core.session.interface).toBe("cell");
	});

	it("has the session hold the route as soon as it has moved", () => {
		const t = onTrial();
		expect([t.core.route, t.core.holder]).toEqual(["wifi", "trial"]);
		t.after(100, opened);
		expect([t.core.route, t.core.holder]).toEqual(["wifi", "session"]);
	});

	it("that fails keeps its interface away for its back-off, and each failure for longer", () => {
		const t = onTrial();
		t.after(100, trialLost("NO_SERVER"));
		expect([t.core.paths[0]?.phase, t.core.paths[0]?.reason]).toEqual(["waiting", "NO_SERVER"]);
		t.set("wifi", { answers: 300 });
		const failed = t.now;
		runUntil(t, 30 * MINUTE, () => t.core.session.interface === "wifi");
		expect(t.now - failed).toBeAtLeast(2 * MINUTE);
	});

	it("that moved and did not last leaves a longer dwell, which an hour of peace halves", () => {
		const t = onDwell();
		runUntil(t, 10 * MINUTE, () => t.core.session.interface === "wifi");
		t.set("wifi", GONE).after(30_000);
		expect([t.core.session.interface, t.core.failback.dwell]).toEqual(["cell", 2 * MINUTE]);
		t.after(HOUR);
		expect(t.core.failback.dwell).toBe(MINUTE);
	});

	it("that moved and lasted leaves the dwell as it was", () => {
		const t = onDwell();
		runUntil(t, 10 * MINUTE, () => t.core.session.interface === "wifi");
		t.after(6 * MINUTE);
		t.set("wifi", GONE).after(30_000);
		expect([t.core.session.interface, t.core.failback.dwell]).toEqual(["cell", MINUTE]);
	});

	it("is not begun anew by a hold that comes when there is none", () => {
		const t = onCell();
		t.after(0, held(1, MINUTE)).expect();
		expect([t.core.failback.phase, t.core.route, t.core.holder]).toEqual([
			"off",
			"cell",
			"session",
		]);
	});

	it("leaves the old interface its five seconds, whatever else the core hears in them", () => {
		const t = onDwell({ ...NATIVE, policy: { preset: "native", wifi: { ask: 1000 } } });
		runUntil(t, 10 * MINUTE, () => t.core.failback.movedAt > 0);
		const moved = t.core.lingerUntil - 5000;
		t.at(moved + 4999);
		expect([t.core.links[1]?.phase, t.core.lingering]).toEqual(["up", "cell"]);
		t.at(moved + 5000);
		expect([t.core.links[1]?.phase, t.core.lingering]).toEqual(["stopping", undefined]);
	});

	it("costs the loss under it one row and no blame of its own", () => {
		const t = onTrial();
		t.after(100, lost("NO_SERVER"));
		expect(outcomes(t).filter((row) => row.includes("wifi NOT_CONNECTED")).length).toBe(1);
		expect(t.core.failback.dwell).toBe(MINUTE);
	});

	it("takes no answer of a probe for its own", () => {
		const t = onTrial();
		t.after(100, probed("wifi", true)).expect();
		expect(t.core.failback.phase).toBe("trial");
	});
});
