/**
 * Failback among the others: which better interface is looked at, when it is tried, and how the
 * session moves there or stays.
 */

import { type Core, connected, linkOf, pathOf } from "./core.js";
import {
	assignScouts,
	beginTrial,
	dwellOn,
	lengthen,
	rest,
	type Scout,
	sendOut,
	turnOff,
	watch,
} from "./failback.js";
import { pathEvent } from "./paths.js";
import { openSession } from "./session.js";
import { holdRoute, probe, probeableAt, recordTrial } from "./sessions.js";
import { failPath } from "./turns.js";
import { type Identifier, type Milliseconds, NEVER, type Reason } from "./types.js";

/** How long a scout may be out beyond its climb and its dwell. */
const HOUR: Milliseconds = 3_600_000;

const NONE: readonly Identifier[] = Object.freeze([]);

/** The interfaces above the active one, best first; none when there is nothing to go back to. */
function betterThanActive(core: Core): readonly Identifier[] {
	const { session, walk, guard } = core;
	if (!connected(core) || session.interface === undefined) return NONE;
	if (core.manual || core.osOwned || guard.holds.length > 0) return NONE;
	if (guard.pin) return guard.pin.interface === session.interface ? NONE : [guard.pin.interface];
	if (!core.policy.failback) return NONE;
	const at = walk.sequence.indexOf(session.interface);
	if (at === 0) return NONE;
	return at < 0 ? walk.sequence : walk.sequence.slice(0, at);
}

/** Looks at failback after every input. Only a trial in progress is left to itself. */
export function considerMoves(core: Core, now: Milliseconds): void {
	const { failback, policy } = core;
	if (failback.phase === "trial") {
		followTrial(core, now);
		return;
	}
	const better = betterThanActive(core);
	if (better.length === 0) {
		if (failback.phase !== "off") turnOff(failback);
		return;
	}
	assignScouts(failback, coldOf(core, better), now, policy);
	if (failback.phase === "off") watch(failback, now, policy);
	let next = NEVER;
	for (let at = 0; at < better.length; at++) {
		const interface_ = better[at] as Identifier;
		if (isApproachable(core, interface_)) next = Math.min(next, survey(core, interface_, now));
	}
	const candidate = reachableOf(core, better);
	if (candidate !== undefined) {
		dwell(core, candidate, next, now);
		return;
	}
	if (failback.phase === "dwelling" || now >= failback.deadline) watch(failback, now, policy);
	if (next !== NEVER) failback.deadline = Math.max(next, now + 1);
}

/** Those that are let go while another is active, but for the pin's. */
function coldOf(core: Core, better: readonly Identifier[]): readonly Identifier[] {
	let cold: Identifier[] | undefined;
	for (let at = 0; at < better.length; at++) {
		const interface_ = better[at] as Identifier;
		if (core.policy[linkOf(core, interface_).class].standby !== "cold") continue;
		if (core.guard.pin?.interface === interface_) continue;
		cold ??= [];
		cold.push(interface_);
	}
	return cold ?? NONE;
}

function reachableOf(core: Core, better: readonly Identifier[]): Identifier | undefined {
	for (let at = 0; at < better.length; at++) {
		const interface_ = better[at] as Identifier;
		if (isApproachable(core, interface_) && pathOf(core, interface_).reachable === true)
			return interface_;
	}
	return undefined;
}

/** Has it an address, and did its way not fail a moment ago? */
function isApproachable(core: Core, interface_: Identifier): boolean {
	return linkOf(core, interface_).phase === "up" && pathOf(core, interface_).phase !== "waiting";
}

/** A trial whose link is gone before the session moved has nothing to wait for. */
function followTrial(core: Core, now: Milliseconds): void {
	const { failback, session } = core;
	if (session.attempt === failback.attempt || failback.candidate === undefined) return;
	const link = linkOf(core, failback.candidate);
	if (link.phase !== "up") trialFailed(core, link.reason ?? "NOT_CONNECTED", now);
}

/** Probes a better interface's path at its interval. Returns when it is next to be looked at. */
function survey(core: Core, interface_: Identifier, now: Milliseconds): Milliseconds {
	const { failback, policy } = core;
	const path = pathOf(core, interface_);
	const idle = path.phase === "idle" ? now - path.askedAt : 0;
	const dwelling = failback.phase === "dwelling" && failback.candidate === interface_;
	// What was not asked for a while, under a hold say, has to be reachable anew for the whole dwell.
	if (idle > 3 * policy.probeInterval && !dwelling)
		pathEvent(core, interface_, "server", { type: "renewed" }, now);
	if (idle >= policy.probeInterval) probe(core, interface_, "server", now);
	return Math.max(path.askedAt + policy.probeInterval, probeableAt(core, interface_, now));
}

/** What stays reachable for the dwell is tried. */
function dwell(core: Core, candidate: Identifier, next: Milliseconds, now: Milliseconds): void {
	const { failback, guard } = core;
	const path = pathOf(core, candidate);
	const end = path.reachableAt + (guard.pin ? 0 : failback.dwell);
	if (now >= end && path.phase !== "asking" && !core.osWanted) tryCandidate(core, candidate, now);
	else dwellOn(failback, candidate, Math.max(now + 1, now >= end ? next : Math.min(end, next)));
}

/** The trial borrows the route; the session goes on over its open socket meanwhile. */
function tryCandidate(core: Core, candidate: Identifier, now: Milliseconds): void {
	core.attempts += 1;
	dwellOn(core.failback, candidate, NEVER);
	beginTrial(core.failback, core.attempts, now, core.policy);
	holdRoute(core, candidate, "trial", now);
	core.commands.push({ do: "try", attempt: core.attempts, interface: candidate });
}

/** The trial's transport is open: the session moves there, and is proven by its first answer. */
export function trialOpened(core: Core, attempt: number, now: Milliseconds): void {
	const { failback, session } = core;
	if (failback.phase !== "trial" || failback.attempt !== attempt) return;
	const candidate = failback.candidate as Identifier;
	core.lingering = session.interface;
	core.lingerUntil = now + core.policy.linger;
	core.outageAt = now;
	core.commands.push({ do: "move", attempt });
	openSession(session, attempt, linkOf(core, candidate), session.owner, failback.deadline);
	holdRoute(core, candidate, "session", now);
}

/** The trial failed before the session moved: the route goes back, and the dwell grows. */
export function trialFailed(core: Core, reason: Reason, now: Milliseconds): void {
	const { failback, session, policy, generator } = core;
	const candidate = failback.candidate as Identifier;
	core.commands.push({ do: "abandon", attempt: failback.attempt });
	recordTrial(core, "failed", reason, now);
	lengthen(failback, now, policy);
	failPath(core, candidate, reason, now);
	for (const scout of failback.scouts)
		if (scout.interface === candidate && scout.phase === "out") rest(scout, now, policy, generator);
	watch(failback, now, policy);
	if (session.interface !== undefined) holdRoute(core, session.interface, "session", now);
}

/** A hold came while a trial had not moved the session yet: nobody's fault, nothing grows. */
export function withdrawTrial(core: Core, now: Milliseconds): void {
	const { failback, session } = core;
	if (failback.phase !== "trial" || session.attempt === failback.attempt) return;
	core.commands.push({ do: "abandon", attempt: failback.attempt });
	recordTrial(core, "failed", "NOT_CONNECTED", now);
	turnOff(failback);
	if (session.interface !== undefined) holdRoute(core, session.interface, "session", now);
}

/** Scouts go out when rested, and come home when their link failed or leads nowhere. */
export function tendScouts(core: Core, now: Milliseconds): void {
	const { scouts } = core.failback;
	for (let at = 0; at < scouts.length; at++) {
		const scout = scouts[at] as Scout;
		if (scout.phase === "resting" && now >= scout.deadline)
			sendOut(scout, outUntil(core, scout, now));
		else if (scout.phase === "out" && now >= scout.deadline)
			rest(scout, now, core.policy, core.generator);
		else if (scout.phase === "out" && leadsNowhere(core, scout.interface))
			rest(scout, now, core.policy, core.generator);
	}
}

/** Long enough to climb, and to dwell at the slowest pace that a budget forces. */
function outUntil(core: Core, scout: Scout, now: Milliseconds): Milliseconds {
	const limits = core.policy[linkOf(core, scout.interface).class];
	return now + limits.link + limits.address + 2 * core.failback.dwell + HOUR;
}

function leadsNowhere(core: Core, interface_: Identifier): boolean {
	const path = pathOf(core, interface_);
	const { phase } = linkOf(core, interface_);
	if (phase !== "up") return phase === "waiting";
	return path.phase === "waiting" || (path.phase === "idle" && path.reachable === false);
}
