/**
 * The silicon of simulated cellular: a modem with its SIM and its network, one for each power-on,
 * seen through the instances of cellular.ts. Stages are `connection` itself.
 *
 *   off 0 ▶ powering 100 ▶ answers 150 ▶ SIM 200 ▶ registering 300 ▶ registered 320 ▶ dialling 340
 *     ▲        │ no modem      │ SIM error   ▲          │ denied                        │ no PPP
 *     │◀───────┴───────────────┘             └──────────┴───────────────────────────────┤
 *     │                                                                                 ▼
 *     └──◀── hanging up 200 ◀── disconnect() at any stage           address 500 ◀── PPP up 400
 *
 * A failure before the SIM is ready ends at 0, a later one at 200 (modem on, disconnected), each
 * with its `reason`; it stays there until the next `connect`.
 */

import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import type { CellularFacts } from "../facts.js";
import type { Task, VirtualTime } from "../time.js";
import { leaseOf, type NetifEvent, Power, type Silicon } from "./silicon.js";

const OFF = 0;
const POWERING = 100;
export const ANSWERS = 150;
export const SIM_READY = 200;
export const REGISTERING = 300;
export const REGISTERED = 320;
const DIALLING = 340;
const PPP_UP = 400;
const ADDRESSED = 500;

const BOOT_TAKES: Milliseconds = 4_000;
/** How long a modem that should have booted, or has gone silent, is asked in vain. */
const SILENT_AT_BOOT: Milliseconds = 6_000;
const SILENT_LATER: Milliseconds = 3_000;
const SIM_TAKES: Milliseconds = 500;
const RADIO_TAKES: Milliseconds = 100;
const DENIED_AFTER: Milliseconds = 8_000;
const ATTACH_TAKES: Milliseconds = 200;
const DIAL_TAKES: Milliseconds = 2_000;
const DIAL_GIVEN_UP_AFTER: Milliseconds = 10_000;
const ADDRESS_TAKES: Milliseconds = 300;
/** A handover looks like a detach for a moment; only what lasts is a loss. */
const REGISTRATION_LOST_AFTER: Milliseconds = 2_000;
const PPP_LOST_AFTER: Milliseconds = 1_000;
const HANG_UP_TAKES: Milliseconds = 500;

export interface CellularConnectOptions {
	APN?: string;
	user?: string;
	password?: string;
	authentication?: "none" | "PAP" | "CHAP";
	PIN?: string;
}

export interface CellularSiliconOptions {
	time: VirtualTime;
	facts: () => CellularFacts;
	/** 0 for cell0. */
	index?: number;
}

export class CellularSilicon implements Silicon {
	onNetif: ((event: NetifEvent) => void) | undefined;
	/** The instances, newest first; each is told that something changed, and looks for itself. */
	views: { deliver(): void }[] = [];
	connection = OFF;
	readonly index: number;

	readonly #facts: () => CellularFacts;
	readonly #power: Power;
	#reason: string | undefined;
	/** An attempt is under way, or has reached its address. */
	#active = false;
	#hangingUp = false;
	#options: CellularConnectOptions = {};
	/** What waits for the hang-up under way. */
	#queued: CellularConnectOptions | undefined;
	/** What the modem waits for: its next stage, or the end of its patience. */
	#step: Task | undefined;
	/** For which registration and PPP it waits, so that another fact begins another wait. */
	#awaited: string | undefined;
	#fault: { task: Task; reason: string } | undefined;

	constructor(options: CellularSiliconOptions) {
		this.#facts = options.facts;
		this.#power = new Power(options.time);
		this.index = options.index ?? 0;
	}

	get facts(): CellularFacts {
		return this.#facts();
	}

	get up(): boolean {
		return this.addressed && this.#failing() === undefined;
	}

	get addressed(): boolean {
		return this.connection === ADDRESSED;
	}

	get IPv4(): string | undefined {
		return this.addressed ? leaseOf("cell", this.index) : undefined;
	}

	/** Why the last attempt fell, or why registration does not come. */
	get reason(): string | undefined {
		return this.connection === REGISTERING ? "NO_REGISTRATION" : this.#reason;
	}

	connect(options: CellularConnectOptions): void {
		if (this.#active || this.#queued) throw new Error("already connecting");
		if (this.#hangingUp) this.#queued = { ...options };
		else this.#begin({ ...options });
	}

	disconnect(): void {
		this.#queued = undefined;
		if (this.#hangingUp || (this.connection === OFF && !this.#active)) return;
		this.#cease();
		this.#hangingUp = true;
		this.#set(Math.min(this.connection, SIM_READY));
		this.#step = this.#power.after(HANG_UP_TAKES, () => {
			this.#hangingUp = false;
			this.#reach(OFF);
			const options = this.#queued;
			this.#queued = undefined;
			if (options) this.#begin(options);
		});
	}

	factsChanged(): void {
		if (!this.#active) return;
		this.#watchFaults();
		if (this.connection === REGISTERING) this.#register();
		else if (this.connection === PPP_UP) this.#negotiate();
	}

	powerOff(): void {
		this.#power.off();
	}

	#begin(options: CellularConnectOptions): void {
		this.#options = options;
		this.#reason = undefined;
		this.#active = true;
		if (this.connection !== SIM_READY) this.#reach(POWERING);
		this.#proceed();
	}

	#set(connection: number): void {
		const { addressed } = this;
		this.connection = connection;
		if (addressed !== this.addressed) this.onNetif?.(this.addressed ? "up" : "down");
	}

	#reach(connection: number): void {
		this.#set(connection);
		for (const view of this.views) this.#power.after(0, () => view.deliver());
	}

	/** Schedules the way out of the stage that has just been reached. */
	#proceed(): void {
		this.#watchFaults();
		switch (this.connection) {
			case POWERING:
				this.#next(BOOT_TAKES, () => {
					if (this.#facts().modem) this.#rise(ANSWERS);
					else this.#next(SILENT_AT_BOOT - BOOT_TAKES, () => this.#fall("NO_MODEM"));
				});
				break;
			case ANSWERS:
				this.#next(SIM_TAKES, () => {
					if (this.#unlocked()) this.#rise(SIM_READY);
					else this.#fall("SIM_ERROR");
				});
				break;
			case SIM_READY:
				this.#next(RADIO_TAKES, () => this.#rise(REGISTERING));
				break;
			case REGISTERING:
				this.#awaited = undefined;
				this.#register();
				break;
			case REGISTERED:
				this.#next(ATTACH_TAKES, () => this.#rise(DIALLING));
				break;
			case DIALLING:
				this.#dial();
				break;
			case PPP_UP:
				this.#negotiate();
				break;
		}
	}

	#dial(): void {
		this.#next(DIAL_TAKES, () => {
			if (this.#facts().ppp) this.#rise(PPP_UP);
			else this.#next(DIAL_GIVEN_UP_AFTER - DIAL_TAKES, () => this.#fall("NO_PPP_CONNECTION"));
		});
	}

	#next(delay: Milliseconds, run: () => void): void {
		this.#power.cancel(this.#step);
		this.#step = this.#power.after(delay, run);
	}

	#rise(connection: number): void {
		this.#reach(connection);
		this.#proceed();
	}

	/** Another fact begins another wait; the same fact leaves the one under way alone. */
	#register(): void {
		const { registration, registersAfter } = this.#facts();
		const awaited = `${registration} ${registersAfter}`;
		if (awaited === this.#awaited) return;
		this.#awaited = awaited;
		this.#power.cancel(this.#step);
		if (registration === "home" || registration === "roaming")
			this.#next(registersAfter, () => this.#rise(REGISTERED));
		else if (registration === "denied")
			this.#next(DENIED_AFTER, () => this.#fall("REGISTRATION_DENIED"));
	}

	#negotiate(): void {
		this.#next(ADDRESS_TAKES, () => {
			if (this.#facts().dhcp) this.#rise(ADDRESSED);
		});
	}

	/** A SIM that asks for a PIN takes whichever it is given. */
	#unlocked(): boolean {
		const { sim } = this.#facts();
		return sim === "ready" || (sim === "pin" && (this.#options.PIN ?? "") !== "");
	}

	/** What is wrong with the stage reached, and how long that takes to be noticed. */
	#failing(): { reason: string; after: Milliseconds } | undefined {
		const { modem, ppp, registration } = this.#facts();
		const { connection } = this;
		if (connection >= ANSWERS && !modem) return { reason: "NO_MODEM", after: SILENT_LATER };
		if (connection >= SIM_READY && !this.#unlocked())
			return { reason: "SIM_ERROR", after: SIM_TAKES };
		if (connection >= REGISTERED && registration !== "home" && registration !== "roaming")
			return {
				reason: registration === "denied" ? "REGISTRATION_DENIED" : "NO_REGISTRATION",
				after: REGISTRATION_LOST_AFTER,
			};
		if (connection >= PPP_UP && !ppp) return { reason: "NO_PPP_CONNECTION", after: PPP_LOST_AFTER };
		return undefined;
	}

	#watchFaults(): void {
		const failing = this.#failing();
		if (failing?.reason === this.#fault?.reason) return;
		this.#power.cancel(this.#fault?.task);
		this.#fault = failing && {
			reason: failing.reason,
			task: this.#power.after(failing.after, () => this.#fall(failing.reason)),
		};
	}

	#fall(reason: string): void {
		this.#cease();
		this.#reason = reason;
		this.#reach(reason === "NO_MODEM" || reason === "SIM_ERROR" ? OFF : SIM_READY);
	}

	#cease(): void {
		this.#active = false;
		this.#power.cancel(this.#step);
		this.#power.cancel(this.#fault?.task);
		this.#fault = undefined;
	}
}
