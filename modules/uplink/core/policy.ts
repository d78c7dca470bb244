/**
 * The policy: every number and choice the manager decides by, in two presets. `impOS` keeps
 * Electric Imp's behaviour (all cold, no failback, gives up); `native` is what we would choose.
 * An owner's policy is a preset and what differs from it, checked against the preset's own shape.
 */

import type { ErrorPolicy } from "../api.js";
import type { Milliseconds } from "./types.js";

/** What is decided per class of interface. */
export interface ClassPolicy {
	/** `warm` keeps the interface at an address while another is active. */
	standby: "cold" | "warm";
	/** Traffic costs money: asked seldom, and left last. */
	metered: boolean;
	/** The turn: how long the session waits for this interface. */
	turn: Milliseconds;
	/** The attempt: to carrier, association or registration… */
	link: Milliseconds;
	/** …and from there to an address. */
	address: Milliseconds;
	/** Back-off after failures, of the link and of the way to the server alike. */
	backoffMin: Milliseconds;
	backoffMax: Milliseconds;
	/** Silence on the session after which the server is asked… */
	ask: Milliseconds;
	/** …and how long its answer may take. */
	answer: Milliseconds;
	/** How long a path probe may take. */
	probe: Milliseconds;
	/** Bytes a day for asking and probing. 0: no limit. */
	budget: number;
}

export interface Policy {
	preset: "impOS" | "native";
	/** What happens when nothing connects (design: impOS's send timeout policies, or `persist`). */
	onError: ErrorPolicy;
	/** After the owner's list: the default order, or nothing (a strict list). */
	tail: "default" | "none";
	failback: boolean;
	/** The least pause between two passes of the walk. */
	floor: Milliseconds;
	/** An interface that is gone for less than this has not moved. */
	debounce: Milliseconds;
	/** How long after a stop a driver's late events may still come. */
	settle: Milliseconds;
	/** Evidence of change ends a link's wait at most once in this. */
	evidence: Milliseconds;
	/**
	 * A Wi-Fi link that waits for longer than this, since its network was not heard, listens for it
	 * so often. 0: never, and the back-off alone says when it is tried again.
	 */
	scan: Milliseconds;
	/** A session shorter than this counts as a failure of its path. */
	steady: Milliseconds;
	/** An interface that is left stays up for this, for sockets to end. */
	linger: Milliseconds;
	/** How long an address may wait for its turn before the link is let go. */
	unused: Milliseconds;
	/** An unexpected disconnect is told after this. */
	grace: Milliseconds;
	/** `suspend`: a while of turns, a while of quiet. */
	awake: Milliseconds;
	quiet: Milliseconds;
	/** A server that refuses us is asked again after this, doubling. */
	refusedMin: Milliseconds;
	refusedMax: Milliseconds;
	/** Failback: a better interface must be reachable for this, doubling when it did not last. */
	dwell: Milliseconds;
	dwellMax: Milliseconds;
	/** A dwell that grew is halved after each of these without a failure. */
	decay: Milliseconds;
	/** How often a better interface's path is probed while it dwells. */
	probeInterval: Milliseconds;
	/** A better cold interface is scouted after this, doubling. */
	scoutMin: Milliseconds;
	scoutMax: Milliseconds;
	/** A trial of a better interface may borrow the route for this. */
	trial: Milliseconds;
	/**
	 * The server is silent and the second reference answers: a metered interface is tried only after
	 * a random one to two of these, doubling. 0: the rule is off, and the walk moves on.
	 */
	serverGrace: Milliseconds;
	/** Every so many failures of a link its driver recovers harder than stop and start. */
	recoverEvery: number;
	/** Nothing connected for this long: restart the board, once in 24 h. 0: never. */
	restart: Milliseconds;
	ethernet: ClassPolicy;
	wifi: ClassPolicy;
	cell: ClassPolicy;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const UNMETERED: ClassPolicy = {
	standby: "cold",
	metered: false,
	turn: MINUTE,
	link: 20 * SECOND,
	address: 20 * SECOND,
	backoffMin: 2 * SECOND,
	backoffMax: 3 * MINUTE,
	ask: 5 * SECOND,
	answer: 3 * SECOND,
	probe: 2500,
	budget: 0,
};

const IMPOS: Policy = {
	preset: "impOS",
	onError: "suspend",
	tail: "default",
	failback: false,
	floor: 5 * SECOND,
	debounce: 300,
	settle: SECOND,
	evidence: 5 * SECOND,
	scan: 0,
	steady: 10 * SECOND,
	linger: 5 * SECOND,
	unused: HOUR,
	grace: MINUTE,
	awake: MINUTE,
	quiet: 9 * MINUTE,
	refusedMin: MINUTE,
	refusedMax: 15 * MINUTE,
	dwell: MINUTE,
	dwellMax: HOUR,
	decay: HOUR,
	probeInterval: 10 * SECOND,
	scoutMin: MINUTE,
	scoutMax: HOUR,
	trial: 10 * SECOND,
	serverGrace: 0,
	recoverEvery: 4,
	restart: 0,
	ethernet: { ...UNMETERED, link: 5 * SECOND },
	wifi: UNMETERED,
	cell: {
		standby: "cold",
		metered: true,
		turn: 2 * MINUTE,
		link: 10 * MINUTE,
		address: 2 * MINUTE,
		backoffMin: 5 * SECOND,
		backoffMax: 8 * MINUTE,
		ask: 5 * MINUTE,
		answer: 20 * SECOND,
		probe: 10 * SECOND,
		budget: 50_000,
	},
};

const NATIVE: Policy = {
	...IMPOS,
	preset: "native",
	onError: "persist",
	failback: true,
	scan: 30 * SECOND,
	serverGrace: 10 * MINUTE,
	restart: 24 * HOUR,
	ethernet: { ...IMPOS.ethernet, standby: "warm" },
	wifi: { ...IMPOS.wifi, standby: "warm" },
};

/** Words a member may have; every other member keeps its preset's type. */
const WORDS: Readonly<Record<string, readonly string[]>> = Object.freeze({
	preset: ["impOS", "native"],
	onError: ["persist", "suspend", "return"],
	tail: ["default", "none"],
	standby: ["cold", "warm"],
});

/** Nothing waits longer than this; it fits every host's timer. */
export const WAIT_MAX: Milliseconds = 7 * 24 * HOUR;

/** Members that may be 0; any other wait of 0 would spin. */
const MAY_BE_ZERO: readonly string[] = [
	"restart",
	"debounce",
	"linger",
	"dwell",
	"grace",
	"steady",
	"scan",
	"serverGrace",
	"budget",
];

/** What an owner may give: a preset, and any member of it. */
export type PolicyOptions = {
	[Member in keyof Policy]?: Policy[Member] extends ClassPolicy
		? Partial<ClassPolicy>
		: Policy[Member];
};

function checkMember(value: unknown, standard: unknown, name: string, place: string): unknown {
	const words = WORDS[name];
	if (words) {
		if (typeof value === "string" && words.includes(value)) return value;
		const expected = `${place}: expected ${words.map((word) => `"${word}"`).join(" or ")}`;
		throw typeof value === "string" ? new RangeError(expected) : new TypeError(expected);
	}
	if (typeof standard === "boolean") {
		if (typeof value === "boolean") return value;
		throw new TypeError(`${place}: expected a boolean`);
	}
	if (typeof value !== "number" || !Number.isInteger(value))
		throw new TypeError(`${place}: expected an integer`);
	const least = MAY_BE_ZERO.includes(name) ? 0 : 1;
	if (value < least || value > WAIT_MAX)
		throw new RangeError(`${place}: expected ${least} to ${WAIT_MAX}`);
	return value;
}

function merge<Shape extends object>(standard: Shape, given: unknown, place: string): Shape {
	if (typeof given !== "object" || given === null || Array.isArray(given))
		throw new TypeError(`${place}: expected an object`);
	const merged: Record<string, unknown> = { ...(standard as Record<string, unknown>) };
	for (const name of Object.keys(given)) {
		const inner = `${place}.${name}`;
		if (!Object.hasOwn(standard, name)) throw new TypeError(`${inner}: unknown key`);
		const value = (given as Record<string, unknown>)[name];
		if (value === undefined) continue;
		const member = merged[name];
		merged[name] =
			typeof member === "object" && member !== null
				? merge(member, value, inner)
				: checkMember(value, member, name, inner);
	}
	return merged as Shape;
}

/** A whole policy from a preset and what differs. Throws naming the place (`policy.wifi.turn`). */
export function parsePolicy(given: unknown = {}): Policy {
	const preset = (given as { preset?: unknown } | null)?.preset;
	const policy = merge(preset === "native" ? NATIVE : IMPOS, given, "policy");
	for (const name of ["ethernet", "wifi", "cell"] as const) {
		const { backoffMin, backoffMax } = policy[name];
		if (backoffMin > backoffMax)
			throw new RangeError(`policy.${name}.backoffMin: expected at most backoffMax`);
	}
	return policy;
}
