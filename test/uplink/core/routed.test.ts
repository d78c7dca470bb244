/** What becomes of the sockets of an interface that the route has left: a linger, then the release. */

import { expect } from "../../expect.js";
import { onTrial } from "./lower.js";
import { booted, disconnect, lost, type TimelineOptions, trialLost } from "./timeline.js";
import { HEALTHY, runUntil, SILENT, World } from "./world.js";

const NATIVE: TimelineOptions = {
	fitted: ["wifi", "cell"],
	policy: { preset: "native" },
	releases: true,
};

function releases(t: World): string[] {
	return t.said().filter((line) => line.includes("release"));
}

/** Connected over Wi-Fi, which then goes silent; runs until cellular has the session. */
function failedOver(linger = 5000): World {
	const t = new World({ ...NATIVE, policy: { preset: "native", linger } });
	t.at(0, booted).at(30_000);
	t.set("wifi", SILENT);
	runUntil(t, 300_000, () => t.core.session.interface === "cell");
	return t;
}

describe("the sockets of an interface that is left", () => {
	it("are released the linger after another interface has the route, once", () => {
		const t = failedOver();
		const left = t.now;
		expect(releases(t)).toEqual([]);
		t.at(left + 60_000);
		expect(releases(t)).toEqual([`@${left + t.core.policy.linger} release wifi`]);
	});

	it("are released the linger after they were left, whatever is left since", () => {
		const t = new World({ ...NATIVE, fitted: ["ethernet", "wifi", "cell"] });
		t.at(0, booted).at(30_000, lost("NO_SERVER"), lost("NO_SERVER"));
		expect(t.core.route).toBe("wifi");
		t.at(33_000, lost("NO_SERVER")).at(60_000);
		expect(t.core.route).toBe("cell");
		expect(releases(t)[0]).toBe("@35000 release ethernet");
	});

	it("stay when the route comes back within the linger", () => {
		const t = failedOver(120_000);
		const left = t.now;
		t.set("wifi", HEALTHY).after(100, lost("NO_SERVER"));
		runUntil(t, left + t.core.policy.linger - 1, () => t.core.route === "wifi");
		expect(t.core.route).toBe("wifi");
		t.after(600_000);
		expect(releases(t).filter((line) => line.includes("wifi"))).toEqual([]);
	});

	it("stay while no other interface takes the route", () => {
		const t = new World(NATIVE);
		t.at(0, booted).at(30_000, disconnect).at(600_000);
		expect(releases(t)).toEqual([]);
		expect(t.core.routed).toEqual([{ interface: "wifi", until: Infinity }]);
	});

	it("stay through a trial, which only borrows the route; what it opened is released", () => {
		const t = onTrial(NATIVE);
		t.after(9000);
		expect(releases(t)).toEqual([]);
		const back = t.now + 100;
		t.at(back, trialLost("NO_SERVER")).at(back + 60_000);
		expect(releases(t)).toEqual([`@${back + t.core.policy.linger} release wifi`]);
		expect(t.core.session.interface).toBe("cell");
	});
});
