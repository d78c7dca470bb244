/**
 * Steady state, as the engine counts it: a connected core with three interfaces hears what a quiet
 * day brings, a hundred thousand times. What a step allocated would be collected sooner or later, so
 * that the engine's count of collections must not change; how many byte codes each step took is said
 * beside.
 */

import Host, { type Figures } from "../../../hosts/linux/io/host.js";
import {
	type Core,
	createCore,
	type Input,
	nextDeadline,
} from "../../../modules/uplink/core/core.js";
import { parsePolicy } from "../../../modules/uplink/core/policy.js";
import { step } from "../../../modules/uplink/core/step.js";
import type { Identifier } from "../../../modules/uplink/core/types.js";

const STEPS = 100_000;
/** So many are looked at for what one step leaves. */
const SAMPLE = 100;

export interface Steady {
	input: string;
	steps: number;
	collections: number;
	/** Bytes that a step left for the collector, and byte codes that it took. */
	allocated: number;
	codes: number;
}

const FITTED: Identifier[] = ["ethernet", "wifi", "cell"];

/** Connected over Ethernet, the others warm, every answer given at once. */
function createConnected(): Core {
	const policy = parsePolicy({ preset: "native", cell: { standby: "warm" } });
	const core = createCore({ policy, fitted: FITTED, list: [], strict: false, seed: 1 });
	const inputs: Input[] = [{ type: "booted" }];
	for (const over of FITTED) inputs.push({ type: "changed", interface: over, connection: 500 });
	for (const input of inputs) step(core, input, 0);
	for (const type of ["resolved", "answered"] as const)
		step(core, { type, attempt: core.session.attempt }, 10);
	for (let now = 20; now < 1_000_000; now = nextDeadline(core)) {
		for (const { do: what } of core.commands.splice(0))
			if (what === "ask") step(core, { type: "answered", attempt: core.session.attempt }, now);
			else if (what === "probe") answerProbes(core, now);
		step(core, { type: "elapsed" }, now);
	}
	core.commands.length = 0;
	if (core.session.phase !== "proven" && core.session.phase !== "suspect")
		throw new Error(`the session is ${core.session.phase}`);
	step(core, { type: "answered", attempt: core.session.attempt }, 1_000_000);
	return core;
}

function answerProbes(core: Core, now: number): void {
	for (const path of core.paths)
		if (path.phase === "asking")
			step(
				core,
				{
					type: "probed",
					interface: path.interface,
					attempt: path.attempt,
					of: "server",
					reachable: true,
				},
				now,
			);
}

const before: Partial<Figures> = {};
const after: Partial<Figures> = {};

function allocated(): number {
	return (after.slots ?? 0) + (after.chunks ?? 0) - (before.slots ?? 0) - (before.chunks ?? 0);
}

/** One kind of step again and again, in room enough for all that they could leave. */
function measure(core: Core, input: Input): Steady {
	const now = 1_000_000;
	for (let count = 0; count < 10; count++) step(core, input, now);
	// Twice: what they make in the objects given is made by the first.
	for (let count = 0; count < 2; count++) {
		Host.figures(after);
		Host.figures(before);
	}
	for (let count = 0; count < SAMPLE; count++) step(core, input, now);
	Host.figures(after);
	const codes = Math.round(((after.codes ?? 0) - (before.codes ?? 0)) / SAMPLE);
	const left = Math.round(allocated() / SAMPLE);
	for (let count = SAMPLE; count < STEPS; count++) step(core, input, now);
	Host.figures(after);
	const collections = ((after.collections ?? 0) - (before.collections ?? 0)) & 0xffff;
	return { input: input.type, steps: STEPS, collections, allocated: left, codes };
}

export function measureSteady(): Steady[] {
	const core = createConnected();
	const { attempt } = core.session;
	const [path] = core.paths;
	return [
		measure(core, { type: "answered", attempt }),
		measure(core, { type: "elapsed" }),
		measure(core, {
			type: "probed",
			interface: "wifi",
			attempt: path?.attempt ?? 0,
			of: "server",
			reachable: true,
		}),
		measure(core, { type: "changed", interface: "wifi", connection: 500 }),
	];
}
