/** The explanation, line by line, of what keeps a device where it is and what would make it move. */

import { reportOf, words } from "../../../modules/uplink/core/explain.js";
import type { TLSReason } from "../../../modules/uplink/core/types.js";
import { expect } from "../../expect.js";
import {
	apply,
	booted,
	changed,
	disconnect,
	held,
	lost,
	opened,
	os,
	pinned,
	Timeline,
	type TimelineOptions,
	up,
} from "./timeline.js";
import { DEAF, GONE, runUntil, World } from "./world.js";

const MINUTE = 60_000;
const NATIVE: TimelineOptions = { fitted: ["wifi", "cell"], policy: { preset: "native" } };
const lines = (t: Timeline) => words(t.core, t.now);
const ANSWERS = "if it is silent for 5 s more, it is asked.";

/** Connected over cellular since half a minute, with Wi-Fi away. */
function onCell(options = NATIVE): World {
	const t = new World(options, { wifi: GONE });
	t.at(0, booted).at(30_000);
	return t;
}

describe("the explanation of a turn", () => {
	it("says when it is the last of its pass", () => {
		const t = new Timeline({ fitted: ["ethernet", "wifi"] });
		t.at(0, booted)
			.at(1000, changed("ethernet", 200, "NO_LINK"))
			.at(2000);
		expect(lines(t)).toEqual([
			"No session.",
			"It is wifi's turn, for 59 s more; then the pass is over.",
			"ethernet failed with NO_LINK; it may be tried again in 1 s.",
			"wifi is climbing (200), for 19 s more.",
		]);
	});

	it("names the top of a list that was applied under it as next", () => {
		const t = new Timeline();
		t.at(0, booted).at(1000, apply("cell", "wifi"));
		expect(lines(t)[1]).toBe("It is ethernet's turn, for 59 s more; then cell is next.");
	});

	it("says of a way that failed above its address when it may be tried again", () => {
		const t = new World({ fitted: ["ethernet", "wifi"] }, { ethernet: { refuses: "NO_SERVER" } });
		t.at(0, booted).at(2500, up("wifi"));
		expect(lines(t)).toEqual([
			"Opening a session over wifi, for 60 s more.",
			"It is wifi's turn, for 60 s more; then the pass is over.",
			"ethernet did not lead to the server (NO_SERVER); it may be tried again in 2 s.",
		]);
		t.at(3500);
		const { deadline } = reportOf(t.core, "ethernet", undefined);
		expect([deadline, reportOf(t.core, "wifi", undefined).deadline]).toEqual([
			t.core.paths[0]?.deadline,
			undefined,
		]);
	});

	it("says in words for people what was wrong with who answered there", () => {
		const found: [TLSReason, string][] = [
			["TLS_CLOCK", "the time is not known well enough to verify the server"],
			["TLS_NAME", "who answers there has the certificate of another name"],
			["TLS_EXPIRED", "the server's certificate has expired"],
			["TLS_ISSUER", "who answers there has a certificate of an issuer that is not trusted"],
			["TLS_FAILED", "who answers there could not be verified"],
		];
		for (const [reason, told] of found) {
			const t = new Timeline({ fitted: ["wifi", "cell"] });
			t.at(0, booted, up("wifi"), lost(reason)).at(500);
			expect(lines(t)[2]).toBe(
				`wifi did not lead to the server (${reason}: ${told}); it may be tried again in 2 s.`,
			);
		}
	});

	it("reports no deadline of what is idle or well", () => {
		const t = new World();
		t.at(0, booted).at(10_000);
		const deadlines = t.core.fitted.map((over) => reportOf(t.core, over, undefined).deadline);
		expect(deadlines).toEqual([undefined, undefined, undefined]);
	});
});

describe("the explanation of a connection", () => {
	it("is one line where there is nothing to move to", () => {
		const t = new World();
		t.at(0, booted).at(2300);
		expect(lines(t)).toEqual([`The server answers over ethernet; ${ANSWERS}`]);
	});

	it("does not ask for a connect() where somebody has one, or made one by hand", () => {
		const t = new World();
		t.at(0, booted).at(2300, os(true), disconnect).at(2600);
		expect(lines(t)).toEqual([
			`The server answers over ethernet; ${ANSWERS}`,
			"The system itself holds a connection for work of its own.",
		]);
		const manual = new World();
		manual.at(0, booted).at(2300, { type: "connect", interface: "wifi", told: false });
		expect(lines(manual)).toEqual([
			`The server answers over ethernet; ${ANSWERS}`,
			"Manual: wifi alone, no failover.",
		]);
	});

	it("says with failback off what alone would move it, and in manual mode nothing of it", () => {
		const t = onCell({ fitted: ["wifi", "cell"] });
		expect(lines(t)[1]).toBe(
			"It stays there: failback is off, so a better interface is used only after a loss or a new connect().",
		);
		t.at(30_000, { type: "connect", interface: "cell", told: false });
		expect(lines(t).slice(1)).toEqual(["Manual: cell alone, no failover."]);
	});

	it("follows a failback from the watch over the dwell to the trial", () => {
		const t = onCell();
		expect(lines(t)[1]).toBe("Watching for wifi to come back.");
		t.set("wifi", { rises: 1000 });
		runUntil(t, 5 * MINUTE, () => t.core.failback.phase === "dwelling");
		expect(lines(t)[1]).toBe("wifi is reachable again; it is tried when it has been so for 60 s.");
		runUntil(t, 5 * MINUTE, () => t.core.failback.phase === "trial");
		t.set("wifi", DEAF);
		expect(lines(t)[1]).toBe("Trying wifi, for 10 s more.");
		t.after(0, opened);
		expect(lines(t).slice(0, 2)).toEqual([
			"Opening a session over wifi, for 10 s more.",
			"Trying wifi, for 10 s more.",
		]);
	});
});

describe("the explanation of what the application and the server ask for", () => {
	it("tells each hold and the pin, with their reasons and for how long", () => {
		const t = new World();
		t.at(0, booted).at(2300, held(1, 90_000, "upload"), held(2, 99_000, "call"));
		t.at(2300, pinned("ethernet", 95_000));
		expect(lines(t).slice(1)).toEqual([
			"Held for 90 s more: upload.",
			"Held for 99 s more: call.",
			"Pinned to ethernet for 95 s more, then the list: a test.",
		]);
		t.at(2300, pinned("ethernet", 95_000, "never"));
		expect(lines(t).slice(3)).toEqual([
			"Pinned to ethernet for 95 s more, nothing else is tried: a test.",
		]);
	});

	it("tells for how long a server that is down keeps metered interfaces waiting", () => {
		const t = new World({ policy: { preset: "native" }, reference: true });
		t.at(0, booted).at(30_000);
		for (const over of t.core.fitted) t.set(over, DEAF);
		runUntil(t, MINUTE, () => t.core.down !== undefined);
		const wait = (t.core.down?.meteredAt ?? 0) - t.now;
		const seconds = Math.floor((wait + 500) / 1000);
		expect(lines(t)).toContain(
			`The server is silent and the second reference answers: it is down, and metered interfaces wait ${Math.floor(seconds / 60)} min ${seconds % 60} s more.`,
		);
	});
});
