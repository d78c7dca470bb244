/**
 * Server down is not link down. When the server is silent and the owner's second reference answers
 * over the same interface, the network is not to blame: unmetered interfaces are tried as ever, a
 * metered one only after a random grace, once, and then ever more seldom, so that an outage of the
 * server does not send a whole fleet to cellular.
 *
 *   silent, reference answers ──▶ down: metered interfaces closed until `meteredAt`
 *        metered tried, fails too, reference answers ──▶ SERVER_DOWN, the grace doubles
 *   proven anywhere ──▶ up
 */

import type { Policy } from "./policy.js";
import { drawUpTo, type Generator } from "./random.js";
import type { Identifier, Milliseconds } from "./types.js";

const GRACE_MAX: Milliseconds = 24 * 3_600_000;

export interface ServerDown {
	/** Where the silence was first seen; it may be tried again at its own pace. */
	readonly over: Identifier;
	readonly since: Milliseconds;
	grace: Milliseconds;
	/** When a metered interface may be tried. */
	meteredAt: Milliseconds;
	/** A metered interface has found the same. */
	confirmed: boolean;
}

/** One to two graces from now: a fleet that lost its server together does not move together. */
function graceEnd(grace: Milliseconds, now: Milliseconds, generator: Generator): Milliseconds {
	return now + grace + drawUpTo(generator, grace);
}

export function declareDown(
	over: Identifier,
	now: Milliseconds,
	policy: Policy,
	generator: Generator,
): ServerDown {
	const grace = policy.serverGrace;
	return {
		over,
		since: now,
		grace,
		meteredAt: graceEnd(grace, now, generator),
		confirmed: false,
	};
}

/** A metered interface was tried, and the server is silent there too. */
export function stillDown(down: ServerDown, now: Milliseconds, generator: Generator): void {
	down.confirmed = true;
	down.grace = Math.min(2 * down.grace, GRACE_MAX);
	down.meteredAt = graceEnd(down.grace, now, generator);
}

/** Until when the rule keeps this interface closed; 0: it does not. */
export function closedUntil(
	down: ServerDown | undefined,
	interface_: Identifier,
	metered: boolean,
): Milliseconds {
	return down && metered && interface_ !== down.over ? down.meteredAt : 0;
}
