/**
 * The core's one entry: an input at an instant, commands out. Pure and deterministic; all time and
 * all chance come in. Contract with the shell, in three lines:
 *
 *   mutate   step(core, input, now)             one input at a time, `now` never going back
 *   drain    core.commands                      performed in order, then emptied
 *   wait     until nextDeadline(core)           then step(core, {type: "elapsed"}, now)
 */

import {
	type Core,
	connected,
	type Input,
	linkOf,
	moving,
	nextDeadline,
	pathOf,
	presentSequence,
	referenceOf,
} from "./core.js";
import { decay } from "./failback.js";
import { addHold, expireGuards, removeHold } from "./guard.js";
import { type Link, type LinkEvent, stepLink } from "./link.js";
import { considerMoves, tendScouts, trialFailed, trialOpened, withdrawTrial } from "./moves.js";
import { type PathEvent, stepPath } from "./path.js";
import { type SessionEvent, stepSession } from "./session.js";
import {
	askableAt,
	askSession,
	endSession,
	followLink,
	openOverTurn,
	proved,
	recordTrial,
	sessionLost,
} from "./sessions.js";
import { beginErrand, cutTurn, failTurn, rungOfTurn, wake, walkOf, walkOn } from "./turns.js";
import { type Identifier, type Milliseconds, NEVER } from "./types.js";
import { applySequence, beginPass, endWalk } from "./walk.js";
import { wantOf } from "./want.js";

/** More rounds than a settled core can need; at the bound the next input goes on. */
const ROUNDS_MAX = 16;

export function step(core: Core, input: Input, now: Milliseconds): void {
	take(core, input, now);
	for (let round = 0; round < ROUNDS_MAX; round++) if (!settle(core, now)) return;
}

function take(core: Core, input: Input, now: Milliseconds): void {
	switch (input.type) {
		case "booted":
			core.wanted = true;
			core.offlineAt = now;
			beginErrand(core, "boot", now);
			return;
		case "connect":
			connect(core, input, now);
			return;
		case "disconnect":
			disconnect(core, now);
			return;
		case "apply":
			if (input.cleared) leaveManual(core, now);
			core.list = input.list;
			core.strict = input.strict;
			applySequence(core.walk, presentSequence(core));
			// A pause was for the waits of another list.
			if (core.walk.phase === "paused" && !core.refused) core.walk.deadline = now;
			return;
		case "held":
			addHold(core.guard, { id: input.id, reason: input.reason, until: now + input.for });
			withdrawTrial(core, now);
			return;
		case "released":
			removeHold(core.guard, input.id);
			return;
		case "pinned":
			core.guard.pin = {
				interface: input.interface,
				why: input.why,
				until: now + input.for,
				fallback: input.fallback,
			};
			resequence(core);
			return;
		case "unpinned":
			core.guard.pin = undefined;
			resequence(core);
			return;
		case "configured":
			for (const link of core.links) evidence(core, link.interface, now);
			return;
		case "judgeBy":
			core.onError = input.onError;
			if (walkOf(core).phase === "quiet" && input.onError !== "suspend") wake(core, now);
			return;
		case "claimed":
			core.claims[input.interface] = input.claims;
			return;
		case "os":
			serveOS(core, input.wanted, now);
			return;
		case "dropped":
			if (connected(core)) sessionLost(core, input.reason, false, now);
			return;
		case "changed":
			changed(core, input, now);
			return;
		case "evidence":
			evidence(core, input.interface, now);
			return;
		case "resolved":
		case "answered":
			sessionEvent(core, input, now);
			return;
		case "opened":
			trialOpened(core, input.attempt, now);
			return;
		case "lost":
			lost(core, input, now);
			return;
		case "probed": {
			const { attempt, reachable } = input;
			const event = { type: "answered", attempt, reachable } as const;
			if (input.of === "server") pathEvent(core, input.interface, event, now);
			else referenceEvent(core, input.interface, event, now);
			return;
		}
		case "elapsed":
			elapsed(core, now);
			return;
	}
}

/** Lets every machine follow what has just happened. True while something moved. */
function settle(core: Core, now: Milliseconds): boolean {
	const before = core.commands.length;
	const deadline = nextDeadline(core);
	followTurn(core, now);
	followLink(core, now);
	considerMoves(core, now);
	for (const link of core.links) linkEvent(core, link, { type: "wanted" }, now);
	return core.commands.length !== before || nextDeadline(core) !== deadline;
}

/** The turn's link decides: an address opens the session, a failure ends the turn. */
function followTurn(core: Core, now: Milliseconds): void {
	const { turn } = walkOf(core);
	if (!turn || core.session.phase !== "idle") return;
	const link = linkOf(core, turn.interface);
	if (link.phase === "up" && link.fellAt === NEVER) openOverTurn(core, link, now);
	else if (link.phase === "waiting") failTurn(core, link.reason ?? "NOT_CONNECTED", now);
}

function linkEvent(core: Core, link: Link, event: LinkEvent, now: Milliseconds): void {
	const want = wantOf(core, link.interface);
	const wasUp = link.phase === "up";
	const command = stepLink(link, event, want, now, core.policy, core.generator);
	if (command)
		core.commands.push({ do: command, interface: link.interface, failures: link.failures });
	if (link.phase !== "up" || wasUp) return;
	const path = pathOf(core, link.interface);
	pathEvent(core, link.interface, { type: path.phase === "waiting" ? "evidence" : "renewed" }, now);
	const walk = walkOf(core);
	// A link that climbed on, or came back by itself, is what the pause was waiting for.
	if (walk.phase === "paused" && !core.refused && walk.sequence.includes(link.interface))
		if (path.phase !== "waiting") walk.deadline = now;
}

function pathEvent(core: Core, interface_: Identifier, event: PathEvent, now: Milliseconds): void {
	const path = pathOf(core, interface_);
	const command = stepPath(path, event, now, core.policy, core.generator);
	if (command === "unprobe")
		core.commands.push({ do: "unprobe", interface: interface_, of: "server" });
}

function referenceEvent(
	core: Core,
	interface_: Identifier,
	event: PathEvent,
	now: Milliseconds,
): void {
	const path = referenceOf(core, interface_);
	if (!path) return;
	const command = stepPath(path, event, now, core.policy, core.generator);
	if (command === "unprobe")
		core.commands.push({ do: "unprobe", interface: interface_, of: "reference" });
}

/** A pin came or went: the sequence follows, and the interface in use stays where the walk is. */
function resequence(core: Core): void {
	applySequence(core.walk, presentSequence(core));
	const at = core.walk.sequence.indexOf(core.session.interface as Identifier);
	if (connected(core) && at >= 0) core.walk.position = at;
}

function changed(core: Core, input: Input & { type: "changed" }, now: Milliseconds): void {
	const { connection, reason } = input;
	linkEvent(core, linkOf(core, input.interface), { type: "changed", connection, reason }, now);
}

/** Something changed that a wait was for. A pause whose waits ended ends with them. */
function evidence(core: Core, interface_: Identifier, now: Milliseconds): void {
	const link = linkOf(core, interface_);
	const path = pathOf(core, interface_);
	linkEvent(core, link, { type: "evidence" }, now);
	pathEvent(core, interface_, { type: "evidence" }, now);
	const walk = walkOf(core);
	if (walk.phase !== "paused" || core.refused || !walk.sequence.includes(interface_)) return;
	// What was not heeded ends no pause either.
	if ((link.evidenceAt !== now && path.evidenceAt !== now) || path.phase === "waiting") return;
	const ends = link.phase === "waiting" ? link.deadline : now;
	walk.deadline = Math.min(walk.deadline, Math.max(now, ends));
}

function sessionEvent(core: Core, event: SessionEvent, now: Milliseconds): void {
	if (event.type === "elapsed" && core.session.phase === "proven") {
		core.session.deadline = askableAt(core, now);
		if (core.session.deadline > now) return;
	}
	const outcome = stepSession(core.session, event, now, core.policy);
	if (outcome === "proved") proved(core, now);
	if (outcome === "ask") askSession(core, now);
	if (outcome === "silent") sessionLost(core, "NO_SERVER", true, now);
}

function lost(core: Core, input: Input & { type: "lost" }, now: Milliseconds): void {
	const { failback, session } = core;
	if (session.phase !== "idle" && input.attempt === session.attempt)
		sessionLost(core, input.reason, false, now);
	else if (failback.phase === "trial" && input.attempt === failback.attempt)
		trialFailed(core, input.reason, now);
}

function connect(core: Core, input: Input & { type: "connect" }, now: Milliseconds): void {
	const { timeout, told } = input;
	// Time offline counts from when somebody wanted otherwise.
	if (!core.wanted) core.offlineAt = now;
	core.wanted = true;
	if (connected(core)) {
		core.manual = input.interface;
		core.tried = core.session.interface;
		if (core.session.owner === "os" && core.tried)
			core.commands.push({ do: "proved", interface: core.tried });
		core.session.owner = "application";
		if (told)
			core.commands.push({ do: "complete", outcome: "SERVER_CONNECTED", interface: core.tried });
		return;
	}
	if (moving(core)) {
		if (core.manual === input.interface) {
			expectServer(core, now, timeout, told);
			return;
		}
		recordTrial(core, "failed", "NOT_CONNECTED", now);
		endSession(core);
	}
	if (core.errand?.kind === "os" || core.manual !== input.interface) abandonErrand(core, now);
	core.manual = input.interface;
	for (const link of core.links) evidence(core, link.interface, now);
	if (input.renew && input.interface)
		linkEvent(core, linkOf(core, input.interface), { type: "renewed" }, now);
	const walk = walkOf(core);
	if (!core.errand || walk.phase === "quiet" || !walk.turn) {
		endWalk(walk, "idle");
		core.refused = undefined;
		beginErrand(core, "connect", now, { timeout, told });
		return;
	}
	const { turn } = walk;
	expectServer(core, now, timeout, told);
	// The turn counts as the first of the caller's pass, unless its list is out of date.
	beginPass(walk);
	if (!walk.fresh) walk.left -= 1;
	walk.tried = 1;
	walk.deadline = turn.deadline = Math.min(turn.deadline, core.errand.cut);
}

/** A turn, or the move to a better interface, is in progress already: the caller joins it. */
function expectServer(
	core: Core,
	now: Milliseconds,
	timeout: Milliseconds | undefined,
	told: boolean,
): void {
	const walk = walkOf(core);
	let budget = 0;
	for (const interface_ of walk.sequence)
		budget += core.policy[linkOf(core, interface_).class].turn;
	core.errand = {
		kind: "connect",
		began: now,
		deadline: now + (timeout ?? budget),
		cut: timeout === undefined ? NEVER : now + timeout,
		passes: 0,
		told,
	};
}

/** An errand that another takes the place of. */
function abandonErrand(core: Core, now: Milliseconds): void {
	cutTurn(core, now);
	endWalk(core.walk, "idle");
	endWalk(core.side, "idle");
	core.errand = undefined;
}

/** An errand over one interface alone goes on over the list; a connection that lives stays. */
function leaveManual(core: Core, now: Milliseconds): void {
	if (!core.manual) return;
	const { errand } = core;
	if (errand) abandonErrand(core, now);
	core.manual = undefined;
	if (errand) beginErrand(core, errand.kind, now, { told: errand.told });
}

function disconnect(core: Core, now: Milliseconds): void {
	core.wanted = false;
	core.outageAt = NEVER;
	core.tellAt = NEVER;
	core.refused = undefined;
	core.walk.position = 0;
	if (core.errand?.kind === "os") return;
	if (core.errand) abandonErrand(core, now);
	if (core.osOwned) core.session.owner = "os";
	else if (core.session.phase !== "idle") {
		// Ending the session ends its trial too, and nobody is to blame.
		if (core.failback.phase === "trial") recordTrial(core, "failed", "NOT_CONNECTED", now);
		endSession(core);
	}
	core.reason = core.reason ?? "NOT_CONNECTED";
	if (core.osWanted && !connected(core)) beginErrand(core, "os", now);
}

function serveOS(core: Core, wanted: boolean, now: Milliseconds): void {
	if (wanted === core.osWanted) return;
	core.osWanted = wanted;
	if (wanted) {
		if (!connected(core) && !moving(core) && !core.errand) beginErrand(core, "os", now);
		return;
	}
	if (core.errand?.kind === "os") abandonErrand(core, now);
	if (!core.osOwned) return;
	// An application that joined meanwhile goes back to the interfaces it specified.
	endSession(core);
	core.offlineAt = now;
	if (core.wanted) {
		core.outageAt = now;
		core.tellAt = now + core.policy.grace;
		beginErrand(core, "loss", now);
	}
}

function elapsed(core: Core, now: Milliseconds): void {
	for (const link of core.links)
		if (now >= link.deadline) linkEvent(core, link, { type: "elapsed" }, now);
	for (const path of core.paths)
		if (now >= path.deadline) pathEvent(core, path.interface, { type: "elapsed" }, now);
	for (const path of core.references)
		if (now >= path.deadline) referenceEvent(core, path.interface, { type: "elapsed" }, now);
	decay(core.failback, now, core.policy);
	if (expireGuards(core.guard, now)) resequence(core);
	tendScouts(core, now);
	if (core.failback.phase === "trial" && now >= core.failback.deadline)
		if (core.session.attempt === core.failback.attempt) sessionLost(core, "NO_SERVER", true, now);
		else trialFailed(core, "NO_SERVER", now);
	walkElapsed(core, now);
	if (now >= core.session.deadline) sessionEvent(core, { type: "elapsed" }, now);
	if (now >= core.lingerUntil) {
		core.lingering = undefined;
		core.lingerUntil = NEVER;
	}
	if (now >= core.tellAt) {
		core.tellAt = NEVER;
		if (core.onError !== "suspend")
			core.commands.push({ do: "tell", reason: core.reason ?? "NOT_CONNECTED" });
	}
	if (core.wanted && core.policy.restart > 0 && !connected(core))
		if (now >= core.offlineAt + core.policy.restart) {
			core.offlineAt = now;
			core.commands.push({ do: "restart" });
		}
}

function walkElapsed(core: Core, now: Milliseconds): void {
	const walk = walkOf(core);
	if (now < walk.deadline) return;
	if (walk.phase === "turn" && walk.turn) failTurn(core, rungOfTurn(core, walk.turn), now);
	else if (walk.phase === "paused") walkOn(core, now);
	else if (walk.phase === "quiet") wake(core, now);
	else walk.deadline = NEVER;
}
