/**
 * An errand: why the walk walks, and when it gives up. Whoever wants the server has one: the boot,
 * `connect()`, a loss, the OS. The error policy says what giving up means (design: nothing halts,
 * but SUSPEND_ON_ERROR keeps its timing, and RETURN_ON_ERROR stops).
 *
 *    persist   never gives up
 *    suspend   a minute of turns, then nine of quiet, and again; a turn once begun is finished
 *    return    connect(): after one pass, or at the caller's deadline
 *              boot, loss: at the later of a minute and the end of the first pass
 */

import type { ErrorPolicy } from "../api.js";
import type { Policy } from "./policy.js";
import type { Milliseconds } from "./types.js";
import { NEVER } from "./types.js";

export interface Errand {
	readonly kind: "boot" | "connect" | "loss" | "os";
	/** Begun; under `suspend` begun anew after each quiet. */
	began: Milliseconds;
	/** No turn begins after this: the caller's timeout, or the turns of one pass. */
	deadline: Milliseconds;
	/** The caller's timeout, which cuts even a turn in progress, or NEVER. */
	cut: Milliseconds;
	/** Passes that have ended in failure. */
	passes: number;
	/** A caller waits to be told how it ended; under `persist` it is told, and the walk goes on. */
	told: boolean;
}

export type Verdict = "go on" | "give up" | "be quiet";

/** Asked whenever no turn is in progress. */
export function judge(
	errand: Errand,
	onError: ErrorPolicy,
	now: Milliseconds,
	policy: Policy,
): Verdict {
	if (errand.kind === "os" || onError === "persist") return "go on";
	const awake = now - errand.began >= policy.awake;
	if (onError === "suspend") return awake ? "be quiet" : "go on";
	if (errand.kind === "connect")
		return errand.passes > 0 || now >= errand.deadline ? "give up" : "go on";
	return awake && errand.passes > 0 ? "give up" : "go on";
}

/** Has a caller waited long enough? One pass, or its timeout, even where the walk goes on. */
export function overdue(errand: Errand, now: Milliseconds): boolean {
	return errand.kind === "connect" && (errand.passes > 0 || now >= errand.deadline);
}

/** When a pause should end for the sake of the verdict, or of a caller, alone. */
export function judgedAt(errand: Errand, onError: ErrorPolicy, policy: Policy): Milliseconds {
	if (onError === "suspend" && errand.kind !== "os")
		return Math.min(errand.began + policy.awake, errand.deadline);
	if (errand.kind === "connect") return errand.deadline;
	return errand.kind === "os" || onError === "persist" ? NEVER : errand.began + policy.awake;
}
