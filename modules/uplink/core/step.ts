/**
 * The core's one entry: an input at an instant, commands out. Pure and deterministic; all time and
 * all chance come in. Contract with the shell, in three lines:
 *
 *   mutate   step(core, input, now)             one input at a time, `now` never going back
 *   drain    core.commands                      performed in order, then emptied
 *   wait     until nextDeadline(core)           then step(core, {type: "elapsed"}, now)
 */

import {
	apply,
	boot,
	connect,
	disconnect,
	hold,
	judgeBy,
	pin,
	resequence,
	serveOS,
} from "./calls.js";
import { type Core, connected, type Input, linkOf, nextDeadline } from "./core.js";
import { evidence, linkEvent, scan } from "./events.js";
import { decay } from "./failback.js";
import { expireGuards, removeHold } from "./guard.js";
import type { Link } from "./link.js";
import { considerMoves, tendScouts, trialFailed, trialOpened } from "./moves.js";
import type { Path } from "./path.js";
import { pathEvent } from "./paths.js";
import { rungOfTurn } from "./reasons.js";
import { releaseLeft } from "./routed.js";
import { type SessionEvent, stepSession } from "./session.js";
import {
	askableAt,
	askSession,
	followLink,
	openOverTurn,
	probeSession,
	proved,
	sessionLost,
} from "./sessions.js";
import { failTurn, starts, wake, walkOf, walkOn } from "./turns.js";
import { type Milliseconds, NEVER } from "./types.js";

/** More rounds than a settled core can need; at the bound the next input goes on. */
const ROUNDS_MAX = 16;
/** The events of every input, made once. */
const WANTED = Object.freeze({ type: "wanted" });
const ELAPSED = Object.freeze({ type: "elapsed" });

export function step(core: Core, input: Input, now: Milliseconds): void {
	take(core, input, now);
	for (let round = 0; round < ROUNDS_MAX; round++) if (!settle(core, now)) return;
}

function take(core: Core, input: Input, now: Milliseconds): void {
	switch (input.type) {
		case "booted":
			return boot(core, now);
		case "connect":
			return connect(core, input, now);
		case "disconnect":
			return disconnect(core, now);
		case "apply":
			return apply(core, input, now);
		case "held":
			return hold(core, input, now);
		case "released":
			return removeHold(core.guard, input.id);
		case "pinned":
		case "unpinned":
			return pin(core, input, now);
		case "configured":
			for (const link of core.links) evidence(core, link.interface, now);
			return;
		case "judgeBy":
			return judgeBy(core, input.onError, now);
		case "claimed":
			core.claims[input.interface] = input.claims;
			return;
		case "os":
			return serveOS(core, input.wanted, now);
		case "dropped":
			if (connected(core)) sessionLost(core, input.reason, false, now);
			return;
		case "changed":
			return changed(core, input, now);
		case "evidence":
			return evidence(core, input.interface, now);
		case "timing":
		case "resolved":
		case "answered":
			return sessionEvent(core, input, now);
		case "opened":
			return trialOpened(core, input.attempt, now);
		case "lost":
			return lost(core, input, now);
		case "probed":
			return probed(core, input, now);
		case "elapsed":
			return elapsed(core, now);
	}
}

/** Lets every machine follow what has just happened. True while something moved. */
function settle(core: Core, now: Milliseconds): boolean {
	const before = core.commands.length;
	const deadline = nextDeadline(core);
	followTurn(core, now);
	followLink(core, now);
	considerMoves(core, now);
	for (let at = 0; at < core.links.length; at++)
		linkEvent(core, core.links[at] as Link, WANTED, now);
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

function changed(core: Core, input: Input & { type: "changed" }, now: Milliseconds): void {
	linkEvent(core, linkOf(core, input.interface), input, now);
}

function sessionEvent(core: Core, event: SessionEvent, now: Milliseconds): void {
	if (event.type === "elapsed" && core.session.phase === "proven") {
		core.session.deadline = askableAt(core, now);
		if (core.session.deadline > now) return;
	}
	const outcome = stepSession(core.session, event, now, core.policy);
	if (outcome === "proved") proved(core, now);
	if (outcome === "ask") askSession(core);
	if (outcome === "probe") probeSession(core, now);
	if (outcome === "silent") sessionLost(core, "NO_SERVER", true, now);
}

function probed(core: Core, input: Input & { type: "probed" }, now: Milliseconds): void {
	pathEvent(core, input.interface, input.of, input, now);
}

function lost(core: Core, input: Input & { type: "lost" }, now: Milliseconds): void {
	const { failback, session } = core;
	if (session.phase !== "idle" && input.attempt === session.attempt)
		sessionLost(core, input.reason, false, now);
	else if (failback.phase === "trial" && input.attempt === failback.attempt)
		trialFailed(core, input.reason, now);
}

function elapsed(core: Core, now: Milliseconds): void {
	for (let at = 0; at < core.links.length; at++) {
		const link = core.links[at] as Link;
		if (now >= link.deadline) linkEvent(core, link, ELAPSED, now);
		if (now >= link.scanAt) scan(core, link, now);
	}
	for (let at = 0; at < core.paths.length; at++) {
		const path = core.paths[at] as Path;
		if (now >= path.deadline) pathEvent(core, path.interface, "server", ELAPSED, now);
	}
	for (let at = 0; at < core.references.length; at++) {
		const path = core.references[at] as Path;
		if (now >= path.deadline) pathEvent(core, path.interface, "reference", ELAPSED, now);
	}
	decay(core.failback, now, core.policy);
	if (expireGuards(core.guard, now)) resequence(core);
	tendScouts(core, now);
	if (core.failback.phase === "trial" && now >= core.failback.deadline)
		if (core.session.attempt === core.failback.attempt) sessionLost(core, "NO_SERVER", true, now);
		else trialFailed(core, "NO_SERVER", now);
	walkElapsed(core, now);
	if (now >= core.session.deadline) sessionEvent(core, ELAPSED, now);
	if (now >= core.lingerUntil) {
		core.lingering = undefined;
		core.lingerUntil = NEVER;
	}
	releaseLeft(core, now);
	if (now >= core.startsAt) starts(core);
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
