/**
 * The processes of a laboratory, each known by its number and by when it began: a number alone may
 * have been given to somebody else since. They are recorded in the run directory, a file each, so
 * that whoever comes after a crash ends exactly these and nothing else.
 *
 *   start ──▶ DIRECTORY/processes/NAME: "PID BEGAN COMMAND"      end ──▶ TERM, KILL after a while
 */

import { type SpawnOptions, spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

export interface ProcessRecord {
	pid: number;
	/** In the kernel's ticks since boot (proc(5), `starttime`). */
	began: string;
}

/** How long a process may take to end when it is asked to. */
const END_MAX = 2000;
const LOOK = 10;

/** When the process of this number began, or undefined when there is none (or only its remains). */
export function beganAt(pid: number): string | undefined {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
		// The second field is the command in parentheses, which may hold spaces and parentheses.
		const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		return fields[0] === "Z" || fields[0] === "X" ? undefined : fields[19];
	} catch {
		return undefined;
	}
}

export function isAlive({ pid, began }: ProcessRecord): boolean {
	return beganAt(pid) === began;
}

/** False when it has ended already. */
export function signal(process_: ProcessRecord, name: NodeJS.Signals): boolean {
	if (!isAlive(process_)) return false;
	try {
		process.kill(process_.pid, name);
		return true;
	} catch {
		return false;
	}
}

async function gone(record: ProcessRecord, within: number): Promise<boolean> {
	const deadline = performance.now() + within;
	while (isAlive(record)) {
		if (performance.now() > deadline) return false;
		await pause(LOOK);
	}
	return true;
}

/** Ends a process: asked first, and then made to. */
export async function end(record: ProcessRecord): Promise<void> {
	// One that was stopped hears nothing until it goes on.
	signal(record, "SIGCONT");
	signal(record, "SIGTERM");
	if (await gone(record, END_MAX)) return;
	signal(record, "SIGKILL");
	await gone(record, END_MAX);
}

export class Processes {
	readonly #directory: string;

	constructor(directory: string) {
		this.#directory = join(directory, "processes");
		mkdirSync(this.#directory, { recursive: true });
	}

	/** By name, in the order of their names. */
	get all(): { name: string; record: ProcessRecord }[] {
		return readdirSync(this.#directory)
			.sort()
			.flatMap((name) => {
				const record = this.find(name);
				return record ? [{ name, record }] : [];
			});
	}

	find(name: string): ProcessRecord | undefined {
		try {
			const [pid, began] = readFileSync(join(this.#directory, name), "utf8").split(" ");
			return pid && began ? { pid: Number(pid), began } : undefined;
		} catch {
			return undefined;
		}
	}

	/** Starts a process that goes on when we end. */
	start(name: string, command: readonly string[], options: SpawnOptions): ProcessRecord {
		const [file = "", ...values] = command;
		const child = spawn(file, values, { ...options, detached: true });
		// One that cannot start has no number; the reader of its log says so.
		child.on("error", () => undefined);
		child.unref();
		return this.record(name, child.pid ?? 0, command);
	}

	record(name: string, pid: number, command: readonly string[]): ProcessRecord {
		const began = beganAt(pid);
		if (began === undefined) throw new Error(`${name}: ${command.join(" ")}: did not start`);
		writeFileSync(join(this.#directory, name), `${pid} ${began} ${command.join(" ")}\n`);
		return { pid, began };
	}

	async end(name: string): Promise<void> {
		const record = this.find(name);
		if (record) await end(record);
		rmSync(join(this.#directory, name), { force: true });
	}

	async endAll(): Promise<void> {
		await Promise.all(this.all.map(({ name }) => this.end(name)));
	}
}
