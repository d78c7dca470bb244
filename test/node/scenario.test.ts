/** The command `npm run sim` as its user meets it: a process, its output and its exit status. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Board, type BoardOptions } from "../../hosts/sim/board.js";
import { parseScenario } from "../../hosts/sim/scenario/format.js";
import { play } from "../../hosts/sim/scenario/play.js";
import { drawTimeline } from "../../hosts/sim/scenario/svg.js";
import { expect } from "../expect.js";

const MAIN = fileURLToPath(new URL("../../hosts/sim/scenario/main.js", import.meta.url));
// The scenarios are not compiled: they lie beside the source, three levels above the build.
const SCENARIOS = fileURLToPath(new URL("../../../hosts/sim/scenarios/", import.meta.url));
const NATIVE = fileURLToPath(new URL("../../../hosts/sim/policies/native.json", import.meta.url));
const PAGE = fileURLToPath(new URL("../../../docs/scenarios.md", import.meta.url));

function sim(...args: string[]) {
	const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
		encoding: "utf8",
	});
	return { status, stdout, stderr };
}

describe("npm run sim", () => {
	let folder = "";
	before(() => {
		folder = mkdtempSync(join(tmpdir(), "uplink-scenario-"));
	});
	after(() => rmSync(folder, { recursive: true }));

	function file(content: unknown): string {
		const path = join(folder, "scenario.json");
		writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
		return path;
	}

	const short = { title: "Short", board: { fitted: ["wl0"] }, until: "1m" };

	const supplied = readdirSync(SCENARIOS).filter((name) => name.endsWith(".json"));

	it("is supplied with its scenarios", () => {
		for (const name of ["depot", "unplugged", "all-down", "silent-upstream", "power-cut"])
			expect(supplied).toContain(`${name}.json`);
		expect(supplied).toContain("wifi-cleared.json");
	});

	// Without a process each, for there are many of them.
	for (const name of supplied)
		it(`plays ${name} as it expects, and draws it`, () => {
			const scenario = parseScenario(readFileSync(join(SCENARIOS, name), "utf8"));
			const record = play(scenario, {
				createBoard: (options) => new Board(options as BoardOptions),
			});
			expect(record.checks.length, "expectations").toBeAtLeast(1);
			expect(record.checks.filter(({ held }) => !held)).toEqual([]);
			expect(drawTimeline(record).startsWith("<svg ")).toBe(true);
		});

	it("plays a file, tells it and draws it", () => {
		const svg = join(folder, "out.svg");
		const { status, stdout, stderr } = sim(join(SCENARIOS, "depot.json"), "--svg", svg);
		expect(stderr).toBe("");
		expect(status, stdout).toBe(0);
		expect(stdout).toContain("\nconnected ");
		expect(readFileSync(svg, "utf8").startsWith("<svg ")).toBe(true);
	});

	it("has each of its scenarios in docs/scenarios.md, and no other", () => {
		const page = readFileSync(PAGE, "utf8");
		const section = page.slice(page.indexOf("## Those supplied"), page.indexOf("## Fifteen"));
		const listed = [...section.matchAll(/^\| `([a-z0-9-]+)` \|/gm)];
		expect(listed.map(([, name]) => `${name}.json`).sort()).toEqual([...supplied].sort());
		for (const [, name] of page.matchAll(/^\| [0-9]+ \| .* \| `([a-z0-9-]+)`/gm))
			expect(supplied).toContain(`${name}.json`);
	});

	/** Numbers change with every policy; what is told does not. */
	it("has a worked example in docs/scenarios.md of the form that its command prints", () => {
		const { stdout } = sim(join(SCENARIOS, "depot.json"), "--policy", NATIVE);
		const example =
			/```\n(Depot and road: [\s\S]*?)```/.exec(readFileSync(PAGE, "utf8"))?.[1] ?? "";
		const names = (text: string) => text.split("\n").map((line) => line.slice(0, 25).trim());
		const told = stdout.slice(0, stdout.indexOf("\ntoday's expectations"));
		expect(names(example), "docs/scenarios.md").toEqual(names(told));
	});

	it("prints the same for the same file", () => {
		const path = join(SCENARIOS, "depot.json");
		expect(sim(path, "--json").stdout).toBe(sim(path, "--json").stdout);
	});

	it("prints the record as JSON", () => {
		const { status, stdout } = sim(file({ ...short, steps: [{ at: 0, do: "powerOn" }] }), "--json");
		expect(status).toBe(0);
		const record = JSON.parse(stdout);
		expect(record.interfaces).toEqual(["wifi"]);
		expect(record.attempts[0].reason).toBe("SERVER_CONNECTED");
		expect(record.summary.moves).toBe(0);
	});

	it("exits 1 when an expectation does not hold", () => {
		const steps = [{ at: 0, do: "powerOn" }];
		const { status, stdout } = sim(file({ ...short, steps, expect: [{ active: "cell" }] }));
		expect(status).toBe(1);
		expect(stdout).toContain('FAILED     active "cell", found "wifi"');
	});

	it("exits 2 and names the path of a mistake in the file", () => {
		const board = { fitted: ["eth0"] };
		const steps = [
			{ at: 0, do: "powerOn" },
			{ at: 1, do: "disconnect" },
			{ at: 2, do: "connect" },
			{ at: 3, set: { eth0: { cabel: false } } },
		];
		const { status, stdout, stderr } = sim(file({ ...short, board, steps }));
		expect(status).toBe(2);
		expect(stdout).toBe("");
		expect(stderr).toContain("steps[3].set.eth0.cabel: unknown key");
	});

	it("exits 2 at a policy that the board refuses, with its path", () => {
		const board = { fitted: ["wl0"], policy: { hats: 3 } };
		const { status, stderr } = sim(file({ ...short, board, steps: [] }));
		expect(status).toBe(2);
		expect(stderr).toContain("board.policy.hats");
	});

	it("exits 2 at what is no JSON and at a file that is not there", () => {
		const broken = sim(file("{"));
		expect(broken.status).toBe(2);
		expect(broken.stderr).toContain("scenario.json: not JSON");
		const missing = sim(join(folder, "missing.json"));
		expect(missing.status).toBe(2);
		expect(missing.stderr).toContain("missing.json");
	});

	it("exits 2 with its usage at bad usage", () => {
		for (const args of [[], ["--colour"], ["a.json", "b.json"], ["a.json", "--svg"]]) {
			const { status, stdout, stderr } = sim(...args);
			expect(status, args.join(" ")).toBe(2);
			expect(stdout).toBe("");
			expect(stderr).toContain("usage: npm run sim -- FILE.json");
		}
	});

	it("prints its usage when asked", () => {
		const { status, stdout } = sim("--help");
		expect(status).toBe(0);
		expect(stdout).toContain("usage: npm run sim");
	});
});
