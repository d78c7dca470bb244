/**
 * What lies beyond the board's networks: names, and who listens at which address. It outlives the
 * board's power, and knows nothing of interfaces but the one a connection came over.
 */

import type { Identifier } from "../../../modules/uplink/core/types.js";

/** Where nobody listens: what lying name servers answer (RFC 5737, TEST-NET-2). */
export const NOWHERE = "198.51.100.1";

/** The far end of one TCP connection of the board. */
export interface Peer {
	/** The interface the connection came over. */
	readonly over: Identifier;
	onData: ((data: Uint8Array) => void) | undefined;
	/** The board closed or reset, or was silent for too long; not after `close` or `reset`. */
	onClose: (() => void) | undefined;
	/** Ignored once the connection is over. */
	send(data: Uint8Array): void;
	/** What was sent still arrives; then the board is told. */
	close(): void;
	reset(): void;
}

export type Accept = (peer: Peer) => void;

const QUAD = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

export function isDottedQuad(text: string): boolean {
	const match = QUAD.exec(text);
	return match?.slice(1).every((part) => Number(part) <= 255) ?? false;
}

export function checkPort(what: string, port: unknown): void {
	if (typeof port !== "number") throw new TypeError(`${what}: expected a number`);
	if (!Number.isInteger(port) || port < 1 || port > 65535)
		throw new RangeError(`${what}: expected 1 to 65535, got ${port}`);
}

export class Internet {
	/** What the name servers know: address by host. */
	readonly names = new Map<string, string>();
	#listeners = new Map<string, Accept>();

	/** Accepts connections from now on; the answer ends that. Throws when the place is taken. */
	listen(address: string, port: number, accept: Accept): () => void {
		const place = `${address}:${port}`;
		if (this.#listeners.has(place)) throw new Error(`internet: ${place} is taken`);
		this.#listeners.set(place, accept);
		return () => {
			if (this.#listeners.get(place) === accept) this.#listeners.delete(place);
		};
	}

	listener(address: string, port: number): Accept | undefined {
		return this.#listeners.get(`${address}:${port}`);
	}
}
