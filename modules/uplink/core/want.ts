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

export function reasonsWanted(core: Core, interface_: Identifier): WantReason[] {
	const reasons: WantReason[] = [];
	const { session, failback } = core;
	if (hasTurn(core, interface_)) reasons.push("turn");
	if (session.interface === interface_) reasons.push("session");
	if (attempts(core, interface_)) reasons.push("attempt");
	if (standsBy(core, interface_)) reasons.push("standby");
	const scouted = failback.scouts.some(
		(scout) => scout.interface === interface_ && scout.phase === "out",
	);
	if (scouted || failback.candidate === interface_) reasons.push("scout");
	if (core.wanted && !core.manual && core.guard.pin?.interface === interface_) reasons.push("pin");
	if ((core.claims[interface_] ?? 0) > 0) reasons.push("claim");
	if (core.lingering === interface_) reasons.push("linger");
	return reasons;
}

export function wantOf(core: Core, interface_: Identifier): Want {
	const reasons = reasonsWanted(core, interface_);
	if (reasons.length === 0) return "no";
	return reasons[0] === "turn" ? "turn" : "yes";
}
