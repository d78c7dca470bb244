/** Those beside the application's walk: claims, the OS, and one interface by hand. */

import { expect } from "../../expect.js";
import {
	apply,
	booted,
	changed,
	claimed,
	connect,
	disconnect,
	os,
	outcomes,
	Timeline,
	up,
} from "./timeline.js";
import { GONE, SILENT, World } from "./world.js";

const PERSIST = { onError: "persist" } as const;
const count = (lines: string[], part: string) => lines.filter((line) => line.includes(part)).length;

describe("a claim", () => {
	it("brings its interface up without route, session or turn, and keeps it up", () => {
		const t = new World();
		t.at(0, claimed("wifi", 1)).expect("start wifi");
		t.at(50_000).expect();
		expect([t.core.links[1]?.phase, t.core.route, t.rows.length]).toEqual(["up", undefined, 0]);
		t.at(50_000, claimed("wifi", 0)).expect("stop wifi");
	});

	it("outlasts disconnect(), and any claim before the last", () => {
		const t = new World({ fitted: ["wifi"] });
		t.at(0, booted, claimed("wifi", 2)).at(10_000).said();
		t.at(10_000, disconnect).expect("close", "route none");
		t.at(20_000, claimed("wifi", 1)).expect();
		t.at(30_000, claimed("wifi", 0)).expect("stop wifi");
	});

	it("tries its interface for ever, at the pace of the back-off", () => {
		const t = new World({}, { wifi: GONE });
		t.at(0, claimed("wifi", 1)).at(86_400_000);
		const starts = count(t.said(), "start wifi");
		expect(starts).toBeAtLeast(360);
		expect(starts).toBeAtMost(440);
	});
});

describe("an OS connection", () => {
	it("walks every interface in default order, whatever the list, and writes no row", () => {
		const t = new World(
			{ list: ["cell"], strict: true, policy: PERSIST },
			{ ethernet: GONE, cell: GONE },
		);
		t.at(0, os(true)).at(20_000);
		expect(t.core.session.interface).toBe("wifi");
		expect([t.core.session.owner, t.rows.length, t.core.holder]).toEqual(["os", 0, "os"]);
		expect(t.core.list).toEqual(["cell"]);
		const said = t.said();
		expect(count(said, "complete") + count(said, "tell")).toBe(0);
		t.at(20_000, os(false));
		expect(t.said().slice(-3)).toEqual(["close", "route none", "stop wifi"]);
		t.at(3_600_000).expect();
	});

	it("leaves the index of the application where it was", () => {
		const t = new World({ fitted: ["ethernet", "wifi"], policy: { onError: "return" } });
		t.set("ethernet", GONE).at(0, booted).at(20_000);
		expect(t.core.walk.position).toBe(1);
		t.set("wifi", GONE).at(200_000);
		expect(t.core.wanted).toBe(false);
		const { position } = t.core.walk;
		t.set("ethernet", { rises: 100 }).at(300_000, os(true)).at(310_000);
		expect(t.core.session.interface).toBe("ethernet");
		t.at(310_000, os(false));
		expect(t.core.walk.position).toBe(position);
	});

	it("rides on the application's session, and outlives it", () => {
		const t = new World();
		t.at(0, booted).at(10_000).said();
		t.at(10_000, os(true)).expect();
		t.at(11_000, disconnect).at(20_000);
		expect([t.core.session.phase, t.core.session.owner]).toEqual(["proven", "os"]);
		expect(t.core.wanted).toBe(false);
	});

	it("is joined by an application that connects, which goes back to its own list after it", () => {
		const t = new World({ list: ["wifi"], policy: { onError: "return" } });
		t.at(0, os(true)).at(10_000).said();
		expect(t.core.session.interface).toBe("ethernet");
		t.at(10_000, connect).expect("proved ethernet", "complete SERVER_CONNECTED ethernet");
		t.at(20_000, os(false)).at(30_000);
		expect(t.core.session.interface).toBe("wifi");
		expect(count(t.said(), "tell")).toBe(0);
	});

	it("gives way to an application that connects while it walks", () => {
		const t = new World({ list: ["cell"] }, { ethernet: GONE });
		t.at(0, os(true)).at(1000, connect).at(10_000);
		expect(outcomes(t)).toEqual(["cell SERVER_CONNECTED"]);
		expect(count(t.said(), "complete SERVER_CONNECTED cell")).toBe(1);
	});

	it("does not wait for the application's quiet to end, and gives the walk back after it", () => {
		const t = new World({ fitted: ["wifi"], policy: { onError: "suspend" } }, { wifi: GONE });
		t.at(0, booted).at(100_000);
		expect(t.core.walk.phase).toBe("quiet");
		t.set("wifi", { rises: 1000 }).at(100_000, os(true)).at(140_000);
		expect([t.core.session.phase, t.core.session.owner]).toEqual(["proven", "os"]);
		t.at(140_000, os(false)).at(150_000);
		expect([t.core.session.phase, t.core.session.owner]).toEqual(["proven", "application"]);
	});

	it("takes over when the application gives up", () => {
		const t = new World({ fitted: ["wifi"], policy: { onError: "return" } }, { wifi: GONE });
		t.at(0, booted, os(true)).at(100_000);
		expect([t.core.wanted, t.core.errand?.kind]).toEqual([false, "os"]);
		t.set("wifi", { rises: 1000 }).at(1_000_000);
		expect(t.core.session.owner).toBe("os");
	});

	it("that ends after days of service does not restart the board", () => {
		const t = new World({ policy: { preset: "native" } });
		t.at(0, os(true)).at(10_000, connect).at(100_000_000).said();
		t.at(100_000_000, os(false)).after(1000);
		expect(count(t.said(), "restart")).toBe(0);
	});

	it("does not keep disconnect() from sending the next connect() to the top", () => {
		const t = new World({ fitted: ["ethernet", "wifi"], policy: { onError: "return" } });
		t.set("ethernet", GONE).at(0, booted).at(20_000);
		t.set("wifi", GONE).at(200_000, os(true)).at(201_000, disconnect);
		expect(t.core.walk.position).toBe(0);
	});
});

describe("manual mode", () => {
	const manual = (over: "wifi" | "cell", timeout?: number) =>
		({ type: "connect", interface: over, timeout, told: true }) as const;

	it("tries its one interface and no other, and leaves list and index alone", () => {
		const t = new World({ policy: { onError: "return" } }, { cell: GONE });
		t.at(0, apply("wifi"), manual("cell")).at(119_999);
		expect(count(t.said(), "complete")).toBe(0);
		t.at(120_000);
		expect(t.said().filter((line) => line.includes("complete"))).toEqual([
			"complete NO_MODEM cell",
		]);
		expect(outcomes(t)).toEqual(["cell NO_MODEM"]);
		expect(t.core.walk.position).toBe(0);
		t.at(3_600_000);
		expect(outcomes(t).length).toBe(1);
	});

	it("takes the caller's timeout for its turn, longer or shorter", () => {
		for (const timeout of [10_000, 100_000]) {
			const t = new World({ policy: { onError: "return" } }, { wifi: SILENT });
			t.at(0, manual("wifi", timeout)).at(timeout - 1);
			expect(count(t.said(), "complete")).toBe(0);
			t.at(timeout);
			expect(count(t.said(), "complete NOT_RESOLVED wifi")).toBe(1);
		}
	});

	it("tries the same interface alone after a loss, and then tells", () => {
		const t = new World({ policy: { onError: "return" } });
		t.at(0, manual("cell")).at(10_000);
		expect(t.core.session.interface).toBe("cell");
		t.set("cell", GONE).at(400_000);
		expect(new Set(t.rows.map((row) => row.interface)).size).toBe(1);
		expect(count(t.said(), "tell")).toBe(1);
		expect(t.core.wanted).toBe(false);
	});

	it("ends with a plain connect()", () => {
		const t = new World({ policy: { onError: "return" } }, { cell: GONE });
		t.at(0, manual("cell")).at(50_000, connect).at(60_000);
		expect(outcomes(t)).toEqual(["cell NOT_CONNECTED", "ethernet SERVER_CONNECTED"]);
	});

	it("climbs anew where the connection brings settings of its own", () => {
		const t = new World({ policy: { onError: "return" } });
		t.at(0, claimed("wifi", 1)).at(10_000).said();
		t.at(10_000, { ...manual("wifi"), renew: true }).expect("stop wifi");
		t.at(11_000).expect("start wifi");
		t.at(20_000);
		expect(outcomes(t)).toEqual(["wifi SERVER_CONNECTED"]);
	});

	it("does not stand by with what its owner did not name", () => {
		const t = new Timeline({ policy: { preset: "native" } });
		t.at(0, manual("wifi")).expect("start wifi");
		t.at(100, up("wifi"));
		expect(t.core.links.map((link) => link.phase)).toEqual(["idle", "up", "idle"]);
		t.at(200, changed("wifi", 500)).at(400);
		expect(count(t.said(), "start")).toBe(0);
	});
});
