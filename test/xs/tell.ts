/** Outcomes for people: failures as mocha tells them, and what the suites needed at most. */

import type { Footprint, Outcome } from "./outcomes.js";

export function tellFailures(failed: readonly Outcome[]): string[] {
	return failed.flatMap(({ suite, title, error }, index) => [
		`${index + 1}) ${title}:`,
		`     ${suite}`,
		...(error ?? "").split("\n").map((line) => `     ${line}`),
		"",
	]);
}

const KIB = 1024;

/** The most that any suite needed, and which; then the slowest. */
export function tellFootprints(footprints: readonly Footprint[]): string[] {
	const most = (what: (one: Footprint) => number, unit: string): string => {
		const [top] = [...footprints].sort((a, b) => what(b) - what(a));
		return top ? `${Math.ceil(what(top))} ${unit} (${top.suite.replace(/^test\//, "")})` : "none";
	};
	return [
		`heap left by a suite at most ${most(({ slots, chunks }) => (slots + chunks) / KIB, "KiB")}, ` +
			`stack at most ${most(({ stackPeak }) => stackPeak / KIB, "KiB")}`,
		`slowest suite ${most(({ took }) => took / 1000, "s")}`,
	];
}
