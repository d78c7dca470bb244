/**
 * The interfaces that have had the route since their sockets were last released. A socket is bound
 * for life to the interface it was opened over, so when the route goes to another one, those of the
 * interface that is left get the linger to end by themselves (the application heard of the move),
 * and are then released: aborted, so that nobody waits minutes for an answer over a way that is gone.
 *
 *   routed ──another interface has the route──▶ left, until the linger is over ──▶ release
 *     ▲ ▲ └──a trial only borrows it: both stay routed──┘     │
 *     └──────────────────it has the route again───────────────┘
 *
 * An interface without a successor is not left: its sockets may be of use yet.
 */

import type { Core } from "./core.js";
import { type Identifier, type Milliseconds, NEVER } from "./types.js";

export interface Routed {
	readonly interface: Identifier;
	/** When its sockets are released, or NEVER while it is not left. */
	until: Milliseconds;
}

/** The route is with this interface now; a trial's may yet go back. */
export function follow(core: Core, interface_: Identifier, trial: boolean, now: Milliseconds) {
	const { routed, policy } = core;
	const own = routed.find((each) => each.interface === interface_);
	if (own) own.until = NEVER;
	else routed.push({ interface: interface_, until: NEVER });
	if (trial) return;
	for (const each of routed)
		if (each.interface !== interface_ && each.until === NEVER) each.until = now + policy.linger;
}

export function releaseLeft(core: Core, now: Milliseconds): void {
	for (let at = core.routed.length - 1; at >= 0; at--) {
		const { interface: left, until } = core.routed[at] as Routed;
		if (now < until) continue;
		core.routed.splice(at, 1);
		core.commands.push({ do: "release", interface: left });
	}
}

/** When the next of them is due. */
export function releaseAt(core: Core): Milliseconds {
	let least = NEVER;
	for (let at = 0; at < core.routed.length; at++)
		least = Math.min(least, (core.routed[at] as Routed).until);
	return least;
}
