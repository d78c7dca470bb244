/**
 * Turns and errands: how the walk, the links and the session make one attempt to reach the server,
 * and what follows when it fails. Each function here composes the small machines; none of them
 * decides twice.
 *
 *   beginErrand ─▶ walkOn ─▶ turn ─▶ (address) ─▶ openSession ─▶ proved        sessions.ts
 *                   ▲ │                └─ failTurn ─┐
 *                   └─│──────────────────────────────┘
 *                     └▶ pause, quiet, give up
 */

import { backoff } from "./backoff.js";
import { type Core, connected, linkOf, pathOf, referenceOf } from "./core.js";
import { type Errand, judge, judgedAt, overdue } from "./errand.js";
import { defaultOrder } from "./identifiers.js";
import { pathEvent } from "./paths.js";
import { WAIT_MAX } from "./policy.js";
import { inRow, waitOf } from "./reasons.js";
import { closedUntil, declareDown, stillDown } from "./server-down.js";
import { closeSession } from "./session.js";
import { type Identifier, type Milliseconds, NEVER, type Outcome, type Reason } from "./types.js";
import {
	beginPass,
	beginTurn,
	endTurn,
	endWalk,
	nextReady,
	pause,
	type Turn,
	type Walk,
} from "./walk.js";

/** The walk of the errand in hand. */
export function walkOf(core: Core): Walk {
	return core.errand?.kind === "os" || core.manual ? core.side : core.walk;
}

/** The sum of the turns of one pass: what a `connect()` without timeout may take. */
function passBudget(core: Core, walk: Walk): Milliseconds {
	let sum = 0;
	for (const interface_ of walk.sequence) sum += core.policy[linkOf(core, interface_).class].turn;
	return sum;
}

export function beginErrand(
	core: Core,
	kind: Errand["kind"],
	now: Milliseconds,
	caller: { timeout?: Milliseconds | undefined; told: boolean } = { told: false },
): void {
	const { timeout, told } = caller;
	core.errand = { kind, began: now, deadline: NEVER, cut: NEVER, passes: 0, told };
	if (kind === "os") core.side.sequence = defaultOrder(core.fitted);
	else if (core.manual) core.side.sequence = [core.manual];
	const walk = walkOf(core);
	if (walk === core.side) walk.position = 0;
	beginPass(walk);
	if (kind === "connect") {
		core.errand.cut = timeout === undefined ? NEVER : now + timeout;
		core.errand.deadline = now + (timeout ?? passBudget(core, walk));
	}
	walkOn(core, now);
}

/** Until when the server's being down keeps this interface closed; 0: it does not. */
function closed(core: Core, interface_: Identifier): Milliseconds {
	const { metered } = core.policy[linkOf(core, interface_).class];
	return core.manual ? 0 : closedUntil(core.down, interface_, metered);
}

/** A turn may begin on what neither waits nor failed above its address a moment ago. */
function ready(core: Core, interface_: Identifier, now: Milliseconds): boolean {
	return (
		linkOf(core, interface_).phase !== "waiting" &&
		pathOf(core, interface_).phase !== "waiting" &&
		closed(core, interface_) <= now
	);
}

function takeTurn(core: Core, walk: Walk, interface_: Identifier, now: Milliseconds): void {
	const errand = core.errand as Errand;
	const budget = now + core.policy[linkOf(core, interface_).class].turn;
	const deadline = core.manual && errand.cut !== NEVER ? errand.cut : Math.min(budget, errand.cut);
	beginTurn(walk, { interface: interface_, began: now, deadline });
	core.tried = interface_;
}

/** When the first of the sequence's waits is over. */
function leastWait(core: Core, walk: Walk): Milliseconds {
	let least = NEVER;
	for (const interface_ of walk.sequence) {
		const link = linkOf(core, interface_);
		const path = pathOf(core, interface_);
		const waits = Math.max(
			link.phase === "waiting" ? link.deadline : 0,
			path.phase === "waiting" ? path.deadline : 0,
			closed(core, interface_),
		);
		least = Math.min(least, waits);
	}
	return least;
}

/** No turn is in progress: the next one, a pause, quiet, or the end. */
export function walkOn(core: Core, now: Milliseconds): void {
	const walk = walkOf(core);
	if (!core.errand || concluded(core, walk, now)) return;
	const interface_ = nextReady(walk, (candidate) => ready(core, candidate, now));
	if (interface_ !== undefined) {
		takeTurn(core, walk, interface_, now);
		return;
	}
	// A pass of nothing but waits tells a caller of connect() nothing: it does not count for it.
	if (walk.tried > 0 || core.errand.kind !== "connect") core.errand.passes += 1;
	if (concluded(core, walk, now)) return;
	beginPass(walk);
	// Where nothing is fitted there is nothing to wait for, and still no pause for ever.
	pause(walk, Math.min(leastWait(core, walk), now + WAIT_MAX), now, core.policy);
	pauseForVerdict(core, walk, now);
}

/** A pause ends when the errand is to be judged, if that comes first. */
function pauseForVerdict(core: Core, walk: Walk, now: Milliseconds): void {
	const judged = judgedAt(core.errand as Errand, core.onError, core.policy);
	walk.deadline = Math.max(now, Math.min(walk.deadline, judged));
}

/** Acts on the errand's verdict; true when there is nothing more to do now. */
function concluded(core: Core, walk: Walk, now: Milliseconds): boolean {
	const errand = core.errand as Errand;
	const verdict = judge(errand, core.onError, now, core.policy);
	if (verdict === "give up") giveUp(core, now);
	else if (overdue(errand, now)) releaseCaller(core, errand);
	if (verdict === "be quiet") beQuiet(core, walk, now);
	return verdict !== "go on";
}

function beQuiet(core: Core, walk: Walk, now: Milliseconds): void {
	endWalk(walk, "quiet", now + core.policy.quiet);
	core.commands.push({ do: "rest", duration: core.policy.quiet });
}

/** The end of the quiet: another minute, the index carried over. */
export function wake(core: Core, now: Milliseconds): void {
	if (!core.errand) return;
	core.errand.began = now;
	core.errand.passes = 0;
	beginPass(walkOf(core));
	walkOn(core, now);
}

/** Ends the errand without success. The OS's own errand takes over where there is one. */
function giveUp(core: Core, now: Milliseconds): void {
	const walk = walkOf(core);
	completeErrand(core, core.reason ?? "NOT_CONNECTED");
	endWalk(walk, "idle");
	core.wanted = false;
	core.refused = undefined;
	if (core.osWanted) beginErrand(core, "os", now);
}

/** Tells whoever waits how it ended; the errand is over. */
export function completeErrand(core: Core, outcome: Outcome): void {
	if (core.errand?.told) core.commands.push({ do: "complete", outcome, interface: core.tried });
	core.errand = undefined;
	endManual(core);
}

/** Said once a boot; it withholds nothing, since the caller is the application. */
export function starts(core: Core): void {
	core.startsAt = NEVER;
	core.commands.push({ do: "starts", connected: connected(core) });
}

/** The owner left manual mode during an attempt, which is now over. */
export function endManual(core: Core): void {
	if (!core.manualEnds) return;
	core.manualEnds = false;
	core.manual = undefined;
}

/** The caller's time is over and the walk's is not: its timeout must cut no turn to come. */
function releaseCaller(core: Core, errand: Errand): void {
	if (errand.told)
		core.commands.push({
			do: "complete",
			outcome: core.reason ?? "NOT_CONNECTED",
			interface: core.tried,
		});
	errand.told = false;
	errand.deadline = NEVER;
	errand.cut = NEVER;
}

function record(core: Core, turn: Turn, reason: Outcome, now: Milliseconds): void {
	if (core.errand?.kind === "os") return;
	core.commands.push({
		do: "record",
		turn: {
			at: turn.began,
			took: now - turn.began,
			interface: turn.interface,
			outcome: reason === "SERVER_CONNECTED" ? "connected" : "failed",
			reason: inRow(reason),
		},
	});
}

/** The turn's session, if it got that far, is over; the route is free. */
function dropOpening(core: Core): void {
	if (core.session.phase !== "opening") return;
	core.commands.push({ do: "close" });
	closeSession(core.session);
	releaseRoute(core);
}

export function releaseRoute(core: Core): void {
	core.route = undefined;
	core.holder = undefined;
	core.commands.push({ do: "route", interface: undefined });
}

/** The turn succeeded: the walk settles there. */
export function winTurn(core: Core, now: Milliseconds): void {
	const walk = walkOf(core);
	if (!walk.turn) return;
	record(core, walk.turn, "SERVER_CONNECTED", now);
	endTurn(walk, true);
}

/** Cuts the turn in progress without going on: `disconnect()`, or the application takes over. */
export function cutTurn(core: Core, now: Milliseconds): void {
	const walk = walkOf(core);
	if (!walk.turn) return;
	record(core, walk.turn, "NOT_CONNECTED", now);
	dropOpening(core);
	walk.turn = undefined;
}

/** The turn failed: says why, remembers it where it belongs, and walks on. */
export function failTurn(core: Core, reason: Reason, now: Milliseconds): void {
	const walk = walkOf(core);
	const { turn } = walk;
	if (!turn) return;
	record(core, turn, reason, now);
	dropOpening(core);
	core.reason = reason;
	const link = linkOf(core, turn.interface);
	if (reason === "NOT_AUTHORISED") {
		stayRefused(core, walk, turn, now);
		return;
	}
	core.refused = undefined;
	if (link.phase === "up") {
		if (reason === "NO_SERVER") blameServer(core, turn.interface, now);
		link.attempting = false;
		failPath(core, turn.interface, reason, now);
	}
	endTurn(walk, false);
	// Down there too: back to the preferred interface, and the pause before it.
	if (core.reason === "SERVER_DOWN") walk.position = 0;
	walkOn(core, now);
}

/** The way over an interface failed above its address; a probe of it says nothing any more. */
export function failPath(
	core: Core,
	interface_: Identifier,
	reason: Reason,
	now: Milliseconds,
): void {
	const path = pathOf(core, interface_);
	const wait = waitOf(core, path, reason);
	const event = { type: "failed", reason, ...(wait !== undefined && { wait }) } as const;
	pathEvent(core, interface_, "server", event, now);
}

/**
 * Silence over this interface. Where the second reference answers over it, the server is down and
 * the network is not to blame; a metered interface that found the same tells so.
 */
export function blameServer(core: Core, interface_: Identifier, now: Milliseconds): void {
	const { policy, generator } = core;
	if (policy.serverGrace === 0 || referenceOf(core, interface_)?.reachable !== true) return;
	if (!core.down) core.down = declareDown(interface_, now, policy, generator);
	else if (policy[linkOf(core, interface_).class].metered) stillDown(core.down, now, generator);
	if (core.down.confirmed) core.reason = "SERVER_DOWN";
}

/** The server answered, and refuses us: no other interface will change its mind. */
function stayRefused(core: Core, walk: Walk, turn: Turn, now: Milliseconds): void {
	const times = core.refused?.interface === turn.interface ? core.refused.times + 1 : 1;
	const { refusedMin, refusedMax } = core.policy;
	core.refused = { interface: turn.interface, times };
	endTurn(walk, true);
	walk.phase = "paused";
	if (core.errand) core.errand.passes += 1;
	if (concluded(core, walk, now)) return;
	beginPass(walk);
	walk.deadline = now + backoff(times, refusedMin, refusedMax, core.generator);
	pauseForVerdict(core, walk, now);
}
