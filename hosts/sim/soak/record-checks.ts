/**
 * The invariants of the record alone: cheap enough to be asked after every single input.
 */

import { type Core, connected, linkOf } from "../../../modules/uplink/core/core.js";
import type { Policy } from "../../../modules/uplink/core/policy.js";
import { walkOf } from "../../../modules/uplink/core/turns.js";
import { type Identifier, type Milliseconds, NEVER } from "../../../modules/uplink/core/types.js";
import { reasonsWanted } from "../../../modules/uplink/core/want.js";

type Verdict = string | undefined;

/** One turn or one session, and that over a link which is up. */
export function oneActive(core: Core): Verdict {
	const { walk, side, session, errand } = core;
	if (walk.turn && side.turn) return `turns of ${walk.turn.interface} and ${side.turn.interface}`;
	for (const each of [walk, side])
		if ((each.phase === "turn") !== (each.turn !== undefined))
			return "a turn's phase without a turn";
	if (!connected(core)) return undefined;
	if (walk.turn ?? side.turn) return "a turn while connected";
	if (errand) return `an errand (${errand.kind}) while connected`;
	if (session.interface === undefined) return "proven over nothing";
	const { phase } = linkOf(core, session.interface);
	return phase === "up" ? undefined : `proven over ${session.interface}, which is ${phase}`;
}

export function oneHolder(core: Core): Verdict {
	const { route, holder, session, failback } = core;
	if ((route === undefined) !== (holder === undefined)) return `route ${route}, holder ${holder}`;
	if (session.phase === "idle")
		return route === undefined ? undefined : `${route} holds for no one`;
	if (holder === undefined) return "a session without the route";
	if (holder === "trial") {
		if (failback.phase !== "trial") return "held by a trial that is none";
		return route === failback.candidate ? undefined : `a trial of another than ${route}`;
	}
	if ((holder === "os") !== (session.owner === "os") && session.owner === "os" && core.osOwned)
		return `an OS session whose route ${holder} holds`;
	return route === session.interface ? undefined : `${route} routes ${session.interface}'s session`;
}

/** Every machine that is in a phase with a way out, and when that opens. */
function* waits(core: Core): Generator<[what: string, deadline: Milliseconds]> {
	for (const { interface: over, phase, deadline } of core.links)
		if (phase !== "idle") yield [`link ${over} ${phase}`, deadline];
	for (const { interface: over, phase, deadline } of [...core.paths, ...core.references])
		if (phase !== "idle") yield [`path ${over} ${phase}`, deadline];
	for (const { phase, deadline } of [core.walk, core.side])
		if (phase !== "idle" && phase !== "settled") yield [`walk ${phase}`, deadline];
	if (core.session.phase !== "idle") yield [`session ${core.session.phase}`, core.session.deadline];
	if (core.failback.phase !== "off")
		yield [`failback ${core.failback.phase}`, core.failback.deadline];
	for (const { interface: over, phase, deadline } of core.failback.scouts)
		if (phase === "resting") yield [`scout ${over}`, deadline];
	if (core.lingering !== undefined) yield ["linger", core.lingerUntil];
	for (const { interface: over, until } of core.routed)
		if (until !== NEVER) yield [`release ${over}`, until];
	for (const { id, until } of core.guard.holds) yield [`hold ${id}`, until];
	if (core.guard.pin) yield ["pin", core.guard.pin.until];
}

export function finiteDeadlines(core: Core, now: Milliseconds): Verdict {
	for (const [what, deadline] of waits(core)) {
		if (!Number.isFinite(deadline)) return `${what} for ever`;
		// The shell hears of a deadline when it is due, not later.
		if (deadline < now) return `${what}: its deadline ${deadline} is past at ${now}`;
	}
	return undefined;
}

export function reasonedWaits(core: Core): Verdict {
	for (const { interface: over, phase, reason } of core.links) {
		if (phase === "waiting" && reason === undefined) return `${over} waits, and nobody knows why`;
		if (phase === "climbing" || phase === "up")
			if (reasonsWanted(core, over).length === 0) return `${over} is ${phase} for nobody`;
	}
	for (const { interface: over, phase, reason } of core.paths)
		if (phase === "waiting" && reason === undefined)
			return `the way over ${over} waits for nothing`;
	const walk = walkOf(core);
	const { turn } = walk;
	if (turn && linkOf(core, turn.interface).phase === "idle")
		return `${turn.interface} has its turn and is idle`;
	const walks = ["turn", "paused", "quiet"].includes(walk.phase);
	if (core.errand && !walks && core.failback.phase !== "trial")
		return `an errand (${core.errand.kind}) whose walk is ${walk.phase}`;
	if (!core.errand && walks) return `a walk (${walk.phase}) without an errand`;
	const moves = core.failback.phase === "trial";
	if (core.wanted && !core.errand && !connected(core) && !moves)
		return "wanted, offline, and nothing is under way";
	if (walk.phase === "paused" && core.fitted.length > 0 && core.reason === undefined)
		return "a pause without a reason";
	return undefined;
}

/** What the core itself takes for reachable and dwelt on must be tried, not looked at. */
export function respectedDwell(core: Core, now: Milliseconds, policy: Policy): Verdict {
	const { failback, session, guard } = core;
	if (!policy.failback || !connected(core) || !core.wanted || failback.phase === "trial")
		return undefined;
	if (core.manual || core.osOwned || core.osWanted || guard.holds.length > 0 || guard.pin)
		return undefined;
	const at = core.walk.sequence.indexOf(session.interface as Identifier);
	for (const over of core.walk.sequence.slice(0, Math.max(0, at))) {
		const link = linkOf(core, over);
		const path = core.paths.find((each) => each.interface === over);
		if (!path || link.phase !== "up" || link.fellAt !== NEVER || path.reachable !== true) continue;
		const dwell = Math.max(failback.dwell, policy.dwell);
		const limit = Math.min(dwell, Math.max(policy.dwell, policy.dwellMax));
		const probing = 2 * policy.probeInterval + policy[link.class].probe;
		if (path.phase === "waiting") continue;
		const since = Math.max(path.reachableAt, session.since);
		// Waiting for the best of them saves a move, and is over with its dwell.
		if (now - since <= limit + probing) return undefined;
		// What is being asked, or was not for a while, is not known.
		if (path.phase === "asking" || now - path.askedAt > probing) continue;
		return `${over} is reachable since ${path.reachableAt}, with a dwell of ${limit}`;
	}
	return undefined;
}
