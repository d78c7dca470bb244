/**
 * Real time for a board whose clock is virtual: one Node timer advances the board by what has
 * passed, and whatever arrives from outside brings the clock up to date first.
 *
 *   timer, every 20 ms ─┐
 *   socket callback ────┴─▶ synchronise ──▶ advance(elapsed)     never backwards, never nested
 */

import type { Milliseconds } from "../../../modules/uplink/core/types.js";

export const TICK: Milliseconds = 20;

/** At most this much passes at once: a computer that slept wakes to a board that slept too. */
export const STEP_MAX: Milliseconds = 1_000;

export interface PaceOptions {
	/** Grows virtual time by so many whole ms. */
	advance(elapsed: Milliseconds): void;
	/** After each advance of the timer, with nothing of the board on the stack. */
	onTick(): void;
	/** A clock that never goes back, in ms with fractions. */
	clock?(): number;
}

function monotonic(): number {
	return Number(process.hrtime.bigint()) / 1e6;
}

export class Pace {
	readonly #options: PaceOptions;
	readonly #clock: () => number;
	#timer: NodeJS.Timeout | undefined;
	/** The moment of the clock that virtual time has reached. */
	#reached = 0;
	#advancing = false;

	constructor(options: PaceOptions) {
		this.#options = options;
		this.#clock = options.clock ?? monotonic;
	}

	/** Is the board running right now, further up on this stack? */
	get advancing(): boolean {
		return this.#advancing;
	}

	start(): void {
		if (this.#timer) return;
		this.#reached = this.#clock();
		this.#timer = setInterval(() => {
			this.synchronise();
			this.#options.onTick();
		}, TICK);
	}

	/** The whole ms since the last time, once. Does nothing before `start`, or from within itself. */
	synchronise(): void {
		if (!this.#timer || this.#advancing) return;
		const elapsed = Math.floor(this.#clock() - this.#reached);
		if (elapsed <= 0) return;
		this.#reached += elapsed;
		this.#advancing = true;
		try {
			this.#options.advance(Math.min(elapsed, STEP_MAX));
		} finally {
			this.#advancing = false;
		}
	}

	stop(): void {
		clearInterval(this.#timer);
		this.#timer = undefined;
	}
}
