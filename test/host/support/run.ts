/**
 * One run of a program on the built host, from its beginning to its end.
 */

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { commandOf } from "./device.js";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

export interface Ended {
	/** The exit status, or the signal. */
	status: number | string;
	/** What the device said. */
	output: string;
	/** What the host said. */
	complaints: string;
}

/** A folder for one test, gone afterwards. */
export async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), "uplink-test-"));
	try {
		await work(folder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Starts `test/host/NAME.ts` with a configuration, or its text; `heard` sees the process and all it has said so far. */
export function run(
	name: string,
	config: object | string,
	options: readonly string[] = [],
	heard: (kill: (signal: NodeJS.Signals) => void, output: string) => void = () => undefined,
): Promise<Ended> {
	const folder = mkdtempSync(join(tmpdir(), "uplink-test-"));
	const path = join(folder, "config.json");
	writeFileSync(path, typeof config === "string" ? config : JSON.stringify(config));
	const [file = "", ...values] = [...commandOf(name), ...options, path];
	return new Promise((resolve, reject) => {
		const child = spawn(file, values, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
		let output = "";
		let complaints = "";
		child.stdout.setEncoding("utf8").on("data", (text: string) => {
			output += text;
			heard((signal) => child.kill(signal), output);
		});
		child.stderr.setEncoding("utf8").on("data", (text: string) => {
			complaints += text;
		});
		child.on("error", reject);
		child.on("close", (code, signal) => {
			rmSync(folder, { recursive: true, force: true });
			resolve({ status: signal ?? code ?? -1, output, complaints });
		});
	});
}
