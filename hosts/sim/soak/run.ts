/**
 * One world, played: the board with its drivers and its application through all its steps, healed,
 * and left alone, with the invariants asked all the way. Stops at the first that does not hold.
 *
 *   step ──▶ board ──▶ trace ──▶ record checks          (inside: commands not yet performed)
 *     └──▶ advance ──▶ moment ──▶ replica, all checks   (nothing is half done)
 */

import type { Core, Input } from "../../../modules/uplink/core/core.js";
import { parseIdentifier } from "../../../modules/uplink/core/identifiers.js";
import { type Policy, parsePolicy } from "../../../modules/uplink/core/policy.js";
import type { Identifier, Milliseconds } from "../../../modules/uplink/core/types.js";
import type { Uplink } from "../../../modules/uplink/uplink.js";
import { Board } from "../board.js";
import { Application } from "./application.js";
import { addressedWithin } from "./bounds.js";
import { healthy } from "../facts-parse.js";
import { History } from "./history.js";
import { INVARIANTS, type Invariant } from "./invariants.js";
import { misbehaving } from "./misbehave.js";
import { Replica, replays } from "./replica.js";
import type { Step, World } from "./world.js";

export interface Failure {
	/** By its name. */
	invariant: string;
	/** Ms of the world's time. */
	at: Milliseconds;
	says: string;
}

export interface RunOptions {
	/** Only these are asked. */
	only?: readonly string[];
	/** Breaks the record on purpose, before it is looked at: checks that cannot fail are none. */
	sabotage?(record: Core, board: Board): void;
	/** Another core for the replica. */
	step?(core: Core, input: Input, now: Milliseconds): void;
	/** Hears what happens, in words. */
	onLine?(at: Milliseconds, text: string): void;
}

export interface Run {
	failure: Failure | undefined;
	/** Simulated, until the end or the failure. */
	took: Milliseconds;
}

const MINUTE: Milliseconds = 60_000;
/** Between two looks: short after something was done, long while nothing is. */
const LOOK_SOON: Milliseconds = 20_000;
const LOOK_LATE: Milliseconds = 15 * MINUTE;

/** Thrown through the board's own calls, to end the run where it went wrong. */
class Broken extends Error {
	readonly failure: Failure;

	constructor(failure: Failure) {
		super(failure.says);
		this.failure = failure;
	}
}

class Player {
	readonly #world: World;
	readonly #options: RunOptions;
	readonly #policy: Policy;
	readonly #board: Board;
	readonly #history: History;
	readonly #application: Application;
	readonly #replica: Replica;
	readonly #invariants: readonly Invariant[];
	/** The firmware of this boot, once it is there. */
	#uplink: Uplink | undefined;
	#failure: Failure | undefined;

	constructor(world: World, options: RunOptions) {
		const { fitted, seed, policy, ticks } = world;
		this.#world = world;
		this.#options = options;
		this.#policy = parsePolicy(policy);
		this.#board = new Board(
			{ fitted, seed, policy },
			{
				ticks,
				wrap: (fitting, instance, after) => {
					const over = parseIdentifier(instance) as Identifier;
					return misbehaving(fitting, () => this.#history.truth.quirk(over), after);
				},
			},
		);
		const ids = fitted.map((instance) => parseIdentifier(instance) as Identifier);
		this.#history = new History(this.#board, this.#policy, { fitted, ids });
		this.#application = new Application(this.#board, {
			called: (call, within) => {
				this.#line(`${within ? `within ${within}: ` : ""}${JSON.stringify(call)}`);
				this.#history.called();
			},
			returned: (call, error) => {
				if (error) this.#line(`threw ${error.message}`);
				this.#history.returned(call, error);
			},
			surprised: (call, error) => this.#history.surprised(call, error),
			told: () => {
				this.#line("unexpected disconnect");
				this.#history.told();
			},
		});
		const { only } = options;
		this.#invariants = INVARIANTS.filter(({ name }) => !only || only.includes(name));
		this.#replica = new Replica((record, now) => this.#checkRecord(record, now), options.step);
		this.#board.trace = (entry) => {
			this.#line(JSON.stringify({ ...entry, at: undefined }));
			this.#history.hear(entry);
			this.#notice();
			const uplink = this.#running;
			if (!uplink) return;
			options.sabotage?.(uplink.record as Core, this.#board);
			this.#history.pace.look(uplink.record, this.#board.now);
			this.#checkRecord(uplink.record, this.#board.now - this.#history.bootedAt);
		};
	}

	play(): Run {
		const { steps, heal, end } = this.#world;
		try {
			const early = steps.filter((step) => step.at === 0);
			for (const step of early) if (!("call" in step)) this.#do(step);
			this.#power(true);
			for (const step of steps) {
				if (step.at === 0 && !("call" in step)) continue;
				if (step.at >= heal) break;
				this.#advance(step.at);
				this.#line(JSON.stringify({ ...step, at: undefined }));
				this.#do(step);
			}
			this.#advance(heal);
			this.#heal();
			this.#advance(end);
			this.#endOfBoot();
		} catch (error) {
			if (!(error instanceof Broken)) this.#crashed(error as Error);
			else this.#failure ??= error.failure;
		}
		return { failure: this.#failure, took: this.#board.now };
	}

	/** The firmware, while the board is on and it has been constructed. */
	get #running(): Uplink | undefined {
		return this.#board.on ? this.#uplink : undefined;
	}

	/** A boot has happened, or the power went. */
	#notice(): void {
		if (!this.#board.on) {
			this.#uplink = undefined;
			return;
		}
	}

	#line(text: string): void {
		this.#options.onLine?.(this.#board.now, text);
	}

	#crashed(error: Error): void {
		const says = `${error.stack ?? error}`.split("\n").slice(0, 4).join(" | ");
		this.#failure ??= { invariant: "no-crash", at: this.#board.now, says };
	}

	#fail(invariant: string, says: string): never {
		this.#failure ??= { invariant, at: this.#board.now, says };
		throw new Broken(this.#failure);
	}
}
