/**
 * The TLS engine in C, as JavaScript sees it: ciphertext and plaintext in and out, no network.
 */

/** What an engine is at; FAILED has a reason. */
export const HANDSHAKING = 0;
export const OPEN = 1;
/** The peer said goodbye. */
export const ENDED = 2;
export const FAILED = 3;

/** The most ciphertext that `receive` takes at a time. */
export const INBOUND_MAX = 1024;
/** The most plaintext that `write` takes before what is pending was sent. */
export const PLAIN_MAX = 4096;
/** What a record adds to what is in it. */
export const OVERHEAD = 29;

export class Engine extends Native("xs_tls_destructor") {
	constructor() {
		super();
		native("xs_tls_constructor").call(this);
	}
	/** Bytes of the heap that all connections use, and the most they ever did. */
	static get heapUsed(): number {
		return native("xs_tls_heapUsed").call(Engine);
	}
	static get heapPeak(): number {
		return native("xs_tls_heapPeak").call(Engine);
	}
	/** An authority, as DER. Throws when it is none. */
	trust(certificate: ArrayBuffer): void {
		return native("xs_tls_trust").call(this, certificate);
	}
	/** `now` is wall time. */
	begin(serverName: string, now: number): void {
		return native("xs_tls_begin").call(this, serverName, now);
	}
	/** Takes ciphertext, once all of the last is used. */
	receive(ciphertext: ArrayBuffer): void {
		return native("xs_tls_receive").call(this, ciphertext);
	}
	get unused(): number {
		return native("xs_tls_unused_get").call(this);
	}
	/** Goes on with what was received. */
	advance(): number {
		return native("xs_tls_advance").call(this);
	}
	get readable(): number {
		return native("xs_tls_readable_get").call(this);
	}
	read(count: number): ArrayBuffer {
		return native("xs_tls_read").call(this, count);
	}
	write(data: ArrayBuffer | Uint8Array): void {
		return native("xs_tls_write").call(this, data);
	}
	/** Ciphertext to be sent, or undefined. */
	transmit(most: number): ArrayBuffer | undefined {
		return native("xs_tls_transmit").call(this, most);
	}
	/** Does anything wait to be sent? */
	get pending(): boolean {
		return native("xs_tls_pending_get").call(this);
	}
	/** Says goodbye. */
	finish(): void {
		return native("xs_tls_finish").call(this);
	}
	get reason(): string | undefined {
		return native("xs_tls_reason_get").call(this);
	}
	close(): void {
		return native("xs_tls_close").call(this);
	}
}
