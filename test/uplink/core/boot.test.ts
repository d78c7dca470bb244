/** A boot: it connects by itself, in the default order or the owner's, and says once when impOS would start. */

import { expect } from "../../expect.js";
import {
	answered,
	booted,
	changed,
	connect,
	lost,
	outcomes,
	resolved,
	Timeline,
	up,
} from "./timeline.js";
import { GONE, SILENT, World } from "./world.js";

const PERSIST = { onError: "persist" } as const;

describe("a boot", () => {
	it("connects over the first of the default order, and says so once", () => {
		const t = new Timeline();
		t.at(0, booted).expect("start ethernet");
		t.at(700, changed("ethernet", 400)).expect();
		t.at(900, up("ethernet")).expect("route ethernet", "open ethernet");
		t.at(1000, resolved).expect();
		t.at(1200, answered).expect("turn ethernet 1200 SERVER_CONNECTED", "proved ethernet");
		t.at(1300, answered).expect();
	});

	it("would start the application when it is connected, and after 10 s where it is not, once", () => {
		const soon = new Timeline({ starts: true });
		soon.at(0, booted, up("ethernet")).said();
		soon
			.at(9000, answered)
			.expect("turn ethernet 9000 SERVER_CONNECTED", "starts connected", "proved ethernet");
		soon.at(9500, lost("NO_SERVER")).at(60_000, up("wifi"), answered);
		expect(soon.said().filter((line) => line.includes("starts"))).toEqual([]);

		const late = new World({ starts: true, policy: PERSIST }, { ethernet: GONE, wifi: GONE });
		late.at(0, booted).at(9999);
		expect(late.said().filter((line) => line.includes("starts"))).toEqual([]);
		late.at(10_000).expect("starts offline");
		late.at(3_600_000);
		expect(late.core.session.phase).toBe("proven");
		expect(late.said().filter((line) => line.includes("starts"))).toEqual([]);

		const idle = new World({ starts: true });
		idle.at(0, connect).at(60_000);
		expect(idle.said().filter((line) => line.includes("starts"))).toEqual([]);
	});

	it("walks Ethernet, Wi-Fi and cellular, and wraps", () => {
		const t = new World({ policy: PERSIST }, { ethernet: GONE, wifi: GONE, cell: GONE });
		t.at(0, booted).at(30_000, changed("cell", 300)).at(300_000);
		expect(outcomes(t)).toEqual([
			"ethernet NO_LINK",
			"wifi NO_WIFI",
			"cell NO_REGISTRATION",
			"ethernet NO_LINK",
			"wifi NO_WIFI",
			"cell NO_REGISTRATION",
		]);
		expect(t.rows.slice(0, 3).map(({ at, took }) => [at, took])).toEqual([
			[0, 5000],
			[5000, 20_000],
			[25_000, 120_000],
		]);
	});

	it("starts with the owner's list and goes on to the default order", () => {
		const t = new World({ list: ["cell"], policy: PERSIST }, { cell: SILENT, ethernet: GONE });
		t.at(0, booted).at(130_000);
		expect(outcomes(t)).toEqual(["cell NOT_RESOLVED", "ethernet NO_LINK", "wifi SERVER_CONNECTED"]);
	});

	it("knows no interface but those that are fitted", () => {
		const t = new Timeline({ fitted: ["wifi"] });
		expect(() => t.at(0, up("wl1"))).toThrow(Error, "wl1: not fitted");
		expect(() =>
			t.at(0, { type: "probed", interface: "cell", of: "server", attempt: 0, reachable: true }),
		).toThrow(Error, "cell: not fitted");
		t.at(0, { type: "probed", interface: "cell", of: "reference", attempt: 0, reachable: true });
	});

	it("has nothing to do on a board with no interface, and no moment to do it at once", () => {
		const t = new Timeline({ fitted: [], policy: PERSIST });
		t.at(0, booted).at(3_600_000).expect();
		expect(t.steps).toBeAtMost(1000);
	});
});
