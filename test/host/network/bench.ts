/**
 * A laboratory with a far end that echoes, and a device in it that has no manager. Where the machine
 * cannot have a laboratory the tests are pending, and a line says what to do.
 *
 *   before: up, echo      each: device      after each: quit, health      after: down
 */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { sendControl } from "../../../hosts/linux/lab/control.js";
import { Laboratory } from "../../../hosts/linux/lab/laboratory.js";
import { missing, widenPath } from "../../../hosts/linux/lab/requirements.js";
import type { Space } from "../../../hosts/linux/lab/world.js";
import { expect } from "../../expect.js";
import { commandOf, TestDevice } from "../support/device.js";

export const ECHO_PORT = 7007;
const ECHO = fileURLToPath(new URL("./echo.js", import.meta.url));
const UP_MAX = 60_000;

export interface NetifState {
	address: string;
	servers: string[];
	link: boolean;
	sentNoCarrier: number;
}

/** The stack's state, as far as it is looked at. */
export interface State {
	netifs: Partial<Record<"eth0" | "wl0", NetifState>>;
	default: string | null;
	servers: string[];
	tcp: { local: string; remote: string; state: string }[];
}

export class Bench {
	#laboratory: Laboratory | undefined;
	#device: TestDevice | undefined;
	#echoes: ChildProcess[] = [];

	/** Registers the hooks, within a `describe`. What the host complains of is `expected`. */
	constructor(title: string, complaint = /^$/) {
		const bench = this;
		before(`builds a laboratory for ${title}`, async function () {
			this.timeout(UP_MAX);
			widenPath();
			const lack = missing();
			if (lack !== undefined) {
				console.log(`laboratory: ${lack}`);
				this.skip();
			}
			bench.#laboratory = await Laboratory.up(`h${process.pid}-${title}`, { owned: true });
			for (const space of ["gateway1", "gateway2"] as const) await bench.#echo(space);
		});
		beforeEach(() => bench.#start());
		afterEach(async () => {
			const how = await bench.#device?.quit();
			await bench.#laboratory?.clearAll();
			const complaints = how?.replace(/^exit 0 ?/, "") ?? "";
			expect(complaint.test(complaints), how).toBe(true);
		});
		after(async function () {
			this.timeout(UP_MAX);
			for (const echo of bench.#echoes) echo.kill();
			await bench.#laboratory?.down();
		});
	}

	get laboratory(): Laboratory {
		if (!this.#laboratory) throw new Error("no laboratory is up");
		return this.#laboratory;
	}

	get device(): TestDevice {
		if (!this.#device) throw new Error("no device is on");
		return this.#device;
	}

	control(line: string): Promise<string> {
		return sendControl(this.laboratory.control, line);
	}

	async state(): Promise<State> {
		return JSON.parse(await this.control("state")) as State;
	}

	/** An Ethernet view at an address; answers with the address. */
	async addressed(name: string, id = "eth0", device = "eth0"): Promise<string> {
		const { mark } = this.device;
		await this.device.did(`interface ${name} ${id} ${device}`);
		const line = await this.device.until(new RegExp(`^${name} connection 500 `), mark);
		return line.split(" ").at(-1) ?? "";
	}

	async #echo(space: Space): Promise<void> {
		const { namespaces } = this.laboratory.site;
		const command = [process.execPath, ECHO, String(ECHO_PORT)];
		const [file = "", ...values] = namespaces.attached(space, command);
		const child = spawn(file, values, { stdio: ["ignore", "pipe", "inherit"] });
		this.#echoes.push(child);
		await once(child.stdout, "data");
	}

	async #start(): Promise<void> {
		const { namespaces } = this.laboratory.site;
		this.#device = new TestDevice(namespaces.attached("device", commandOf("network/program")));
		await this.device.until(/^ready$/);
		await this.device.did(`control ${this.laboratory.control}`);
	}
}
