/**
 * Real time for a board whose clock is virtual: one Node timer advances the board by what has
 * passed, and whatever arrives from outside brings the clock up to date first.
 *
 *   timer, every 20 ms ──▶ synchronise ──▶ advance(elapsed)      never backwards, never nested
 *   socket callback ─────▶ perform ──▶ synchronise, then the callback
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
	clock(): number;
}

/** Ms of this computer since some moment. */
export function monotonic(): number {
	return Number(process.hrtime.bigint()) / 1e6;
}

export class Pace {
	readonly #options: PaceOptions;
	#timer: NodeJS.Timeout | undefined;
	/** The moment of the clock that virtual time has reached. */
	#reached = 0;
	#performing = false;

	constructor(options: PaceOptions) {
		this.#options = options;
	}

	/** Is the board running right now, further up on this stack? */
	get performing(): boolean {
		return this.#performing;
	}

	start(): void {
		if (this.#timer) return;
		this.#reached = this.#options.clock();
		this.#timer = setInterval(() => {
			this.synchronise();
			this.#options.onTick();
		}, TICK);
	}

	/** The whole ms since the last time, once. Does nothing before `start`, or from within itself. */
	synchronise(): void {
		if (!this.#timer || this.#performing) return;
		const elapsed = Math.floor(this.#options.clock() - this.#reached);
		if (elapsed <= 0) return;
		this.#reached += elapsed;
		this.#run(() => this.#options.advance(Math.min(elapsed, STEP_MAX)));
	}

	/** Calls into the board at this moment of its time. */
	perform(callback: () => void): void {
		this.synchronise();
		this.#run(callback);
	}

	#run(callback: () => void): void {
		const outer = this.#performing;
		this.#performing = true;
		try {
			callback();
		} finally {
			this.#performing = outer;
		}
	}

	stop(): void {
		clearInterval(this.#timer);
		this.#timer = undefined;
	}
}
