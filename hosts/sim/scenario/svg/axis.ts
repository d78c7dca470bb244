/**
 * The time axis: from virtual time to pixels, and ticks where a person would put them.
 */

import type { Milliseconds } from "../../../../modules/uplink/core/types.js";
import { line, text } from "./elements.js";
import { MEASURES } from "./theme.js";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const STEPS: readonly Milliseconds[] = [
	...[1, 2, 5, 10, 20, 50, 100, 200, 500],
	...[1, 2, 5, 10, 15, 30].map((step) => step * SECOND),
	...[1, 2, 5, 10, 15, 30].map((step) => step * MINUTE),
	...[1, 2, 3, 6, 12].map((step) => step * HOUR),
	...[1, 2, 5, 10, 20, 50].map((step) => step * DAY),
];
const TICKS_MAX = 11;

/** Where an instant lies. */
export type Scale = (at: Milliseconds) => number;

export function scaleTo(until: Milliseconds): Scale {
	const { left, right } = MEASURES;
	const span = Math.max(1, until);
	return (at) => left + ((right - left) * Math.min(Math.max(at, 0), span)) / span;
}

export interface Tick {
	at: Milliseconds;
	label: string;
}

const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`);

/** `minor` units within a `major` one: 90 s is `1:30`. */
function split(at: Milliseconds, major: Milliseconds, minor: Milliseconds): string {
	const whole = Math.floor(at / major);
	return `${whole}:${two(Math.floor((at - whole * major) / minor))}`;
}

/** How ticks of a step are written, on an axis that ends at `until`. */
function writing(step: Milliseconds, until: Milliseconds): [string, (at: Milliseconds) => string] {
	if (step >= DAY) return ["days", (at) => `${at / DAY}`];
	if (step >= HOUR) return ["hours", (at) => `${at / HOUR}`];
	if (step >= MINUTE && until > 2 * HOUR) return ["h:min", (at) => split(at, HOUR, MINUTE)];
	if (step >= MINUTE) return ["minutes", (at) => `${at / MINUTE}`];
	if (step >= SECOND && until > 2 * MINUTE) return ["min:s", (at) => split(at, MINUTE, SECOND)];
	if (step >= SECOND) return ["seconds", (at) => `${at / SECOND}`];
	return ["ms", (at) => `${at}`];
}

/** Ticks no denser than can be read, and the unit their labels are in. */
export function ticksOf(until: Milliseconds): { ticks: Tick[]; unit: string } {
	const longest = STEPS[STEPS.length - 1] as Milliseconds;
	const step = STEPS.find((each) => until / each <= TICKS_MAX) ?? longest;
	const [unit, write] = writing(step, until);
	const ticks: Tick[] = [];
	for (let at = 0; at <= until && ticks.length <= TICKS_MAX; at += step)
		ticks.push({ at, label: write(at) });
	return { ticks, unit };
}

/** Grid lines from `top` down to `bottom`, where the labels stand. */
export function drawAxis(until: Milliseconds, top: number, bottom: number): string[] {
	const scale = scaleTo(until);
	const { ticks, unit } = ticksOf(until);
	return [
		...ticks.map(({ at }) => line(scale(at), top, scale(at), bottom + 4, "grid")),
		line(MEASURES.left, bottom, MEASURES.right, bottom, "base"),
		text(MEASURES.margin, bottom + 17, unit, { class: "axis" }),
		...ticks.map(({ at, label }) =>
			text(scale(at), bottom + 17, label, { class: "axis", "text-anchor": "middle" }),
		),
	];
}
