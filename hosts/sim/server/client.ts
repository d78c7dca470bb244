/**
 * One connection to the server, from its first byte to its end: framing, the order MQTT demands of
 * packets, and the clocks that end a silent one.
 *
 *   opened ── CONNECT ──▶ waits ── accepted ──▶ connected ── silent 1.5 × keep-alive ──▶ ended
 *      │ 30 s: ended       │ 10 min (the server is silent): ended
 *
 * Whatever a client sends that MQTT does not allow ends its connection and nothing else.
 */

import type { Identifier, Milliseconds } from "../../../modules/uplink/core/types.js";
import type { Peer } from "../network/internet.js";
import type { Task, VirtualTime } from "../time.js";
import { Framer, type Incoming, Malformed } from "./packets.js";
import type { Session } from "./session.js";

const CONNECT_WITHIN: Milliseconds = 30_000;
/** How long a client may wait for a silent server, which would not even hang up. */
const WAITS_AT_MOST: Milliseconds = 600_000;

/** The server above: `packet` is called in order, `ended` once. */
export interface Office {
	packet(client: Client, packet: Incoming): void;
	ended(client: Client): void;
}

export class Client {
	readonly over: Identifier;
	readonly since: Milliseconds;
	/** From an accepted CONNECT on. */
	session: Session | undefined;
	#time: VirtualTime;
	#peer: Peer;
	#office: Office;
	#framer = new Framer();
	#introduced = false;
	#ended = false;
	#heard: Milliseconds;
	#patience: Milliseconds = CONNECT_WITHIN;
	#timer: Task | undefined;

	constructor(time: VirtualTime, peer: Peer, office: Office) {
		this.#time = time;
		this.#peer = peer;
		this.#office = office;
		this.over = peer.over;
		this.since = time.now;
		this.#heard = time.now;
		peer.onData = (data) => this.#received(data);
		peer.onClose = () => this.#end();
		this.#watch();
	}

	/** From CONNECT: 0 means that nothing is expected. */
	set keepAlive(seconds: number) {
		this.#patience = seconds * 1500;
		this.#watch();
	}

	send(packet: Uint8Array): void {
		if (!this.#ended) this.#peer.send(packet);
	}

	/** Politely: what was sent before still arrives. */
	close(): void {
		if (this.#ended) return;
		this.#peer.close();
		this.#end();
	}

	reset(): void {
		if (this.#ended) return;
		this.#peer.reset();
		this.#end();
	}

	#end(): void {
		if (this.#ended) return;
		this.#ended = true;
		this.#time.cancel(this.#timer);
		this.#office.ended(this);
	}

	#watch(): void {
		this.#time.cancel(this.#timer);
		this.#timer = undefined;
		if (this.#ended || this.#patience === 0) return;
		const left = this.#heard + this.#patience - this.#time.now;
		this.#timer = this.#time.after(left, () => {
			if (this.#time.now - this.#heard >= this.#patience) this.close();
			else this.#watch();
		});
	}

	#introduce(): void {
		this.#introduced = true;
		this.#heard = this.#time.now;
		this.#patience = WAITS_AT_MOST;
		this.#watch();
	}

	#received(data: Uint8Array): void {
		if (this.#introduced) this.#heard = this.#time.now;
		try {
			for (const packet of this.#framer.push(data)) {
				if (this.#ended) return;
				if ((packet.type === "connect") === this.#introduced)
					throw new Malformed(`${packet.type} out of order`);
				if (packet.type === "connect") this.#introduce();
				this.#office.packet(this, packet);
			}
		} catch (error) {
			if (!(error instanceof Malformed)) throw error;
			this.close();
		}
	}
}
