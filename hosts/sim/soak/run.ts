/**
 * One world, played: the board with its drivers and its application through all its steps, healed,
 * and left alone, with the invariants asked all the way. Stops at the first that does not hold.
 *
 *   step ──▶ board ──▶ trace ──▶ record checks          (inside: commands not yet performed)
 *     └──▶ advance ──▶ moment ──▶ replica, all checks   (nothing is half done)
 */

import { type Core, connected, type Input } from "../../../modules/uplink/core/core.js";
import { parseIdentifier } from "../../../modules/uplink/core/identifiers.js";
import { type Policy, parsePolicy } from "../../../modules/uplink/core/policy.js";
import type { Identifier, Milliseconds } from "../../../modules/uplink/core/types.js";
import type { Uplink } from "../../../modules/uplink/uplink.js";
import { Board, REFERENCE } from "../board.js";
import { healthy } from "../facts-parse.js";
import type { TraceEntry } from "../trace.js";
import { Application } from "./application.js";
import { History } from "./history.js";
import { INVARIANTS, type Invariant, type Sight } from "./invariants.js";
import { misbehaving } from "./misbehave.js";
import { Replica } from "./replica.js";
import type { Call, Step, World } from "./world.js";

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

/** Between two looks: soon after something was done, seldom while nothing is. */
const LOOK_SOON: Milliseconds = 2000;
const LOOK_LATE: Milliseconds = 1_800_000;
/** Looks beyond the end of a world that has not recovered. */
const PATIENCE = 400;

/** An invariant that surely has that side. */
type Check<Side extends "record" | "sight"> = Invariant & Required<Pick<Invariant, Side>>;

class Player {
	readonly #world: World;
	readonly #options: RunOptions;
	readonly #policy: Policy;
	readonly #board: Board;
	readonly #history: History;
	readonly #application: Application;
	readonly #replica: Replica;
	/** Those that look at the record, and those that look at the whole board. */
	readonly #ofRecord: readonly Check<"record">[];
	readonly #ofSight: readonly Check<"sight">[];
	readonly #sight: Omit<Sight, "record" | "ends">;
	/** The firmware of this boot, once it is there. */
	#uplink: Uplink | undefined;
	/** The newest firmware that was there. */
	#last: Uplink | undefined;
	#poweredAt: Milliseconds = 0;
	#failure: Failure | undefined;

	constructor(world: World, options: RunOptions) {
		const { fitted, seed, policy, ticks, reference } = world;
		this.#world = world;
		this.#options = options;
		this.#policy = parsePolicy(policy);
		this.#board = new Board(
			{ fitted, seed, policy, ...(reference && { reference: REFERENCE }) },
			{
				ticks,
				wrap: (fitting, instance, after) => {
					const over = parseIdentifier(instance) as Identifier;
					return misbehaving(fitting, () => this.#history.truth.quirk(over), after);
				},
			},
		);
		const ids = fitted.map((instance) => parseIdentifier(instance) as Identifier);
		const named = reference === true;
		this.#history = new History(this.#board, this.#policy, { fitted, ids, reference: named });
		this.#application = new Application(this.#board, {
			called: (call, within) => {
				if (options.onLine)
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
		const asked = INVARIANTS.filter(({ name }) => !options.only || options.only.includes(name));
		this.#ofRecord = asked.filter((each): each is Check<"record"> => each.record !== undefined);
		this.#ofSight = asked.filter((each): each is Check<"sight"> => each.sight !== undefined);
		this.#sight = { board: this.#board, policy: this.#policy, history: this.#history };
		this.#replica = new Replica((record, now) => this.#checkRecord(record, now), options.step);
		this.#board.trace = (entry) => this.#heard(entry);
	}

	play(): Run {
		const { steps, heal, end } = this.#world;
		// What is so from the start is so before there is power.
		for (const step of steps) if (step.at === 0 && !("call" in step)) this.#perform(step);
		this.#attempt(() => this.#board.powerOn());
		for (const step of steps) {
			if (this.#failure || step.at >= heal) break;
			if (step.at === 0 && !("call" in step)) continue;
			this.#advance(step.at);
			this.#perform(step);
			this.#look();
		}
		this.#advance(heal);
		this.#attempt(() => this.#heal());
		this.#advance(end);
		// The bound may be longer than what was left of the world.
		for (let n = 0; n < PATIENCE && this.#waiting(); n++)
			this.#advance(this.#board.now + LOOK_LATE);
		this.#ends();
		return { failure: this.#failure, took: this.#board.now };
	}

	/** Whatever is thrown out of the board is the firmware's fault, and ends the run. */
	#attempt(action: () => void): void {
		if (this.#failure) return;
		try {
			action();
		} catch (error) {
			const says = `${(error as Error).stack ?? error}`.split("\n").slice(0, 4).join(" | ");
			this.#fail("no-crash", says);
		}
	}

	#fail(invariant: string, says: string): void {
		if (this.#failure) return;
		this.#failure = { invariant, at: this.#board.now, says };
		this.#line(`${invariant}: ${says}`);
	}

	#line(text: string): void {
		this.#options.onLine?.(this.#board.now, text);
	}

	#heard(entry: TraceEntry): void {
		if (this.#failure) return;
		if (entry.kind === "power") this.#poweredAt = entry.at;
		this.#notice();
		if (this.#options.onLine) this.#line(JSON.stringify({ ...entry, at: undefined }));
		this.#history.hear(entry);
		if (!this.#uplink) return;
		const record = this.#uplink.record as Core;
		this.#options.sabotage?.(record, this.#board);
		const { pace, truth, disturbedAt } = this.#history;
		pace.look(record, this.#board.now, disturbedAt, truth.misbehaved);
		this.#checkRecord(record, this.#board.now - this.#poweredAt);
	}

	/** A boot has happened, or the power went. While the firmware is constructed, neither. */
	#notice(): void {
		if (!this.#board.on) {
			this.#uplink = undefined;
			return;
		}
		if (this.#uplink) return;
		const uplink = this.#firmware();
		if (!uplink || uplink === this.#last) return;
		this.#uplink = uplink;
		this.#last = uplink;
		this.#replica.forget();
		this.#history.booted(this.#poweredAt);
		this.#application.booted();
	}

	#firmware(): Uplink | undefined {
		try {
			return this.#board.uplink;
		} catch {
			return undefined;
		}
	}

	#advance(to: Milliseconds): void {
		while (!this.#failure && this.#board.now < to) {
			const quiet = this.#board.now - this.#history.disturbedAt;
			const look = Math.min(LOOK_LATE, Math.max(LOOK_SOON, quiet));
			const span = Math.min(look, to - this.#board.now);
			this.#attempt(() => this.#board.advance(span));
			this.#look();
		}
	}

	/** Nothing is half done: everything is asked. */
	#look(ends = false): void {
		if (this.#failure) return;
		this.#notice();
		const uplink = this.#uplink;
		if (!uplink) return;
		const record = uplink.record as Core;
		this.#options.sabotage?.(record, this.#board);
		this.#history.look(record);
		this.#history.parted ??= this.#replica.follow(uplink.recorder.segments, record);
		this.#checkRecord(record, this.#board.now - this.#poweredAt);
		const sight = { ...this.#sight, record, ends };
		for (const check of this.#ofSight) {
			const verdict = check.sight(sight);
			if (verdict !== undefined) this.#fail(check.name, verdict);
		}
		if (this.#history.unread.length > 0) this.#history.unread = [];
	}

	#checkRecord(record: Core, now: Milliseconds): void {
		for (const check of this.#ofRecord) {
			const verdict = check.record(record, now, this.#policy);
			if (verdict !== undefined) this.#fail(check.name, verdict);
		}
	}

	#perform(step: Step): void {
		this.#notice();
		if ("call" in step) {
			if (step.within) this.#application.arm(step.call, step.within);
			else this.#application.perform(step.call);
			return;
		}
		if (this.#options.onLine) this.#line(JSON.stringify({ ...step, at: undefined }));
		this.#history.disturbedAt = this.#board.now;
		this.#attempt(() => this.#disturb(step));
	}

	#disturb(step: Exclude<Step, { call: Call }>): void {
		const { far, flash } = this.#board;
		const { truth, stored } = this.#history;
		if ("set" in step) {
			this.#board.set(step.set);
			truth.set(step.set);
		} else if ("power" in step) {
			if (step.power === "on") this.#board.powerOn();
			else {
				this.#ends();
				this.#board.powerOff();
			}
		} else if ("cut" in step) {
			if (this.#board.on) flash.cutAfter(step.cut);
		} else if ("corrupt" in step) {
			flash.corrupt(step.corrupt, step.flip);
			stored.damaged();
		} else if ("refusal" in step) far.refusal = step.refusal;
		else if ("quirk" in step) truth.setQuirk(parseIdentifier(step.of) as Identifier, step.quirk);
		else if (step.far === "forget") far.forget();
		else if (step.far === "publish") far.publish("a/b", "news", { QoS: 1 });
		else {
			far.silent = step.far === "silent";
			truth.silent = far.silent;
		}
	}

	/** The boot is over: what its journal holds replays from its checkpoint. */
	#ends(): void {
		this.#look(true);
		const { recorder, record } = this.#uplink ?? {};
		const recording = recorder?.recording;
		if (this.#failure || !recording || !this.#ofSight.some(({ name }) => name === "replay")) return;
		const parted = this.#replica.replays(recording, recorder?.segments[0], record as Core);
		if (parted !== undefined) this.#fail("replay", parted);
	}

	#heal(): void {
		const { fitted } = this.#world;
		const { truth } = this.#history;
		this.#line("heal");
		for (const each of fitted) truth.setQuirk(parseIdentifier(each) as Identifier, {});
		this.#disturb({ at: 0, set: healthy(fitted) });
		this.#disturb({ at: 0, far: "heard" });
		this.#board.flash.disarm();
		this.#board.powerOn();
		this.#notice();
		this.#history.disturbedAt = this.#board.now;
		this.#application.heal(truth.passwordIsRight);
	}

	/** Is there something to wait for still, and an invariant that says how long? */
	#waiting(): boolean {
		const record = this.#uplink?.record;
		if (this.#failure || !record?.wanted) return false;
		if (!connected(record as Core)) return true;
		const { sequence } = record.walk;
		const at = sequence.indexOf(record.session.interface as Identifier);
		const better = sequence.slice(0, Math.max(0, at));
		const { truth } = this.#history;
		return this.#policy.failback && !record.manual && better.some((each) => truth.healthy(each));
	}
}

/** Plays a world to its end or to the first invariant that does not hold. */
export function run(world: World, options: RunOptions = {}): Run {
	return new Player(world, options).play();
}
