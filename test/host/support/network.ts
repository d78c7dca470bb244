/**
 * A laboratory around a test's own program: the device's two wires, each with a gateway that gives
 * addresses and answers names, and the internet behind both. Built before the tests of a file, brought
 * back to health between them.
 */

import { sendControl } from "../../../hosts/linux/lab/control.js";
import { Laboratory } from "../../../hosts/linux/lab/laboratory.js";
import { missing, widenPath } from "../../../hosts/linux/lab/requirements.js";
import { commandOf, TestDevice } from "./device.js";

const UP_MAX = 30_000;

/** lwIP's state, as far as it is looked at. */
export interface StackState {
	netifs: Record<string, { address: string; servers: string[] }>;
	default: string | null;
	servers: string[];
	tcp: { local: string; remotePort: number; state: string }[];
	udp: { port: number }[];
}

export class TestNetwork {
	#laboratory: Laboratory | undefined;
	#device: TestDevice | undefined;

	/** Registers the hooks, within a `describe`. */
	constructor(title: string) {
		const network = this;
		before(async function () {
			this.timeout(UP_MAX);
			widenPath();
			const lack = missing();
			if (lack !== undefined) throw new Error(`laboratory: ${lack}`);
			network.#laboratory = await Laboratory.up(`h${process.pid}-${title}`, { owned: true });
		});
		beforeEach(async function () {
			this.timeout(UP_MAX);
			await network.#boot();
		});
		afterEach(async function () {
			this.timeout(UP_MAX);
			const how = await network.device.quit();
			await network.laboratory.clearAll();
			if (how !== "exit 0") throw new Error(how);
		});
		after(async function () {
			this.timeout(UP_MAX);
			await network.#laboratory?.down();
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

	async state(): Promise<StackState> {
		return JSON.parse(await this.control("state")) as StackState;
	}

	/** Resolves with the state that fits; asked again and again, as nobody tells. */
	async becomes(fits: (state: StackState) => boolean, within = 5000): Promise<StackState> {
		const deadline = performance.now() + within;
		for (;;) {
			const state = await this.state();
			if (fits(state)) return state;
			if (performance.now() > deadline)
				throw new Error(`not within ${within} ms: ${JSON.stringify(state)}`);
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
	}

	/** Pulls the cable of eth0, until the device has noticed. */
	async unplug(): Promise<void> {
		const { mark } = this.device;
		await this.laboratory.begin({ kind: "carrier", gateway: 1 });
		await this.device.until(/^eth0 [1-4]00 /, mark);
	}

	/** Puts it back, until the address has. */
	async plug(): Promise<void> {
		const { mark } = this.device;
		await this.laboratory.clear({ kind: "carrier", gateway: 1 });
		await this.device.until(/^eth0 500 /, mark);
	}

	/** Both interfaces with an address, and no route. */
	async #boot(): Promise<void> {
		const { site } = this.laboratory;
		const command = site.namespaces.attached("device", commandOf("lwip/program"));
		this.#device = new TestDevice(command);
		await this.device.until(/^ready$/);
		await this.device.did(
			`control ${this.laboratory.control}`,
			"interface eth0 eth0",
			"interface eth1 wlan0",
		);
		await this.device.until(/^eth0 500 /);
		await this.device.until(/^eth1 500 /);
	}
}
