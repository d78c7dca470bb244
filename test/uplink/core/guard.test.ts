/** Holds and pins: the application's guards against moves, both expiring. */

import {
	addHold,
	createGuard,
	expireGuards,
	guardDeadline,
	pinnedSequence,
	removeHold,
} from "../../../modules/uplink/core/guard.js";
import { expect } from "../../expect.js";
import {
	booted,
	connect,
	disconnect,
	held,
	lost,
	opened,
	outcomes,
	pinned,
	type TimelineOptions,
	unpinned,
} from "./timeline.js";
import { GONE, runUntil, SILENT, World } from "./world.js";

const MINUTE = 60_000;
const NATIVE: TimelineOptions = { fitted: ["wifi", "cell"], policy: { preset: "native" } };

/** Connected over cellular, and Wi-Fi is back since the first minute. */
function onCell(): World {
	const t = new World(NATIVE, { wifi: GONE });
	t.at(0, booted).at(MINUTE).said();
	t.set("wifi", { rises: 1000 });
	return t;
}
/** On Ethernet, with everything well. */
function onEthernet(policy: TimelineOptions["policy"] = { preset: "native" }): World {
	const t = new World({ policy });
	t.at(0, booted).at(30_000).said();
	return t;
}
const active = (t: World) => t.core.session.interface;

describe("a hold", () => {
	it("keeps the session where it is, and when it is over the better interface dwells anew", () => {
		const t = onCell();
		runUntil(t, 5 * MINUTE, () => t.core.failback.phase === "dwelling");
		const from = t.now + 30_000;
		t.at(from, held(1, 10 * MINUTE)).at(from + 10 * MINUTE);
		expect([active(t), t.core.failback.phase]).toEqual(["cell", "watching"]);
		t.after(59_000);
		expect(active(t)).toBe("cell");
		t.after(10_000);
		expect(active(t)).toBe("wifi");
	});

	it("withdraws a trial that has moved nothing yet, and nothing grows by it", () => {
		const t = onCell();
		runUntil(t, 5 * MINUTE, () => t.core.failback.phase === "trial");
		t.said();
		t.after(10, held(1, MINUTE)).expect("abandon", "turn wifi 10 NOT_CONNECTED", "route cell");
		expect([t.core.failback.phase, t.core.failback.dwell]).toEqual(["off", MINUTE]);
		expect([t.core.holder, t.core.session.phase]).toEqual(["session", "proven"]);
	});

	it("comes too late for a session that has moved: that goes on", () => {
		const t = onCell();
		runUntil(t, 5 * MINUTE, () => t.core.failback.phase === "trial");
		t.after(0, opened).said();
		t.after(10, held(1, MINUTE)).expect();
		t.after(1000);
		expect(active(t)).toBe("wifi");
	});

	it("does not keep a session that is lost", () => {
		const t = onEthernet();
		t.at(30_000, held(1, 60 * MINUTE));
		t.set("ethernet", GONE).at(40_000);
		expect(active(t)).toBe("wifi");
	});

	it("counts beside others until the last is released", () => {
		const t = onCell();
		t.after(0, held(1, 60 * MINUTE), held(2, 60 * MINUTE));
		t.after(0, { type: "released", id: 1 }, { type: "released", id: 1 }).after(10 * MINUTE);
		expect(active(t)).toBe("cell");
		t.after(0, { type: "released", id: 2 }).after(3 * MINUTE);
		expect(active(t)).toBe("wifi");
	});

	it("is one of eight at most: the newest count, and the same one again replaces itself", () => {
		const guard = createGuard();
		for (let id = 1; id <= 9; id++) addHold(guard, { id, reason: "upload", until: id * 1000 });
		expect(guard.holds.map(({ id }) => id)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
		addHold(guard, { id: 5, reason: "longer", until: 99_000 });
		expect(guard.holds.map(({ id }) => id)).toEqual([2, 3, 4, 6, 7, 8, 9, 5]);
		removeHold(guard, 9);
		expect(guardDeadline(guard)).toBe(2000);
		expect(expireGuards(guard, 6000)).toBe(false);
		expect(guard.holds.map(({ reason, until }) => [reason, until])).toEqual([
			["upload", 7000],
			["upload", 8000],
			["longer", 99_000],
		]);
	});
});

describe("a pin", () => {
	it("brings its interface up and moves there as soon as it is reachable, without a dwell", () => {
		const t = onEthernet();
		t.at(30_000, pinned("cell", 10 * MINUTE)).expect("start cell");
		t.at(33_000);
		expect(active(t)).toBe("cell");
		expect(t.said().filter((line) => line.includes("try"))).toEqual(["@32300 try cell"]);
	});

	it("keeps the session there though a better interface is well, and goes back after it", () => {
		const t = onEthernet();
		t.at(30_000, pinned("cell", 10 * MINUTE)).at(629_999);
		expect([active(t), t.core.failback.phase]).toEqual(["cell", "off"]);
		t.at(12 * MINUTE);
		expect([active(t), t.core.guard.pin]).toEqual(["ethernet", undefined]);
	});

	it("moves where failback is off as well", () => {
		const t = onEthernet({});
		t.at(30_000, pinned("cell", 10 * MINUTE)).at(MINUTE);
		expect(active(t)).toBe("cell");
	});

	it("may be taken off before its time", () => {
		const t = onEthernet();
		t.at(30_000, pinned("cell", 60 * MINUTE))
			.at(MINUTE, unpinned)
			.at(3 * MINUTE)
			.said();
		expect([active(t), t.core.links[2]?.phase]).toEqual(["ethernet", "idle"]);
		t.after(0, unpinned).expect();
	});

	it("with the list behind it goes on to the others while its interface fails, and comes back", () => {
		const t = onEthernet();
		t.at(30_000, pinned("wifi", 60 * MINUTE)).at(MINUTE);
		expect(active(t)).toBe("wifi");
		t.set("wifi", GONE).at(2 * MINUTE);
		expect(active(t)).toBe("ethernet");
		t.set("wifi", { rises: 1000 }).at(8 * MINUTE);
		expect(active(t)).toBe("wifi");
	});

	it("with nothing behind it tries its interface alone", () => {
		const t = onEthernet();
		t.at(30_000, pinned("wifi", 60 * MINUTE, "never")).at(MINUTE);
		const rows = t.rows.length;
		t.set("wifi", GONE).at(30 * MINUTE);
		const tried = t.rows.slice(rows).map((row) => row.interface);
		expect([...new Set(tried)]).toEqual(["wifi"]);
		t.after(0, unpinned).after(MINUTE);
		expect(active(t)).toBe("ethernet");
	});

	it("leaves the session where it is until the pinned interface has proved itself", () => {
		const t = onEthernet();
		t.set("cell", SILENT)
			.at(30_000, pinned("cell", 60 * MINUTE, "never"))
			.at(10 * MINUTE);
		expect([active(t), t.core.session.phase]).toEqual(["ethernet", "proven"]);
		expect(t.said().filter((line) => line.includes(" try "))).toEqual([]);
	});

	it("lets a loss begin with the interface that worked, pinned or not", () => {
		const t = onEthernet();
		t.set("cell", SILENT)
			.at(30_000, pinned("cell", 60 * MINUTE))
			.at(MINUTE);
		for (const change of [unpinned, pinned("cell", 60 * MINUTE), unpinned]) {
			t.after(0, lost("NO_SERVER")).after(2000);
			expect([active(t), t.core.session.phase]).toEqual(["ethernet", "proven"]);
			t.after(20_000, change).after(20_000);
		}
	});

	it("begins a connect() with its interface", () => {
		const t = new World({ policy: { onError: "persist" } });
		t.at(0, pinned("cell", 60 * MINUTE)).expect();
		t.at(1000, connect).at(10_000);
		expect(outcomes(t)).toEqual(["cell SERVER_CONNECTED"]);
		t.at(10_000, disconnect).at(20_000).said();
		expect(t.core.links[2]?.phase).toBe("idle");
	});

	it("says nothing to who connects by hand over another interface", () => {
		const t = onEthernet();
		t.at(30_000, disconnect, pinned("cell", 60 * MINUTE));
		t.at(40_000, { type: "connect", interface: "wifi", told: true }).at(5 * MINUTE);
		expect([active(t), t.core.links[2]?.phase]).toEqual(["wifi", "idle"]);
	});

	it("puts its interface before the sequence, or in place of it", () => {
		const guard = createGuard();
		const sequence = ["ethernet", "wifi", "cell"] as const;
		expect(pinnedSequence(guard, sequence)).toEqual([...sequence]);
		guard.pin = { interface: "cell", why: "a test", until: 1000, fallback: "list" };
		expect(pinnedSequence(guard, sequence)).toEqual(["cell", "ethernet", "wifi"]);
		guard.pin = { ...guard.pin, fallback: "never" };
		expect(pinnedSequence(guard, sequence)).toEqual(["cell"]);
		expect([expireGuards(guard, 999), expireGuards(guard, 1000)]).toEqual([false, true]);
		expect([guard.pin, guardDeadline(guard)]).toEqual([undefined, Infinity]);
	});
});
