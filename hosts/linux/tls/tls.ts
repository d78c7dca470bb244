/**
 * `embedded:io/socket/tcp/tls` of this host: a TLS socket over the TCP class in its options, in the
 * SDK's shape. Always verified; why it was not is `reason`.
 *
 *   handshake ── verified: onWritable ──▶ open ⇄ onReadable, onWritable
 *       └── not verified, TCP gone ──────────┴──▶ closed: onError, once; never after close()
 *
 * Bounds: a kilobyte of ciphertext is taken from TCP at a time, and none while a record waits to be
 * read; 4 KiB may be written at a time.
 */

import Timer from "timer";
import type {
	TCPOptions,
	TCPSocket,
	TLSOptions,
	TLSSocket,
} from "../../../modules/uplink/provider.js";
import { ENDED, Engine, FAILED, HANDSHAKING, INBOUND_MAX, OVERHEAD, PLAIN_MAX } from "./engine.js";

class TLS implements TLSSocket {
	#engine: Engine | undefined;
	#socket: TCPSocket;
	#options: TLSOptions;
	#reason: string | undefined;
	#open = false;
	/** TCP has ended; what it brought is still to be read. */
	#ended = false;
	/** TCP's: what it has, and what it may be given. */
	#readable = 0;
	#writable = 0;
	#timer: Timer | undefined;

	constructor(options: TLSOptions) {
		const { secure, TCP, format = "buffer" } = options;
		if (format !== "buffer") throw new RangeError('format: expected "buffer"');
		this.#options = options;
		this.#engine = engineFor(secure, options.host);
		this.#socket = new TCP.io({
			...(options as unknown as TCPOptions),
			onReadable: (count) => {
				this.#readable = count;
				this.#run();
			},
			onWritable: (count) => {
				this.#writable = count;
				if (this.#open) this.#drain();
				else this.#run();
			},
			onError: () => {
				this.#ended = true;
				this.#run();
			},
		});
	}

	/** Heap that TLS uses, apart from the machine's: now, and the most so far. */
	static get heap(): { used: number; peak: number } {
		return { used: Engine.heapUsed, peak: Engine.heapPeak };
	}

	get reason(): string | undefined {
		return this.#reason;
	}

	get format(): "buffer" {
		return "buffer";
	}

	read(count?: number): ArrayBuffer | undefined {
		if (!this.#engine) throw new Error("closed");
		const { readable } = this.#engine;
		if (readable === 0) return undefined;
		const data = this.#engine.read(count ?? readable);
		// The next record is decrypted later: nothing is called back from within.
		if (this.#engine.readable === 0 && this.#more) this.#later();
		return data;
	}

	write(data: ArrayBuffer | Uint8Array): void {
		if (!this.#engine || !this.#open) throw new Error("not open");
		this.#engine.write(data);
		this.#flush();
	}

	close(): void {
		if (!this.#engine) return;
		if (this.#open) this.#engine.finish();
		this.#end();
	}

	/** Is there anything to go on with? */
	get #more(): boolean {
		return this.#ended || this.#readable > 0 || (this.#engine?.unused ?? 0) > 0;
	}

	#later(): void {
		this.#timer ??= Timer.set(() => {
			this.#timer = undefined;
			this.#run();
		}, 0);
	}

	/** Feeds the engine until it has something for the reader, or wants what has not arrived. */
	#run(): void {
		const engine = this.#engine;
		if (!engine || engine.readable > 0) return;
		for (;;) {
			const state = engine.advance();
			this.#flush();
			if (state === FAILED || state === ENDED) {
				this.#fail(engine.reason);
				return;
			}
			if (state !== HANDSHAKING && !this.#open) {
				this.#open = true;
				this.#allow();
				if (this.#engine !== engine) return;
			}
			const { readable } = engine;
			if (readable > 0) {
				this.#options.onReadable?.call(this, readable);
				return;
			}
			if (!this.#feed(engine)) break;
		}
		if (this.#ended) this.#fail(undefined);
	}

	/** False: TCP has nothing more. */
	#feed(engine: Engine): boolean {
		if (engine.unused > 0) return true;
		const count = Math.min(this.#readable, INBOUND_MAX);
		const data = count > 0 ? this.#socket.read(count) : undefined;
		if (!data) return false;
		this.#readable -= data.byteLength;
		engine.receive(data);
		return true;
	}

	/** TCP takes more. */
	#drain(): void {
		this.#flush();
		this.#allow();
	}

	#flush(): void {
		while (this.#writable > 0 && !this.#ended) {
			const data = this.#engine?.transmit(this.#writable);
			if (!data) return;
			this.#writable -= data.byteLength;
			try {
				this.#socket.write(data);
			} catch {
				// TCP ended and has not said so yet.
				this.#ended = true;
				this.#later();
			}
		}
	}

	/** Tells how much may be written, unless something still waits for TCP: then TCP will call. */
	#allow(): void {
		const room = Math.min(this.#writable - OVERHEAD, PLAIN_MAX);
		if (room > 0 && !this.#engine?.pending) this.#options.onWritable?.call(this, room);
	}

	#fail(reason: string | undefined): void {
		this.#reason = reason;
		this.#end();
		this.#options.onError?.call(this);
	}

	#end(): void {
		this.#flush();
		this.#engine?.close();
		this.#engine = undefined;
		Timer.clear(this.#timer);
		this.#timer = undefined;
		this.#socket.close();
	}
}

function engineFor(secure: TLSOptions["secure"], host: string): Engine {
	const { certificate = [], serverName = host, now } = secure;
	if (typeof serverName !== "string") throw new TypeError("secure.serverName: expected a string");
	if (typeof now !== "number") throw new TypeError("secure.now: expected wall time");
	const engine = new Engine();
	for (const one of Array.isArray(certificate) ? certificate : [certificate]) engine.trust(one);
	engine.begin(serverName, now);
	return engine;
}

export default TLS;
