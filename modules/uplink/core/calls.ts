/**
 * What the application and the system ask for, and what it means for the errand in hand: who takes
 * over from whom, whose the session is, and what is told.
 *
 *   connect()    ─▶ connected: told at once │ turn in progress: joined │ else: a new errand
 *   disconnect() ─▶ all of it ends at once, but for what the OS still wants
 *   os           ─▶ shares what there is, or walks a walk of its own
 */

import type { ErrorPolicy } from "../api.js";
import { type Core, connected, type Input, linkOf, moving, presentSequence } from "./core.js";
import { evidence, linkEvent } from "./events.js";
import { addHold } from "./guard.js";
import { withdrawTrial } from "./moves.js";
import { endSession, recordTrial } from "./sessions.js";
import { beginErrand, cutTurn, endManual, wake, walkOf } from "./turns.js";
import { type Identifier, type Milliseconds, NEVER } from "./types.js";
import { applySequence, beginPass, endWalk } from "./walk.js";

/** How long impOS's cold boot holds the application back for the connection. */
const BOOT_WAIT: Milliseconds = 10_000;

export function boot(core: Core, now: Milliseconds): void {
	core.wanted = true;
	core.offlineAt = now;
	core.startsAt = now + BOOT_WAIT;
	beginErrand(core, "boot", now);
}

export function judgeBy(core: Core, onError: ErrorPolicy, now: Milliseconds): void {
	core.onError = onError;
	if (walkOf(core).phase === "quiet" && onError !== "suspend") wake(core, now);
}

export function apply(core: Core, input: Input & { type: "apply" }, now: Milliseconds): void {
	if (input.cleared) leaveManual(core);
	core.list = input.list;
	core.strict = input.strict;
	applySequence(core.walk, presentSequence(core));
	// A pause was for the waits of another list.
	if (core.walk.phase === "paused" && !core.refused) core.walk.deadline = now;
}

export function hold(core: Core, input: Input & { type: "held" }, now: Milliseconds): void {
	addHold(core.guard, { id: input.id, reason: input.reason, until: now + input.for });
	withdrawTrial(core, now);
}

export function pin(
	core: Core,
	input: Extract<Input, { type: "pinned" | "unpinned" }>,
	now: Milliseconds,
): void {
	const { guard } = core;
	if (input.type === "unpinned") guard.pin = undefined;
	else {
		const { interface: interface_, why, fallback } = input;
		guard.pin = { interface: interface_, why, until: now + input.for, fallback };
	}
	resequence(core);
}

/** A pin came or went: the sequence follows, and the interface in use stays where the walk is. */
export function resequence(core: Core): void {
	applySequence(core.walk, presentSequence(core));
	const at = core.walk.sequence.indexOf(core.session.interface as Identifier);
	if (connected(core) && at >= 0) core.walk.position = at;
}

export function connect(core: Core, input: Input & { type: "connect" }, now: Milliseconds): void {
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
	core.manualEnds = false;
	// A modem's pace is not for a caller to force, unless it asks for that modem alone.
	for (const link of core.links)
		if (link.class !== "cell" || link.interface === input.interface)
			evidence(core, link.interface, now);
	if (input.renew && input.interface)
		linkEvent(core, linkOf(core, input.interface), { type: "renewed" }, now);
	const walk = walkOf(core);
	if (!core.errand || !walk.turn) {
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
	endManual(core);
}

/** A connection that lives stays, and an attempt in flight runs to its own end. */
function leaveManual(core: Core): void {
	if (core.errand) core.manualEnds = true;
	else core.manual = undefined;
}

export function disconnect(core: Core, now: Milliseconds): void {
	core.wanted = false;
	core.outageAt = NEVER;
	core.tellAt = NEVER;
	core.refused = undefined;
	core.walk.position = 0;
	for (const link of core.links) link.attempting = false;
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

export function serveOS(core: Core, wanted: boolean, now: Milliseconds): void {
	if (wanted === core.osWanted) return;
	core.osWanted = wanted;
	if (wanted) {
		// The application's quiet is no reason for the system to wait.
		if (walkOf(core).phase === "quiet") abandonErrand(core, now);
		if (!connected(core) && !moving(core) && !core.errand) beginErrand(core, "os", now);
		return;
	}
	if (core.errand?.kind === "os") abandonErrand(core, now);
	if (!core.osOwned) {
		// What the application wanted before the system came is wanted still.
		if (core.wanted && !core.errand && !connected(core) && !moving(core))
			beginErrand(core, "loss", now);
		return;
	}
	// An application that joined meanwhile goes back to the interfaces it specified.
	endSession(core);
	core.offlineAt = now;
	if (core.wanted) {
		core.outageAt = now;
		core.tellAt = now + core.policy.grace;
		beginErrand(core, "loss", now);
	}
}
