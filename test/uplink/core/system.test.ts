/** The system's own connection beside the application's: who has the session, and who lets it go. */

import { expect } from "../../expect.js";
import { booted, changed, connect, disconnect, lost, os, Timeline, up } from "./timeline.js";
import { GONE, World } from "./world.js";

const MINUTE = 60_000;
const count = (lines: string[], part: string) => lines.filter((line) => line.includes(part)).length;

/** The system alone is connected, over Ethernet, since 2.3 s. */
function system(): World {
	const t = new World();
	t.at(0, os(true)).at(10_000).said();
	expect([t.core.session.owner, t.core.osOwned]).toEqual(["os", true]);
	return t;
}

describe("the system's connection", () => {
	it("proves nothing to the application", () => {
		const t = new World();
		t.at(0, os(true)).at(10_000);
		expect(count(t.said(), "proved")).toBe(0);
	});

	it("is opened anew after a loss, as often as need be, and nobody is told", () => {
		const t = system();
		for (let n = 0; n < 3; n++) {
			t.after(20_000, lost("NO_SERVER")).after(1000);
			expect([t.core.session.phase, t.core.session.owner, n]).toEqual(["proven", "os", n]);
		}
		t.after(5 * MINUTE);
		expect(count(t.said(), "tell")).toBe(0);
		expect([t.core.wanted, t.rows.length]).toEqual([false, 0]);
	});

	it("ends with a loss where the system had let go", () => {
		const t = system();
		t.after(0, os(false)).said();
		t.after(MINUTE).expect();
		expect([t.core.errand, t.core.session.phase]).toEqual([undefined, "idle"]);
	});

	it("begins each of its walks at the top", () => {
		const t = new World({}, { ethernet: GONE });
		t.at(0, os(true)).at(20_000);
		expect(t.core.session.interface).toBe("wifi");
		t.set("ethernet", { rises: 1000 }).at(30_000, os(false)).at(40_000, os(true)).at(50_000);
		expect(t.core.session.interface).toBe("ethernet");
	});

	it("goes on where it is when an application that had joined lets go, and has it back", () => {
		const t = system();
		t.at(10_000, connect).at(20_000).said();
		expect(t.core.session.owner).toBe("application");
		t.at(20_000, disconnect).expect();
		expect([t.core.session.phase, t.core.session.owner]).toEqual(["proven", "os"]);
	});

	it("does not stop walking for an application that lets go", () => {
		const t = new Timeline();
		t.at(0, os(true), changed("ethernet", 200, "NO_LINK")).said();
		t.at(5000, disconnect).expect();
		expect([t.core.side.turn?.interface, t.core.side.turn?.began]).toEqual(["wifi", 0]);
	});

	it("stops walking when the system lets go, and an address that comes then opens nothing", () => {
		const t = new Timeline();
		t.at(0, os(true)).expect("start ethernet");
		t.at(1000, os(false), up("ethernet"));
		expect(count(t.said(), "open")).toBe(0);
		expect([t.core.errand, t.core.side.phase]).toEqual([undefined, "idle"]);
	});

	it("gives the walk back to an application that waited in quiet, before it connects as after", () => {
		const t = new World({ fitted: ["wifi"], policy: { onError: "suspend" } }, { wifi: GONE });
		t.at(0, booted).at(100_000, os(true)).at(101_000);
		expect([t.core.walk.phase, t.core.errand?.kind]).toEqual(["idle", "os"]);
		t.at(102_000, os(false));
		expect([t.core.errand?.kind, t.core.wanted]).toEqual(["loss", true]);
		t.set("wifi", { rises: 1000 }).at(140_000);
		expect([t.core.session.phase, t.core.session.owner]).toEqual(["proven", "application"]);
	});

	it("comes and goes beside the application's walk, and changes nothing of it", () => {
		const fresh = new Timeline();
		fresh.at(0, booted).said();
		fresh.at(1000, os(true), os(true)).at(2000, os(false), os(false)).expect();
		expect([fresh.core.errand?.kind, fresh.core.walk.turn?.interface]).toEqual([
			"boot",
			"ethernet",
		]);

		const after = new Timeline();
		after.at(0, booted, up("ethernet")).at(1000, (core) => ({
			type: "answered",
			attempt: core.session.attempt,
		}));
		after.at(5000, lost("NO_SERVER")).said();
		after.at(6000, os(true)).at(7000, os(false)).expect();
		expect([after.core.errand?.kind, after.core.walk.turn?.interface]).toEqual(["loss", "wifi"]);
	});

	it("that ends under an application that joined is an outage of its own", () => {
		const t = system();
		t.at(10_000, connect).at(20_000, os(false));
		expect([t.core.errand?.kind, t.core.outageAt]).toEqual(["loss", 20_000]);
	});
});
