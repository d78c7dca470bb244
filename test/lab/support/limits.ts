/**
 * The environment of the laboratory's tests, read once: which build they run, under what, how patient
 * they are, and how often they repeat what `npm run prove` wants more of.
 *
 *   LAB_VARIANT=asan64  LAB_UNDER="valgrind -q"  LAB_PATIENCE=20  LAB_FAILOVERS=100  LAB_ROUNDS=20
 */

const {
	LAB_VARIANT = "64",
	LAB_UNDER = "",
	LAB_PATIENCE = "1",
	LAB_FAILOVERS = "10",
	LAB_ROUNDS = "5",
} = process.env;

function positive(name: string, text: string): number {
	const value = Number(text);
	if (!(value > 0)) throw new RangeError(`${name}: expected a number above 0, not ${text}`);
	return value;
}

export const VARIANT = LAB_VARIANT;
export const UNDER: readonly string[] = LAB_UNDER.split(" ").filter(Boolean);
export const FAILOVERS = positive("LAB_FAILOVERS", LAB_FAILOVERS);
/** How many failovers a time is the median of. */
export const ROUNDS = positive("LAB_ROUNDS", LAB_ROUNDS);
const PATIENCE = positive("LAB_PATIENCE", LAB_PATIENCE);

/** A deadline, for the build at hand. */
export const within = (duration: number) => duration * PATIENCE;
