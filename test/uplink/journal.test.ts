/** The journal: bounded, and true enough to replay. */

import type { Core, Input } from "../../modules/uplink/core/core.js";
import { step } from "../../modules/uplink/core/step.js";
import { freeze, Journal, ROOMY, thaw } from "../../modules/uplink/journal.js";
import { expect } from "../expect.js";
import { booted, connect, disconnect, type Timeline } from "./core/timeline.js";
import { GONE, SILENT, World } from "./core/world.js";

/** Replays a recording in a core that did not write it. */
function replay(journal: Journal): Core {
	const { checkpoint, inputs } = journal.recording ?? { checkpoint: "", inputs: [] };
	const core = thaw(checkpoint);
	for (const { at, input } of inputs) {
		step(core, input, at);
		core.commands = [];
	}
	return core;
}

/** A world whose every input the journal hears before the core does, as from the shell. */
class Journalled extends World {
	readonly journal = new Journal(1, undefined, undefined, ROOMY);

	protected override hear(core: Core, input: Input): void {
		this.journal.record(this.now, input, core);
	}
}

function life(): Journalled {
	return new Journalled(
		{ policy: { preset: "native" }, seed: 5 },
		{ ethernet: GONE, wifi: SILENT },
	);
}

/** The two cores as plain data, an absent member and an undefined one alike. */
function alike(t: Timeline, core: Core): void {
	expect(thaw(freeze(core))).toEqual(thaw(freeze(t.core)));
}

describe("a frozen core", () => {
	it("thaws to the same record, infinities included", () => {
		const t = life();
		t.at(0, booted).at(400_000);
		const core = thaw(freeze(t.core));
		alike(t, core);
		expect([core.tellAt, core.failback.movedAt]).toEqual([t.core.tellAt, t.core.failback.movedAt]);
		expect(freeze(thaw(freeze(core)))).toBe(freeze(core));
	});

	it("goes on as the one it was taken from", () => {
		const t = life();
		t.at(0, booted).at(100_000);
		const core = thaw(freeze(t.core));
		for (let now = 110_000; now < 500_000; now += 10_000) {
			t.core.commands = [];
			core.commands = [];
			step(t.core, { type: "elapsed" }, now);
			step(core, { type: "elapsed" }, now);
			expect(core.commands, `at ${now}`).toEqual(t.core.commands);
		}
		alike(t, core);
	});
});

describe("a recording", () => {
	it("replays to the same end, its chances included", () => {
		const t = life();
		t.at(0, booted).at(300_000);
		t.set("wifi", { answers: 300 }).at(900_000, disconnect).at(910_000, connect);
		t.set("cell", GONE).at(1_500_000);
		alike(t, replay(t.journal));
	});

	it("replays to the same end after its ring has wrapped, from a checkpoint in mid-life", () => {
		const t = life();
		t.at(0, booted);
		for (let n = 1; n <= 5; n++) {
			t.set("wifi", n % 2 === 0 ? SILENT : { answers: 300 });
			t.at(n * 1_800_000);
			alike(t, replay(t.journal));
		}
		const { checkpoint, inputs } = t.journal.recording ?? { checkpoint: "", inputs: [] };
		expect(inputs[0]?.at).toBeAtLeast(60_000);
		expect(inputs.length).toBeAtMost(2000);
		expect(inputs.length).toBeAtLeast(1000);
		expect(checkpoint.length).toBeAtMost(16_000);
	});

	it("replays what probes of server and reference cost together", () => {
		const t = new Journalled(
			{ fitted: ["cell"], policy: { preset: "native", cell: { budget: 20_000 } }, reference: true },
			{},
		);
		t.at(0, booted).at(30_000);
		const core = replay(t.journal);
		expect(core.references[0]?.budget === core.paths[0]?.budget, "one budget").toBe(true);
		t.at(6 * 3_600_000);
		alike(t, replay(t.journal));
	});

	it("is nothing before the first input", () => {
		expect(new Journal(3).recording).toBe(undefined);
	});
});

describe("the journal's words", () => {
	it("bear the boot and the time, and the oldest are forgotten", () => {
		const journal = new Journal(7, undefined, undefined, ROOMY);
		for (let n = 0; n < 1000; n++) journal.note(n, `entry ${n}`);
		const { entries } = journal;
		expect(entries.length).toBe(400);
		expect(entries[0]).toEqual({ boot: 7, at: 600, text: "entry 600" });
		expect(entries[399]).toEqual({ boot: 7, at: 999, text: "entry 999" });
	});
});
