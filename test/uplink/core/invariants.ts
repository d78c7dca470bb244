/**
 * What must hold of the core after every step, whatever happened: no phase without a way out, one
 * turn at most, one holder of the route, a proof only over an address, and bounded output.
 */

import {
	type Command,
	type Core,
	connected,
	type Input,
	linkOf,
} from "../../../modules/uplink/core/core.js";
import { walkOf } from "../../../modules/uplink/core/turns.js";
import type { Milliseconds } from "../../../modules/uplink/core/types.js";

/** More than any one step has to say: each link's, the session's, the route's, a few rows. */
const COMMANDS_A_STEP_MAX = 24;

/** Every phase that is not idle, with its deadline. */
function waits(core: Core): [string, Milliseconds][] {
	const all: [string, Milliseconds][] = [];
	for (const link of core.links)
		if (link.phase !== "idle") all.push([`link ${link.interface} ${link.phase}`, link.deadline]);
	for (const path of core.paths)
		if (path.phase !== "idle") all.push([`path ${path.interface} ${path.phase}`, path.deadline]);
	for (const path of core.references)
		if (path.phase !== "idle")
			all.push([`reference ${path.interface} ${path.phase}`, path.deadline]);
	for (const { reason, until } of core.guard.holds) all.push([`hold ${reason}`, until]);
	if (core.guard.pin) all.push(["pin", core.guard.pin.until]);
	if (core.down) all.push(["server down", core.down.meteredAt]);
	for (const walk of [core.walk, core.side])
		if (walk.phase !== "idle" && walk.phase !== "settled")
			all.push([`walk ${walk.phase}`, walk.deadline]);
	if (core.session.phase !== "idle")
		all.push([`session ${core.session.phase}`, core.session.deadline]);
	if (core.failback.phase !== "off")
		all.push([`failback ${core.failback.phase}`, core.failback.deadline]);
	for (const scout of core.failback.scouts)
		if (scout.phase === "resting") all.push([`scout ${scout.interface}`, scout.deadline]);
	if (core.lingering !== undefined) all.push(["linger", core.lingerUntil]);
	for (const { interface: over, until } of core.routed)
		if (over !== core.route && core.route !== undefined && core.holder !== "trial")
			all.push([`release ${over}`, until]);
	return all;
}

/** What is wrong with the record, in words. */
function faults(core: Core, commands: readonly Command[]): string[] {
	const wrong: string[] = [];
	const must = (holds: boolean, what: string) => {
		if (!holds) wrong.push(what);
	};
	for (const [what, deadline] of waits(core)) must(Number.isFinite(deadline), `${what} for ever`);
	const { session, errand, walk, side, failback } = core;
	const trial = failback.phase === "trial";
	must(!walk.turn || !side.turn, "two turns");
	for (const each of [walk, side]) {
		must((each.phase === "turn") === (each.turn !== undefined), "a turn's phase without its turn");
		must(each === walkOf(core) || each.phase !== "turn", "a turn of the walk that is not in force");
	}
	must(!walkOf(core).turn || errand !== undefined, "a turn without an errand");
	if (connected(core)) {
		must(errand === undefined, "an errand while connected");
		must(session.interface !== undefined, "proven over nothing");
		if (session.interface) must(linkOf(core, session.interface).phase === "up", "proven, not up");
		must(core.tellAt === Infinity, "an outage while connected");
	}
	if (session.phase === "idle") must(session.interface === undefined, "an idle session somewhere");
	else {
		must(core.holder !== undefined, "a session without the route");
		must(trial || core.route === session.interface, "the route is elsewhere");
	}
	must(core.routed.length <= core.fitted.length, "more interfaces left than there are");
	for (const { interface: over, until } of core.routed)
		must(over !== core.route || until === Infinity, "the route is to be released");
	must((core.route === undefined) === (core.holder === undefined), "a route without holder");
	must(!trial || failback.candidate !== undefined, "a trial of nothing");
	for (const command of commands)
		if (command.do === "record") {
			const { outcome, reason, took } = command.turn;
			const won = reason === "SERVER_CONNECTED";
			must(outcome === (won ? "connected" : "failed"), `a row that ${outcome} with ${reason}`);
			must(took >= 0, "a row that ended before it began");
		}
	must(commands.length <= COMMANDS_A_STEP_MAX, `${commands.length} commands`);
	return wrong;
}

export function checkInvariants(
	core: Core,
	commands: readonly Command[],
	now: Milliseconds,
	input: Input,
): void {
	const wrong = faults(core, commands);
	if (wrong.length === 0) return;
	const after = `at ${now} after ${JSON.stringify(input)}`;
	throw new Error(`${wrong.join("; ")} ${after}: ${JSON.stringify(core)}`);
}
