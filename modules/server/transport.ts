/**
 * One connection to the server, however it is reached: the name resolved over its interface, TCP,
 * and where there is a proxy a tunnel through it. Above it there are only bytes.
 *
 *   resolving ──▶ connecting ──▶ open ──▶ closed
 *       │             └──▶ tunnelling ──┘ ▲
 *       └── no name ──── no TCP ── no tunnel ┘ onLost(reason), once; never after close()
 *
 * Writing: never more than TCP's last `onWritable` allowed; the rest waits here, and while more
 * than `QUEUE` bytes wait there is no `room`. Control packets may be sent without room, since
 * nothing more is read until there is room again: what waits is bounded by the queue, one packet,
 * and the answers to one read.
 */

import type { Resolver } from "../lwip/resolve.js";
import type { Identifier, Reason } from "../uplink/core/types.js";
import type { TCPSocket } from "../uplink/provider.js";
import { ProxyAnswer, proxyRequest } from "./proxy.js";
import type { ProxySettings, ServerEnvironment } from "./server.js";

const QUEUE = 2048;
const READ = 512;

export interface TransportOptions {
	environment: Pick<ServerEnvironment, "TCP" | "resolve" | "defer">;
	over: Identifier;
	host: string;
	port: number;
	proxy: ProxySettings | undefined;
	/** The name that we resolve is: the server's, or with a proxy the proxy's. */
	onResolved(): void;
	onOpened(): void;
	onBytes(bytes: Uint8Array): void;
	/** There is room to send again. */
	onRoom(): void;
	/** Closed, and why. */
	onLost(reason: Reason): void;
	/** May bytes be read now? When they may again, somebody calls `receive`. */
	ready(): boolean;
}

export class Transport {
	#options: TransportOptions;
	#phase: "resolving" | "connecting" | "tunnelling" | "open" | "closed" = "resolving";
	#resolver: Resolver | undefined;
	#tcp: TCPSocket | undefined;
	#answer = new ProxyAnswer();
	#queue: Uint8Array[] = [];
	#queued = 0;
	#writable = 0;
	/** What has arrived and is not yet read: a read of more than that throws. */
	#readable = 0;

	/** Nothing is called back from within. */
	constructor(options: TransportOptions) {
		this.#options = options;
		const { environment, over, host, proxy } = options;
		try {
			this.#resolver = new environment.resolve.io({ interface: over });
			this.#resolver.resolve({
				host: proxy?.address ?? host,
				onResolved: (_host, address) => this.#resolved(address),
				onError: () => this.#fail(this.#blame("NOT_RESOLVED")),
			});
		} catch {
			this.#failLater(this.#blame("NOT_RESOLVED"));
		}
	}

	/** Less than a queue's worth waits to be sent. */
	get room(): boolean {
		return this.#phase === "open" && this.#queued < QUEUE;
	}

	send(bytes: Uint8Array): void {
		if (this.#phase !== "open") return;
		this.#push(bytes);
	}

	/** Reads what has arrived, as far as `ready` and the room allow. Never from within a call. */
	receive(): void {
		while (this.#phase === "open" && this.room && this.#options.ready()) {
			const data = this.#read(READ);
			if (!data) return;
			this.#options.onBytes(data);
		}
	}

	/** Closes; `farewell` goes first if the socket can take it whole and at once. */
	close(farewell?: Uint8Array): void {
		if (this.#phase === "closed") return;
		// What waits to be sent has used up all that may be written: no farewell cuts a packet short.
		const polite = this.#phase === "open";
		this.#phase = "closed";
		this.#queue = [];
		this.#queued = 0;
		this.#resolver?.close();
		try {
			if (farewell && polite && farewell.length <= this.#writable) this.#tcp?.write(farewell);
		} catch {
			// The peer is gone already; it will not miss it.
		}
		this.#tcp?.close();
	}

	#resolved(address: string): void {
		if (this.#phase !== "resolving") return;
		const { environment, port, proxy } = this.#options;
		this.#phase = "connecting";
		this.#resolver?.close();
		this.#options.onResolved();
		if (this.#isClosed()) return;
		try {
			this.#tcp = new environment.TCP.io({
				address,
				port: proxy?.port ?? port,
				nodelay: true,
				format: "buffer",
				onReadable: (count) => this.#arrived(count),
				onWritable: (count) => this.#drained(count),
				onError: () => this.#broken(),
			});
		} catch {
			// "no network": the interface went while the name was asked.
			this.#fail(this.#blame("NO_SERVER"));
		}
	}

	#drained(count: number): void {
		if (this.#phase === "closed") return;
		this.#writable = count;
		if (this.#phase === "connecting") {
			this.#connected();
			return;
		}
		const full = !this.room;
		this.#flush();
		if (this.#phase !== "open") return;
		// Reading first: under constant publishing the server's answers must not starve.
		if (full) this.receive();
		if (this.room) this.#options.onRoom();
	}

	#connected(): void {
		const { host, port, proxy } = this.#options;
		if (proxy) {
			this.#phase = "tunnelling";
			this.#push(proxyRequest(host, port, proxy));
			return;
		}
		this.#phase = "open";
		this.#options.onOpened();
	}

	#arrived(count: number): void {
		this.#readable = count;
		while (this.#phase === "tunnelling") {
			const byte = this.#read(1)?.[0];
			if (byte === undefined) return;
			const verdict = this.#answer.take(byte);
			if (verdict === "open") {
				this.#phase = "open";
				this.#options.onOpened();
			} else if (verdict !== "more") this.#fail(verdict);
		}
		this.receive();
	}

	#broken(): void {
		this.#fail(this.#phase === "open" ? "NO_SERVER" : this.#blame("NO_SERVER"));
	}

	/** Until the tunnel is open it is the proxy that failed. */
	#blame(reason: Reason): Reason {
		return this.#options.proxy ? "NO_PROXY" : reason;
	}

	#push(bytes: Uint8Array): void {
		this.#queue.push(bytes);
		this.#queued += bytes.length;
		this.#flush();
	}

	#flush(): void {
		while (this.#writable > 0) {
			const head = this.#queue[0];
			if (!head) return;
			const part = head.subarray(0, this.#writable);
			try {
				this.#tcp?.write(part);
			} catch {
				this.#writable = 0;
				this.#failLater(this.#blame("NO_SERVER"));
				return;
			}
			this.#writable -= part.length;
			this.#queued -= part.length;
			if (part.length === head.length) this.#queue.shift();
			else this.#queue[0] = head.subarray(part.length);
		}
	}

	/** Up to `limit` bytes of what has arrived. */
	#read(limit: number): Uint8Array | undefined {
		const count = Math.min(limit, this.#readable);
		if (count === 0) return undefined;
		this.#readable -= count;
		try {
			const data = this.#tcp?.read(count);
			return data && new Uint8Array(data);
		} catch {
			this.#failLater(this.#blame("NO_SERVER"));
			return undefined;
		}
	}

	#fail(reason: Reason): void {
		if (this.#phase === "closed") return;
		this.close();
		this.#options.onLost(reason);
	}

	#failLater(reason: Reason): void {
		this.#options.environment.defer(() => this.#fail(reason));
	}

	/** Callbacks may close us; a method hides that from the type checker's narrowing. */
	#isClosed(): boolean {
		return this.#phase === "closed";
	}
}
