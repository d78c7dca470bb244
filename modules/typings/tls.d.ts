/**
 * The SDK's TLS socket, `embedded:io/socket/tcp/tls`, as far as the manager uses it, and what ours
 * adds to it: `reason` in `onError`, and the time in `secure`. On Linux the class is the host's own
 * C; on ESP32 it is the SDK's, whose session asks the platform's clock, takes one certificate, and
 * throws where ours has a reason: a host that wraps it gives `reason` from what was thrown.
 */

declare module "embedded:io/socket/tcp/tls" {
	interface Secure {
		/** The name the certificate must be for, and that is sent to the server. Default: `host`. */
		serverName?: string;
		/** The authority to trust, as DER; ours takes several. */
		certificate?: ArrayBuffer | readonly ArrayBuffer[];
		/** Ours: wall time in ms since 1970. Without it nothing could be shown to be valid. */
		now?: number;
	}

	interface Carrier {
		read(count?: number): ArrayBuffer | undefined;
		write(data: ArrayBuffer | Uint8Array): void;
		close(): void;
	}

	interface Options {
		host: string;
		secure: Secure;
		/** What carries it: constructed with these options, and with TLS's own callbacks. */
		TCP: { io: new (options: never) => Carrier };
		/** TCP's. */
		address?: string;
		port?: number;
		nodelay?: boolean;
		format?: "buffer";
		onReadable?(this: TLSSocket, count: number): void;
		/** The first call says that the peer is verified. */
		onWritable?(this: TLSSocket, count: number): void;
		onError?(this: TLSSocket): void;
	}

	export default class TLSSocket {
		constructor(options: Options);
		/** Ours: TLS_CLOCK, TLS_NAME, TLS_EXPIRED, TLS_ISSUER, TLS_FAILED; undefined: not TLS's fault. */
		readonly reason?: string | undefined;
		read(count?: number): ArrayBuffer | undefined;
		write(data: ArrayBuffer | Uint8Array): void;
		close(): void;
	}
}
