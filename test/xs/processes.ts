/**
 * Processes, a few at a time: each ends by itself or by its limit of time, and what it printed is
 * handed on whole.
 */

import { spawn } from "node:child_process";

export interface Job {
	command: string;
	args: readonly string[];
	/** Milliseconds, after which it is killed. */
	limit: number;
	env?: Readonly<Record<string, string>>;
}

export interface Ended {
	/** Undefined when a signal ended it. */
	status: number | undefined;
	stdout: string;
	stderr: string;
	/** Killed for its time. */
	late: boolean;
}

export function runJob({ command, args, limit, env }: Job): Promise<Ended> {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, {
			stdio: ["ignore", "pipe", "pipe"],
			env: { ...process.env, ...env },
		});
		const stdout: Buffer[] = [];
		const stderr: Buffer[] = [];
		let late = false;
		const timer = setTimeout(() => {
			late = true;
			child.kill("SIGKILL");
		}, limit);
		child.stdout.on("data", (data: Buffer) => stdout.push(data));
		child.stderr.on("data", (data: Buffer) => stderr.push(data));
		child.on("error", reject);
		child.on("close", (status) => {
			clearTimeout(timer);
			const text = (parts: Buffer[]) => Buffer.concat(parts).toString();
			resolve({ status: status ?? undefined, stdout: text(stdout), stderr: text(stderr), late });
		});
	});
}

/** Does all `tasks` in their order, `atOnce` of them at any time. */
export async function inParallel(
	tasks: readonly (() => Promise<void>)[],
	atOnce: number,
): Promise<void> {
	const waiting = [...tasks];
	const worker = async (): Promise<void> => {
		for (let task = waiting.shift(); task; task = waiting.shift()) await task();
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
}
