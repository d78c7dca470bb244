/**
 * The explanation: what the core's record says about why the device is where it is, as plain data
 * and in words for people. Reads, never writes.
 */

import type { LinkReport } from "../api.js";
import { type Core, connected, linkOf, pathOf } from "./core.js";
import { wordsOf } from "./reasons.js";
import type { ServerDown } from "./server-down.js";
import { walkOf } from "./turns.js";
import { type Identifier, type Milliseconds, NEVER } from "./types.js";
import { reasonsWanted } from "./want.js";

export function reportOf(
	core: Core,
	interface_: Identifier,
	address: string | undefined,
): LinkReport {
	const link = linkOf(core, interface_);
	const path = pathOf(core, interface_);
	// A way that failed above the address waits as well, and its reason is what a person wants.
	const wait = path.phase === "waiting" ? path.deadline : NEVER;
	// While up, the link's own deadline is only its next look at the driver.
	const deadline = link.phase === "idle" || link.phase === "up" ? wait : link.deadline;
	return {
		interface: interface_,
		class: link.class,
		phase: link.phase,
		connection: link.connection,
		address: link.phase === "up" ? address : undefined,
		reason: link.reason ?? path.reason,
		deadline: deadline === NEVER ? undefined : deadline,
		wanted: reasonsWanted(core, interface_),
	};
}

/** A duration as a person says it. */
export function spoken(duration: Milliseconds): string {
	const seconds = Math.max(0, Math.floor((duration + 500) / 1000));
	if (seconds < 100) return `${seconds} s`;
	const minutes = Math.floor(seconds / 60);
	if (minutes < 100) return `${minutes} min ${seconds % 60} s`;
	return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function sessionWords(core: Core, now: Milliseconds): string {
	const { session } = core;
	const left = spoken(session.deadline - now);
	switch (session.phase) {
		case "proven":
			return `The server answers over ${session.interface}; if it is silent for ${left} more, it is asked.`;
		case "suspect":
			return `The server is silent over ${session.interface} and has been asked; without an answer in ${left} the connection is lost.`;
		case "opening":
			return `Opening a session over ${session.interface}, for ${left} more.`;
		case "idle":
			return "No session.";
	}
}

function walkWords(core: Core, now: Milliseconds): string | undefined {
	const walk = walkOf(core);
	const left = spoken(walk.deadline - now);
	switch (walk.phase) {
		case "turn":
			return `It is ${walk.turn?.interface}'s turn, for ${left} more; then ${nextOf(core)}.`;
		case "paused":
			if (core.refused)
				return `The server refuses this device over ${core.refused.interface}; it is asked again in ${left}.`;
			return `Everything listed has failed; the next pass begins in ${left}, sooner when something changes.`;
		case "quiet":
			return `Quiet for ${left} more, then another minute of turns.`;
		case "idle":
			return core.wanted || connected(core) ? undefined : "Offline until connect() is called.";
		case "settled":
			return undefined;
	}
}

function nextOf(core: Core): string {
	const walk = walkOf(core);
	if (walk.left === 0) return "the pass is over";
	const next = walk.fresh ? walk.position : (walk.position + 1) % walk.sequence.length;
	return `${walk.sequence[next]} is next`;
}

function moveWords(core: Core, now: Milliseconds): string | undefined {
	const { failback, session } = core;
	const left = spoken(failback.deadline - now);
	switch (failback.phase) {
		case "off": {
			const at = core.walk.sequence.indexOf(session.interface as Identifier);
			if (!connected(core) || at <= 0 || core.manual) return undefined;
			return core.policy.failback
				? undefined
				: `It stays there: failback is off, so a better interface is used only after a loss or a new connect().`;
		}
		case "watching":
			return `Watching for ${core.walk.sequence[0]} to come back.`;
		case "dwelling":
			return `${failback.candidate} is reachable again; it is tried when it has been so for ${spoken(failback.dwell)}.`;
		case "trial":
			return `Trying ${failback.candidate}, for ${left} more.`;
	}
}

function guardWords({ guard }: Core, now: Milliseconds): string[] {
	const lines = guard.holds.map(
		({ reason, until }) => `Held for ${spoken(until - now)} more: ${reason}.`,
	);
	const { pin } = guard;
	if (pin) {
		const others = pin.fallback === "never" ? "nothing else is tried" : "then the list";
		lines.push(
			`Pinned to ${pin.interface} for ${spoken(pin.until - now)} more, ${others}: ${pin.why}.`,
		);
	}
	return lines;
}

function downWords(down: ServerDown, now: Milliseconds): string {
	const left = spoken(down.meteredAt - now);
	return `The server is silent and the second reference answers: it is down, and metered interfaces wait ${left} more.`;
}

function linkWords(core: Core, interface_: Identifier, now: Milliseconds): string | undefined {
	const link = linkOf(core, interface_);
	const path = pathOf(core, interface_);
	if (link.phase === "waiting") {
		const sooner = link.scanAt === NEVER ? "" : ", sooner when its network is heard";
		return `${interface_} failed with ${link.reason}; it may be tried again in ${spoken(link.deadline - now)}${sooner}.`;
	}
	if (path.phase === "waiting")
		return `${interface_} did not lead to the server (${wordsOf(path.reason)}); it may be tried again in ${spoken(path.deadline - now)}.`;
	if (link.phase === "climbing")
		return `${interface_} is climbing (${link.connection}), for ${spoken(link.deadline - now)} more.`;
	return undefined;
}

/** What the manager is doing, until when, and what would make it move. */
export function words(core: Core, now: Milliseconds): string[] {
	const lines = [sessionWords(core, now), walkWords(core, now), moveWords(core, now)];
	lines.push(...guardWords(core, now));
	if (core.down) lines.push(downWords(core.down, now));
	if (core.manual) lines.push(`Manual: ${core.manual} alone, no failover.`);
	if (core.osWanted) lines.push("The system itself holds a connection for work of its own.");
	for (const interface_ of core.walk.sequence) lines.push(linkWords(core, interface_, now));
	return lines.filter((line): line is string => line !== undefined);
}
