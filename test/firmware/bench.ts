/**
 * A firmware on the simulator's machine: flash and world outlive it, the firmware is started anew.
 *
 *   bench.boot(config) ──▶ Firmware ──▶ lines      bench.type("list wifi") ──▶ what it answered
 */

import type { FactChanges } from "../../hosts/sim/facts.js";
import { healthy, merge } from "../../hosts/sim/facts-parse.js";
import { Flash } from "../../hosts/sim/flash.js";
import { Machine } from "../../hosts/sim/machine.js";
import { Internet } from "../../hosts/sim/network.js";
import { SERVER_HOST, SERVER_PORT, SimServer } from "../../hosts/sim/server.js";
import { VirtualTime } from "../../hosts/sim/time.js";
import { Firmware } from "../../modules/firmware/firmware.js";

const FITTED = ["eth0", "wl0", "cell0"];

export const SERVER = Object.freeze({ host: SERVER_HOST, port: SERVER_PORT, clientID: "meter-7" });

export class Bench {
	readonly time = new VirtualTime();
	readonly flash = new Flash({ onPowerLost: () => {} });
	readonly far: SimServer;
	readonly lines: string[] = [];
	readonly asked: string[] = [];
	#internet = new Internet();
	#facts = healthy(FITTED);
	#machine: Machine | undefined;
	#firmware: Firmware | undefined;

	constructor() {
		this.far = new SimServer({ time: this.time, internet: this.#internet });
	}

	get firmware(): Firmware {
		if (!this.#firmware) throw new Error("bench: not booted");
		return this.#firmware;
	}

	boot(config: Record<string, unknown> = {}): void {
		this.off();
		this.#machine = new Machine({
			time: this.time,
			internet: this.#internet,
			fitted: FITTED,
			facts: () => this.#facts,
			flash: this.flash,
			seed: 1,
			parts: {},
			restart: () => {},
		});
		this.#firmware = new Firmware({
			provider: this.#machine.provider,
			config: { server: SERVER, policy: { preset: "native" }, ...config },
			print: (line) => this.lines.push(line),
			restart: () => this.asked.push("restart"),
			quit: () => this.asked.push("quit"),
			facts: () => ({ repairs: this.#machine?.provider.route.repairs }),
		});
	}

	off(): void {
		this.#firmware?.close();
		this.#machine?.powerOff();
		this.#firmware = undefined;
		this.#machine = undefined;
	}

	set(changes: FactChanges): void {
		merge(this.#facts, changes);
		this.#machine?.factsChanged();
	}

	/** What was answered: the log's own lines, which begin with a time, are not part of it. */
	type(line: string): string[] {
		const before = this.lines.length;
		this.firmware.take(`${line}\r\n`);
		return this.lines.slice(before).filter((told) => !/^ *\d+ /.test(told));
	}
}
