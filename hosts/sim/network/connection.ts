/**
 * One TCP connection between the board and a far end: the handshake, a stream each way, and every
 * way it can end. SimTCP and SimProbe are its board side, `Peer` is its far side.
 *
 *   board   connecting ──▶ open ──▶ closing (silent; what was written still goes) ──▶ closed
 *                │ refused, rejected, 75 s      │ reset, far end's FIN, a minute without progress
 *                └────────────▶ closed ◀────────┘
 *   far     none ──▶ open (the handshake's third packet) ──▶ closing ──▶ closed
 *
 * A packet for a side that is closed is answered with a reset. A link that goes down tells nobody:
 * sockets half open on it are the firmware's to notice.
 */

import type { Identifier, Milliseconds } from "../../../modules/uplink/core/types.js";
import type { Task } from "../time.js";
import type { Peer } from "./internet.js";
import { type Netif, OVERHEAD, type Resident, reachesGateway, type Stack } from "./stack.js";
import { Stream } from "./stream.js";

/** When a SYN without an answer is sent again, from the first. */
const SYN_AGAIN: readonly Milliseconds[] = Object.freeze([
	1000, 3000, 7000, 15_000, 31_000, 63_000,
]);
const SYN_GIVE_UP: Milliseconds = 75_000;
/** lwIP's pool (CONFIG_LWIP_MAX_ACTIVE_TCP); those that only finish closing make room. */
export const CONNECTIONS_MAX = 16;
/** What a far end may have outstanding before its connection is reset. */
const FAR_OUTSTANDING_MAX = 262_144;

/** The board's side, told of everything but what it did itself. */
export interface Local {
	/** It is bound to its interface, and stays when that is released. */
	readonly bound?: boolean;
	opened(): void;
	/** Takes what arrived, or has no room: false. */
	take(data: Uint8Array): boolean;
	acknowledged(): void;
	/** Refused, reset, ended by the far end, or given up. Nothing follows. */
	ended(): void;
}

type Side = "none" | "connecting" | "open" | "closing" | "closed";

export class Connection implements Resident {
	#stack: Stack;
	#netif: Netif;
	#address: string;
	#port: number;
	#local: Local;
	#board: Side = "connecting";
	#far: Side = "none";
	#peer: Peer;
	#up: Stream;
	#down: Stream;
	#timers: Task[];

	/** Throws when the stack has no room for one more. */
	constructor(stack: Stack, netif: Netif, address: string, port: number, local: Local) {
		if (stack.count(Connection) >= CONNECTIONS_MAX) throw new Error("TCP: no memory");
		this.#stack = stack;
		this.#netif = netif;
		this.#address = address;
		this.#port = port;
		this.#local = local;
		this.#up = this.#makeUp();
		this.#down = this.#makeDown();
		this.#peer = this.#makePeer();
		stack.add(this);
		this.#timers = [
			stack.time.after(0, () => this.#synchronize()),
			...SYN_AGAIN.map((delay) => stack.time.after(delay, () => this.#synchronize())),
			stack.time.after(SYN_GIVE_UP, () => this.#endBoard()),
		];
	}

	/** Bytes written and not yet acknowledged. */
	get outstanding(): number {
		return this.#up.outstanding;
	}

	write(data: Uint8Array): void {
		this.#up.write(data);
	}

	/** Politely: what was written still goes. Nothing is told afterwards. */
	close(): void {
		if (this.#board === "open") {
			this.#board = "closing";
			this.#stack.remove(this);
			this.#stack.add(this.#closer);
			this.#up.finish();
		} else if (this.#board !== "closing") this.drop();
	}

	/** At once and silently: the power went, or nobody waits any more. */
	drop(): void {
		this.#board = "closed";
		this.#up.stop();
		for (const timer of this.#timers) this.#stack.time.cancel(timer);
		this.#stack.remove(this);
		this.#stack.remove(this.#closer);
	}

	/** Aborted; the far end is told by a reset, if that still gets there, and the board a moment later. */
	abandon(over: Identifier): void {
		if (over !== this.#netif.id || this.#local.bound) return;
		const told = this.#board === "connecting" || this.#board === "open";
		this.#toFar(OVERHEAD, () => this.#endFar());
		this.drop();
		if (!told) return;
		this.#stack.add(this.#closer);
		this.#timers = [
			this.#stack.time.after(0, () => {
				this.drop();
				this.#local.ended();
			}),
		];
	}

	/** Stands among the residents for a connection that only finishes closing: not counted. */
	#closer: Resident = { drop: () => this.drop(), abandon: (over) => this.abandon(over) };

	#endBoard(): void {
		const told = this.#board === "connecting" || this.#board === "open";
		this.drop();
		if (told) this.#local.ended();
	}

	#endFar(): void {
		const told = this.#far === "open";
		this.#far = "closed";
		this.#down.stop();
		if (told) this.#peer.onClose?.();
	}

	#toFar(size: number, arrive: () => void): void {
		this.#stack.outbound(this.#netif, size, arrive, () => this.#endBoard());
	}

	#toBoard(size: number, arrive: () => void): void {
		this.#stack.inbound(this.#netif, size, arrive);
	}

	#resetBoard(): void {
		this.#toBoard(OVERHEAD, () => this.#endBoard());
	}

	#synchronize(): void {
		this.#toFar(OVERHEAD, () => {
			if (!this.#stack.internet.listener(this.#address, this.#port)) this.#resetBoard();
			else this.#toBoard(OVERHEAD, () => this.#synchronized());
		});
	}

	#synchronized(): void {
		if (this.#board !== "connecting") return;
		this.#board = "open";
		for (const timer of this.#timers) this.#stack.time.cancel(timer);
		this.#toFar(OVERHEAD, () => this.#accept());
		this.#local.opened();
	}

	/** With the third packet, or the first data when that was lost. */
	#accept(): void {
		if (this.#far !== "none") return;
		const accept = this.#stack.internet.listener(this.#address, this.#port);
		this.#far = accept ? "open" : "closed";
		if (accept) accept(this.#peer);
		else this.#resetBoard();
	}

	#makeUp(): Stream {
		return new Stream(this.#stack.time, {
			forward: (size, arrive) =>
				this.#toFar(size, () => {
					this.#accept();
					if (this.#far === "closed") this.#resetBoard();
					else arrive();
				}),
			backward: (size, arrive) => this.#toBoard(size, arrive),
			take: (data) => {
				if (!data) this.#endFar();
				else if (this.#far === "open") this.#peer.onData?.(data);
				return true;
			},
			acknowledged: () => {
				if (this.#board === "open") this.#local.acknowledged();
				else if (this.#up.outstanding === 0) this.drop();
			},
			gaveUp: () => this.#endBoard(),
			standsStill: () => !reachesGateway(this.#netif),
		});
	}

	#makeDown(): Stream {
		return new Stream(this.#stack.time, {
			forward: (size, arrive) =>
				this.#toBoard(size, () => {
					if (this.#board === "closed") this.#toFar(OVERHEAD, () => this.#endFar());
					else arrive();
				}),
			backward: (size, arrive) => this.#toFar(size, arrive),
			take: (data) => {
				if (!data) this.#endBoard();
				else if (this.#board === "open") return this.#local.take(data);
				return true;
			},
			acknowledged: () => {
				if (this.#far === "closing" && this.#down.outstanding === 0) this.#endFar();
			},
			gaveUp: () => this.#endFar(),
			standsStill: () => false,
		});
	}

	#makePeer(): Peer {
		return {
			over: this.#netif.id,
			onData: undefined,
			onClose: undefined,
			send: (data) => {
				if (this.#far !== "open") return;
				if (this.#down.outstanding + data.length > FAR_OUTSTANDING_MAX) this.#peer.reset();
				else this.#down.write(data);
			},
			close: () => {
				if (this.#far !== "open") return;
				this.#far = "closing";
				this.#down.finish();
			},
			reset: () => {
				if (this.#far !== "open" && this.#far !== "closing") return;
				this.#far = "closed";
				this.#down.stop();
				this.#resetBoard();
			},
		};
	}
}
