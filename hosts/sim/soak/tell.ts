/**
 * A failure in words: which invariant, where, and the timeline that leads there, as a person reads
 * it and as a file keeps it.
 */

import { invariantOf } from "./invariants.js";
import type { Failure } from "./run.js";
import type { Step, World } from "./world.js";

function padded(at: number): string {
	return `${at}`.padStart(10);
}

function action({ at: _, ...rest }: Step): string {
	return JSON.stringify(rest);
}

/** The world's timeline, a line each. */
export function timeline(world: World): string[] {
	const { fitted, policy, seed, ticks, steps, heal, end } = world;
	return [
		`  fitted ${fitted.join(", ")}; seed ${seed}; ticks ${ticks}; policy ${JSON.stringify(policy)}`,
		...steps.filter((step) => step.at < heal).map((step) => `${padded(step.at)} ${action(step)}`),
		`${padded(heal)} heal`,
		`${padded(end)} end`,
	];
}

export function tellFailure(title: string, world: World, failure: Failure): string[] {
	const { invariant, at, says } = failure;
	const broken = invariantOf(invariant)?.says ?? "the firmware throws nothing";
	return [`${title}: ${invariant} at ${at}: ${says}`, `  (${broken})`, ...timeline(world)];
}

/** The file of `test/seeds`: a line for each step, so that a person can read and shorten it. */
export function writeWorld({ steps, ...rest }: World): string {
	const head = JSON.stringify(rest, undefined, "\t").slice(0, -2);
	const lines = steps.map((step) => `\t\t${JSON.stringify(step)}`);
	return `${head},\n\t"steps": [\n${lines.join(",\n")}\n\t]\n}\n`;
}
