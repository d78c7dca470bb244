/**
 * TLS as the firmware sees it, without the cryptography: a handshake of two lines, a certificate that
 * is judged as the real one is, and afterwards the bytes as they are. What is simulated is what can
 * go wrong: the name, the issuer, the dates, and a peer that speaks something else.
 *
 *   board: name LF ──▶ ◀── certificate LF :server      verified: open │ not: onError, with its reason
 */

import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import type {
	TCPOptions,
	TCPSocket,
	TLSOptions,
	TLSSocket,
} from "../../../modules/uplink/provider.js";
import { decodeUTF8, encodeUTF8 } from "../../../modules/uplink/utf8.js";
import type { Accept, Peer } from "./internet.js";

export interface Certificate {
	name: string;
	issuer: string;
	/** Wall time. */
	from: Milliseconds;
	to: Milliseconds;
}

const LINE_MAX = 512;
const LF = 10;

/** What a simulated authority is trusted by: DER as far as the manager looks into it. */
export function authority(issuer: string): ArrayBuffer {
	const name = encodeUTF8(issuer);
	const bytes = new Uint8Array(name.length + 2);
	bytes.set([0x30, name.length]);
	bytes.set(name, 2);
	return bytes.buffer;
}

/** A listener that shows this certificate first. */
export function serveTLS(certificate: Certificate, accept: Accept): Accept {
	return (peer) => {
		let hello = 0;
		peer.onData = (data) => {
			const end = data.indexOf(LF);
			hello += data.length;
			if (end < 0) {
				if (hello > LINE_MAX) peer.reset();
				return;
			}
			peer.onData = undefined;
			peer.send(encodeUTF8(`${JSON.stringify(certificate)}\n`));
			accept(peer);
			if (end + 1 < data.length) handOn(peer, data.subarray(end + 1));
		};
	};
}

/** To whoever listens by now. */
function handOn(peer: Peer, data: Uint8Array): void {
	peer.onData?.(data);
}

function judge(line: Uint8Array, { host, secure }: TLSOptions): string | undefined {
	const { certificate = [], serverName = host, now } = secure;
	let shown: Partial<Certificate>;
	try {
		shown = JSON.parse(decodeUTF8(line) ?? "");
	} catch {
		return "TLS_FAILED";
	}
	const trusted = Array.isArray(certificate) ? certificate : [certificate as ArrayBuffer];
	const issuers = trusted.map((one) => decodeUTF8(new Uint8Array(one).subarray(2)));
	if (!issuers.includes(shown.issuer ?? "")) return "TLS_ISSUER";
	if (shown.name !== serverName) return "TLS_NAME";
	if (now < (shown.from ?? 0)) return "TLS_CLOCK";
	return now > (shown.to ?? 0) ? "TLS_EXPIRED" : undefined;
}

export class SimTLS implements TLSSocket {
	#options: TLSOptions;
	#socket: TCPSocket;
	#phase: "shaking" | "open" | "closed" = "shaking";
	#greeted = false;
	#line: number[] = [];
	#readable = 0;
	#writable = 0;
	#reason: string | undefined;

	constructor(options: TLSOptions) {
		const { TCP, ...others } = options;
		this.#options = options;
		this.#socket = new TCP.io({
			...(others as unknown as TCPOptions),
			onReadable: (count) => this.#arrived(count),
			onWritable: (count) => this.#drained(count),
			onError: () => this.#fail(undefined),
		});
	}

	get reason(): string | undefined {
		return this.#reason;
	}

	read(count = this.#readable): ArrayBuffer | undefined {
		this.#demandOpen();
		if (this.#readable === 0) return undefined;
		const data = this.#socket.read(count);
		this.#readable -= data?.byteLength ?? 0;
		return data;
	}

	write(data: ArrayBuffer | Uint8Array): void {
		this.#demandOpen();
		this.#socket.write(data);
	}

	close(): void {
		if (this.#phase === "closed") return;
		this.#phase = "closed";
		this.#socket.close();
	}

	#demandOpen(): void {
		if (this.#phase !== "open") throw new Error("TLS: not open");
	}

	#drained(count: number): void {
		this.#writable = count;
		if (this.#phase === "open") this.#options.onWritable?.call(this, count);
		if (this.#phase !== "shaking" || this.#greeted) return;
		this.#greeted = true;
		const hello = encodeUTF8(`${this.#options.secure.serverName}\n`);
		this.#writable -= hello.length;
		this.#socket.write(hello);
	}

	#arrived(count: number): void {
		this.#readable = count;
		if (this.#phase === "shaking") this.#shake();
		if (this.#phase === "open" && this.#readable > 0)
			this.#options.onReadable?.call(this, this.#readable);
	}

	/** Byte by byte, so that what follows the handshake stays in the socket. */
	#shake(): void {
		while (this.#phase === "shaking" && this.#readable > 0) {
			const [byte = LF] = new Uint8Array(this.#socket.read(1) ?? new ArrayBuffer(0));
			this.#readable -= 1;
			if (byte !== LF) this.#line.push(byte);
			if (this.#line.length > LINE_MAX) this.#fail("TLS_FAILED");
			else if (byte === LF) this.#judge();
		}
	}

	#judge(): void {
		const reason = judge(new Uint8Array(this.#line), this.#options);
		if (reason !== undefined) {
			this.#fail(reason);
			return;
		}
		this.#phase = "open";
		this.#options.onWritable?.call(this, this.#writable);
	}

	#fail(reason: string | undefined): void {
		if (this.#phase === "closed") return;
		this.#reason = reason;
		this.close();
		this.#options.onError?.call(this);
	}
}
