/**
 * The session among the others: opened when a turn has its address, proven when the server first
 * answers, lost by silence, by the link, or by the peer; and what each of these starts.
 */

import { ASK_BYTES, affordableAt, PROBE_BYTES, spend } from "./budget.js";
import { type Core, linkOf, moving, pathOf, type Target } from "./core.js";
import { judgeMove, lengthen, turnOff } from "./failback.js";
import type { Link } from "./link.js";
import { stepPath } from "./path.js";
import { pathEvent, pathTo } from "./paths.js";
import { inRow } from "./reasons.js";
import { follow } from "./routed.js";
import { closeSession, openSession } from "./session.js";
import {
	beginErrand,
	blameServer,
	completeErrand,
	failTurn,
	releaseRoute,
	starts,
	walkOf,
	winTurn,
} from "./turns.js";
import { type Identifier, type Milliseconds, NEVER, type Reason } from "./types.js";
import { endWalk } from "./walk.js";

export function holdRoute(
	core: Core,
	interface_: Identifier,
	holder: NonNullable<Core["holder"]>,
	now: Milliseconds,
): void {
	core.holder = holder;
	follow(core, interface_, holder === "trial", now);
	if (core.route === interface_) return;
	core.route = interface_;
	core.commands.push({ do: "route", interface: interface_ });
}

/** The turn's link has its address: the session may open. */
export function openOverTurn(core: Core, link: Link, now: Milliseconds): void {
	const { turn } = walkOf(core);
	if (!turn || now >= turn.deadline) return;
	const os = core.errand?.kind === "os";
	core.attempts += 1;
	openSession(core.session, core.attempts, link, os ? "os" : "application", turn.deadline);
	holdRoute(core, link.interface, os ? "os" : "session", now);
	core.commands.push({ do: "open", attempt: core.attempts, interface: link.interface });
	// Something failed before: this turn's failure should be able to say whose fault it is.
	if (core.reason !== undefined) probe(core, link.interface, "reference", now);
}

/** The first answer on this session. */
export function proved(core: Core, now: Milliseconds): void {
	const interface_ = core.session.interface as Identifier;
	const { failback } = core;
	if (failback.phase === "trial") {
		recordTrial(core, "connected", "SERVER_CONNECTED", now);
		failback.movedAt = now;
		core.walk.position = Math.max(0, core.walk.sequence.indexOf(interface_));
		turnOff(failback);
		// A caller who asked on the way.
		core.tried = interface_;
		completeErrand(core, "SERVER_CONNECTED");
	} else {
		core.osOwned = core.errand?.kind === "os";
		winTurn(core, now);
		completeErrand(core, "SERVER_CONNECTED");
	}
	if (core.startsAt !== NEVER) starts(core);
	linkOf(core, interface_).attempting = false;
	pathOf(core, interface_).reason = undefined;
	core.refused = undefined;
	core.down = undefined;
	core.reason = undefined;
	core.outageAt = NEVER;
	core.tellAt = NEVER;
	if (core.session.owner === "application")
		core.commands.push({ do: "proved", interface: interface_ });
}

export function recordTrial(
	core: Core,
	outcome: "connected" | "failed",
	reason: Reason | "SERVER_CONNECTED",
	now: Milliseconds,
): void {
	const { began, candidate } = core.failback;
	if (candidate === undefined) return;
	core.commands.push({
		do: "record",
		turn: { at: began, took: now - began, interface: candidate, outcome, reason: inRow(reason) },
	});
}

/** What the loss says of the way: silence with no probe answered condemns it, a long life clears it. */
function judgePath(core: Core, reason: Reason, silent: boolean, now: Milliseconds): void {
	const path = pathOf(core, core.session.interface as Identifier);
	const lasted = now - core.session.since >= core.policy.steady;
	const condemned = (silent && path.reachable !== true) || !lasted;
	const event = condemned ? ({ type: "failed", reason } as const) : ({ type: "proven" } as const);
	pathEvent(core, path.interface, "server", event, now);
	if (silent) blameServer(core, path.interface, now);
}

/** Ends the session, whoever ended it, and leaves the record as if there had been none. */
export function endSession(core: Core): void {
	core.commands.push({ do: "close" });
	closeSession(core.session);
	turnOff(core.failback);
	releaseRoute(core);
	core.osOwned = false;
	core.lingering = undefined;
	core.lingerUntil = NEVER;
	endWalk(core.walk, "idle");
	endWalk(core.side, "idle");
}

/** The session is lost. `silent`: nobody said so, it just stopped answering. */
export function sessionLost(core: Core, reason: Reason, silent: boolean, now: Milliseconds): void {
	if (core.session.phase === "opening" && core.failback.phase !== "trial") {
		failTurn(core, reason, now);
		return;
	}
	if (moving(core)) {
		recordTrial(core, "failed", reason, now);
		lengthen(core.failback, now, core.policy);
	} else if (core.failback.phase === "trial") recordTrial(core, "failed", "NOT_CONNECTED", now);
	judgePath(core, reason, silent, now);
	judgeMove(core.failback, now, core.policy);
	core.reason = reason;
	core.offlineAt = now;
	endSession(core);
	if (core.wanted) {
		// An outage that a move began is told by the move's clock.
		core.outageAt = Math.min(core.outageAt, now);
		core.tellAt = core.outageAt + core.policy.grace;
		resume(core, now);
	} else if (core.osWanted) beginErrand(core, "os", now);
}

/** The walk after a loss; a caller who joined the move that was lost goes on waiting. */
function resume(core: Core, now: Milliseconds): void {
	const caller = core.errand;
	if (!caller) {
		beginErrand(core, "loss", now);
		return;
	}
	const timeout = caller.cut === NEVER ? undefined : Math.max(0, caller.cut - now);
	beginErrand(core, "connect", now, { timeout, told: caller.told });
}

/** Silence on the session: it is asked on itself. */
export function askSession(core: Core): void {
	const over = core.session.interface as Identifier;
	spend(pathOf(core, over).budget, ASK_BYTES);
	core.commands.push({ do: "ask", attempt: core.session.attempt });
}

/** Half of the answer's time is over: is it the way, and is it the server? */
export function probeSession(core: Core, now: Milliseconds): void {
	const over = core.session.interface as Identifier;
	for (const of of ["server", "reference"] as const) {
		// An answer of an hour ago says nothing of the silence of now, even where no new one is bought.
		pathEvent(core, over, of, { type: "renewed" }, now);
		probe(core, over, of, now);
	}
}

/** When the budget allows the session to be asked: now, or later. */
export function askableAt(core: Core, now: Milliseconds): Milliseconds {
	const { interface: over, class: class_ } = core.session;
	const { budget } = pathOf(core, over as Identifier);
	return affordableAt(budget, core.policy[class_].budget, ASK_BYTES, now);
}

/** When the budget allows a path to be probed. */
export function probeableAt(core: Core, interface_: Identifier, now: Milliseconds): Milliseconds {
	const path = pathOf(core, interface_);
	return affordableAt(path.budget, core.policy[path.class].budget, PROBE_BYTES, now);
}

/** Asks a path, if it is not being asked and its budget allows. */
export function probe(core: Core, interface_: Identifier, of: Target, now: Milliseconds): void {
	const path = pathTo(core, interface_, of);
	if (path?.phase !== "idle") return;
	const perDay = core.policy[path.class].budget;
	if (affordableAt(path.budget, perDay, PROBE_BYTES, now) > now) return;
	core.attempts += 1;
	stepPath(path, { type: "ask", attempt: core.attempts }, now, core.policy, core.generator);
	spend(path.budget, PROBE_BYTES);
	core.commands.push({ do: "probe", interface: interface_, attempt: core.attempts, of });
}

/** The session's link has no address any more, or never got one. */
export function followLink(core: Core, now: Milliseconds): void {
	const { interface: active } = core.session;
	if (active === undefined) return;
	const link = linkOf(core, active);
	if (link.phase !== "up") sessionLost(core, link.reason ?? "NOT_CONNECTED", false, now);
}
