/**
 * The soak's threads and its command: seeds are handed out to all of them and each is played once, a
 * failure comes back shrunk and as a file, and mistakes are named.
 */

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { run } from "../../hosts/sim/soak/run.js";
import { tellFailure } from "../../hosts/sim/soak/tell.js";
import { play } from "../../hosts/sim/soak/worker.js";
import { parseWorld } from "../../hosts/sim/soak/world.js";
import { expect } from "../expect.js";
import { BREAKS } from "../hosts/sim/soak/broken.js";

const KEPT = "test/seeds";
const MAIN = resolve("build/hosts/sim/soak/main.js");

/** Broken whenever a link waits. */
const sabotage = BREAKS["reasoned-waits"]?.[0]?.[1];
const broken = { only: ["reasoned-waits"], ...(sabotage && { sabotage }) };

describe("a kept timeline", () => {
	for (const file of readdirSync(KEPT).filter((name) => name.endsWith(".json")))
		it(`${file.replace(/\.json$/, "")} keeps every invariant`, () => {
			const world = parseWorld(readFileSync(`${KEPT}/${file}`, "utf8"));
			const { failure } = run(world);
			if (failure) throw new Error(tellFailure(file, world, failure).join("\n"));
		}).timeout(60_000);
});

describe("a thread of the soak", () => {
	it("plays every seed of its batch, and says for how long", () => {
		const { count, took, found } = play({ first: 1, count: 4, hours: 2 });
		expect([count, found.length]).toEqual([4, 0]);
		expect(took).toBeAtLeast(4 * 2 * 3_600_000);
	});

	it("brings a failure back shrunk: its timeline, and a file that fails alike", () => {
		const { found } = play({ first: 4, count: 2, hours: 24 }, broken);
		const [first] = found;
		expect(found.length).toBeAtLeast(1);
		expect(first?.lines[0]?.startsWith(`seed ${first.seed}: reasoned-waits at `)).toBe(true);
		const world = parseWorld(first?.file ?? "");
		expect(world.steps.length).toBeAtMost(5);
		expect(run(world, broken).failure?.invariant).toBe("reasoned-waits");
	}).timeout(60_000);
});

describe("npm run soak", () => {
	it("plays the seeds on several threads and says how fast, in all and a core", () => {
		const words = execFileSync(
			process.execPath,
			[MAIN, "--seeds", "11", "--hours", "1", "--jobs", "2"],
			{ encoding: "utf8" },
		);
		const told =
			/^(\d+) device-hours, \d+ a second in all, \d+ a second and core, everything held$/m;
		expect(Number(told.exec(words)?.[1])).toBeAtLeast(11);
	}).timeout(60_000);

	it("ends with 2 and the usage when asked for what it cannot do", () => {
		const place = mkdtempSync(join(tmpdir(), "soak-"));
		const { status, stderr } = spawnSync(process.execPath, [MAIN, "--jobs", "none"], {
			cwd: place,
			encoding: "utf8",
		});
		rmSync(place, { recursive: true });
		expect(status).toBe(2);
		expect(stderr.startsWith("--jobs: expected 1 to 256, got none")).toBe(true);
	});
});
