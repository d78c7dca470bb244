/**
 * Small C programs that test the pure C of modules/lwip and of the Linux host: compiled with the
 * address and undefined behaviour sanitisers, so that a byte read beyond its buffer ends the program
 * with an error.
 */

import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const FLAGS: readonly string[] = Object.freeze([
	"-std=gnu11",
	"-O1",
	"-g",
	"-Wall",
	"-Wextra",
	"-Werror",
	"-fsanitize=address,undefined",
	"-fno-sanitize-recover=all",
	"-Imodules/lwip",
	"-Ihosts/linux/io",
]);

/** Compiles sources of the repository into one program. Returns its path. */
export function compileProgram(name: string, sources: readonly string[]): string {
	const folder = `${ROOT}build/test/programs`;
	mkdirSync(folder, { recursive: true });
	const path = `${folder}/${name}`;
	execFileSync("cc", [...FLAGS, "-o", path, ...sources], { cwd: ROOT });
	return path;
}

/** Runs a program and answers with what it printed; throws when it fails, with what it said. */
export function runProgram(path: string, values: readonly string[], input?: Uint8Array): string {
	const output = execFileSync(path, values, {
		...(input && { input }),
		maxBuffer: 64 * 1024 * 1024,
		stdio: ["pipe", "pipe", "pipe"],
	});
	return output.toString("latin1");
}
