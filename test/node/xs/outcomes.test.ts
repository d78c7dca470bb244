/** What `npm run test:xs` makes of two engines' words, and `npm run budget` of figures and limits. */

import { expect } from "../../expect.js";
import { judge, tableOf } from "../../xs/budget/judge.js";
import { differences, type Outcome, parseMocha, parseSaid } from "../../xs/outcomes.js";
import { inParallel, runJob } from "../../xs/processes.js";
import { MARK } from "../../xs/said.js";

function outcome(title: string, error?: string): Outcome {
	return { suite: "test/a.test", title, error };
}

describe("outcomes of two engines", () => {
	it("are read from a device's lines, what suites print kept apart", () => {
		const footprint = {
			suite: "test/a.test",
			took: 5,
			slots: 16,
			chunks: 8,
			stackPeak: 32,
			collections: 1,
		};
		const lines = [
			`${MARK}{"suite":"test/a.test","title":"a passes"}`,
			"a suite prints",
			`${MARK}{"suite":"test/a.test","title":"a fails","error":"Error: no"}`,
			`${MARK}${JSON.stringify(footprint)}`,
		];
		expect(parseSaid(`${lines.join("\n")}\n`)).toEqual({
			outcomes: [outcome("a passes"), outcome("a fails", "Error: no")],
			footprints: [footprint],
			others: ["a suite prints"],
		});
	});

	it("are read from mocha's JSON", () => {
		const tests = [
			{ fullTitle: "a passes", file: "build/test/a.test.js", err: {} },
			{ fullTitle: "a fails", file: "build/test/a.test.js", err: { message: "no" } },
		];
		const suiteOf = () => "test/a.test";
		expect(parseMocha(JSON.stringify({ tests }), suiteOf)).toEqual([
			outcome("a passes"),
			outcome("a fails", "no"),
		]);
	});

	it("differ by a test that one has not got, that fails on one alone, or that one has twice", () => {
		const both = [outcome("one"), outcome("two")];
		expect(differences(both, [...both].reverse())).toEqual([]);
		expect(differences(both, [outcome("one")])).toEqual(["only on Node: test/a.test: two: passes"]);
		expect(differences([outcome("one")], [outcome("one", "no")])).toEqual([
			"only on Node: test/a.test: one: passes",
			"only on XS: test/a.test: one: fails",
		]);
		expect(differences([outcome("one")], [outcome("one"), outcome("one")])).toEqual([
			"only on XS: test/a.test: one: passes",
		]);
	});
});

describe("processes", () => {
	it("end by themselves or by their limit, and hand on what they printed", async () => {
		const command = process.execPath;
		const said = await runJob({
			command,
			args: ["-e", "console.log(1);process.exit(3)"],
			limit: 60_000,
		});
		expect([said.status, said.stdout, said.late]).toEqual([3, "1\n", false]);
		const late = await runJob({ command, args: ["-e", "setInterval(() => {}, 9)"], limit: 1 });
		expect([late.status, late.late]).toEqual([undefined, true]);
	});

	it("run a few at a time, all of them", async () => {
		let [running, most, ended] = [0, 0, 0];
		const task = async () => {
			running += 1;
			most = Math.max(most, running);
			await Promise.resolve();
			running -= 1;
			ended += 1;
		};
		await inParallel([task, task, task, task, task], 2);
		expect([most, ended]).toEqual([2, 5]);
	});
});

describe("a budget", () => {
	const rows = [{ name: "empty", figures: { heap: 10, stack: 5 } }];

	it("holds while every figure is at most its limit", () => {
		expect(judge(rows, { empty: { heap: 10 } })).toEqual({ passed: 1, failed: [] });
		expect(tableOf(rows, { empty: { heap: 10 } })).toEqual([
			"  empty               heap 10 of 10, stack 5",
		]);
	});

	it("fails by a figure above its limit, a limit without a figure, a row without a limit", () => {
		expect(judge(rows, { empty: { heap: 9 } }).failed).toEqual(["empty: heap is 10, at most 9"]);
		expect(judge(rows, { empty: { chunks: 9 } }).failed).toEqual(['empty: no figure "chunks"']);
		expect(judge(rows, {}).failed).toEqual(["empty: has no limit"]);
		expect(judge([], { empty: { heap: 9 } }).failed).toEqual(["empty: was not measured"]);
	});
});
