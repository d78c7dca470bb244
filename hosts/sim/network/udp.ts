/**
 * UDP on the board's local networks: datagrams between its sockets and peers on an interface's own
 * segment, for applications that talk to their neighbours. As in the SDK a socket is bound to no
 * interface: it hears all of them, and lwIP picks the segment that has the destination.
 * Bounds: 1472 bytes a datagram, 16 unread ones a socket (more are lost, as UDP's are).
 */

import type { Identifier } from "../../../modules/uplink/core/types.js";
import type { UDPOptions, UDPSocket } from "../../../modules/uplink/provider.js";
import { checkPort, isDottedQuad } from "./internet.js";
import { type Netif, type Resident, reachesGateway, type Stack } from "./stack.js";

const DATAGRAM_MAX = 1472;
const UNREAD_MAX = 16;
const HEADS = 28;
const EPHEMERAL = 49_152;
const BROADCAST = "255.255.255.255";

export interface Datagram {
	data: Uint8Array;
	/** The port it came from on the board. */
	port: number;
}

interface Neighbour {
	netif: Netif;
	address: string;
	port: number;
	onDatagram: (datagram: Datagram) => void;
}

type Received = ArrayBuffer & { address: string; port: number };

/** All segments of the board and who is on them; outlives the board's power. */
export class Segments {
	#stack: Stack;
	#neighbours: Neighbour[] = [];
	#sockets = new Map<number, SimUDP>();

	constructor(stack: Stack) {
		this.#stack = stack;
	}

	/** Puts a peer on an interface's segment; the answer sends to a port of the board. */
	attach(
		over: Identifier,
		address: string,
		port: number,
		onDatagram: (datagram: Datagram) => void,
	): (data: Uint8Array, port: number) => void {
		const netif = this.#stack.netif(over);
		this.#neighbours.push({ netif, address, port, onDatagram });
		return (data, boardPort) => {
			const copy = data.slice();
			this.#stack.local(netif, HEADS + copy.length, "received", () =>
				this.#sockets.get(boardPort)?.receive(copy, address, port),
			);
		};
	}

	/** The port a socket got. */
	bind(socket: SimUDP, port: number | undefined): number {
		let bound = port ?? EPHEMERAL;
		if (port === undefined) while (this.#sockets.has(bound)) bound++;
		if (this.#sockets.has(bound)) throw new Error(`UDP: port ${bound} is in use`);
		this.#sockets.set(bound, socket);
		return bound;
	}

	release(port: number): void {
		this.#sockets.delete(port);
	}

	send(data: Uint8Array, from: number, address: string, port: number): void {
		const here = this.#neighbours.filter((each) => each.port === port);
		const route = this.#stack.arbiter.default;
		const to =
			address === BROADCAST
				? here.filter((each) => each.netif.id === route)
				: here.filter((each) => each.address === address && reachesGateway(each.netif)).slice(0, 1);
		for (const { netif, onDatagram } of to)
			this.#stack.local(netif, HEADS + data.length, "sent", () => onDatagram({ data, port: from }));
	}
}

export class SimUDP implements UDPSocket, Resident {
	#stack: Stack;
	#segments: Segments;
	#options: UDPOptions;
	#port: number;
	#unread: Received[] = [];
	#closed = false;

	constructor(stack: Stack, segments: Segments, options: UDPOptions = {}) {
		const { port, format = "buffer" } = options;
		if (port !== undefined) checkPort("UDP: port", port);
		if (format !== "buffer") throw new RangeError(`UDP: format: expected "buffer", got ${format}`);
		this.#stack = stack;
		this.#segments = segments;
		this.#options = options;
		this.#port = segments.bind(this, port);
		stack.add(this);
	}

	read(): Received | undefined {
		this.#demandOpen();
		return this.#unread.shift();
	}

	write(data: ArrayBuffer | Uint8Array, address: string, port: number): void {
		this.#demandOpen();
		const bytes = new Uint8Array(data).slice();
		if (typeof address !== "string") throw new TypeError("UDP: address: expected a string");
		if (!isDottedQuad(address))
			throw new RangeError(`UDP: address: expected a dotted quad, got ${address}`);
		checkPort("UDP: port", port);
		if (bytes.length > DATAGRAM_MAX)
			throw new RangeError(`UDP: ${bytes.length} bytes where ${DATAGRAM_MAX} may be`);
		this.#segments.send(bytes, this.#port, address, port);
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#unread = [];
		this.#segments.release(this.#port);
		this.#stack.remove(this);
	}

	drop(): void {
		this.close();
	}

	/** From the segment, in a task of its own. */
	receive(data: Uint8Array, address: string, port: number): void {
		if (this.#closed || this.#unread.length >= UNREAD_MAX) return;
		this.#unread.push(Object.assign(data.slice().buffer, { address, port }));
		this.#stack.perform(() => this.#options.onReadable?.call(this, this.#unread.length));
	}

	#demandOpen(): void {
		if (this.#closed) throw new Error("UDP: the socket is closed");
	}
}
