/**
 * What the server remembers of one client: its subscriptions, and the messages of QoS 1 it has not
 * acknowledged. A persistent session outlives its connections.
 *
 *   give ──▶ queue ──▶ sent (20 at a time) ──▶ acknowledged: forgotten
 *              ▲          │ the connection ended
 *              └──────────┘ sent again with DUP, in order, on the next one
 *
 * Bound: 1000 messages queued; a further one is dropped, as Mosquitto does by default.
 */

import { matches } from "./filter.js";
import { outgoing } from "./packets.js";

const QUEUE_MAX = 1000;
const SENT_MAX = 20;

export interface Publication {
	topic: string;
	data: Uint8Array;
	QoS: 0 | 1;
	retain: boolean;
}

interface Queued {
	message: Publication;
	/** 0: not sent on any connection yet. */
	id: number;
	duplicate: boolean;
	/** On the present connection. */
	sent: boolean;
}

export class Session {
	readonly client: string;
	/** Outlives its connection. */
	persistent: boolean;
	/** Messages that found the queue full. */
	dropped = 0;
	#filters = new Map<string, 0 | 1>();
	#queue: Queued[] = [];
	#id = 0;
	/** The way to the client; undefined while there is none, or the server is silent. */
	#send: ((packet: Uint8Array) => void) | undefined;

	constructor(client: string, persistent: boolean) {
		this.client = client;
		this.persistent = persistent;
	}

	get queued(): number {
		return this.#queue.length;
	}

	subscribe(filter: string, QoS: 0 | 1): void {
		this.#filters.set(filter, QoS);
	}

	unsubscribe(filter: string): void {
		this.#filters.delete(filter);
	}

	/** The client can be reached from now on: what it has not acknowledged is sent (again). */
	attach(send: (packet: Uint8Array) => void): void {
		this.#send = send;
		this.#pump();
	}

	/** Nothing is sent for now; the connection stays. */
	pause(): void {
		this.#send = undefined;
	}

	/** It cannot any more: what was sent and not acknowledged is sent again on the next. */
	detach(): void {
		this.#send = undefined;
		for (const each of this.#queue) {
			if (each.sent) each.duplicate = true;
			each.sent = false;
		}
	}

	/** Gives a message to the client, if one of its filters matches. */
	give(message: Publication): void {
		let granted = -1;
		for (const [filter, QoS] of this.#filters)
			if (matches(filter, message.topic)) granted = Math.max(granted, QoS);
		if (granted >= 0) this.#give(message, granted === 1 && message.QoS === 1 ? 1 : 0);
	}

	/** One retained message, for a filter just subscribed to. */
	giveRetained(message: Publication, QoS: 0 | 1): void {
		this.#give({ ...message, retain: true }, QoS === 1 && message.QoS === 1 ? 1 : 0);
	}

	acknowledged(id: number): void {
		this.#queue = this.#queue.filter((each) => each.id !== id);
		this.#pump();
	}

	#give(message: Publication, QoS: 0 | 1): void {
		if (QoS === 0) {
			this.#send?.(outgoing.publish(message, { QoS, id: 0, duplicate: false }));
			return;
		}
		if (!this.#send && !this.persistent) return;
		if (this.#queue.length >= QUEUE_MAX) this.dropped++;
		else this.#queue.push({ message, id: 0, duplicate: false, sent: false });
		this.#pump();
	}

	#pump(): void {
		for (const each of this.#queue.slice(0, SENT_MAX)) {
			if (!this.#send || each.sent) continue;
			each.id ||= this.#nextId();
			each.sent = true;
			this.#send(outgoing.publish(each.message, { QoS: 1, ...each }));
		}
	}

	/** At most 20 are in use, so one of the next 21 is free. */
	#nextId(): number {
		do this.#id = (this.#id % 65535) + 1;
		while (this.#queue.some((each) => each.id === this.#id));
		return this.#id;
	}
}
