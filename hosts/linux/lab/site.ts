/**
 * Where a laboratory stands: its namespaces, its processes and its run directory, which every part
 * of it is given; and how a service of it is started.
 */

import { logged, openLog } from "./logs.js";
import type { Namespaces } from "./namespaces.js";
import { isAlive, type Processes } from "./processes.js";
import type { Space } from "./world.js";

export interface Site {
	namespaces: Namespaces;
	processes: Processes;
	/** The run directory. */
	directory: string;
	/** It is to end with the process that made it, however that ends. */
	owned: boolean;
}

export interface Service {
	/** Of its record and its log. */
	name: string;
	space: Space;
	command: readonly string[];
	/** What it says when it is ready. */
	ready: RegExp;
}

/** Starts a service, ending the one of this name that runs, and returns when it is ready. */
export async function startService(site: Site, service: Service): Promise<void> {
	const { namespaces, processes, directory, owned } = site;
	const { name, space, command, ready } = service;
	await processes.end(name);
	const log = openLog(directory, name);
	const line = owned ? namespaces.attached(space, command) : namespaces.inside(space, command);
	const record = processes.start(name, line, { stdio: ["ignore", log, log], cwd: "/" });
	await logged(directory, name, ready, () => !isAlive(record));
}
