/**
 * Local networking: the interface object of `imp.net.open` and its UDP sockets. impOS closes an
 * interface when the last reference to it goes; that moment does not exist in JavaScript, so there
 * is `close()`, and only so many may be open.
 *
 *   open ─▶ LocalInterface ── openudp ─▶ LocalSocket
 *              │ claim                       │ ECMA-419 UDP
 */

import type { Claim, LinkReport, Manager, Settings } from "../uplink/api.js";
import { classOf } from "../uplink/core/identifiers.js";
import type { Identifier } from "../uplink/core/types.js";
import type { Provider, UDPSocket } from "../uplink/provider.js";
import { encodeUTF8 } from "../uplink/utf8.js";
import { absent, callbackOf, dottedQuad, integer } from "./checks.js";
import { CONNECTED, SEND_ERROR_NOT_CONNECTED, SEND_ERROR_WOULDBLOCK } from "./constants.js";
import { type IPv4Table, ipv4Of, stateOf, stoppedStateOf } from "./states.js";

/** Sockets open at once on one interface object. */
export const SOCKETS_MAX = 4;

/** The most that one IPv4 datagram carries. */
const DATAGRAM_LENGTH_MAX = 65507;

export type StateCallback = (state: number) => void;
export type DatagramCallback = (
	fromAddress: string,
	fromPort: number,
	toAddress: string,
	toPort: number,
	data: Uint8Array,
) => void;

export interface LocalOptions {
	manager: Manager;
	UDP?: Provider["UDP"];
	over: Identifier;
	settings: Settings | undefined;
	onState: StateCallback | undefined;
	onClose(closed: LocalInterface): void;
}

export class LocalInterface {
	#options: LocalOptions;
	#claim: Claim | undefined;
	/** The last state that the application was told. */
	#state = Number.NaN;
	#sockets: LocalSocket[] = [];

	constructor(options: LocalOptions) {
		const { manager, over, settings } = options;
		this.#options = options;
		this.#claim = manager.claim(over, {
			...(settings && { settings }),
			onChanged: (report) => this.#changed(report),
		});
	}

	getstate(): number {
		return this.#claim ? stateOf(this.#claim.report) : stoppedStateOf(this.#class);
	}

	getiptable(): { ipv4: IPv4Table } {
		const { manager, settings } = this.#options;
		const address = this.#ready ? this.#claim?.report.address : undefined;
		return { ipv4: ipv4Of(address, settings ?? manager.settings) };
	}

	/** A socket for local datagrams. Without a port, one is chosen. */
	openudp(callback?: DatagramCallback | null, port?: number | null): LocalSocket {
		const onDatagram = callbackOf(callback, "callback");
		const chosen = absent(port) ? undefined : integer(port, "port", 1, 65535);
		const { UDP, over } = this.#options;
		const address = this.#claim?.report.address;
		if (this.#class === "cell") throw new Error("openudp: not over cellular");
		if (!UDP) throw new Error("openudp: this host has no UDP");
		if (!this.#ready || address === undefined) throw new Error(`openudp: ${over} is not connected`);
		if (this.#sockets.length >= SOCKETS_MAX)
			throw new RangeError(`openudp: at most ${SOCKETS_MAX} sockets, close one first`);
		const socket = new LocalSocket(UDP, address, chosen, onDatagram, {
			ready: () => this.#ready,
			onClose: (closed) => {
				this.#sockets = this.#sockets.filter((each) => each !== closed);
			},
		});
		this.#sockets.push(socket);
		return socket;
	}

	/** Lets go of the interface; who else needs it keeps it up. No callback follows. */
	close(): void {
		const claim = this.#claim;
		if (!claim) return;
		this.#claim = undefined;
		for (const socket of this.#sockets) socket.close();
		claim.close();
		this.#options.onClose(this);
	}

	get #class() {
		return classOf(this.#options.over);
	}

	get #ready(): boolean {
		return this.#claim !== undefined && stateOf(this.#claim.report) === CONNECTED;
	}

	#changed(report: LinkReport): void {
		const state = stateOf(report);
		if (state === this.#state) return;
		this.#state = state;
		this.#options.manager.defer(() => {
			if (this.#claim) this.#options.onState?.(state);
		});
	}
}

interface SocketOwner {
	ready(): boolean;
	onClose(closed: LocalSocket): void;
}

export class LocalSocket {
	#socket: UDPSocket | undefined;
	#owner: SocketOwner;

	constructor(
		UDP: NonNullable<Provider["UDP"]>,
		address: string,
		port: number | undefined,
		onDatagram: DatagramCallback | undefined,
		owner: SocketOwner,
	) {
		this.#owner = owner;
		this.#socket = new UDP.io({
			address,
			...(port !== undefined && { port }),
			format: "buffer",
			onReadable(count) {
				for (; count > 0; count--) {
					const datagram = this.read();
					if (!datagram) return;
					const data = new Uint8Array(datagram);
					onDatagram?.(datagram.address, datagram.port, address, port ?? 0, data);
				}
			},
			onError: () => this.close(),
		});
	}

	/** 0, or a send error. A datagram that is sent may still be lost. */
	send(address: string, port: number, data: string | Uint8Array | ArrayBuffer): number {
		const to = dottedQuad(address, "address");
		const at = integer(port, "port", 1, 65535);
		const bytes = typeof data === "string" ? encodeUTF8(data) : data;
		if (!(bytes instanceof Uint8Array || bytes instanceof ArrayBuffer))
			throw new TypeError("data: expected a string or a blob");
		if (bytes.byteLength > DATAGRAM_LENGTH_MAX)
			throw new RangeError(`data: expected at most ${DATAGRAM_LENGTH_MAX} bytes`);
		if (!this.#socket || !this.#owner.ready()) return SEND_ERROR_NOT_CONNECTED;
		try {
			this.#socket.write(bytes, to, at);
			return 0;
		} catch {
			// The stack has no buffer left; a datagram is not worth more than this.
			return SEND_ERROR_WOULDBLOCK;
		}
	}

	close(): void {
		const socket = this.#socket;
		if (!socket) return;
		this.#socket = undefined;
		socket.close();
		this.#owner.onClose(this);
	}
}
