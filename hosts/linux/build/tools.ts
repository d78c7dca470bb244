/**
 * What the build needs of the machine, asked before anything is fetched or compiled. A missing tool
 * is one line that names Debian's package.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Refusal } from "./refusal.js";

interface Tool {
	command: string;
	package: string;
}

export const TOOLS: readonly Tool[] = [
	{ command: "gcc", package: "gcc" },
	{ command: "make", package: "make" },
	{ command: "flock", package: "util-linux" },
];

/** Needed only when sources are not yet in the cache. */
export const FETCH_TOOLS: readonly Tool[] = [
	{ command: "apt-get", package: "apt" },
	{ command: "tar", package: "tar" },
	{ command: "xz", package: "xz-utils" },
	{ command: "patch", package: "patch" },
];

function found(command: string): boolean {
	return spawnSync(command, ["--version"], { stdio: "ignore" }).error === undefined;
}

export function checkTools(
	tools: readonly Tool[],
	has: (command: string) => boolean = found,
): void {
	const missing = tools.filter(({ command }) => !has(command));
	if (missing.length === 0) return;
	const names = missing.map(({ command }) => command).join(", ");
	const packages = missing.map((tool) => tool.package).join(" ");
	throw new Refusal(`${names} not found: apt-get install ${packages}`);
}

/** Can the compiler make a program with these flags? */
export function canCompile(flags: readonly string[]): boolean {
	const folder = mkdtempSync(join(tmpdir(), "uplink-"));
	try {
		const source = join(folder, "a.c");
		writeFileSync(
			source,
			"#include <math.h>\nint main(int n, char **a) { return (int)sqrt(n + !a); }\n",
		);
		const out = join(folder, "a.out");
		const { status } = spawnSync("gcc", [...flags, source, "-o", out, "-lm"], { stdio: "ignore" });
		return status === 0;
	} finally {
		rmSync(folder, { recursive: true });
	}
}
