/**
 * The core's generator: its state is one 32-bit word in a plain record, so that a journal can carry
 * it and a replay draws the same numbers. Mulberry32; for jitter, not for secrets.
 */

export interface Generator {
	/** Any 32-bit integer. */
	state: number;
}

/** A uniform unsigned 32-bit integer; the state moves on. */
export function draw(generator: Generator): number {
	generator.state = (generator.state + 0x6d2b79f5) | 0;
	let word = generator.state;
	word = Math.imul(word ^ (word >>> 15), word | 1);
	word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
	return (word ^ (word >>> 14)) >>> 0;
}

/** A uniform integer from 0 to `most`, both possible. */
export function drawUpTo(generator: Generator, most: number): number {
	return Math.floor((draw(generator) / 0x1_0000_0000) * (most + 1));
}
