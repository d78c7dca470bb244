/**
 * The committed table of behaviour is true: a part of it that is quickly played comes out as it
 * stands there, and its worlds draw what they claim to.
 */

import { readFileSync } from "node:fs";
import { SAMPLE, SECTIONS, sectionLines } from "../../hosts/sim/behaviour/table.js";
import { drawSteps } from "../../hosts/sim/behaviour/worlds.js";
import { healthy } from "../../hosts/sim/facts-parse.js";
import { expect } from "../expect.js";

const COMMITTED = readFileSync("test/hosts/sim/behaviour.snap", "utf8");

/** Every fact that a world changes, and those a board has: `eth0.cable`. */
function namesOf(facts: object): string[] {
	return Object.entries(facts).flatMap(([part, value]) =>
		typeof value === "object" ? Object.keys(value).map((fact) => `${part}.${fact}`) : [part],
	);
}

describe("the table of behaviour", () => {
	it("shows what the policies now come to (`npm run behaviour` writes it anew)", () => {
		expect(COMMITTED.split("\n\n").pop()).toBe(`${sectionLines(SAMPLE).join("\n")}\n`);
	}).timeout(60_000);

	it("has every section and every row", () => {
		for (const { title, rows } of SECTIONS) {
			const section = COMMITTED.split("\n\n").find((text) => text.startsWith(`${title} (`));
			const names = section
				?.split("\n")
				.slice(2)
				.map((row) => row.slice(0, 24).trimEnd());
			expect(
				names?.filter((name) => name !== ""),
				title,
			).toEqual(rows.map(({ name }) => name));
		}
	});

	it("draws every fact of the world", () => {
		const drawn = new Set(
			SECTIONS.flatMap(({ worlds }) => worlds)
				.flatMap(drawSteps)
				.flatMap(({ set }) => namesOf(set)),
		);
		expect([...drawn].sort()).toEqual(namesOf(healthy()).sort());
	});

	it("draws nothing where no fault is asked for, and the same for the same seed", () => {
		const world = { seed: 3, rate: 6, fitted: ["eth0", "cell0"], hours: 24 };
		expect(drawSteps({ ...world, rate: 0 })).toEqual([]);
		expect(drawSteps(world)).toEqual(drawSteps(world));
		expect(drawSteps(world).length).toBeAtLeast(144);
	});
});
