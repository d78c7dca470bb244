/**
 * What if: one world with two policies, measured, told and drawn. Heads up: the numbers compared
 * here are large on purpose, so that a change of the core's timing is no change of these tests.
 */

import { Board, type BoardOptions } from "../../../../hosts/sim/board.js";
import { FileError } from "../../../../hosts/sim/scenario/edge.js";
import { readScenario } from "../../../../hosts/sim/scenario/format.js";
import type { RecordEntry } from "../../../../hosts/sim/scenario/record.js";
import { drawComparison } from "../../../../hosts/sim/scenario/svg/comparison.js";
import { tellWhatIf } from "../../../../hosts/sim/scenario/tell-what-if.js";
import { failbacksOf, parseProposal, whatIf } from "../../../../hosts/sim/scenario/what-if.js";
import { expect } from "../../../expect.js";
import { once } from "../replay/bench.js";
import { recordOfDepot } from "./record.js";

const stage = { createBoard: (options: object) => new Board(options as BoardOptions) };

/** Wi-Fi goes and comes back; impOS's policy stays on cellular. */
const scenario = readScenario({
	title: "Out & home",
	description: "A drive.",
	board: { fitted: ["wl0", "cell0"], seed: 2 },
	steps: [
		{
			at: 0,
			do: [
				"powerOn",
				{ every: { interval: "30s", call: { publish: { topic: "a", data: "b", QoS: 1 } } } },
			],
		},
		{ at: "5m", set: { wl0: { accessPoint: false } } },
		{ at: "10m", set: { wl0: { accessPoint: true } } },
	],
	until: "20m",
	expect: [{ active: "cell" }],
});

describe("a proposed policy", () => {
	it("is checked whole, and a mistake named by its place", () => {
		const mistakes: [string, string][] = [
			["{", "not JSON"],
			["[]", "policy: expected an object"],
			['{"hats": 3}', "policy.hats: unknown key"],
			['{"wifi": {"turn": "soon"}}', "policy.wifi.turn: expected an integer"],
			['{"preset": "best"}', 'policy.preset: expected "impOS" or "native"'],
		];
		for (const [text, message] of mistakes)
			expect(() => parseProposal(text), text).toThrow(FileError, message);
		expect(parseProposal('{"dwell": 5000}')).toEqual({ dwell: 5_000 });
	});
});

describe("a world played with two policies", () => {
	const compare = once(() => whatIf(scenario, parseProposal('{"preset": "native"}'), stage));
	const measured = (name: string) => {
		const { today, proposed } = compare().measures.find((each) => each.name === name) ?? {};
		return [today, proposed];
	};

	it("is measured in both runs", () => {
		expect(measured("moves")).toEqual([1, 2]);
		expect(measured("failbacks")).toEqual([0, 1]);
		expect(measured("failbacks undone")).toEqual([0, 0]);
		const [today, proposed] = measured("connected over cell");
		expect(today ?? 0).toBeAtLeast(14 * 60_000);
		expect(proposed ?? 0).toBeAtMost(8 * 60_000);
		const [sent, less] = measured("sent over cell");
		expect((sent ?? 0) - (less ?? 0), "bytes saved").toBeAtLeast(1_000);
	});

	it("says in which members the policies differ", () => {
		const failback = { member: "failback", today: false, proposed: true };
		expect(compare().changes).toContain(failback);
		const standby = { member: "wifi.standby", today: "cold", proposed: "warm" };
		expect(compare().changes).toContain(standby);
		expect(compare().changes.some(({ member }) => member === "dwell")).toBe(false);
	});

	it("is judged by the scenario's expectations in today's run alone", () => {
		expect(compare().today.checks.map(({ held }) => held)).toEqual([true]);
		expect(compare().proposed.checks).toEqual([]);
	});

	it("is the same twice when the policies are the same", () => {
		const same = whatIf(scenario, {}, stage);
		expect(same.changes).toEqual([]);
		expect(same.measures.every(({ today, proposed }) => today === proposed)).toBe(true);
		expect(same.proposed.entries).toEqual(same.today.entries);
		const lines = tellWhatIf(same);
		expect(lines[2]).toBe("The policies are the same.");
		const differences = lines.slice(lines.indexOf("") + 4, -3);
		expect(differences.every((line) => line.endsWith(" same"))).toBe(true);
	});

	it("is told side by side, with the differences", () => {
		const lines = tellWhatIf(compare());
		expect(lines[0]).toBe("Out & home: today and proposed");
		expect(lines).toContain("policy                   today            proposed");
		expect(lines).toContain("failback                 false            true");
		expect(lines).toContain(
			"                         today            proposed         difference",
		);
		expect(lines).toContain("moves                    1                2                1 more");
		expect(lines.some((line) => /^sent over cell .* kB less$/.test(line))).toBe(true);
		expect(lines.at(-1)).toBe('  1200000 held       active "cell"');
	});

	it("is drawn as both runs' lanes on one axis, the world once", () => {
		const drawn = drawComparison(compare());
		const count = (part: string): number => drawn.split(part).length - 1;
		expect(count(">wl0.accessPoint false</text>")).toBe(1);
		expect(count(">server</text>")).toBe(1);
		expect(count(">minutes</text>")).toBe(1);
		for (const name of ["today", "proposed"]) expect(count(`class="name">${name}<`), name).toBe(1);
		for (const name of ["wifi", "cell"]) expect(count(`class="name">${name}<`), name).toBe(2);
		expect(count(">stopping</text>"), "one legend").toBe(1);
		expect(count("NaN") + count("undefined")).toBe(0);
		expect(drawn).toContain("Out &amp; home: today and proposed");
		expect(drawComparison(compare())).toBe(drawn);
	});
});

describe("failbacks", () => {
	type Step = [at: number, phase: string, over?: string | undefined, reason?: string];
	const found = (...steps: Step[]) => {
		const entries = steps.map(([at, phase, over, reason]) => {
			if (phase === "power") return { at, kind: "power", on: false };
			return { at, kind: "session", phase, interface: over, reason };
		}) as RecordEntry[];
		const { count, undone } = failbacksOf({ ...recordOfDepot(), entries }, 100);
		return [count, undone];
	};
	const moved: Step[] = [
		[0, "proven", "cell"],
		[50, "trial", "cell"],
		[60, "trial", "wifi"],
		[70, "proven", "wifi"],
	];

	it("count where a trial moved the session", () => {
		expect(found(...moved)).toEqual([1, 0]);
		expect(found([0, "opening", "wifi"], [10, "proven", "wifi"])).toEqual([0, 0]);
		expect(found(...moved.slice(0, 2), [60, "proven", "cell"])).toEqual([0, 0]);
	});

	it("are undone where the session was lost before five dwells had passed", () => {
		expect(found(...moved, [500, "opening", "cell"])).toEqual([1, 1]);
		expect(found(...moved, [200, "idle", undefined, "NO_WIFI"])).toEqual([1, 1]);
		expect(found(...moved, [570, "opening", "cell"])).toEqual([1, 0]);
		expect(found(...moved, [80, "suspect", "wifi"], [90, "proven", "wifi"])).toEqual([1, 0]);
	});

	it("are not undone by the application or by a loss of power", () => {
		expect(found(...moved, [200, "idle", undefined, "NOT_CONNECTED"])).toEqual([1, 0]);
		expect(found(...moved, [200, "power"], [210, "opening", "cell"])).toEqual([1, 0]);
	});
});
