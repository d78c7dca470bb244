/**
 * The walk: whose turn it is. A pass gives each interface of the sequence one turn, from `position`
 * on and around; one that waits is skipped. Between passes the walk pauses.
 *
 *            begin            failed, and another is ready
 *    idle ─────────▶ turn ────────────────────────────────▶ turn …
 *     ▲               │ │ pass over
 *     │ end           │ └────────▶ paused ──▶ turn (its deadline, or something became ready)
 *     │               ▼ connected
 *     └─────────── settled          quiet: SUSPEND_ON_ERROR's nine minutes
 *
 * `position` is impOS's index: it stays where a turn succeeded, so that after a loss the interface
 * that worked is tried first, and goes to 0 when a list is applied.
 */

import type { Policy } from "./policy.js";
import type { Identifier, Milliseconds } from "./types.js";
import { NEVER } from "./types.js";

export interface Turn {
	readonly interface: Identifier;
	readonly began: Milliseconds;
	deadline: Milliseconds;
}

export interface Walk {
	phase: "idle" | "turn" | "paused" | "settled" | "quiet";
	deadline: Milliseconds;
	sequence: Identifier[];
	/** Whose turn it is, or would be next. */
	position: number;
	/** Interfaces this pass has still to visit. */
	left: number;
	/** Turns this pass has had. */
	tried: number;
	turn: Turn | undefined;
	/** The sequence changed under a turn: the next begins at its top. */
	fresh: boolean;
}

export function createWalk(sequence: Identifier[]): Walk {
	return {
		phase: "idle",
		deadline: NEVER,
		sequence,
		position: 0,
		left: 0,
		tried: 0,
		turn: undefined,
		fresh: false,
	};
}

/**
 * A new sequence: the next turn begins at its top. A turn in progress runs to its own end; where it
 * is the top's, it is the first of the new pass already.
 */
export function applySequence(walk: Walk, sequence: Identifier[]): void {
	const first = walk.turn !== undefined && walk.turn.interface === sequence[0];
	walk.sequence = sequence;
	walk.position = 0;
	walk.left = first ? sequence.length - 1 : sequence.length;
	walk.tried = first ? 1 : 0;
	walk.fresh = walk.turn !== undefined && !first;
}

/** Begins a pass at `position`. */
export function beginPass(walk: Walk): void {
	walk.left = walk.sequence.length;
	walk.tried = 0;
}

/**
 * The next interface that is ready, or undefined when the pass is over. Skips cost nothing: the
 * skipped interface says its own reason.
 */
export function nextReady(
	walk: Walk,
	ready: (interface_: Identifier) => boolean,
): Identifier | undefined {
	while (walk.left > 0) {
		const candidate = walk.sequence[walk.position];
		if (candidate !== undefined && ready(candidate)) return candidate;
		walk.position = (walk.position + 1) % walk.sequence.length;
		walk.left -= 1;
	}
	return undefined;
}

export function beginTurn(walk: Walk, turn: Turn): void {
	walk.phase = "turn";
	walk.turn = turn;
	walk.deadline = turn.deadline;
	walk.left -= 1;
	walk.tried += 1;
}

/** The turn is over. On success the position stays; on failure it moves on. */
export function endTurn(walk: Walk, connected: boolean): void {
	walk.turn = undefined;
	if (walk.fresh) walk.fresh = false;
	else if (!connected) walk.position = (walk.position + 1) % walk.sequence.length;
	walk.phase = connected ? "settled" : "paused";
	walk.deadline = NEVER;
}

/** A pause to `until`, but never shorter than the policy's floor. */
export function pause(walk: Walk, until: Milliseconds, now: Milliseconds, policy: Policy): void {
	walk.phase = "paused";
	walk.deadline = Math.max(until, now + policy.floor);
}

export function endWalk(walk: Walk, phase: "idle" | "settled" | "quiet", until = NEVER): void {
	walk.phase = phase;
	walk.turn = undefined;
	walk.fresh = false;
	walk.deadline = until;
}
