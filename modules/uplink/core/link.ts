/**
 * One interface: from idle up to an address, and back. Pure: a record, `step`, a command or nothing.
 *
 *            wanted              connection ≥ 500
 *    idle ──────────▶ climbing ─────────────────▶ up
 *     ▲ ▲                │ failed, or its deadline  │ fell for longer than the debounce
 *     │ │ unwanted       ▼                          ▼
 *     │ └─ stopping ◀─ (climbing, up)            waiting ──▶ climbing again, or idle if unwanted
 *     └───────────────────────────────────────────┘ back-off over, or evidence of change
 *
 * Every phase but idle has a finite deadline: climbing's is the attempt's own clock (to the link,
 * then to the address), up's is the next look at the driver, since events can be lost, stopping's
 * outlasts the late event of a Wi-Fi disconnect (wifi-esp32.c, xs_wifi419_disconnect: connect()
 * before that event and it cancels the new attempt), waiting's is the back-off.
 */

import { backoff } from "./backoff.js";
import type { ClassPolicy, Policy } from "./policy.js";
import type { Generator } from "./random.js";
import {
	ADDRESSED,
	CLOSED,
	CONNECTED,
	DISCONNECTED,
	type Identifier,
	type InterfaceClass,
	type Milliseconds,
	NEVER,
	type Reason,
} from "./types.js";

/** Cellular's `connection` stages below an address (docs/glossary.md). */
const MODEM_ANSWERS = 150;
const SIM_READY = 200;
const REGISTERED = 320;

/** How often an interface that is up is looked at, in case an event was lost. */
const LOOK_EVERY = 60_000;
/** A carrier that came back within the debounce gets this long to regain its address. */
const READDRESS = 3000;

export interface Link {
	readonly interface: Identifier;
	readonly class: InterfaceClass;
	phase: "idle" | "climbing" | "up" | "stopping" | "waiting";
	deadline: Milliseconds;
	/** As the driver last reported it. */
	connection: number;
	/** Why it last failed; undefined once it has an address. */
	reason: Reason | undefined;
	/** Failures in a row, for the back-off and the recovery ladder. */
	failures: number;
	/** A turn began this attempt, and no turn has used its address yet. */
	attempting: boolean;
	/** When the attempt, the address, or the fall of an address began. */
	since: Milliseconds;
	/** Since when an address is missing while up, or NEVER. */
	fellAt: Milliseconds;
	/** When evidence last ended a wait. */
	evidenceAt: Milliseconds;
}

export type LinkEvent =
	/** What wants it may have changed; see `Want`. */
	| { type: "wanted" }
	| { type: "changed"; connection: number; reason?: Reason | undefined }
	/** Its settings are no longer those it was started with. */
	| { type: "renewed" }
	| { type: "evidence" }
	| { type: "elapsed" };

/** Does anything want the link, and is one of those its turn? */
export type Want = "no" | "yes" | "turn";

/** `look`: report the driver's `connection` again. `recover`: harder than stop and start. */
export type LinkCommand = "start" | "stop" | "look" | "recover";

export function createLink(interface_: Identifier, class_: InterfaceClass): Link {
	return {
		interface: interface_,
		class: class_,
		phase: "idle",
		deadline: NEVER,
		connection: atRest(class_),
		reason: undefined,
		failures: 0,
		attempting: false,
		since: 0,
		fellAt: NEVER,
		evidenceAt: -NEVER,
	};
}

/** Has it passed carrier, association or registration? */
function linked(link: Link): boolean {
	return link.connection >= (link.class === "cell" ? REGISTERED : CONNECTED);
}

/** The rung it stands on, as a reason: what an attempt that ends now has failed by. */
export function rungOf(link: Link): Reason {
	if (link.class === "cell") {
		if (link.connection >= CONNECTED) return "NO_IP_ADDRESS";
		if (link.connection < MODEM_ANSWERS) return "NO_MODEM";
		if (link.connection < SIM_READY) return "SIM_ERROR";
		return linked(link) ? "NO_PPP_CONNECTION" : "NO_REGISTRATION";
	}
	if (linked(link)) return "NO_IP_ADDRESS";
	return link.class === "wifi" ? "NO_WIFI" : "NO_LINK";
}

/** What a driver that is stopped reads; a modem without power reads less. */
function atRest(class_: InterfaceClass): number {
	return class_ === "cell" ? CLOSED : DISCONNECTED;
}

function climb(link: Link, limits: ClassPolicy, want: Want, now: Milliseconds): LinkCommand {
	link.phase = "climbing";
	link.since = now;
	link.connection = atRest(link.class);
	link.attempting = want === "turn";
	link.deadline = now + limits.link;
	return "start";
}

function rise(link: Link, now: Milliseconds): void {
	link.phase = "up";
	link.since = now;
	link.fellAt = NEVER;
	link.reason = undefined;
	link.failures = 0;
	link.deadline = now + LOOK_EVERY;
}

/** A later stage of the climb: the next clock runs, or it is done. */
function advance(link: Link, limits: ClassPolicy, connection: number, now: Milliseconds) {
	const before = linked(link);
	link.connection = connection;
	// A link that comes and goes gains no time: the attempt ends with both its clocks.
	const last = link.since + limits.link + limits.address;
	if (connection >= ADDRESSED) rise(link, now);
	else if (linked(link) && !before) link.deadline = Math.min(now + limits.address, last);
	return undefined;
}

function climbOrRest(link: Link, limits: ClassPolicy, want: Want, now: Milliseconds) {
	if (want !== "no") return climb(link, limits, want, now);
	link.phase = "idle";
	link.deadline = NEVER;
	return undefined;
}

/** The one way down: stop, remember why, and wait before the next attempt. */
function retreat(
	link: Link,
	reason: Reason,
	now: Milliseconds,
	policy: Policy,
	generator: Generator,
): LinkCommand {
	const limits = policy[link.class];
	link.phase = "waiting";
	link.since = now;
	link.reason = reason;
	link.attempting = false;
	link.fellAt = NEVER;
	link.connection = atRest(link.class);
	link.failures += 1;
	const wait = backoff(link.failures, limits.backoffMin, limits.backoffMax, generator);
	link.deadline = now + Math.max(wait, policy.settle);
	return link.failures % policy.recoverEvery === 0 ? "recover" : "stop";
}

function stop(link: Link, now: Milliseconds, policy: Policy): LinkCommand {
	link.phase = "stopping";
	link.since = now;
	link.attempting = false;
	link.fellAt = NEVER;
	link.connection = atRest(link.class);
	link.deadline = now + policy.settle;
	return "stop";
}

/** Evidence must not be a way to hammer: it counts once in `policy.evidence`, and never before a late event of the stop could have come. */
function heed(link: Link, now: Milliseconds, policy: Policy): void {
	if (now - link.evidenceAt < policy.evidence) return;
	const earliest = link.since + policy.settle;
	if (link.deadline <= earliest) return;
	link.evidenceAt = now;
	link.deadline = Math.max(now, earliest);
}

function fellWhileUp(link: Link, now: Milliseconds, policy: Policy): void {
	if (link.fellAt !== NEVER) return;
	link.fellAt = now;
	link.deadline = now + policy.debounce;
}

/** Carrier back within the debounce may still be waiting for its address: no reason to leave. */
function fallElapsed(link: Link, now: Milliseconds, policy: Policy, generator: Generator) {
	if (linked(link) && now < link.fellAt + READDRESS) {
		link.deadline = link.fellAt + READDRESS;
		return undefined;
	}
	return retreat(link, link.reason ?? rungOf(link), now, policy, generator);
}

/** One event on one link. */
export function stepLink(
	link: Link,
	event: LinkEvent,
	want: Want,
	now: Milliseconds,
	policy: Policy,
	generator: Generator,
): LinkCommand | undefined {
	const limits = policy[link.class];
	switch (link.phase) {
		case "idle":
			return want === "no" ? undefined : climb(link, limits, want, now);

		case "climbing":
			if (want === "no" || event.type === "renewed") return stop(link, now, policy);
			if (want === "turn") link.attempting = true;
			if (event.type === "elapsed") return retreat(link, rungOf(link), now, policy, generator);
			if (event.type !== "changed") return undefined;
			if (event.reason !== undefined) return retreat(link, event.reason, now, policy, generator);
			return advance(link, limits, event.connection, now);

		case "up":
			if (want === "no" || event.type === "renewed") return stop(link, now, policy);
			if (event.type === "elapsed") {
				if (link.fellAt !== NEVER) return fallElapsed(link, now, policy, generator);
				if (link.attempting && now - link.since >= policy.unused) link.attempting = false;
				link.deadline = now + LOOK_EVERY;
				return "look";
			}
			if (event.type !== "changed") return undefined;
			link.connection = event.connection;
			link.reason = event.reason;
			if (event.connection < ADDRESSED) fellWhileUp(link, now, policy);
			else if (link.fellAt !== NEVER) {
				link.fellAt = NEVER;
				link.deadline = now + LOOK_EVERY;
			}
			return undefined;

		case "stopping":
			if (event.type !== "elapsed") return undefined;
			return climbOrRest(link, limits, want, now);

		case "waiting":
			if (event.type === "evidence") heed(link, now, policy);
			else if (event.type !== "elapsed") return undefined;
			if (now < link.deadline) return undefined;
			return climbOrRest(link, limits, want, now);
	}
}
