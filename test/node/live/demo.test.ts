/**
 * `npm start` without a terminal, as a process of its own: it exits 0 when every message arrived
 * over the wires expected, and 1 naming what is missing when a wire is broken. Time runs faster here,
 * the wires and the broker are as real as ever.
 */

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "../../expect.js";

const MAIN = fileURLToPath(new URL("../../../hosts/sim/live/main.js", import.meta.url));

function start(...values: string[]): Promise<{ code: number | null; output: string }> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [MAIN, ...values], { stdio: ["ignore", "pipe", "pipe"] });
		let output = "";
		const keep = (chunk: Buffer) => {
			output += chunk.toString();
		};
		child.stdout.on("data", keep);
		child.stderr.on("data", keep);
		child.on("error", reject);
		child.on("close", (code) => resolve({ code, output }));
	});
}

describe("npm start without a terminal", () => {
	// Both at once, for most of their time is waiting.
	let whole: ReturnType<typeof start>;
	let broken: ReturnType<typeof start>;

	before(() => {
		whole = start("--speed", "5");
		broken = start("--demo", "--break", "wifi", "--speed", "5");
	});

	it("plays the demonstration, finds every message, and exits 0", async () => {
		const { code, output } = await whole;
		expect(code, output).toBe(0);
		for (const line of ["cable pulled", "silently blocked", "cable replugged", "power-cycled"])
			expect(output).toContain(line);
		expect(output).toContain("none missing");
		expect(output).toContain("over ethernet, wifi, cell, ethernet, wifi");
	});

	it("exits 1 with a broken wire and names it", async () => {
		const { code, output } = await broken;
		expect(code, output).toBe(1);
		expect(output).toContain("missing: no 3 messages over wifi");
		expect(output.includes("complete")).toBe(false);
	});

	it("exits 2 on a wrong command line and says how it is used", async () => {
		const { code, output } = await start("--dmeo");
		expect(code).toBe(2);
		expect(output).toContain("--dmeo: unknown argument");
		expect(output).toContain("Usage: npm start");
	});
});
