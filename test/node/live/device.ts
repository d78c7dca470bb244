/**
 * A socket of the live board for tests: what it called back, kept and awaited by word.
 */

import type { LiveNetwork } from "../../../hosts/sim/live/network.js";
import { SERVER_ADDRESS, SERVER_PORT } from "../../../hosts/sim/server.js";
import type { TCPSocket } from "../../../modules/uplink/provider.js";

/** One socket and what it called back, awaited by word. */
export class Device {
	readonly socket: TCPSocket;
	readonly heard: string[] = [];
	writable = 0;
	received = "";
	reading = true;
	#changed: () => void = () => undefined;

	constructor(network: LiveNetwork, address = SERVER_ADDRESS, port = SERVER_PORT) {
		const device = this;
		this.socket = new network.TCP.io({
			address,
			port,
			onReadable(count) {
				device.#heard(`readable ${count}`);
				if (device.reading) device.take(this);
			},
			onWritable(count) {
				device.writable = count;
				device.#heard("writable");
			},
			onError: () => this.#heard("error"),
		});
	}

	take(socket: TCPSocket = this.socket, count?: number): void {
		const data = socket.read(count);
		if (data) this.received += Buffer.from(data).toString("latin1");
	}

	async until(condition: () => boolean): Promise<void> {
		while (!condition())
			await new Promise<void>((resolve) => {
				this.#changed = resolve;
			});
	}

	untilHeard(word: string): Promise<void> {
		return this.until(() => this.heard.some((each) => each.startsWith(word)));
	}

	#heard(word: string): void {
		this.heard.push(word);
		this.#changed();
	}
}
