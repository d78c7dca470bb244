/**
 * The orderly end: a program told to end closes first, has a limit for it, and can be told twice; and
 * a restart, which loses RAM and keeps storage.
 */

import { spawn } from "node:child_process";
import { readlinkSync } from "node:fs";
import { expect } from "../../expect.js";
import { commandOf } from "../support/device.js";
import { type Ended, inFolder, run } from "../support/run.js";

const PROGRAM = "io/ending";

/** Signals are sent one at each of these words. */
function told(mode: string, ...steps: [string, NodeJS.Signals][]): Promise<Ended> {
	const left = [...steps];
	return run(PROGRAM, { mode }, [], (kill, output) => {
		const [next] = left;
		if (next === undefined || !output.includes(next[0])) return;
		left.shift();
		kill(next[1]);
	});
}

describe("the Linux host's end", () => {
	it("is at once where nobody wants to know", async () => {
		expect(await told("none", ["ready", "SIGTERM"])).toEqual({
			status: 0,
			output: "ready\n",
			complaints: "",
		});
		expect((await told("none", ["ready", "SIGINT"])).status).toBe(0);
	});

	it("waits for the program to close", async () => {
		const { status, output } = await told("closes", ["ready", "SIGTERM"]);
		expect(output).toBe("ready\nclosing\n");
		expect(status).toBe(0);
	});

	it("does not wait for ever, and says so", async () => {
		const { status, complaints } = await told("stuck", ["ready", "SIGTERM"]);
		expect(complaints).toContain("did not close within 5000 ms");
		expect(status).toBe(68);
	}).timeout(30_000);

	it("does not wait when told twice", async () => {
		const { status, complaints } = await told(
			"stuck",
			["ready", "SIGTERM"],
			["not closing", "SIGINT"],
		);
		expect(complaints).toContain("told to end again");
		expect(status).toBe(68);
	});
});

describe("the Linux host's restart", () => {
	it("loses RAM and keeps storage", () =>
		inFolder(async (storage) => {
			const { status, output, complaints } = await run(PROGRAM, { storage, mode: "restarts" });
			expect(complaints).toBe("");
			expect(output.split("\n").filter((line) => line.startsWith("boot"))).toEqual([
				"boot 1, ram 1, early true",
				"boot 2, ram 1, early true",
				"boot 3, ram 1, early true",
			]);
			expect(status).toBe(0);
		}));
});

describe("the Linux host begun without standard input and error", () => {
	it("puts nothing of its own in their place", async () => {
		const closed = ["-c", 'exec "$@" <&- 2>&-', "sh", ...commandOf(PROGRAM)];
		const child = spawn("sh", closed, { stdio: ["ignore", "pipe", "ignore"] });
		const ended = new Promise((resolve) => child.on("close", resolve));
		await new Promise((resolve) => child.stdout.once("data", resolve));
		const standard = [0, 2].map((fd) => readlinkSync(`/proc/${child.pid}/fd/${fd}`));
		child.kill("SIGTERM");
		expect(standard).toEqual(["/dev/null", "/dev/null"]);
		expect(await ended).toBe(0);
	});
});
