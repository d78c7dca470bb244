/**
 * How soon a healthy interface must be in use, stated by the policy alone. Generous where waits may
 * follow one another, but finite, and each summand is one wait that the design allows.
 */

import { PROBE_BYTES } from "../../../modules/uplink/core/budget.js";
import { classOf } from "../../../modules/uplink/core/identifiers.js";
import type { ClassPolicy, Policy } from "../../../modules/uplink/core/policy.js";
import type { Identifier, Milliseconds } from "../../../modules/uplink/core/types.js";

const DAY: Milliseconds = 86_400_000;
/** A link that is up is looked at this often, in case an event was lost. */
const LOOK_EVERY: Milliseconds = 60_000;
/** The longest grace of a server that is down (server-down.ts), which comes once or twice. */
const GRACE_MAX: Milliseconds = DAY;
/** What hardware, name servers and servers take when they are well. */
const SLACK: Milliseconds = 60_000;

export interface Circumstances {
	policy: Policy;
	/** The pass, in order. */
	sequence: readonly Identifier[];
	onError: "persist" | "suspend" | "return";
	/** Its class has misbehaved: only the ladder's later rungs may bring it back. */
	misbehaved: boolean;
	/** The server refused, so it is asked slowly. */
	refused: boolean;
	/** There is a second reference, so that an outage of the server keeps metered interfaces closed. */
	reference: boolean;
}

/** The longest back-off, with its jitter. */
function longest(wait: Milliseconds): Milliseconds {
	return wait + Math.floor(wait / 5);
}

/** Until an attempt that was begun in vain has ended, and its wait after it. */
function attempt(limits: ClassPolicy, policy: Policy): Milliseconds {
	return limits.link + limits.address + policy.settle + longest(limits.backoffMax);
}

/**
 * From the last change in the world until a healthy interface of the pass has an address: the
 * attempt that the change came too late for, again and again up to the rung of the ladder that
 * constructs the class anew where that misbehaved.
 */
export function addressedWithin(over: Identifier, of: Circumstances): Milliseconds {
	const { policy } = of;
	const limits = policy[classOf(over)];
	const attempts = of.misbehaved ? policy.recoverEvery + 1 : 1;
	return LOOK_EVERY + policy.debounce + attempts * attempt(limits, policy) + SLACK;
}

/**
 * …until the session is over it, or over one as good: the loss of a dead session is noticed, its
 * wait above the address is over, and the pass in progress and the next one have come to it. Under
 * `suspend` the turns come in minutes with quiet between them.
 */
export function usedWithin(over: Identifier, of: Circumstances): Milliseconds {
	const { policy, sequence } = of;
	let pass = policy.floor;
	let silence = 0;
	let turn = 0;
	for (const each of sequence) {
		const limits = policy[classOf(each)];
		pass += limits.turn;
		turn = Math.max(turn, limits.turn);
		silence = Math.max(silence, limits.ask + limits.answer);
	}
	const waits = longest(policy[classOf(over)].backoffMax);
	const { metered } = policy[classOf(over)];
	const grace = of.reference && metered && policy.serverGrace > 0 ? 2 * GRACE_MAX : 0;
	const refusal = of.refused ? longest(policy.refusedMax) : 0;
	const round = policy.awake + turn + policy.quiet;
	const quiet = of.onError === "suspend" ? (sequence.length + 2) * round : 0;
	return addressedWithin(over, of) + silence + waits + 2 * pass + grace + refusal + quiet;
}

/**
 * …until a session over a lower interface has gone back to it: the scout has gone out once more
 * where the link is cold, the dwell has grown to its most, a trial of the neighbour came first, and
 * the budget of a metered one has filled for the next probe, twice.
 */
export function returnedWithin(over: Identifier, of: Circumstances): Milliseconds {
	const { policy } = of;
	const limits = policy[classOf(over)];
	const scouting = limits.standby === "cold" ? longest(policy.scoutMax) : 0;
	const rounds = of.misbehaved ? policy.recoverEvery + 1 : 1;
	const dwell = Math.max(policy.dwell, policy.dwellMax);
	const probing = 2 * policy.probeInterval + limits.probe;
	const starved = limits.budget > 0 ? Math.floor((2 * PROBE_BYTES * DAY) / limits.budget) : 0;
	return (
		addressedWithin(over, of) +
		longest(limits.backoffMax) +
		rounds * scouting +
		2 * (dwell + probing + policy.trial) +
		starved
	);
}
