/**
 * Two runs of one world side by side in words: where the policies differ, what each run came to,
 * and by how much.
 *
 *     policy            today            proposed
 *     failback          false            true
 *
 *                       today            proposed         difference
 *     offline           12 s 600 ms      21 s 20 ms       8 s 420 ms more
 *     moves             2                3                1 more
 */

import { tellDuration } from "./durations.js";
import { tellBytes, tellCheck } from "./tell.js";
import type { Measure, PolicyChange, WhatIf } from "./what-if.js";

const NAME = 24;
const VALUE = 16;

function row(name: string, ...values: string[]): string {
	const cells = values.map((value) => value.padEnd(VALUE));
	return `${name.padEnd(NAME)} ${cells.join(" ")}`.trimEnd();
}

function tellValue(value: number, unit: Measure["unit"]): string {
	if (unit === "duration") return tellDuration(value);
	return unit === "bytes" ? tellBytes(value) : `${value}`;
}

function tellDifference({ unit, today, proposed }: Measure): string {
	if (today === proposed) return "same";
	const difference = tellValue(Math.max(today, proposed) - Math.min(today, proposed), unit);
	return `${difference} ${proposed > today ? "more" : "less"}`;
}

function tellChange({ member, today, proposed }: PolicyChange): string {
	return row(member, `${today}`, `${proposed}`);
}

/** The whole comparison, a line each. */
export function tellWhatIf({ title, changes, measures, today }: WhatIf): string[] {
	const policies =
		changes.length === 0
			? ["The policies are the same."]
			: [row("policy", "today", "proposed"), ...changes.map(tellChange)];
	const table = measures.map((measure) =>
		row(
			measure.name,
			tellValue(measure.today, measure.unit),
			tellValue(measure.proposed, measure.unit),
			tellDifference(measure),
		),
	);
	const checks =
		today.checks.length > 0 ? ["", "today's expectations", ...today.checks.map(tellCheck)] : [];
	return [
		`${title}: today and proposed`,
		"",
		...policies,
		"",
		row("", "today", "proposed", "difference"),
		...table,
		...checks,
	];
}
