/** Which rung a turn stood on when its time was up, and how long what was found wrong keeps it away. */

import { expect } from "../../expect.js";
import {
	booted,
	changed,
	connect,
	type Happening,
	lost,
	outcomes,
	resolved,
	Timeline,
	type TimelineOptions,
	up,
} from "./timeline.js";

const MINUTE = 60_000;
const PERSIST = { onError: "persist" } as const;
const timing: Happening = (core) => ({ type: "timing", attempt: core.session.attempt });

describe("a turn whose time is up", () => {
	it("names its link's failure where both end at one instant", () => {
		const t = new Timeline({
			fitted: ["cell"],
			policy: { ...PERSIST, cell: { link: 2 * MINUTE } },
		});
		t.at(0, booted)
			.at(1000, changed("cell", 300))
			.at(2 * MINUTE);
		expect(outcomes(t)).toEqual(["cell NO_REGISTRATION"]);
	});

	it("names the rung of this climb, not what the one before it failed with", () => {
		const t = new Timeline({ fitted: ["cell"], policy: PERSIST });
		t.at(0, booted).at(1000, changed("cell", 0, "SIM_ERROR"));
		t.at(10_000, changed("cell", 320)).at(3 * MINUTE);
		expect(outcomes(t)).toEqual(["cell SIM_ERROR", "cell NO_PPP_CONNECTION"]);
	});

	it("opens nothing over an address that comes at that very instant", () => {
		const t = new Timeline({ fitted: ["cell"], policy: PERSIST });
		t.at(0, booted);
		t.schedule(2 * MINUTE, "link", up("cell"));
		t.at(2 * MINUTE);
		expect(outcomes(t)).toEqual(["cell NO_SERVER"]);
		expect(t.said().filter((line) => line.includes("open"))).toEqual([]);
	});

	it("opens nothing over an address that has just fallen, and waits for it to come back", () => {
		const t = new Timeline({ fitted: ["wifi"], policy: { preset: "native" } });
		t.at(0, { type: "claimed", interface: "wifi", claims: 1 }, up("wifi"), changed("wifi", 200));
		t.at(100, connect).expect("@0 start wifi");
		t.at(200, up("wifi")).expect("route wifi", "open wifi");
	});

	it("stands on the clock while TLS looks for the time, and a row spells it as impOS would", () => {
		const t = new Timeline({ fitted: ["ethernet"], policy: PERSIST });
		t.at(0, booted, up("ethernet"), timing).at(MINUTE);
		expect([t.core.reason, ...outcomes(t)]).toEqual(["TLS_CLOCK", "ethernet NO_SERVER"]);
	});

	it("has a row say NO_SERVER of all that TLS can find wrong, and of a server that says it is down", () => {
		const reasons = ["TLS_CLOCK", "TLS_NAME", "TLS_EXPIRED", "TLS_ISSUER", "TLS_FAILED"] as const;
		for (const reason of [...reasons, "SERVER_DOWN"] as const) {
			const t = new Timeline({ fitted: ["ethernet"], policy: PERSIST });
			t.at(0, booted, up("ethernet"), lost(reason));
			expect([t.core.reason, ...outcomes(t)]).toEqual([reason, "ethernet NO_SERVER"]);
		}
	});

	it("stands on the server once the time is known", () => {
		const t = new Timeline({ fitted: ["ethernet"], policy: PERSIST });
		t.at(0, booted, up("ethernet"), timing, resolved).at(MINUTE);
		expect([t.core.reason, ...outcomes(t)]).toEqual(["NO_SERVER", "ethernet NO_SERVER"]);
	});
});

describe("a server that could not be shown to be ours", () => {
	/** How long the way over this interface waits after each of three such failures. */
	function waits(over: "ethernet" | "cell", reason: "TLS_EXPIRED" | "NO_SERVER"): number[] {
		const options: TimelineOptions = { fitted: [over], policy: PERSIST };
		const t = new Timeline(options);
		t.at(0, booted);
		const found: number[] = [];
		for (let n = 0; n < 3; n++) {
			while (t.core.links[0]?.phase !== "climbing") t.after(100);
			t.after(100, up(over), lost(reason));
			expect(t.core.paths[0]?.reason).toBe(reason);
			found.push((t.core.paths[0]?.deadline ?? 0) - t.now);
		}
		return found;
	}
	function expectFrom(found: number[], least: number): void {
		let now = least;
		for (const wait of found) {
			expect(wait).toBeAtLeast(now);
			expect(wait).toBeAtMost(1.2 * now);
			now *= 2;
		}
	}

	it("is tried again over a metered interface at the pace of a refusal, doubling", () => {
		expectFrom(waits("cell", "TLS_EXPIRED"), MINUTE);
	});

	it("is tried again at the interface's own pace where traffic costs nothing", () => {
		expectFrom(waits("ethernet", "TLS_EXPIRED"), 2000);
	});

	it("keeps a metered interface away longer than one that is out of reach", () => {
		expectFrom(waits("cell", "NO_SERVER"), 5000);
	});
});
