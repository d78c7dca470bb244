/**
 * Log files of the laboratory's services, and the wait for a line in one: a service is ready when it
 * says so, never after a while.
 */

import { openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** How long a service may take to say that it is ready. */
const READY_MAX = 10_000;
const LOOK = 10;

export function logFile(directory: string, name: string): string {
	return join(directory, `${name}.log`);
}

/** A descriptor to which a service writes, from an empty file on. */
export function openLog(directory: string, name: string): number {
	return openSync(logFile(directory, name), "w");
}

export function readLog(directory: string, name: string): string {
	try {
		return readFileSync(logFile(directory, name), "utf8");
	} catch {
		return "";
	}
}

/** Resolves when the log has such a line. `ended` says that none can come any more. */
export async function logged(
	directory: string,
	name: string,
	pattern: RegExp,
	ended: () => boolean,
): Promise<void> {
	const deadline = performance.now() + READY_MAX;
	for (;;) {
		const last = ended() || performance.now() > deadline;
		const text = readLog(directory, name);
		if (pattern.test(text)) return;
		if (last) throw new Error(`${name}: not ready: ${text.trim().split("\n").at(-1) ?? ""}`);
		await pause(LOOK);
	}
}
