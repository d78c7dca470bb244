/**
 * Scans: a Wi-Fi link whose network was not heard listens for it during a long wait, where its coming
 * would be used, and what it hears ends the wait.
 */

import type { Core } from "../../../modules/uplink/core/core.js";
import { words } from "../../../modules/uplink/core/explain.js";
import type { PolicyOptions } from "../../../modules/uplink/core/policy.js";
import type { Identifier, Reason } from "../../../modules/uplink/core/types.js";
import { expect } from "../../expect.js";
import { booted, changed, evidence, Timeline } from "./timeline.js";
import { GONE, World } from "./world.js";

const MINUTE = 60_000;
/** No jitter to speak of: a wait of ten minutes and a bit. */
const LONG: PolicyOptions = {
	preset: "native",
	scan: 30_000,
	wifi: { backoffMin: 10 * MINUTE, backoffMax: 10 * MINUTE },
};

function wifiOf(core: Core) {
	const link = core.links.find((each) => each.interface === "wifi");
	if (!link) throw new Error("wifi: not fitted");
	return link;
}

/** Wi-Fi alone, whose attempt at 0 has failed. */
function failed(reason: Reason, policy: PolicyOptions = LONG, fitted: Identifier[] = ["wifi"]) {
	const t = new Timeline({ fitted, policy });
	t.at(0, booted, changed("wifi", 200, reason)).said();
	return t;
}

/** When `scan wifi` was said between, from the lines of a timeline. */
function scans(t: Timeline): number[] {
	return t
		.said()
		.filter((line) => line.endsWith("scan wifi"))
		.map((line) => Number(/^@(\d+) /.exec(line)?.[1] ?? t.now));
}

describe("a Wi-Fi link that waits for a network it has not heard", () => {
	it("listens for it once the stop has settled, and then at the policy's interval", () => {
		const t = failed("NO_WIFI");
		t.at(100_000);
		expect(scans(t)).toEqual([1000, 31_000, 61_000, 91_000]);
	});

	it("does not in a wait as short as the interval, nor when it failed otherwise", () => {
		const short = { ...LONG, wifi: { backoffMin: 20_000, backoffMax: 24_000 } };
		for (const t of [failed("NO_WIFI", short), failed("NO_IP_ADDRESS")]) {
			expect(wifiOf(t.core).scanAt).toBe(Infinity);
			t.at(15_000);
			expect(scans(t)).toEqual([]);
		}
	});

	it("does not with an interval of 0, which is impOS's", () => {
		for (const policy of [
			{ ...LONG, scan: 0 },
			{ wifi: { backoffMin: 10 * MINUTE, backoffMax: 10 * MINUTE } },
		]) {
			const t = failed("NO_WIFI", policy);
			t.at(9 * MINUTE);
			expect(scans(t)).toEqual([]);
		}
	});

	it("says so when it is asked to explain itself", () => {
		const t = failed("NO_WIFI");
		expect(words(t.core, 0).join("\n")).toContain("sooner when its network is heard");
		const other = failed("NO_IP_ADDRESS");
		expect(words(other.core, 0).join("\n").includes("is heard")).toBe(false);
	});

	it("tries at once when the network has come", () => {
		const t = failed("NO_WIFI");
		t.at(62_600, evidence("wifi"));
		t.at(62_600).said();
		expect(wifiOf(t.core).phase).toBe("climbing");
		expect(wifiOf(t.core).scanAt).toBe(Infinity);
	});

	it("listens no more once it is idle", () => {
		const t = failed("NO_WIFI");
		t.at(500, { type: "disconnect" }).at(20 * MINUTE);
		expect(scans(t)).toEqual([]);
		expect([wifiOf(t.core).phase, wifiOf(t.core).scanAt]).toEqual(["idle", Infinity]);
	});
});

describe("a scan", () => {
	const BOTH: PolicyOptions = {
		...LONG,
		ethernet: { backoffMin: 10 * MINUTE, backoffMax: 10 * MINUTE },
	};

	it("is not made for a cold interface while another has the session", () => {
		const cold = { ...LONG, wifi: { ...LONG.wifi, standby: "cold" } } as const;
		const t = new World(
			{ fitted: ["ethernet", "wifi"], list: ["wifi"], policy: { ...cold, failback: false } },
			{ wifi: GONE },
		);
		t.at(0, booted).at(5 * MINUTE);
		expect(t.core.session.interface).toBe("ethernet");
		expect(wifiOf(t.core).phase).toBe("waiting");
		expect(scans(t)).toEqual([]);
	});

	it("is not made for a cold one while another has its turn", () => {
		const cold = { ...BOTH, wifi: { ...LONG.wifi, standby: "cold" } } as const;
		const t = new Timeline({ fitted: ["ethernet", "wifi"], list: ["wifi"], policy: cold });
		t.at(0, booted, changed("wifi", 200, "NO_WIFI")).at(4_000);
		expect(t.core.walk.turn?.interface).toBe("ethernet");
		expect(wifiOf(t.core).phase).toBe("waiting");
		expect(scans(t)).toEqual([]);
	});

	it("is made for a warm one beside the session", () => {
		const t = new World(
			{ fitted: ["ethernet", "wifi"], list: ["wifi"], policy: LONG },
			{ wifi: GONE },
		);
		t.at(0, booted).at(5 * MINUTE);
		expect(t.core.session.interface).toBe("ethernet");
		expect(scans(t).length).toBeAtLeast(8);
	});

	it("is made for a cold one when there is nothing else to try, and ends the pause", () => {
		const cold = { ...BOTH, wifi: { ...LONG.wifi, standby: "cold" } } as const;
		const t = new Timeline({ fitted: ["ethernet", "wifi"], policy: cold });
		t.at(0, booted, changed("ethernet", 200, "NO_LINK"), changed("wifi", 200, "NO_WIFI"));
		expect(t.core.walk.phase).toBe("paused");
		t.said();
		t.at(40_000);
		expect(scans(t)).toEqual([1000, 31_000]);
		t.at(40_000, evidence("wifi")).at(40_000);
		expect(t.core.walk.turn?.interface).toBe("wifi");
	});
});
