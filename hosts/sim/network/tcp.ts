/**
 * ECMA-419 TCP as the SDK's sockets behave over lwIP: bound for life to whatever the default route is
 * when it is constructed ("no network" when there is none), and never told that a link went down.
 * Bounds: 8 KiB unacknowledged, 8 KiB unread (the far end then waits).
 */

import type { TCPOptions, TCPSocket } from "../../../modules/uplink/provider.js";
import { Connection } from "./connection.js";
import { checkPort, isDottedQuad } from "./internet.js";
import type { Stack } from "./stack.js";

const WINDOW = 8192;

export class SimTCP implements TCPSocket {
	#connection: Connection;
	#open = false;
	#closed = false;
	/** What the last `onWritable` allowed and was not yet used. */
	#writable = 0;
	#arrived: Uint8Array[] = [];
	#unread = 0;

	constructor(stack: Stack, options: TCPOptions) {
		const { address, port, format = "buffer" } = options;
		if (typeof address !== "string") throw new TypeError("TCP: address: expected a string");
		if (!isDottedQuad(address))
			throw new RangeError(`TCP: address: expected a dotted quad, got ${address}`);
		checkPort("TCP: port", port);
		if (format !== "buffer") throw new RangeError(`TCP: format: expected "buffer", got ${format}`);
		this.#connection = new Connection(stack, stack.defaultNetif(), address, port, {
			opened: () => {
				this.#open = true;
				this.#allow(stack, options);
			},
			acknowledged: () => this.#allow(stack, options),
			take: (data) => this.#take(data, stack, options),
			ended: () => {
				this.#closed = true;
				this.#arrived = [];
				stack.perform(() => options.onError?.call(this));
			},
		});
	}

	read(count = Infinity): ArrayBuffer | undefined {
		this.#demandOpen();
		const length = Math.min(count, this.#unread);
		if (!(length > 0)) return undefined;
		const result = new Uint8Array(length);
		for (let at = 0; at < length; ) {
			const first = this.#arrived[0] as Uint8Array;
			const part = first.subarray(0, length - at);
			result.set(part, at);
			at += part.length;
			if (part.length === first.length) this.#arrived.shift();
			else this.#arrived[0] = first.subarray(part.length);
		}
		this.#unread -= length;
		return result.buffer;
	}

	write(data: ArrayBuffer | Uint8Array): void {
		this.#demandOpen();
		if (!this.#open) throw new Error("TCP: not connected yet");
		const bytes = new Uint8Array(data);
		if (bytes.length > this.#writable)
			throw new RangeError(`TCP: ${bytes.length} bytes written where ${this.#writable} may be`);
		this.#writable -= bytes.length;
		this.#connection.write(bytes);
	}

	close(): void {
		this.#closed = true;
		this.#arrived = [];
		this.#connection.close();
	}

	#demandOpen(): void {
		if (this.#closed) throw new Error("TCP: the socket is closed");
	}

	#allow(stack: Stack, options: TCPOptions): void {
		this.#writable = WINDOW - this.#connection.outstanding;
		stack.perform(() => options.onWritable?.call(this, this.#writable));
	}

	#take(data: Uint8Array, stack: Stack, options: TCPOptions): boolean {
		if (this.#unread + data.length > WINDOW) return false;
		this.#arrived.push(data);
		this.#unread += data.length;
		stack.perform(() => options.onReadable?.call(this, this.#unread));
		return true;
	}
}
