/**
 * ECMA-419's TCP class (§10, `buffer` format) over Node's sockets, for a board that runs in real
 * time. It exists so that the firmware's own MQTT session speaks to a real broker. Like the device's
 * it cannot bind: it follows whatever interface holds the route when it is constructed.
 *
 *   connecting ──the wire's first byte──▶ open ──▶ closed
 *       │                                  │
 *       └───────── error, end ─────────────┴──▶ onError, closed
 *
 * Callbacks come from Node between two advances of virtual time; `perform` brings the firmware's
 * clock up to date before each, which may itself close the socket.
 */

import { connect, type Socket } from "node:net";
import type { TCPOptions, TCPSocket } from "../../../modules/uplink/provider.js";
import { ESTABLISHED } from "./circuit.js";

/** Written and not yet taken by the kernel: lwIP's send buffer is of this order. */
export const SEND_MAX = 8_192;

/** Arrived and not yet read. At the bound the socket is not read, so the sender waits. */
export const RECEIVE_MAX = 65_536;

/** A port on loopback, or what connecting comes to. */
export type Destination = number | "refused" | "silence";

export interface TCPHost {
	/**
	 * Where an address lies, over the interface that holds the route. Throws "no network" when no
	 * interface holds it.
	 */
	destination(address: string, port: number): Destination;
	/** Brings virtual time up to this moment, which may close things, and then calls back. */
	perform(callback: () => void): void;
	/** Told of each socket, so that a loss of power can silence it. */
	opened(socket: Silenceable): void;
	closed(socket: Silenceable): void;
}

export interface Silenceable {
	/** Gone without a word to anybody, as by a loss of power. */
	silence(): void;
	/** Reset, and its owner is told: the interface under it was released. */
	abort?(): void;
}

export type TCPClass = new (options: TCPOptions) => TCPSocket;

class NodeTCP implements TCPSocket, Silenceable {
	readonly #host: TCPHost;
	readonly #options: TCPOptions;
	readonly #socket: Socket | undefined;
	#received: Buffer[] = [];
	#receivedSize = 0;
	#unsent = 0;
	#open = false;
	/** Failed or ended, and told of once what arrived before is read. */
	#ended = false;
	#closed = false;

	constructor(host: TCPHost, options: TCPOptions) {
		this.#host = host;
		this.#options = options;
		const port = host.destination(options.address, options.port);
		host.opened(this);
		if (port === "refused") setImmediate(() => this.#failed());
		if (typeof port !== "number") return;
		const socket = connect({ host: "127.0.0.1", port, noDelay: options.nodelay ?? false });
		this.#socket = socket;
		socket.on("data", (chunk: Buffer) => this.#arrived(chunk));
		socket.on("error", () => this.#failed());
		socket.on("close", () => this.#failed());
		socket.on("end", () => this.#failed());
	}

	read(size = this.#receivedSize): ArrayBuffer | undefined {
		if (this.#receivedSize === 0) return undefined;
		if (!(size > 0 && size <= this.#receivedSize))
			throw new RangeError(`TCP.read: ${size} bytes asked, ${this.#receivedSize} arrived`);
		const all = Buffer.concat(this.#received);
		this.#received = size < all.byteLength ? [all.subarray(size)] : [];
		this.#receivedSize -= size;
		if (this.#receivedSize < RECEIVE_MAX) this.#socket?.resume();
		if (this.#ended && this.#receivedSize === 0) setImmediate(() => this.#failed());
		const copy = new ArrayBuffer(size);
		new Uint8Array(copy).set(all.subarray(0, size));
		return copy;
	}

	write(data: ArrayBuffer | Uint8Array): void {
		const bytes = Buffer.from(data instanceof ArrayBuffer ? new Uint8Array(data) : data);
		const allowed = this.#open && !this.#ended ? SEND_MAX - this.#unsent : 0;
		if (this.#closed) throw new Error("TCP.write: closed");
		if (bytes.byteLength > allowed)
			throw new RangeError(`TCP.write: ${bytes.byteLength} bytes given, ${allowed} allowed`);
		this.#unsent += bytes.byteLength;
		this.#socket?.write(bytes, () => this.#sent(bytes.byteLength));
	}

	/** What was written is still sent; nothing is called back any more. */
	close(): void {
		if (this.#closed) return;
		this.#forget();
		if (this.#open) this.#socket?.destroySoon();
		else this.#socket?.destroy();
	}

	silence(): void {
		this.#forget();
		this.#socket?.destroy();
	}

	abort(): void {
		this.#socket?.resetAndDestroy();
		setImmediate(() => this.#failed());
	}

	#forget(): void {
		this.#closed = true;
		this.#received = [];
		this.#receivedSize = 0;
		this.#host.closed(this);
	}

	#arrived(chunk: Buffer): void {
		if (this.#closed) return;
		let data = chunk;
		if (!this.#open) {
			if (chunk[0] !== ESTABLISHED) {
				this.#failed();
				return;
			}
			this.#open = true;
			data = chunk.subarray(1);
			this.#call(() => this.#options.onWritable?.call(this, SEND_MAX));
		}
		if (data.byteLength === 0 || this.#closed) return;
		this.#received.push(data);
		this.#receivedSize += data.byteLength;
		if (this.#receivedSize >= RECEIVE_MAX) this.#socket?.pause();
		this.#call(() => this.#options.onReadable?.call(this, this.#receivedSize));
	}

	#sent(count: number): void {
		this.#unsent -= count;
		if (!this.#open || this.#ended) return;
		this.#call(() => this.#options.onWritable?.call(this, SEND_MAX - this.#unsent));
	}

	#failed(): void {
		this.#ended = true;
		if (this.#receivedSize > 0) return;
		this.#call(() => {
			this.close();
			this.#options.onError?.call(this);
		});
	}

	#call(callback: () => void): void {
		if (this.#closed) return;
		this.#host.perform(() => {
			if (!this.#closed) callback();
		});
	}
}

/** The class whose sockets live on `host`, as a provider's `TCP.io` takes it. */
export function createTCP(host: TCPHost): TCPClass {
	return class extends NodeTCP {
		constructor(options: TCPOptions) {
			super(host, options);
		}
	};
}
