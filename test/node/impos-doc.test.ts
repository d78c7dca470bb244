/**
 * Reads docs/impos.md: every numbered point of impOS's behaviour has one row, and every row is true,
 * in that it names a test that exists, a departure that the page explains, or one of five reasons.
 */

import { fileURLToPath } from "node:url";
import { expect } from "../expect.js";
import { type Files, filesOnDisk } from "./support/files.js";
import { departuresOf, judgeRow, type Row, rowsOf, titlesByFile } from "./support/impos-doc.js";

/** A title that is a template, as it stands in its source. */
const TEMPLATE = `plays \${name}`;

const REQUIREMENTS = 144;
const CHOICES = 27;

const files: Files = filesOnDisk(fileURLToPath(new URL("../../../", import.meta.url)));
const page = files.read("docs/impos.md") ?? "";

describe("docs/impos.md", () => {
	const titles = new Map([["test/a.test.ts", ["does it", TEMPLATE]]]);
	const judge = (here: string) => judgeRow({ number: "1", here }, titles, ["no halt"]);

	it("is read by rules that can fail", () => {
		expect(judge("implemented: `does it` in `test/a.test.ts`")).toBe(undefined);
		expect(judge(`implemented: \`${TEMPLATE}\` in \`test/a.test.ts\` (a note)`)).toBe(undefined);
		expect(judge("departure: *no halt* (a note)")).toBe(undefined);
		expect(judge("*cloud*")).toBe(undefined);
		expect(judge("implemented: `does` in `test/a.test.ts`")).toBe(
			"1: no test `does` in `test/a.test.ts`",
		);
		const one = "`does it` in `test/a.test.ts`";
		expect(judge(`implemented: ${one}; \`x\` in \`test/b.test.ts\``)).toBe(
			"1: no test `x` in `test/b.test.ts`",
		);
		expect(judge("implemented: soon")).toBe("1: names no test");
		expect(judge("departure: *halt*")).toBe("1: no departure *halt*");
		expect(judge("*weather*")).toBe("1: neither implemented, nor a departure, nor a reason");
		const text = "| 1 | what | *cloud* |\n| 19.1 | what | *LED* |\n| # | no | row |\n";
		expect(rowsOf(text).map(({ number }) => number)).toEqual(["1", "19.1"]);
	});

	it("has a row for each requirement and each choice, in order", () => {
		const numbers = rowsOf(page).map(({ number }) => number);
		const all = Array.from({ length: REQUIREMENTS }, (_, index) => `${index + 1}`);
		for (let choice = 1; choice <= CHOICES; choice++) all.push(`19.${choice}`);
		expect(numbers).toEqual(all);
	});

	it("is true of every row: a test that exists, a departure it explains, or one of five reasons", () => {
		const tests = titlesByFile(files);
		const departures = departuresOf(page);
		expect(departures.length, "departures").toBeAtLeast(1);
		const wrong = rowsOf(page)
			.map((row: Row) => judgeRow(row, tests, departures))
			.filter((what) => what !== undefined);
		if (wrong.length > 0) throw new Error(`\n${wrong.join("\n")}`);
	});

	it("explains no departure that no row makes", () => {
		const made = rowsOf(page).map(({ here }) => /^departure: \*([^*]+)\*/.exec(here)?.[1]);
		for (const departure of departuresOf(page)) expect(made).toContain(departure);
	});
});
