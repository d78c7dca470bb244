/**
 * The least hardware that brings three interfaces and an MQTT session up: classes that answer as they
 * should, a moment later, and hold next to nothing, so that what the budget measures is the firmware.
 */

import Host from "../../../hosts/linux/io/host.js";
import Time from "../../../hosts/linux/io/time.js";
import Timer from "../../../hosts/linux/io/timer.js";
import type {
	NetworkInterface,
	NetworkInterfaceOptions,
	Provider,
	TCPOptions,
	TCPSocket,
} from "../../../modules/uplink/provider.js";

const SOON = 1;
const ADDRESSED = 500;

class Interface implements NetworkInterface {
	connection = 0;
	address = "192.0.2.1";
	#options: NetworkInterfaceOptions;

	constructor(options: NetworkInterfaceOptions) {
		this.#options = options;
	}

	connect(): void {
		Timer.set(() => this.#change(ADDRESSED), SOON);
	}

	disconnect(): void {
		this.connection = 0;
	}

	configure(): void {}

	close(): void {
		this.connection = 0;
	}

	#change(connection: number): void {
		this.connection = connection;
		this.#options.onChanged?.call(this, "connection");
	}
}

/** One that reads 200 at rest, as radios do. */
class Radio extends Interface {
	override connection = 200;
}

/** An interface that has an address as soon as it is there, as one view of several has. */
class Wire extends Interface {
	override connection = ADDRESSED;
}

/** The server's answers by the kind of packet: CONNACK, PUBACK without its number, PINGRESP. */
const ANSWERS: Readonly<Partial<Record<number, readonly number[]>>> = Object.freeze({
	1: Object.freeze([0x20, 2, 0, 0]),
	12: Object.freeze([0xd0, 0]),
});

class Socket implements TCPSocket {
	#options: TCPOptions;
	#answer: readonly number[] | undefined;

	constructor(options: TCPOptions) {
		this.#options = options;
		Timer.set(() => options.onWritable?.call(this, 1460), SOON);
	}

	read(count: number): ArrayBuffer | undefined {
		const answer = this.#answer;
		if (!answer) return undefined;
		const rest = answer.slice(count);
		this.#answer = rest.length > 0 ? rest : undefined;
		return new Uint8Array(answer.slice(0, count)).buffer;
	}

	write(data: ArrayBuffer | Uint8Array): void {
		const kind = (new Uint8Array(data)[0] ?? 0) >> 4;
		this.#answer = ANSWERS[kind];
		Timer.set(() => {
			if (this.#answer) this.#options.onReadable?.call(this, this.#answer.length);
			this.#options.onWritable?.call(this, 1460);
		}, SOON);
	}

	close(): void {}
}

class Resolver {
	resolve({
		host,
		onResolved,
	}: {
		host: string;
		onResolved(host: string, address: string): void;
	}): void {
		Timer.set(() => onResolved(host, "192.0.2.9"), SOON);
	}

	close(): void {}
}

class Probe {
	constructor({ onReachable }: { onReachable(): void }) {
		Timer.set(() => onReachable(), SOON);
	}

	close(): void {}
}

/** Flash in memory: what it holds counts, some hundred bytes of credentials. */
function createStorage(): Provider["storage"] {
	const values: Partial<Record<string, ArrayBuffer>> = {};
	return {
		open: () => ({
			read: (key) => values[key],
			write(key, value) {
				values[key] = value;
			},
			delete(key) {
				delete values[key];
			},
			close() {},
		}),
	};
}

const route: Provider["route"] = Object.freeze({
	hold() {},
	release() {},
	interface: undefined,
	repairs: 0,
});

export function createProvider(): Provider {
	return {
		interfaces: { eth0: { io: Wire }, wl0: { io: Radio }, cell0: { io: Interface } },
		TCP: { io: Socket },
		resolve: { io: Resolver },
		probe: { io: Probe },
		route,
		storage: createStorage(),
		timer: { set: Timer.set, clear: (handle) => Timer.clear(handle as Timer | undefined) },
		time: Time,
		random: Host.random,
	};
}
