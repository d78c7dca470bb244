/** The explanation: where the device is, and what would make it move. */

import { reportOf, spoken, words } from "../../../modules/uplink/core/explain.js";
import { reasonsWanted } from "../../../modules/uplink/core/want.js";
import { stringify } from "../../../modules/uplink/json.js";
import { expect } from "../../expect.js";
import { booted, changed, claimed, connect, disconnect, pinned, Timeline, up } from "./timeline.js";
import { GONE, runUntil, SILENT, World } from "./world.js";

const PERSIST = { onError: "persist" } as const;
const said = (t: Timeline) => words(t.core, t.now).join("\n");

describe("a duration", () => {
	it("is spoken as a person says it", () => {
		const spans = [0, -5, 499, 500, 99_000, 100_000, 3_600_000, 6_000_000, 86_400_000].map(spoken);
		expect(spans).toEqual([
			"0 s",
			"0 s",
			"0 s",
			"1 s",
			"99 s",
			"1 min 40 s",
			"60 min 0 s",
			"1 h 40 min",
			"24 h 0 min",
		]);
	});
});

describe("the explanation", () => {
	it("says that nobody has asked yet", () => {
		const t = new Timeline();
		expect(words(t.core, 0)).toEqual(["No session.", "Offline until connect() is called."]);
	});

	it("names the turn, its time and who is next", () => {
		const t = new Timeline();
		t.at(0, booted).at(2000);
		expect(said(t)).toContain("It is ethernet's turn, for 58 s more; then wifi is next.");
		expect(said(t)).toContain("ethernet is climbing (200), for 3 s more.");
		t.at(2000, up("ethernet"));
		expect(said(t)).toContain("Opening a session over ethernet, for 58 s more.");
	});

	it("names each wait with its reason", () => {
		const t = new Timeline({ policy: PERSIST, fitted: ["ethernet"] });
		t.at(0, booted, changed("ethernet", 200, "NO_LINK"));
		expect(said(t)).toContain("Everything listed has failed; the next pass begins in 5 s");
		expect(said(t)).toContain("ethernet failed with NO_LINK; it may be tried again in 2 s.");
	});

	it("says of a way that failed above its address what it failed with", () => {
		const t = new World(
			{ fitted: ["ethernet", "wifi"], policy: PERSIST },
			{ ethernet: { refuses: "NO_SERVER" } },
		);
		t.at(0, booted).at(3000);
		expect(said(t)).toContain("ethernet did not lead to the server (NO_SERVER)");
		const report = reportOf(t.core, "ethernet", "10.0.0.2");
		expect([report.reason, report.address]).toEqual(["NO_SERVER", undefined]);
	});

	it("says why it stays on a lower interface", () => {
		const t = new World({ fitted: ["wifi", "cell"] }, { wifi: GONE });
		t.at(0, booted).at(30_000);
		expect(said(t)).toContain("The server answers over cell");
		expect(said(t)).toContain("failback is off");
		const native = new World(
			{ fitted: ["wifi", "cell"], policy: { preset: "native" } },
			{ wifi: GONE },
		);
		native.at(0, booted).at(30_000);
		expect(said(native)).toContain("Watching for wifi to come back.");
	});

	it("speaks of silence, quiet, refusal, manual mode and the system's own connection", () => {
		const t = new World({ fitted: ["wifi"] });
		t.at(0, booted).at(10_000);
		t.set("wifi", SILENT);
		while (t.core.session.phase !== "suspect") t.after(100);
		expect(said(t)).toContain("The server is silent over wifi and has been asked");
		const quiet = new World({ fitted: ["wifi"] }, { wifi: GONE });
		quiet.at(0, booted).at(100_000);
		expect(said(quiet)).toContain("then another minute of turns");
		const refused = new World(
			{ fitted: ["wifi"], policy: PERSIST },
			{ wifi: { refuses: "NOT_AUTHORISED" } },
		);
		refused.at(0, booted).at(10_000);
		expect(said(refused)).toContain("The server refuses this device over wifi");
		const manual = new Timeline();
		manual.at(0, { type: "connect", interface: "cell", told: false }, { type: "os", wanted: true });
		expect(said(manual)).toContain("Manual: cell alone, no failover.");
		expect(said(manual)).toContain("The system itself holds a connection");
	});

	it("changes nothing by being asked", () => {
		const t = new World();
		t.at(0, booted).at(3000);
		const before = stringify(t.core);
		said(t);
		reportOf(t.core, "wifi", undefined);
		expect(stringify(t.core)).toBe(before);
	});
});

describe("a report", () => {
	it("tells the phase, the number, the address and when its wait ends", () => {
		const t = new World({ policy: PERSIST }, { ethernet: GONE });
		t.at(0, booted).at(3000);
		expect(reportOf(t.core, "ethernet", undefined)).toEqual({
			interface: "ethernet",
			class: "ethernet",
			phase: "climbing",
			connection: 200,
			address: undefined,
			reason: undefined,
			deadline: 5000,
			wanted: ["turn", "attempt"],
		});
		t.at(8000);
		const { reason, phase } = reportOf(t.core, "ethernet", undefined);
		expect([phase === "waiting" || phase === "idle", reason]).toEqual([true, "NO_LINK"]);
		expect(reportOf(t.core, "wifi", "10.0.0.5").address).toBe("10.0.0.5");
		expect(reportOf(t.core, "cell", "10.0.0.5").address).toBe(undefined);
	});

	it("names a scout, a pin and a linger", () => {
		const t = new World({ policy: { preset: "native", wifi: { standby: "cold" } } });
		t.set("ethernet", GONE).set("wifi", GONE).at(0, booted).at(60_000);
		expect(reasonsWanted(t.core, "cell")).toEqual(["session"]);
		t.set("wifi", { rises: 1000 });
		runUntil(t, 600_000, () => t.core.links[1]?.phase === "up");
		expect(reasonsWanted(t.core, "wifi")).toEqual(["scout"]);
		runUntil(t, 600_000, () => t.core.failback.movedAt > 0);
		expect(reasonsWanted(t.core, "cell")).toEqual(["linger"]);
		t.after(0, pinned("cell", 60_000));
		expect(reasonsWanted(t.core, "cell")).toEqual(["pin", "linger"]);
	});

	it("names every reason for which a link is wanted, and none that is over", () => {
		const t = new World({ fitted: ["wifi"], policy: { preset: "native" } });
		expect(reasonsWanted(t.core, "wifi")).toEqual([]);
		t.at(0, booted, claimed("wifi", 1));
		expect(reasonsWanted(t.core, "wifi")).toEqual(["turn", "attempt", "standby", "claim"]);
		t.at(10_000);
		expect(reasonsWanted(t.core, "wifi")).toEqual(["session", "standby", "claim"]);
		t.at(10_000, disconnect);
		expect(reasonsWanted(t.core, "wifi")).toEqual(["claim"]);
		t.at(10_000, claimed("wifi", 0), connect);
		expect(reasonsWanted(t.core, "wifi")).toContain("turn");
	});
});
