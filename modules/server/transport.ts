/**
 * One connection to the server, however it is reached: the name resolved over its interface, TCP,
 * where there is a proxy a tunnel through it, and TLS in either where it is asked for. Above it there
 * are only bytes.
 *
 *   approaching ──▶ connecting ──▶ tunnelling ──▶ securing ──▶ open ──▶ closed
 *        │              │         only a proxy    only TLS       │          ▲
 *        └─ no name,  no TCP ────── no tunnel ── not verified ───┴──────────┘
 *           no time                         onLost(reason), once; never after close()
 *
 * Writing: never more than TCP's last `onWritable` allowed; the rest waits here, and while more
 * than `QUEUE` bytes wait there is no `room`. Control packets may be sent without room, since
 * nothing more is read until there is room again: what waits is bounded by the queue, one packet,
 * and the answers to one read.
 */

import type { Identifier, Milliseconds, Reason } from "../uplink/core/types.js";
import type { TCPSocket } from "../uplink/provider.js";
import { Approach } from "./approach.js";
import { ProxyAnswer, proxyRequest } from "./proxy.js";
import { Secured } from "./secured.js";
import type { Security } from "./security.js";
import type { ProxySettings, ServerEnvironment } from "./server.js";

const QUEUE = 2048;
const READ = 512;

export interface TransportOptions {
	environment: Pick<
		ServerEnvironment,
		"TCP" | "TLS" | "resolve" | "defer" | "askTime" | "judgeTime"
	>;
	over: Identifier;
	host: string;
	port: number;
	proxy: ProxySettings | undefined;
	/** Undefined: plain TCP. */
	security: Security | undefined;
	/** The wall time is asked for. */
	onTiming(): void;
	/** Name and time are known. The name is the server's, or with a proxy the proxy's. */
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
	#phase: "approaching" | "connecting" | "tunnelling" | "securing" | "open" | "closed" =
		"approaching";
	/** Until the address is known. */
	#approach: Approach | undefined;
	#tcp: TCPSocket | undefined;
	/** Wall time, for TLS. */
	#now: Milliseconds = 0;
	#secured: Secured | undefined;
	/** Of the proxy, where there is one. */
	#answer: ProxyAnswer | undefined;
	#queue: Uint8Array[] = [];
	#queued = 0;
	#writable = 0;
	/** What has arrived and is not yet read: a read of more than that throws. */
	#readable = 0;

	/** Nothing is called back from within. */
	constructor(options: TransportOptions) {
		this.#options = options;
		const { environment, over, host, proxy, security, onTiming } = options;
		this.#approach = new Approach({
			environment,
			over,
			host: proxy?.address ?? host,
			needsTime: security !== undefined,
			onTiming,
			onKnown: (address, now) => this.#connect(address, now),
			onFailed: (reason) => this.#fail(reason === "NOT_RESOLVED" ? this.#blame(reason) : reason),
		});
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
		this.#approach?.close();
		try {
			if (farewell && polite && farewell.length <= this.#writable) this.#socket?.write(farewell);
		} catch {
			// The peer is gone already; it will not miss it.
		}
		this.#socket?.close();
	}

	/** What the bytes go through. */
	get #socket(): Pick<TCPSocket, "read" | "write" | "close"> | undefined {
		return this.#secured ?? this.#tcp;
	}

	#connect(address: string, now: Milliseconds): void {
		const { environment, port, proxy } = this.#options;
		this.#phase = "connecting";
		this.#approach = undefined;
		this.#options.onResolved();
		if (this.#isClosed()) return;
		this.#now = now;
		try {
			this.#tcp = new environment.TCP.io({
				address,
				port: proxy?.port ?? port,
				nodelay: true,
				format: "buffer",
				onReadable: (count) =>
					this.#secured ? this.#secured.readable(count) : this.#arrived(count),
				onWritable: (count) =>
					this.#secured ? this.#secured.writable(count) : this.#drained(count),
				onError: () => (this.#secured ? this.#secured.error() : this.#broken()),
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
		if (this.#phase === "securing") {
			this.#phase = "open";
			this.#options.environment.judgeTime(true);
			this.#options.onOpened();
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
			this.#answer = new ProxyAnswer();
			this.#push(proxyRequest(host, port, proxy));
			return;
		}
		this.#reached();
	}

	/** What is sent now arrives at the server, or at what passes for it. */
	#reached(): void {
		if (this.#options.security) {
			this.#secure(this.#options.security);
			return;
		}
		this.#phase = "open";
		this.#options.onOpened();
	}

	#secure(security: Security): void {
		const { environment } = this.#options;
		const [writable, readable] = [this.#writable, this.#readable];
		this.#phase = "securing";
		this.#writable = 0;
		this.#readable = 0;
		try {
			this.#secured = new Secured({
				environment,
				security,
				now: this.#now,
				tcp: this.#tcp as TCPSocket,
				writable,
				readable,
				onReadable: (count) => this.#arrived(count),
				onWritable: (count) => this.#drained(count),
				onError: (reason) => this.#unsecured(reason),
			});
		} catch {
			this.#fail("TLS_FAILED");
		}
	}

	#unsecured(reason: Reason): void {
		if (reason === "TLS_CLOCK" || reason === "TLS_EXPIRED")
			this.#options.environment.judgeTime(false);
		this.#fail(this.#phase === "securing" ? reason : "NO_SERVER");
	}

	#arrived(count: number): void {
		this.#readable = count;
		while (this.#phase === "tunnelling") {
			const byte = this.#read(1)?.[0];
			const verdict = byte === undefined ? undefined : this.#answer?.take(byte);
			if (verdict === undefined) return;
			if (verdict === "open") this.#reached();
			else if (verdict !== "more") this.#fail(verdict);
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
				this.#socket?.write(part);
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
			const data = this.#socket?.read(count);
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
