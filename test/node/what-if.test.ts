/** `npm run sim -- FILE --policy PROPOSED.json` as its user meets it: a process. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "../expect.js";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const SIM = at("../../hosts/sim/scenario/main.js");
// Three levels above the build, as in scenario.test.ts.
const DEPOT = at("../../../hosts/sim/scenarios/depot.json");
const NATIVE = at("../../../hosts/sim/policies/native.json");

function sim(...args: string[]) {
	const { status, stdout, stderr } = spawnSync(process.execPath, [SIM, ...args], {
		encoding: "utf8",
	});
	return { status, stdout, stderr };
}

describe("npm run sim with a proposed policy", () => {
	let folder = "";
	before(() => {
		folder = mkdtempSync(join(tmpdir(), "uplink-what-if-"));
	});
	after(() => rmSync(folder, { recursive: true }));

	function file(content: unknown): string {
		const path = join(folder, "PROPOSED.json");
		writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
		return path;
	}

	it("tells both runs side by side and draws them, and judges today's alone", () => {
		const svg = join(folder, "out.svg");
		const { status, stdout, stderr } = sim(DEPOT, "--policy", NATIVE, "--svg", svg);
		expect(stderr).toBe("");
		expect(status, stdout).toBe(0);
		expect(stdout).toContain("\nfailback                 false            true\n");
		expect(stdout).toContain(" held       ");
		const drawn = readFileSync(svg, "utf8");
		expect(drawn.startsWith("<svg ")).toBe(true);
		expect(drawn).toContain(">proposed</text>");
	});

	it("prints both records as JSON", () => {
		const { status, stdout } = sim(DEPOT, "--policy", NATIVE, "--json");
		expect(status).toBe(0);
		const { today, proposed, measures, changes } = JSON.parse(stdout);
		expect(proposed.summary.moves >= today.summary.moves).toBe(true);
		expect(today.checks.length).toBeAtLeast(5);
		expect(proposed.checks).toEqual([]);
		expect(measures[0].name).toBe("offline");
		expect(changes.length).toBeAtLeast(1);
	});

	it("exits 2 and names the place of a mistake in the policy", () => {
		const { status, stdout, stderr } = sim(
			DEPOT,
			"--policy",
			file({ preset: "native", wifi: { turn: "soon" } }),
		);
		expect(status).toBe(2);
		expect(stdout).toBe("");
		expect(stderr).toContain("PROPOSED.json: policy.wifi.turn: expected an integer");
	});

	it("exits 2 at what is no JSON, at a file that is not there, and with a journal asked for", () => {
		expect(sim(DEPOT, "--policy", file("{")).stderr).toContain("PROPOSED.json: not JSON");
		expect(sim(DEPOT, "--policy", join(folder, "none.json")).stderr).toContain("none.json: ");
		const both = sim(DEPOT, "--policy", NATIVE, "--journal", join(folder, "j.json"));
		expect(both.stderr).toContain("a journal is of one run");
		expect(both.status).toBe(2);
	});
});
