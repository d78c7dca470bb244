/** `npm run sim -- FILE --journal OUT` and `npm run replay` as their user meets them: processes. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { JournalFile } from "../../hosts/sim/replay/journal-file.js";
import { expect } from "../expect.js";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const SIM = at("../../hosts/sim/scenario/main.js");
const REPLAY = at("../../hosts/sim/replay/main.js");
// Three levels above the build, as in scenario.test.ts.
const FLAPPING = at("../../../hosts/sim/scenarios/flapping.json");

function run(main: string, ...args: string[]) {
	const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
		encoding: "utf8",
	});
	return { status, stdout, stderr };
}

describe("npm run replay", () => {
	let folder = "";
	let journal = "";
	before(() => {
		folder = mkdtempSync(join(tmpdir(), "uplink-replay-"));
		journal = join(folder, "journal.json");
		const { status, stderr } = run(SIM, FLAPPING, "--journal", journal);
		expect(stderr).toBe("");
		expect(status).toBe(0);
	});
	after(() => rmSync(folder, { recursive: true }));

	/** A copy of the journal in which something is different. */
	function tampered(change: (journal: JournalFile) => void): string {
		const copy = JSON.parse(readFileSync(journal, "utf8"));
		change(copy);
		const file = join(folder, "tampered.json");
		writeFileSync(file, JSON.stringify(copy));
		return file;
	}

	it("exits 0 and tells what it replayed when the end is the same", () => {
		const { status, stdout, stderr } = run(REPLAY, journal);
		expect(stderr).toBe("");
		expect(status, stdout).toBe(0);
		expect(stdout).toContain("journal      Flapping, boot 1\n");
		expect(stdout).toContain("same         the replay ends in the recorded state\n");
	});

	it("prints every transition when asked", () => {
		const { status, stdout } = run(REPLAY, journal, "--log");
		expect(status).toBe(0);
		const transitions = Number(/^transitions +([0-9]+)$/m.exec(stdout)?.[1]);
		const lines = stdout.split("\n").filter((line) => /^ +[0-9]+ /.test(line));
		expect(transitions).toBeAtLeast(5);
		expect(lines.length).toBe(transitions);
	});

	it("exits 1 and says where a tampered journal parts", () => {
		const { status, stdout } = run(
			REPLAY,
			tampered((copy) => {
				const end = JSON.parse(copy.end);
				end.session.interface = "wifi";
				copy.end = JSON.stringify(end);
			}),
		);
		expect(status).toBe(1);
		expect(stdout).toContain(
			'parts        session.interface: recorded "wifi", replayed "ethernet"\n',
		);
		expect(stdout).toContain("nearest before: inputs[");
	});

	it("exits 2 and names the path of a mistake in the file", () => {
		const { status, stdout, stderr } = run(
			REPLAY,
			tampered((copy) => {
				Object.assign(copy.inputs[3] ?? {}, { at: "soon" });
			}),
		);
		expect(status).toBe(2);
		expect(stdout).toBe("");
		expect(stderr).toContain("tampered.json: inputs[3].at: expected a number");
	});

	it("exits 2 at what is no JSON, at a file that is not there, and at bad usage", () => {
		const broken = join(folder, "broken.json");
		writeFileSync(broken, "{");
		expect(run(REPLAY, broken).stderr).toContain("broken.json: not JSON");
		expect(run(REPLAY, join(folder, "missing.json")).stderr).toContain("missing.json: ");
		for (const args of [[broken], [], [journal, journal], ["--colour"]])
			expect(run(REPLAY, ...args).status, args.join(" ")).toBe(2);
		expect(run(REPLAY).stderr).toContain("usage: npm run replay -- JOURNAL");
		expect(run(REPLAY, "--help").stdout).toContain("usage: npm run replay -- JOURNAL");
	});

	it("has nothing to replay of a board that was never on", () => {
		const file = join(folder, "off.json");
		const off = { title: "Off", board: { fitted: ["wl0"] }, steps: [], until: "1m" };
		writeFileSync(file, JSON.stringify(off));
		const out = join(folder, "off-journal.json");
		const { status, stderr } = run(SIM, file, "--journal", out);
		expect(status).toBe(2);
		expect(stderr).toContain("off-journal.json: no journal: the board was never on");
	});
});
