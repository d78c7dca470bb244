/**
 * Back-off: how long to wait after the n-th failure in a row. Doubling from `least` to `most`, plus
 * up to a fifth of jitter, so that a fleet that failed together does not return together. Jitter
 * only lengthens, so `least` is a promise to the network.
 */

import { drawUpTo, type Generator } from "./random.js";
import type { Milliseconds } from "./types.js";

export function backoff(
	failures: number,
	least: Milliseconds,
	most: Milliseconds,
	generator: Generator,
): Milliseconds {
	let wait = least;
	for (let n = 1; n < failures && wait < most; n++) wait = 2 * wait;
	wait = Math.min(wait, most);
	return wait + drawUpTo(generator, Math.floor(wait / 5));
}
