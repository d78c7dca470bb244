/** What is made of a mutation report: the score, who survives without a reason, and the page. */

import { expect } from "../../expect.js";
import { page } from "./page.js";
import {
	complaints,
	examine,
	outdated,
	type Reason,
	type Report,
	scoreOf,
	sum,
} from "./survivors.js";

const SOURCE = "const a = 1;\nif (a > 0 &&\n\ta < 9) go();\n";
/** `a > 0 && a < 9` over two lines. */
const WIDE = { start: { line: 2, column: 5 }, end: { line: 3, column: 7 } };
/** `a > 0`. */
const NARROW = { start: { line: 2, column: 5 }, end: { line: 2, column: 10 } };

/** A report on one file, with so many of each status. */
function report(counts: Record<string, number>, more: Report["files"] = {}): Report {
	const mutants = Object.entries(counts).flatMap(([status, count]) =>
		Array.from({ length: count }, () => ({ status, replacement: "true", location: NARROW })),
	);
	return { files: { "core/b.ts": { source: SOURCE, mutants }, ...more } };
}
const NAME = "b.ts | if (a > 0 && | a > 0 → true";
const excused: Reason[] = [{ group: "Alike", why: "It is alike.", survivors: [NAME] }];

describe("a mutation report", () => {
	it("counts what was killed and what came to no end, and nothing that did not load", () => {
		const { tallies } = examine(
			report({ Killed: 7, Timeout: 2, Survived: 1, NoCoverage: 0, RuntimeError: 5 }),
		);
		expect(scoreOf(sum(tallies.values()))).toBe(900);
		expect(scoreOf(sum([]))).toBe(0);
	});

	it("names a survivor by its line and its change, however many lines the code takes", () => {
		const mutants = [{ status: "Survived", replacement: "a\n\t> 0", location: WIDE }];
		const { survivors } = examine(report({}, { "core/a.ts": { source: SOURCE, mutants } }));
		expect(survivors).toEqual([
			{
				name: "a.ts | if (a > 0 && | a > 0 && a < 9 → a > 0",
				file: "core/a.ts",
				line: 2,
			},
		]);
	});

	it("does not stand under 90 %, though every survivor has its reason", () => {
		expect(complaints(report({ Killed: 899, Survived: 101 }), excused)).toEqual([
			"score 89.9 %: expected at least 90.0 %",
		]);
		expect(complaints(report({ Killed: 900, Survived: 100 }), excused)).toEqual([]);
	});

	it("does not stand with a survivor that has no reason, untouched ones too", () => {
		for (const status of ["Survived", "NoCoverage"])
			expect(complaints(report({ Killed: 99, [status]: 1 }), [])).toEqual([
				`core/b.ts:2: survives without a reason: ${NAME}`,
			]);
	});

	it("tells a reason for what lives no more", () => {
		expect(outdated(report({ Killed: 3 }), excused)).toEqual([NAME]);
		expect(outdated(report({ Survived: 3 }), excused)).toEqual([]);
	});

	it("is refused with a status that nobody knows", () => {
		expect(() => examine(report({ Pending: 1 }))).toThrow(Error, "unexpected status Pending");
	});
});

describe("the page of a mutation report", () => {
	it("says what was measured where, and each survivor under its reason", () => {
		const at = { commit: "abc1234", machine: "a board", tools: "a hammer", date: "2026-01-02" };
		const lines = page(report({ Killed: 18, Survived: 2 }), excused, at).split("\n");
		expect(lines).toContain(
			"**90.0 %**, measured 2026-01-02 at commit abc1234 on a board with a hammer.",
		);
		expect(lines).toContain("| `core/b.ts` | 20 | 18 | 0 | 2 | 90.0 % |");
		expect(lines.slice(-6)).toEqual([
			"## Alike (2)",
			"",
			"- It is alike.",
			"  - `b.ts:2` `a > 0 → true`",
			"  - `b.ts:2` `a > 0 → true`",
			"",
		]);
	});

	it("leaves out a reason that covers nothing", () => {
		const at = { commit: "", machine: "", tools: "", date: "" };
		expect(page(report({ Killed: 1 }), excused, at).includes("## Alike")).toBe(false);
	});
});
