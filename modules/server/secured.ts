/**
 * TLS over a TCP socket that is open already, also when it leads through a proxy's tunnel. TLS
 * classes construct their TCP themselves, from a class in their options; here that class hands out
 * the open socket, and from then on what TCP says goes to TLS.
 *
 *   transport ──▶ TLS ──▶ Adopted ──▶ TCP        read, write, close
 *   transport ◀── TLS ◀── Secured ◀── TCP        readable, writable, error
 */

import type { Milliseconds, Reason } from "../uplink/core/types.js";
import { isTLSReason } from "../uplink/core/types.js";
import type { TCPOptions, TCPSocket, TLSSocket } from "../uplink/provider.js";
import type { Security } from "./security.js";
import type { ServerEnvironment } from "./server.js";

export interface SecuredOptions {
	environment: Pick<ServerEnvironment, "TLS" | "defer">;
	security: Security;
	now: Milliseconds;
	/** The open socket, what it has allowed, and what waits to be read from it. */
	tcp: TCPSocket;
	writable: number;
	readable: number;
	onReadable(count: number): void;
	/** The first call says that the server is verified. */
	onWritable(count: number): void;
	onError(reason: Reason): void;
}

export class Secured {
	#tls: TLSSocket | undefined;
	#tcp: TCPSocket;
	/** What TLS wants to hear of its TCP. */
	#above: Partial<TCPOptions> = {};
	#adopted: TCPSocket | undefined;
	#closed = false;

	/** Throws when TLS cannot even begin; the socket is then still the caller's. */
	constructor(options: SecuredOptions) {
		const { environment, security, now, onReadable, onWritable, onError } = options;
		const { serverName, certificate } = security;
		if (!environment.TLS) throw new Error("tls: no TLS");
		this.#tcp = options.tcp;
		this.#tls = new environment.TLS.io({
			host: serverName,
			format: "buffer",
			secure: { serverName, now, ...(certificate && { certificate }) },
			TCP: { io: this.#adopter() },
			onReadable,
			onWritable,
			onError: () => onError(reasonOf(this.#tls)),
		});
		environment.defer(() => {
			this.writable(options.writable);
			if (options.readable > 0) this.readable(options.readable);
		});
	}

	/** TCP's news. */
	readable(count: number): void {
		if (this.#adopted && !this.#closed) this.#above.onReadable?.call(this.#adopted, count);
	}

	writable(count: number): void {
		if (this.#adopted && !this.#closed) this.#above.onWritable?.call(this.#adopted, count);
	}

	error(): void {
		if (this.#adopted && !this.#closed) this.#above.onError?.call(this.#adopted);
	}

	read(count?: number): ArrayBuffer | undefined {
		return this.#tls?.read(count);
	}

	write(data: ArrayBuffer | Uint8Array): void {
		this.#tls?.write(data);
	}

	close(): void {
		this.#tls?.close();
		// Its own class may not close what it did not open.
		this.#closeTCP();
	}

	#closeTCP(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#tcp.close();
	}

	#adopter(): new (options: TCPOptions) => TCPSocket {
		const secured = this;
		return class Adopted implements TCPSocket {
			constructor(options: TCPOptions) {
				secured.#above = options;
				secured.#adopted = this;
			}

			read(count?: number): ArrayBuffer | undefined {
				return secured.#tcp.read(count);
			}

			write(data: ArrayBuffer | Uint8Array): void {
				secured.#tcp.write(data);
			}

			close(): void {
				secured.#closeTCP();
			}
		};
	}
}

/** A class that cannot tell, or a connection that ended under it: no server, as without TLS. */
function reasonOf(tls: TLSSocket | undefined): Reason {
	return isTLSReason(tls?.reason) ? tls.reason : "NO_SERVER";
}
