/**
 * Durations as people write them: `1m30s`, `2h`, or a number of milliseconds. Scenarios, the console
 * and the configuration read them alike.
 */

import type { Milliseconds } from "../uplink/core/types.js";

const WRITTEN = /^(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?(?:(\d{1,9})ms)?$/;
const DAY = 86_400_000;
const SCALES: readonly Milliseconds[] = Object.freeze([DAY, 3_600_000, 60_000, 1_000, 1]);

/** Longer than any story, and far from where integers end. */
export const LONGEST: Milliseconds = 400 * DAY;

/** The milliseconds a value means, or undefined when it is no time or beyond `LONGEST`. */
export function readTime(value: unknown): Milliseconds | undefined {
	let time: number;
	if (typeof value === "number") time = value;
	else if (typeof value === "string" && value !== "") {
		const match = WRITTEN.exec(value);
		if (!match) return undefined;
		time = SCALES.reduce((sum, scale, index) => sum + Number(match[index + 1] ?? 0) * scale, 0);
	} else return undefined;
	return Number.isInteger(time) && time >= 0 && time <= LONGEST ? time : undefined;
}
