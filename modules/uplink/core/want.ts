/**
 * Why a link is wanted. Derived from the whole record after every input, never stored, so that a
 * reason cannot outlive its cause. A link is up for as long as any of these holds.
 */

import { type Core, connected, linkOf } from "./core.js";
import type { Want } from "./link.js";
import type { Identifier } from "./types.js";

export type WantReason =
	| "turn"
	| "session"
	| "attempt"
	| "standby"
	| "scout"
	| "pin"
	| "claim"
	| "linger";

function hasTurn(core: Core, interface_: Identifier): boolean {
	return core.walk.turn?.interface === interface_ || core.side.turn?.interface === interface_;
}

/** An attempt that a turn began goes on past the turn, and its address waits for the next one. */
function attempts(core: Core, interface_: Identifier): boolean {
	if (core.errand && core.refused?.interface === interface_) return true;
	const link = linkOf(core, interface_);
	// Its address waits for the next turn, or the next connect(), but not beside another's session.
	return link.attempting && (link.phase === "climbing" || !connected(core));
}

function standsBy(core: Core, interface_: Identifier): boolean {
	if (!core.wanted || core.manual) return false;
	return (
		core.policy[linkOf(core, interface_).class].standby === "warm" &&
		core.walk.sequence.includes(interface_)
	);
}

function isScouted({ failback }: Core, interface_: Identifier): boolean {
	for (let at = 0; at < failback.scouts.length; at++) {
		const scout = failback.scouts[at];
		if (scout?.interface === interface_ && scout.phase === "out") return true;
	}
	return false;
}

function isPinned(core: Core, interface_: Identifier): boolean {
	return core.wanted && !core.manual && core.guard.pin?.interface === interface_;
}

function isClaimed(core: Core, interface_: Identifier): boolean {
	return (core.claims[interface_] ?? 0) > 0;
}

export function reasonsWanted(core: Core, interface_: Identifier): WantReason[] {
	const reasons: WantReason[] = [];
	const { session, failback } = core;
	if (hasTurn(core, interface_)) reasons.push("turn");
	if (session.interface === interface_) reasons.push("session");
	if (attempts(core, interface_)) reasons.push("attempt");
	if (standsBy(core, interface_)) reasons.push("standby");
	if (isScouted(core, interface_) || failback.candidate === interface_) reasons.push("scout");
	if (isPinned(core, interface_)) reasons.push("pin");
	if (isClaimed(core, interface_)) reasons.push("claim");
	if (core.lingering === interface_) reasons.push("linger");
	return reasons;
}

/** As `reasonsWanted`, without the list: this is asked of every link after every input. */
export function wantOf(core: Core, interface_: Identifier): Want {
	if (hasTurn(core, interface_)) return "turn";
	const wanted =
		core.session.interface === interface_ ||
		core.failback.candidate === interface_ ||
		core.lingering === interface_ ||
		attempts(core, interface_) ||
		standsBy(core, interface_) ||
		isScouted(core, interface_) ||
		isPinned(core, interface_) ||
		isClaimed(core, interface_);
	return wanted ? "yes" : "no";
}
