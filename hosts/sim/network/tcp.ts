/**
 * ECMA-419 TCP as the SDK's sockets behave over lwIP: bound for life to whatever the default route is
 * when it is constructed ("no network" when there is none), and never told that a link went down.
 * The end of a connection is told once all that arrived before it is read.
 * Bounds: 8 KiB unacknowledged, 8 KiB unread (the far end then waits).
 */

import type { TCPOptions, TCPSocket } from "../../../modules/uplink/provider.js";
import { Connection } from "./connection.js";
import { checkPort, isDottedQuad } from "./internet.js";
import type { Stack } from "./stack.js";

const WINDOW = 8192;

export class SimTCP implements TCPSocket {
	#stack: Stack;
	#options: TCPOptions;
	#connection: Connection;
	#open = false;
	#ended = false;
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
		this.#stack = stack;
		this.#options = options;
		this.#connection = new Connection(stack, stack.defaultNetif(), address, port, {
			opened: () => {
				this.#open = true;
				this.#allow();
			},
			acknowledged: () => this.#allow(),
			take: (data) => this.#take(data),
			ended: () => {
				this.#ended = true;
				this.#open = false;
				if (this.#unread === 0) this.#end();
			},
		});
	}

	read(length = this.#unread): ArrayBuffer | undefined {
		this.#demandOpen();
		if (this.#unread === 0) return undefined;
		if (!(length > 0 && length <= this.#unread))
			throw new RangeError(`TCP: ${length} bytes read where ${this.#unread} may be`);
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
		if (this.#ended && this.#unread === 0) this.#endLater();
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

	#end(): void {
		this.#closed = true;
		this.#stack.perform(() => this.#options.onError?.call(this));
	}

	/** Never from within the read that took the last bytes, nor after the power went. */
	#endLater(): void {
		const { time } = this.#stack;
		const end = time.after(0, () => {
			this.#stack.remove(pending);
			if (!this.#closed) this.#end();
		});
		const pending = { drop: () => time.cancel(end) };
		this.#stack.add(pending);
	}

	#allow(): void {
		this.#writable = WINDOW - this.#connection.outstanding;
		this.#stack.perform(() => this.#options.onWritable?.call(this, this.#writable));
	}

	#take(data: Uint8Array): boolean {
		if (this.#unread + data.length > WINDOW) return false;
		this.#arrived.push(data);
		this.#unread += data.length;
		this.#stack.perform(() => this.#options.onReadable?.call(this, this.#unread));
		return true;
	}
}
