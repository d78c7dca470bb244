/**
 * Flushes: who waits for the outbox to drain, and until when. impOS's `server.flush` blocks; ours
 * calls back, once, with true when everything accepted is delivered, or false when time is up.
 */

import type { Milliseconds } from "./core/types.js";

const FLUSHES_MAX = 32;

export class Flushes {
	#waiting: { deadline: Milliseconds; onComplete: (delivered: boolean) => void }[] = [];
	#defer: (callback: () => void) => void;

	constructor(defer: (callback: () => void) => void) {
		this.#defer = defer;
	}

	/** Beyond the bound the answer is false at once: as good as no time left. */
	add(deadline: Milliseconds, onComplete: (delivered: boolean) => void): void {
		if (this.#waiting.length >= FLUSHES_MAX) this.#defer(() => onComplete(false));
		else this.#waiting.push({ deadline, onComplete });
	}

	/** No more is delivered for now: whoever waits is told so, later or, at the end, at once. */
	abandon(tell: (callback: () => void) => void): void {
		const waiting = this.#waiting;
		this.#waiting = [];
		for (const { onComplete } of waiting) tell(() => onComplete(false));
	}

	get deadline(): Milliseconds {
		let least = Infinity;
		for (const { deadline } of this.#waiting) least = Math.min(least, deadline);
		return least;
	}

	/** Answers those whose wait is over. */
	check(now: Milliseconds, outstanding: number): void {
		if (this.#waiting.length === 0) return;
		const over = this.#waiting.filter(({ deadline }) => outstanding === 0 || now >= deadline);
		this.#waiting = this.#waiting.filter((waiting) => !over.includes(waiting));
		for (const { onComplete } of over) this.#defer(() => onComplete(outstanding === 0));
	}
}
