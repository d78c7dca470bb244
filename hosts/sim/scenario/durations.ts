/**
 * Times as a scenario writes them (`1m30s`, `2h`, or a number of milliseconds) and as people read
 * them (`1 min 30 s`).
 */

import type { Milliseconds } from "../../../modules/uplink/core/types.js";

const WRITTEN = /^(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?(?:(\d{1,9})ms)?$/;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SCALES: readonly Milliseconds[] = [DAY, HOUR, MINUTE, SECOND, 1];

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
