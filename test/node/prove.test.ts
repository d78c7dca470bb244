/**
 * `npm run prove`: its steps are commands that can be run alone, and what it writes says on which
 * commit and what kind of machine, and tells no place.
 */

import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { resolve } from "node:path";
import { anonymous, commitOf, LINES_MAX, recordOf } from "../../tools/prove/record.js";
import { STEPS, type Step } from "../../tools/prove/steps.js";
import { expect } from "../expect.js";

const ROOT = resolve(".");
const STEP: Step = { name: "a", says: "it goes", command: ["b", "c"], output: "a.txt" };

describe("the steps of npm run prove", () => {
	it("have names and files of their own", () => {
		expect(new Set(STEPS.map(({ name }) => name)).size).toBe(STEPS.length);
		expect(new Set(STEPS.map(({ output }) => output)).size).toBe(STEPS.length);
		for (const { name, output } of STEPS) {
			expect(/^[a-z-]+$/.test(name), name).toBe(true);
			expect(/^[a-z-]+\.(txt|md)$/.test(output), output).toBe(true);
		}
	});

	it("soak ten thousand days", () => {
		const soak = STEPS.find(({ name }) => name === "soak");
		expect(soak?.command.join(" ")).toBe("npm run -s soak -- --seeds 10000 --hours 24");
	});

	it("are run alone by their names; another name is refused with the list", () => {
		const main = resolve("build/tools/prove/main.js");
		const { status, stderr } = spawnSync(process.execPath, [main, "soaks"], { encoding: "utf8" });
		expect(status).toBe(2);
		expect(stderr.startsWith("prove: no such step: soaks\n")).toBe(true);
		for (const { name } of STEPS) expect(stderr.includes(`  ${name} `), name).toBe(true);
	});
});

describe("what is written of a step", () => {
	it("begins with the command, the commit, the machine, and how it ended", () => {
		const [what, command, commit, machine, ended, empty, first] = recordOf(
			STEP,
			{ commit: commitOf(ROOT), status: 0, took: 7, output: "one\ntwo\n" },
			ROOT,
		).split("\n");
		expect([what, command, empty, first]).toEqual(["a: it goes", "command   b c", "", "one"]);
		expect(/^commit {4}([0-9a-f]{40}( with changes)?|not known: .+)$/.test(commit ?? "")).toBe(
			true,
		);
		expect(/^machine {3}.+, \d+ cores, Node v/.test(machine ?? "")).toBe(true);
		expect(ended).toBe("ended     passed after 7 s");
	});

	it("says when it failed, and keeps the end of a long output", () => {
		const output = Array.from({ length: LINES_MAX + 50 }, (_, index) => `line ${index}`).join("\n");
		const lines = recordOf(STEP, { commit: "c", status: 3, took: 1, output }, ROOT)
			.trimEnd()
			.split("\n");
		expect(lines[4]).toBe("ended     failed with 3 after 1 s");
		expect(lines.slice(6).length).toBe(LINES_MAX);
		expect(lines.at(-1)).toBe(`line ${LINES_MAX + 49}`);
	});

	it("tells neither where the project lies nor what the machine is called", () => {
		const told = anonymous(`at ${ROOT}/build/x.js on ${hostname()}`, ROOT);
		expect(told.includes(ROOT)).toBe(false);
		expect(told.startsWith("at ./build/x.js on ")).toBe(true);
		if (hostname() !== "localhost") expect(told.includes(hostname())).toBe(false);
	});
});
