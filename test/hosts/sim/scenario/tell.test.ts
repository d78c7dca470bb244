/** A record told to people: as spans for the picture, and as lines for the terminal. */

import { tellStory } from "../../../../hosts/sim/scenario/story.js";
import { movesOf, summarise, tell, tellBytes } from "../../../../hosts/sim/scenario/tell.js";
import { expect } from "../../../expect.js";
import { recordOfDepot } from "./record.js";

const MINUTE = 60_000;

describe("a record as spans", () => {
	const story = tellStory(recordOfDepot());

	it("has the session's way through the interfaces", () => {
		const way = story.route.map((span) => [span.interface, span.from, span.to]);
		expect(way).toEqual([
			["wifi", 0.4 * MINUTE, 20.9 * MINUTE],
			["cell", 22.3 * MINUTE, 40.1 * MINUTE],
			["cell", 45.2 * MINUTE, 60 * MINUTE],
			["wifi", 3_876_000, 75 * MINUTE],
		]);
		expect(movesOf(story)).toBe(2);
	});

	it("ends every phase when power goes", () => {
		const ends = story.lanes.map(({ links }) => links.map(({ to }) => to));
		expect(ends.every((times) => times.includes(60 * MINUTE))).toBe(true);
		expect(story.off).toEqual([{ from: 60 * MINUTE, to: 64 * MINUTE, phase: "off" }]);
	});

	it("gathers failures in a row, and begins anew after a success", () => {
		const failures = story.lanes.map((lane) =>
			lane.failures.map(({ reason, times }) => `${reason} ${times}`),
		);
		expect(failures).toEqual([
			["NO_SERVER 1", "NO_WIFI 2"],
			["NO_SERVER 1", "NO_SERVER 1"],
		]);
	});

	it("takes a turn that ran out for a failure, and what the application ended for none", () => {
		const record = recordOfDepot();
		record.entries = [
			{ at: 0, kind: "power", on: true },
			{ at: 0, kind: "link", interface: "cell", phase: "climbing" },
			{ at: 200, kind: "link", interface: "cell", phase: "waiting", reason: "NOT_CONNECTED" },
		];
		const row = { interface: "cell", outcome: "failed" } as const;
		record.attempts = [
			{ ...row, at: 0, took: 120, reason: "NO_REGISTRATION" },
			{ ...row, at: 150, took: 50, reason: "NOT_CONNECTED" },
		];
		const failures = [{ at: 120, reason: "NO_REGISTRATION", times: 1 }];
		expect(tellStory(record).lanes[1]?.failures).toEqual(failures);
	});

	it("leaves the session with the better interface's trial until that is proven", () => {
		const record = recordOfDepot();
		record.until = 100;
		record.entries = [
			{ at: 0, kind: "power", on: true },
			{ at: 0, kind: "active", interface: "cell" },
			{ at: 0, kind: "session", phase: "proven", interface: "cell" },
			{ at: 50, kind: "session", phase: "trial", interface: "wifi" },
			{ at: 60, kind: "session", phase: "proven", interface: "wifi" },
			{ at: 60, kind: "active", interface: "wifi" },
		];
		expect(tellStory(record).route).toEqual([
			{ from: 0, to: 60, interface: "cell" },
			{ from: 60, to: 100, interface: "wifi" },
		]);
	});
});

describe("a record in words", () => {
	const lines = tell(recordOfDepot());

	it("is one line an event in fixed columns", () => {
		expect(lines[0]).toBe("From the depot & <back>");
		expect(lines).toContain("        0 power      on");
		expect(lines).toContain("  1200000 world      wl0.upstream blackhole");
		expect(lines).toContain("  2460000 wifi       climbing → waiting                   NO_WIFI");
		expect(lines).toContain("  1254000 active     wifi → (none)");
		expect(lines).toContain("  2712000 callback   connect: SERVER_CONNECTED");
	});

	it("tells deliveries in a row as one", () => {
		expect(lines).toContain(
			"  2760000 messages   14 delivered over cell until 3540000 1 marked as sent before",
		);
	});

	it("ends with what was expected and a summary", () => {
		expect(lines.slice(-11)).toEqual([
			'  1200000 held       active "wifi"',
			'  1800000 FAILED     active "wifi", found "cell"',
			"",
			"connected     wifi 30 min 54 s, cell 32 min 36 s",
			"offline       7 min 30 s",
			"off           4 min",
			"moves         2",
			"attempts      4, 2 failed: wifi NO_WIFI, cell NO_SERVER",
			"delivered     62, 3 marked as sent before",
			"sent          wifi 5.1 kB, cell 8.4 kB",
			"received      wifi 3.9 kB",
		]);
	});

	it("has a summary whose times make up the whole", () => {
		const { connected, offline, off } = summarise(recordOfDepot());
		const sum = connected.reduce((total, { duration }) => total + duration, offline + off);
		expect(sum).toBe(75 * MINUTE);
	});

	it("tells of a board that never was on", () => {
		const record = { ...recordOfDepot(), entries: [], attempts: [], traffic: [], checks: [] };
		expect(tell(record)).toEqual([
			"From the depot & <back>",
			"",
			"",
			"connected     never",
			"offline       0 s",
			"off           1 h 15 min",
			"moves         0",
			"attempts      0, 0 failed",
			"delivered     0",
			"sent          nothing",
			"received      nothing",
		]);
	});

	it("has bytes in the unit a person would use", () => {
		const told = [0, 999, 1_000, 1_049, 1_050, 999_949, 999_950, 12_345_678].map(tellBytes);
		expect(told.join(", ")).toBe("0 bytes, 999 bytes, 1 kB, 1 kB, 1.1 kB, 999.9 kB, 1 MB, 12.3 MB");
	});
});
