/**
 * The way to the server over one interface: what is known of it, and when it may be tried again.
 * The probe only decides where to open next; it proves nothing about a session.
 *
 *            ask                 answer, or no answer in time
 *    idle ─────────▶ asking ───────────────────────────────▶ idle (reachable: yes or no)
 *      ▲ ◀──────────────────────── back-off over, or evidence of change
 *      └─ waiting ◀── a turn or a trial failed above the address
 */

import { backoff } from "./backoff.js";
import { type Budget, createBudget } from "./budget.js";
import type { Policy } from "./policy.js";
import type { Generator } from "./random.js";
import type { Identifier, InterfaceClass, Milliseconds, Reason } from "./types.js";
import { NEVER } from "./types.js";

export interface Path {
	readonly interface: Identifier;
	readonly class: InterfaceClass;
	phase: "idle" | "asking" | "waiting";
	deadline: Milliseconds;
	/** The last answer; undefined: not asked since the address was gained. */
	reachable: boolean | undefined;
	/** Since when every answer was yes. */
	reachableAt: Milliseconds;
	askedAt: Milliseconds;
	/** The number of the probe under way; any other's answer is stale. */
	attempt: number;
	failures: number;
	/** Why it last failed; undefined once proven. */
	reason: Reason | undefined;
	evidenceAt: Milliseconds;
	/** What asking and probing over this interface may still cost. */
	readonly budget: Budget;
}

export type PathEvent =
	| { type: "ask"; attempt: number }
	| { type: "probed"; attempt: number; reachable: boolean }
	| { type: "failed"; reason: Reason; wait?: Milliseconds }
	| { type: "proven" }
	/** The interface gained an address anew: what was known is void. */
	| { type: "renewed" }
	| { type: "evidence" }
	| { type: "elapsed" };

export type PathCommand = "probe" | "unprobe";

export function createPath(
	interface_: Identifier,
	class_: InterfaceClass,
	budget = createBudget(0),
): Path {
	return {
		interface: interface_,
		class: class_,
		phase: "idle",
		deadline: NEVER,
		reachable: undefined,
		reachableAt: NEVER,
		askedAt: -NEVER,
		attempt: 0,
		failures: 0,
		reason: undefined,
		evidenceAt: -NEVER,
		budget,
	};
}

function rest(path: Path): void {
	path.phase = "idle";
	path.deadline = NEVER;
}

function learn(path: Path, reachable: boolean, now: Milliseconds): void {
	if (!reachable) path.reachableAt = NEVER;
	else if (path.reachable !== true) path.reachableAt = now;
	path.reachable = reachable;
	rest(path);
}

function fail(
	path: Path,
	event: { reason: Reason; wait?: Milliseconds },
	now: Milliseconds,
	policy: Policy,
	generator: Generator,
): PathCommand | undefined {
	const { backoffMin, backoffMax } = policy[path.class];
	const asking = path.phase === "asking";
	path.failures += 1;
	path.reason = event.reason;
	path.reachable = undefined;
	path.reachableAt = NEVER;
	path.phase = "waiting";
	path.deadline = now + (event.wait ?? backoff(path.failures, backoffMin, backoffMax, generator));
	return asking ? "unprobe" : undefined;
}

export function stepPath(
	path: Path,
	event: PathEvent,
	now: Milliseconds,
	policy: Policy,
	generator: Generator,
): PathCommand | undefined {
	switch (event.type) {
		case "ask":
			if (path.phase !== "idle") return undefined;
			path.phase = "asking";
			path.attempt = event.attempt;
			path.askedAt = now;
			path.deadline = now + policy[path.class].probe;
			return "probe";

		case "probed":
			if (path.phase === "asking" && event.attempt === path.attempt)
				learn(path, event.reachable, now);
			return undefined;

		case "failed":
			return fail(path, event, now, policy, generator);

		case "proven":
			path.failures = 0;
			path.reason = undefined;
			if (path.phase === "waiting") rest(path);
			return undefined;

		case "renewed": {
			const asking = path.phase === "asking";
			path.reachable = undefined;
			path.reachableAt = NEVER;
			rest(path);
			return asking ? "unprobe" : undefined;
		}

		case "evidence":
			if (path.phase !== "waiting") return undefined;
			if (now - path.evidenceAt < policy.evidence) return undefined;
			path.evidenceAt = now;
			rest(path);
			return undefined;

		case "elapsed":
			if (path.phase === "waiting") rest(path);
			if (path.phase !== "asking") return undefined;
			learn(path, false, now);
			return "unprobe";
	}
}
