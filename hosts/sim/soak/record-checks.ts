/**
 * The invariants of the record alone: cheap enough to be asked after every single input.
 */

import { type Core, connected, linkOf, pathOf } from "../../../modules/uplink/core/core.js";
import type { Policy } from "../../../modules/uplink/core/policy.js";
import { walkOf } from "../../../modules/uplink/core/turns.js";
import { type Identifier, type Milliseconds, NEVER } from "../../../modules/uplink/core/types.js";
import { wantOf } from "../../../modules/uplink/core/want.js";

type Verdict = string | undefined;

function halfTurn({ phase, turn }: Core["walk"]): boolean {
	return (phase === "turn") !== (turn !== undefined);
}

/** One turn or one session, and that over a link which is up. */
export function oneActive(core: Core): Verdict {
	const { walk, side, session, errand } = core;
	if (walk.turn && side.turn) return `turns of ${walk.turn.interface} and ${side.turn.interface}`;
	if (halfTurn(walk) || halfTurn(side)) return "a turn's phase without a turn";
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

/**
 * Every machine that is in a phase with a way out, by when that opens. Numbers first, words only for
 * the one that is wrong: this runs after every input.
 */
function overdue(deadline: Milliseconds, now: Milliseconds): boolean {
	// The shell hears of a deadline when it is due, not later.
	return !(deadline >= now && deadline < Infinity);
}

function stuck(what: string, deadline: Milliseconds, now: Milliseconds): Verdict {
	if (!Number.isFinite(deadline)) return `${what} for ever`;
	return `${what}: its deadline ${deadline} is past at ${now}`;
}

function stuckPath(paths: Core["paths"], now: Milliseconds): Verdict {
	for (const { interface: over, phase, deadline } of paths)
		if (phase !== "idle" && overdue(deadline, now))
			return stuck(`path ${over} ${phase}`, deadline, now);
	return undefined;
}

function stuckWalk({ phase, deadline }: Core["walk"], now: Milliseconds): Verdict {
	if (phase === "idle" || phase === "settled" || !overdue(deadline, now)) return undefined;
	return stuck(`walk ${phase}`, deadline, now);
}

function stuckMove({ failback, lingering, lingerUntil }: Core, now: Milliseconds): Verdict {
	if (failback.phase !== "off" && overdue(failback.deadline, now))
		return stuck(`failback ${failback.phase}`, failback.deadline, now);
	for (const { interface: over, deadline } of failback.scouts)
		if (overdue(deadline, now)) return stuck(`scout ${over}`, deadline, now);
	if (lingering !== undefined && overdue(lingerUntil, now))
		return stuck("linger", lingerUntil, now);
	return undefined;
}

/** An interface that was left has its sockets released at a time; one in use has none. */
function stuckRelease(routed: Core["routed"], now: Milliseconds): Verdict {
	for (const { interface: over, until } of routed)
		if (until !== NEVER && overdue(until, now)) return stuck(`release ${over}`, until, now);
	return undefined;
}

function stuckGuard({ holds, pin }: Core["guard"], now: Milliseconds): Verdict {
	for (const { id, until } of holds)
		if (overdue(until, now)) return stuck(`hold ${id}`, until, now);
	return pin && overdue(pin.until, now) ? stuck("pin", pin.until, now) : undefined;
}

export function finiteDeadlines(core: Core, now: Milliseconds): Verdict {
	for (const { interface: over, phase, deadline, scanAt } of core.links) {
		if (phase !== "idle" && overdue(deadline, now))
			return stuck(`link ${over} ${phase}`, deadline, now);
		if (scanAt < now || (scanAt !== NEVER && phase !== "waiting"))
			return `link ${over} ${phase}: scans at ${scanAt}, at ${now}`;
	}
	const { session } = core;
	if (session.phase !== "idle" && overdue(session.deadline, now))
		return stuck(`session ${session.phase}`, session.deadline, now);
	return (
		stuckPath(core.paths, now) ??
		stuckPath(core.references, now) ??
		stuckWalk(core.walk, now) ??
		stuckWalk(core.side, now) ??
		stuckMove(core, now) ??
		stuckRelease(core.routed, now) ??
		stuckGuard(core.guard, now)
	);
}

export function reasonedWaits(core: Core): Verdict {
	for (const { interface: over, phase, reason } of core.links) {
		if (phase === "waiting" && reason === undefined) return `${over} waits, and nobody knows why`;
		if (phase === "climbing" || phase === "up")
			if (wantOf(core, over) === "no") return `${over} is ${phase} for nobody`;
	}
	for (const { interface: over, phase, reason } of core.paths)
		if (phase === "waiting" && reason === undefined)
			return `the way over ${over} waits for nothing`;
	const walk = walkOf(core);
	const { turn } = walk;
	if (turn && linkOf(core, turn.interface).phase === "idle")
		return `${turn.interface} has its turn and is idle`;
	const walks = walk.phase === "turn" || walk.phase === "paused" || walk.phase === "quiet";
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
	for (let index = 0; index < at; index++) {
		const over = core.walk.sequence[index] as Identifier;
		const link = linkOf(core, over);
		const path = pathOf(core, over);
		if (link.phase !== "up" || link.fellAt !== NEVER || path.reachable !== true) continue;
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
