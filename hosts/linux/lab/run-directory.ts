/**
 * Where laboratories leave what others must know: a directory each, under one that is the user's
 * own. In it are the records of processes, the faults in force, settings and logs.
 *
 *   TMP/uplink-lab-UID/NAME/  processes/  maker  built  faults  *.log  tls/  broker/  device/
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FaultKind } from "./faults.js";
import { KEEPER } from "./namespaces.js";
import { beganAt, isAlive, Processes, type ProcessRecord } from "./processes.js";
import type { GatewayNumber } from "./world.js";

/** A fault in force. */
export interface Trouble {
	kind: FaultKind;
	/** Of the gateway that it befalls. */
	gateway?: GatewayNumber;
	value?: string;
}

/** Short, since the path of a socket in it may have 107 characters. */
const NAME = /^[a-z0-9][a-z0-9-]{0,31}$/;

function base(): string {
	return join(tmpdir(), `uplink-lab-${process.getuid?.() ?? 0}`);
}

export class RunDirectory {
	readonly name: string;
	readonly path: string;

	constructor(name: string) {
		if (!NAME.test(name))
			throw new RangeError(`name: expected up to 32 of a-z, 0-9 and -, not ${name}`);
		this.name = name;
		this.path = join(base(), name);
	}

	/** Those that there are, alive or dead. */
	static get all(): RunDirectory[] {
		try {
			return readdirSync(base())
				.filter((name) => NAME.test(name))
				.map((name) => new RunDirectory(name));
		} catch {
			return [];
		}
	}

	/** Begins to be filled by this process, with whose end it ends when it is owned. */
	create(owned: boolean): void {
		mkdirSync(this.path, { recursive: true, mode: 0o700 });
		this.#write("maker", `${process.pid} ${beganAt(process.pid)} ${owned ? "owns" : "made"}\n`);
	}

	/** All of it stands. */
	complete(): void {
		this.#write("built", "");
	}

	remove(): void {
		rmSync(this.path, { recursive: true, force: true });
	}

	get processes(): Processes {
		return new Processes(this.path);
	}

	/** Who made it, and whether it is to end with that process. */
	get maker(): (ProcessRecord & { owns: boolean }) | undefined {
		const [pid, began, how] = this.#read("maker").trim().split(" ");
		return pid && began ? { pid: Number(pid), began, owns: how === "owns" } : undefined;
	}

	/** It stands, its keeper runs, and so does its owner. */
	get alive(): boolean {
		const { maker } = this;
		if (!maker || !this.#has("built")) return false;
		const keeper = this.processes.find(KEEPER);
		return keeper !== undefined && isAlive(keeper) && (!maker.owns || isAlive(maker));
	}

	/** Nobody will end it any more. One that is being built is not dead. */
	get dead(): boolean {
		const { maker } = this;
		if (!maker || this.alive) return false;
		return this.#has("built") || !isAlive(maker);
	}

	get troubles(): Trouble[] {
		const text = this.#read("faults");
		return text === "" ? [] : (JSON.parse(text) as Trouble[]);
	}

	set troubles(troubles: readonly Trouble[]) {
		this.#write("faults", `${JSON.stringify(troubles)}\n`);
	}

	#read(name: string): string {
		try {
			return readFileSync(join(this.path, name), "utf8");
		} catch {
			return "";
		}
	}

	#has(name: string): boolean {
		return existsSync(join(this.path, name));
	}

	#write(name: string, text: string): void {
		writeFileSync(join(this.path, name), text);
	}
}
