/** Transitions: what changed between two looks, in words and as plain entries. */

import { Transitions } from "../../modules/uplink/transitions.js";
import { expect } from "../expect.js";
import {
	answered,
	booted,
	changed,
	claimed,
	disconnect,
	lost,
	os,
	Timeline,
	up,
} from "./core/timeline.js";
import { GONE, World } from "./core/world.js";

function look(t: Timeline): () => string[] {
	const transitions = new Transitions(t.core);
	return () => transitions.since(t.core).map(({ text }) => text);
}

describe("transitions", () => {
	it("tell a boot from the first turn to the proof", () => {
		const t = new Timeline();
		const texts = look(t);
		expect(texts()).toEqual([]);
		t.at(0, booted);
		expect(texts()).toEqual(["ethernet has its turn", "ethernet idle → climbing"]);
		t.at(900, up("ethernet"));
		expect(texts()).toEqual(["ethernet climbing → up", "session idle → opening over ethernet"]);
		t.at(1200, answered);
		expect(texts()).toEqual(["session opening → proven over ethernet", "active none → ethernet"]);
		t.at(1300, answered);
		expect(texts()).toEqual([]);
	});

	it("tell a failure with its reason, and whose turn is next", () => {
		const t = new Timeline();
		const texts = look(t);
		t.at(0, booted);
		texts();
		t.at(100, changed("ethernet", 200, "NO_LINK"));
		expect(texts()).toEqual([
			"wifi has its turn",
			"ethernet climbing → waiting NO_LINK",
			"wifi idle → climbing",
		]);
	});

	it("tell a second turn of the same interface, and a loss with its reason", () => {
		const t = new World({ fitted: ["wifi"] });
		const texts = look(t);
		t.at(0, booted).at(30_000);
		texts();
		t.at(30_000, lost("NO_SERVER"));
		expect(texts()).toEqual([
			"wifi has its turn",
			"session proven → opening over wifi",
			"active wifi → none",
		]);
		t.at(30_100, disconnect);
		expect(texts()).toEqual(["wifi up → stopping", "session opening → idle NO_SERVER"]);
	});

	it("tell of quiet and of its end, and never of the OS's own turns", () => {
		const t = new World({ fitted: ["wifi"] }, { wifi: GONE });
		const texts = look(t);
		t.at(0, booted).at(100_000);
		expect(texts()).toContain("quiet for 9 min 0 s");
		t.at(t.core.walk.deadline);
		expect(texts()).toContain("quiet is over: turns again");
		const system = new World();
		const heard = look(system);
		system.at(0, os(true)).at(10_000);
		expect(heard().filter((text) => text.includes("turn"))).toEqual([]);
	});

	it("are plain entries beside the words", () => {
		const t = new Timeline();
		const transitions = new Transitions(t.core);
		t.at(0, claimed("wifi", 1), changed("wifi", 200, "NO_WIFI"));
		expect(transitions.since(t.core)).toEqual([
			{
				entry: { kind: "link", interface: "wifi", phase: "waiting", reason: "NO_WIFI" },
				text: "wifi idle → waiting NO_WIFI",
			},
		]);
	});
});
