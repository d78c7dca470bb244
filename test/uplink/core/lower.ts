/**
 * How timelines of failback begin: connected over the lower of two interfaces, with the better one
 * away, or back and on trial.
 */

import { expect } from "../../expect.js";
import { booted, probed, type TimelineOptions } from "./timeline.js";
import { GONE, runUntil, SILENT, World } from "./world.js";

export const NATIVE: TimelineOptions = { fitted: ["wifi", "cell"], policy: { preset: "native" } };
export const COLD: TimelineOptions = {
	fitted: ["wifi", "cell"],
	policy: { preset: "native", wifi: { standby: "cold" } },
};
/** Connected over cellular while the better Wi-Fi is away. */
export function onCell(options: TimelineOptions = NATIVE): World {
	const t = new World(options, { wifi: GONE });
	t.at(0, booted).at(60_000).said();
	expect(t.core.session.interface).toBe("cell");
	return t;
}

/** The same, with Wi-Fi back and its trial begun; the world answers nothing of it. */
export function onTrial(options = NATIVE): World {
	const t = onCell(options);
	t.set("wifi", { rises: 1000 });
	runUntil(t, 600_000, () => t.core.links[0]?.phase === "up");
	t.set("wifi", SILENT);
	const deadline = t.now + 180_000;
	while (t.core.failback.phase !== "trial" && t.now < deadline) t.after(500, probed("wifi", true));
	expect(t.core.failback.phase).toBe("trial");
	t.said();
	return t;
}
