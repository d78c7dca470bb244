/**
 * The subscriptions of a session that outlives its connections, each as far as the server has it.
 *
 *   wanted ──sent──▶ asked ──SUBACK──▶ held            a new session: asked ones are wanted again,
 *     ▲                │ refused ──▶ refused            refused ones too; and held ones, where the
 *     └── new session ─┴────────────┘                   server has forgotten the session
 *   unwanted ──sent──▶ leaving ──UNSUBACK──▶ (gone)     likewise; a server that forgot has no need
 *
 * A filter that the application gave up stays until the server has answered, since the server goes
 * on sending for it. Bound: 64 filters, those on their way out included; more is a RangeError.
 */

import type { Listener } from "../inbox.js";
import type { PacketIdentifiers } from "./identifiers.js";

const FILTERS_MAX = 64;

export interface Subscription extends Listener {
	QoS: 0 | 1;
	phase: "wanted" | "asked" | "held" | "refused" | "unwanted" | "leaving";
	/** Of the packet that waits for its answer, else 0. */
	id: number;
}

export class Subscriptions {
	#identifiers: PacketIdentifiers;
	#all: Subscription[] = [];

	constructor(identifiers: PacketIdentifiers) {
		this.#identifiers = identifiers;
	}

	/** Those the application wants. */
	get listeners(): Subscription[] {
		return this.#all.filter(({ phase }) => phase !== "unwanted" && phase !== "leaving");
	}

	/** One for the same filter is replaced, and asked for again. */
	add(filter: string, QoS: 0 | 1, onMessage: Listener["onMessage"]): void {
		const subscription = this.#find(filter) ?? this.#create(filter);
		this.#answered(subscription, "wanted");
		subscription.QoS = QoS;
		subscription.onMessage = onMessage;
	}

	/** Also for a filter that only an earlier boot of this client subscribed to. */
	remove(filter: string): void {
		const subscription = this.#find(filter) ?? this.#create(filter);
		this.#answered(subscription, "unwanted");
		subscription.onMessage = undefined;
	}

	/** A session begins. */
	begin(sessionPresent: boolean): void {
		if (!sessionPresent)
			this.#all = this.#all.filter((subscription) => !this.#forgotten(subscription));
		for (const subscription of this.#all) {
			const { phase } = subscription;
			if (phase === "leaving") this.#answered(subscription, "unwanted");
			else if (phase !== "unwanted" && !(sessionPresent && phase === "held"))
				this.#answered(subscription, "wanted");
		}
	}

	/** The next one to tell the server of. */
	next(): Subscription | undefined {
		return this.#all.find(({ phase }) => phase === "wanted" || phase === "unwanted");
	}

	/** Its packet is about to be sent: the identifier to send it with. */
	sent(subscription: Subscription): number {
		subscription.phase = subscription.phase === "wanted" ? "asked" : "leaving";
		subscription.id = this.#identifiers.take();
		return subscription.id;
	}

	subscribed(id: number, granted: boolean): void {
		const asked = this.#all.find((one) => one.phase === "asked" && one.id === id);
		if (asked) this.#answered(asked, granted ? "held" : "refused");
	}

	unsubscribed(id: number): void {
		const leaving = this.#all.find((one) => one.phase === "leaving" && one.id === id);
		if (!leaving) return;
		this.#identifiers.free(id);
		this.#all.splice(this.#all.indexOf(leaving), 1);
	}

	#find(filter: string): Subscription | undefined {
		return this.#all.find((subscription) => subscription.filter === filter);
	}

	#create(filter: string): Subscription {
		if (this.#all.length >= FILTERS_MAX)
			throw new RangeError(`topic: more than ${FILTERS_MAX} subscriptions`);
		const created: Subscription = { filter, QoS: 0, phase: "wanted", id: 0, onMessage: undefined };
		this.#all.push(created);
		return created;
	}

	/** No answer is waited for any more: it came, or it is of no use now. */
	#answered(subscription: Subscription, phase: Subscription["phase"]): void {
		if (subscription.id !== 0) this.#identifiers.free(subscription.id);
		subscription.id = 0;
		subscription.phase = phase;
	}

	#forgotten(subscription: Subscription): boolean {
		const { phase, id } = subscription;
		if (phase !== "unwanted" && phase !== "leaving") return false;
		if (id !== 0) this.#identifiers.free(id);
		return true;
	}
}
