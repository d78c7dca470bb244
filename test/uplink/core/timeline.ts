/**
 * A timeline of the core in virtual time, and the two verbs of a test: `at` says when something
 * happens, `expect` what the core had to say since. Between two instants the core hears `elapsed`
 * at each of its deadlines, as from the shell, and after every step the invariants are checked, so
 * that each timeline tests them too.
 *
 *   t.at(0, booted).expect("start ethernet");
 *   t.at(70_000).expect("@5000 stop ethernet");      // said on the way, at 5 s
 */

import {
	type Command,
	type Core,
	type CoreOptions,
	createCore,
	type Input,
	nextDeadline,
	pathOf,
	type TurnRow,
} from "../../../modules/uplink/core/core.js";
import { type PolicyOptions, parsePolicy } from "../../../modules/uplink/core/policy.js";
import { step } from "../../../modules/uplink/core/step.js";
import type { Identifier, Milliseconds, Reason } from "../../../modules/uplink/core/types.js";
import { expect } from "../../expect.js";
import { checkInvariants } from "./invariants.js";

/** An input, or one that names an attempt only the core knows. */
export type Happening = Input | ((core: Core) => Input);

export const booted: Input = { type: "booted" };
export const connect: Input = { type: "connect", told: true };
export const disconnect: Input = { type: "disconnect" };

export function changed(over: Identifier, connection: number, reason?: Reason): Input {
	return { type: "changed", interface: over, connection, reason };
}
export const up = (over: Identifier) => changed(over, 500);
export function apply(...list: Identifier[]): Input {
	return { type: "apply", list, strict: false };
}
export function evidence(over: Identifier): Input {
	return { type: "evidence", interface: over };
}
export function os(wanted: boolean): Input {
	return { type: "os", wanted };
}
export function claimed(over: Identifier, claims: number): Input {
	return { type: "claimed", interface: over, claims };
}
export function held(id: number, span: Milliseconds, reason = "upload"): Input {
	return { type: "held", id, reason, for: span };
}
export function pinned(
	over: Identifier,
	span: Milliseconds,
	fallback: "list" | "never" = "list",
): Input {
	return { type: "pinned", interface: over, why: "a test", for: span, fallback };
}
export const unpinned: Input = { type: "unpinned" };
export const answered: Happening = (core) => ({ type: "answered", attempt: core.session.attempt });
export const resolved: Happening = (core) => ({ type: "resolved", attempt: core.session.attempt });
export const opened: Happening = (core) => ({ type: "opened", attempt: core.failback.attempt });
export function lost(reason: Reason): Happening {
	return (core) => ({ type: "lost", attempt: core.session.attempt, reason });
}
export function trialLost(reason: Reason): Happening {
	return (core) => ({ type: "lost", attempt: core.failback.attempt, reason });
}
export function probed(over: Identifier, reachable: boolean): Happening {
	return (core) => {
		const { attempt } = pathOf(core, over);
		return { type: "probed", interface: over, of: "server", attempt, reachable };
	};
}

/** One command as a line. Attempt numbers are left out: the helpers above follow them. */
export function spell(command: Command): string {
	switch (command.do) {
		case "record": {
			const { interface: over, took, reason } = command.turn;
			return `turn ${over} ${took} ${reason}`;
		}
		case "route":
			return `route ${command.interface ?? "none"}`;
		case "complete":
			return `complete ${command.outcome} ${command.interface ?? "nowhere"}`;
		case "tell":
			return `tell ${command.reason}`;
		case "rest":
			return `rest ${command.duration}`;
		case "proved":
			return `proved ${command.interface}`;
		case "move":
		case "abandon":
		case "ask":
		case "close":
		case "restart":
			return command.do;
		case "starts":
			return `starts ${command.connected ? "connected" : "offline"}`;
		case "probe":
		case "unprobe":
			return `${command.do} ${command.of === "server" ? "" : `${command.of} over `}${command.interface}`;
		default:
			return `${command.do} ${command.interface}`;
	}
}

export interface TimelineOptions {
	fitted?: Identifier[];
	list?: Identifier[];
	strict?: boolean;
	policy?: PolicyOptions;
	seed?: number;
	/** Did the owner name a second reference? */
	reference?: boolean;
	/** Says `starts` too, which every boot says once and most timelines are not about. */
	starts?: boolean;
	/** Says `release` too, which follows every move by the linger. */
	releases?: boolean;
}

/** More steps at one instant than any settled core needs: beyond it the core spins. */
const STEPS_AN_INSTANT_MAX = 12;

export class Timeline {
	readonly core: Core;
	now: Milliseconds = 0;
	/** Steps taken, `elapsed` included. */
	steps = 0;
	/** Every turn that ended, in order. */
	readonly rows: TurnRow[] = [];
	#said: { at: Milliseconds; text: string }[] = [];
	#due: { at: Milliseconds; input: Happening; about: string }[] = [];
	#stepsNow = 0;
	#attempts = 0;
	#silent: readonly Command["do"][];

	constructor(options: TimelineOptions = {}) {
		const {
			fitted = ["ethernet", "wifi", "cell"],
			list = [],
			strict = false,
			policy = {},
			seed = 1,
			reference = false,
			starts = false,
			releases = false,
		} = options;
		this.#silent = [
			...(starts ? [] : (["starts"] as const)),
			...(releases ? [] : (["release"] as const)),
		];
		const parsed: CoreOptions = {
			policy: parsePolicy(policy),
			fitted,
			list,
			strict,
			seed,
			reference,
		};
		this.core = createCore(parsed);
	}

	/** Lets time pass, and then this happen. */
	at(now: Milliseconds, ...happenings: Happening[]): this {
		if (now < this.now) throw new Error(`${now}: the timeline is at ${this.now} already`);
		for (let next = this.#next(); next <= now; next = this.#next()) {
			this.#reach(next);
			const due = this.#due.find(({ at }) => at <= next);
			if (due) {
				this.#due.splice(this.#due.indexOf(due), 1);
				this.#step(due.input);
			} else this.#step({ type: "elapsed" });
		}
		this.#reach(now);
		for (const happening of happenings) this.#step(happening);
		return this;
	}

	/** So much later. */
	after(wait: Milliseconds, ...happenings: Happening[]): this {
		return this.at(this.now + wait, ...happenings);
	}

	/** All that the core said since the last `expect`, and nothing else. */
	expect(...lines: string[]): this {
		const said = this.said();
		expect(said, `said until ${this.now}`).toEqual(lines);
		return this;
	}

	/** What was said since the last look; what was said on the way bears its time. */
	said(): string[] {
		const lines = this.#said.map(({ at, text }) => (at === this.now ? text : `@${at} ${text}`));
		this.#said = [];
		return lines;
	}

	/** What the world will answer, unless it is taken back by the same `about`. */
	schedule(at: Milliseconds, about: string, input: Happening): void {
		this.#due.push({ at, input, about });
		this.#due.sort((a, b) => a.at - b.at);
	}

	unschedule(about: string): void {
		this.#due = this.#due.filter((due) => due.about !== about);
	}

	/** For whoever listens to the inputs, each before the core hears it. */
	protected hear(_core: Core, _input: Input): void {}

	/** For a world that answers commands. */
	protected perform(_command: Command): void {}

	#next(): Milliseconds {
		return Math.min(nextDeadline(this.core), this.#due[0]?.at ?? Infinity);
	}

	#reach(now: Milliseconds): void {
		if (now > this.now) this.#stepsNow = 0;
		this.now = Math.max(this.now, now);
	}

	#step(happening: Happening): void {
		const { core, now } = this;
		const input = typeof happening === "function" ? happening(core) : happening;
		this.steps += 1;
		this.#stepsNow += input.type === "elapsed" ? 1 : 0;
		if (this.#stepsNow > STEPS_AN_INSTANT_MAX)
			throw new Error(`the core spins at ${now}: ${JSON.stringify(core)}`);
		this.hear(core, input);
		step(core, input, now);
		const { commands } = core;
		core.commands = [];
		checkInvariants(core, commands, now, input);
		for (const command of commands) {
			if (command.do === "record") this.rows.push(command.turn);
			this.#number(command);
			if (!this.#silent.includes(command.do)) this.#said.push({ at: now, text: spell(command) });
			this.perform(command);
		}
	}

	/** Answers are told apart by the numbers of their attempts: none may come again. */
	#number(command: Command): void {
		if (command.do !== "open" && command.do !== "try" && command.do !== "probe") return;
		if (command.attempt <= this.#attempts)
			throw new Error(`attempt ${command.attempt} after ${this.#attempts} at ${this.now}`);
		this.#attempts = command.attempt;
	}
}

/** The rows as short lines: what was tried, in order, and how it ended. */
export function outcomes(t: Timeline): string[] {
	return t.rows.map(({ interface: over, reason }) => `${over} ${reason}`);
}
