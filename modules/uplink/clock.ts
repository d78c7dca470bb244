/**
 * The manager's clock: milliseconds since boot that never wrap, from `Time.ticks`, which is a signed
 * 32-bit counter and goes through negatives after 24.8 days. It must be read at least that often;
 * the shell's timer is never set further ahead than a day.
 */

import type { Milliseconds } from "./core/types.js";
import type { Time } from "./provider.js";

export class Clock {
	#time: Time;
	#ticks: number;
	#now: Milliseconds = 0;

	constructor(time: Time) {
		this.#time = time;
		this.#ticks = time.ticks;
	}

	now(): Milliseconds {
		const { ticks } = this.#time;
		// Only the difference, taken in 32 bits, survives the wrap. It is never negative.
		this.#now += Math.max(0, (ticks - this.#ticks) | 0);
		this.#ticks = ticks;
		return this.#now;
	}
}
