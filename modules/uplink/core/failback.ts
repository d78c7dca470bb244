/**
 * Failback: has a better interface earned the move? While a lower one is active, better cold links
 * are scouted (brought up without route or session), and one that stays reachable for the dwell is
 * tried. The session then opened is the proof.
 *
 *              lower active             better link up and reachable
 *    off ─────────────────▶ watching ───────────────────────────────▶ dwelling
 *     ▲                      ▲   ▲      unreachable, or link lost         │ dwell over
 *     │ best active          │   └──────────────────────────────── ◀──────┤
 *     └──────────────────────┴── failed: dwell doubles ◀── trial ◀────────┘
 *
 * A failback that did not last doubles the dwell as well, so a flapping interface earns ever less.
 */

import type { Policy } from "./policy.js";
import { drawUpTo, type Generator } from "./random.js";
import type { Identifier, Milliseconds } from "./types.js";
import { NEVER } from "./types.js";

/** One better cold link that is looked at from time to time. */
export interface Scout {
	readonly interface: Identifier;
	/** Out: the link is wanted, until `deadline` at the latest; resting: until `deadline`. */
	phase: "resting" | "out";
	deadline: Milliseconds;
	interval: Milliseconds;
}

export interface Failback {
	phase: "off" | "watching" | "dwelling" | "trial";
	/** Watching: the next look. Dwelling: its end. Trial: when the route is given back. */
	deadline: Milliseconds;
	candidate: Identifier | undefined;
	dwell: Milliseconds;
	/** The number of the trial under way. */
	attempt: number;
	began: Milliseconds;
	/** When the last failback moved the session. */
	movedAt: Milliseconds;
	/** When a dwell that grew is halved, if nothing fails until then. */
	decayAt: Milliseconds;
	scouts: Scout[];
}

/** A move that is lost within this many dwells did not last. */
const LASTING_DWELLS = 5;

export function createFailback(policy: Policy): Failback {
	return {
		phase: "off",
		deadline: NEVER,
		candidate: undefined,
		dwell: policy.dwell,
		attempt: 0,
		began: NEVER,
		movedAt: -NEVER,
		decayAt: NEVER,
		scouts: [],
	};
}

export function turnOff(failback: Failback): void {
	failback.phase = "off";
	failback.deadline = NEVER;
	failback.candidate = undefined;
	failback.scouts = [];
}

/** Keeps a scout for each better cold link, and none for others. */
export function assignScouts(
	failback: Failback,
	cold: readonly Identifier[],
	now: Milliseconds,
	policy: Policy,
): void {
	const { scouts } = failback;
	if (cold.length === scouts.length && cold.every((each, at) => scouts[at]?.interface === each))
		return;
	failback.scouts = cold.map(
		(interface_) =>
			failback.scouts.find((scout) => scout.interface === interface_) ?? {
				interface: interface_,
				phase: "resting",
				deadline: now + policy.scoutMin,
				interval: policy.scoutMin,
			},
	);
}

/** A scout came home without a move: it rests for twice as long, with jitter. */
export function rest(scout: Scout, now: Milliseconds, policy: Policy, generator: Generator): void {
	scout.phase = "resting";
	scout.interval = Math.min(2 * scout.interval, policy.scoutMax);
	scout.deadline = now + scout.interval + drawUpTo(generator, Math.floor(scout.interval / 5));
}

/** It comes home at the latest by `until`. */
export function sendOut(scout: Scout, until: Milliseconds): void {
	scout.phase = "out";
	scout.deadline = until;
}

export function watch(failback: Failback, now: Milliseconds, policy: Policy): void {
	failback.phase = "watching";
	failback.candidate = undefined;
	failback.deadline = now + policy.scoutMin;
}

export function dwellOn(failback: Failback, candidate: Identifier, until: Milliseconds): void {
	failback.phase = "dwelling";
	failback.candidate = candidate;
	failback.deadline = until;
}

export function beginTrial(
	failback: Failback,
	attempt: number,
	now: Milliseconds,
	policy: Policy,
): void {
	failback.phase = "trial";
	failback.attempt = attempt;
	failback.began = now;
	failback.deadline = now + policy.trial;
}

/** A trial that failed, or a move that did not last. */
export function lengthen(failback: Failback, now: Milliseconds, policy: Policy): void {
	failback.decayAt = now + policy.decay;
	failback.dwell = Math.min(
		Math.max(1000, 2 * failback.dwell),
		Math.max(policy.dwell, policy.dwellMax),
	);
}

/** Called when a session is lost: did the failback before it last? */
export function judgeMove(failback: Failback, now: Milliseconds, policy: Policy): void {
	if (now - failback.movedAt < LASTING_DWELLS * policy.dwell) lengthen(failback, now, policy);
	failback.movedAt = -NEVER;
}

/** A while without a failure: the dwell shrinks again, down to the policy's. */
export function decay(failback: Failback, now: Milliseconds, policy: Policy): void {
	if (now < failback.decayAt) return;
	failback.dwell = Math.max(policy.dwell, Math.floor(failback.dwell / 2));
	failback.decayAt = failback.dwell > policy.dwell ? now + policy.decay : NEVER;
}
