/**
 * Durations as people read them: `1 min 30 s`. Reading what people wrote is the firmware's as well,
 * and stands there.
 */

import type { Milliseconds } from "../../../modules/uplink/core/types.js";

export { LONGEST, readTime } from "../../../modules/firmware/durations.js";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** `2 h 5 min`, `1 min 30 s`, `450 ms`: the two largest units, rounded down. */
export function tellDuration(duration: Milliseconds): string {
	const units: [Milliseconds, string][] = [
		[DAY, "d"],
		[HOUR, "h"],
		[MINUTE, "min"],
		[SECOND, "s"],
		[1, "ms"],
	];
	const first = units.findIndex(([scale]) => duration >= scale);
	if (first < 0) return "0 s";
	let rest = duration;
	const words: string[] = [];
	for (const [scale, unit] of units.slice(first, first + 2)) {
		const count = Math.floor(rest / scale);
		rest -= count * scale;
		if (count > 0) words.push(`${count} ${unit}`);
	}
	return words.join(" ");
}
