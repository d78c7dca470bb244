/**
 * The MQTT 3.1.1 session: one session with the server, carried from interface to interface. The
 * server keeps it while we are away (`clean: false`), the outbox keeps what the server has not
 * acknowledged, and after any move both go on where they were.
 *
 *   (handover.ts) ──greet──▶ CONNECT ──▶ CONNACK 0 ──▶ proven: subscriptions, then the outbox
 *                                │            │
 *                                │            └─▶ PUBLISH ⇄ PUBACK, PINGREQ ⇄ PINGRESP: answered
 *                                └─▶ CONNACK 1…5, anything else, malformed: lost
 *
 * Decisions are elsewhere (outbox, subscriptions, inbox); this joins them to the wire. A packet is
 * marked as sent when the transport has it, never before.
 */

import type { Reason } from "../../uplink/core/types.js";
import { parseFilter, parsePublication, parseSubscription } from "../arguments.js";
import { type Connection, Handover } from "../handover.js";
import { Inbox } from "../inbox.js";
import type { Message, PublishOptions, ServerLink, SubscribeOptions } from "../server.js";
import { PacketIdentifiers } from "./identifiers.js";
import { keeperIn } from "./kept.js";
import { type MQTTOptions, parseConnect, parseOutbox } from "./options.js";
import { Outbox } from "./outbox.js";
import { type Connect, Decoder, encode, type Packet } from "./packets.js";
import { Subscriptions } from "./subscriptions.js";

export type { MQTTOptions } from "./options.js";

/** CONNACK's refusals (§3.2.2.3) that say more than that this server will not have us. */
const REFUSALS: Readonly<Record<number, Reason>> = Object.freeze({
	3: "SERVER_DOWN",
	4: "NOT_AUTHORISED",
	5: "NOT_AUTHORISED",
});

export class MQTTSession extends Handover implements ServerLink {
	onDelivered: ((number: number) => void) | undefined;
	#connect: Connect;
	#decoder = new Decoder();
	#inbox: Inbox;
	#outbox: Outbox;
	#subscriptions: Subscriptions;
	#delivered = 0;

	constructor(options: MQTTOptions) {
		super(options);
		this.#connect = parseConnect(options);
		const outbox = parseOutbox(options.outbox);
		const { keep, keeper = keeperIn(options.storage) } = outbox;
		const identifiers = new PacketIdentifiers();
		const inFlash = keep === "flash" ? keeper : undefined;
		this.#outbox = new Outbox(outbox, identifiers, inFlash, options.now());
		this.#subscriptions = new Subscriptions(identifiers);
		this.#inbox = new Inbox(options.defer, () => this.session?.transport.receive());
	}

	ask(attempt: number): void {
		const { session } = this;
		this.#outbox.keep(this.environment.now());
		if (session?.attempt !== attempt || session.phase !== "proven") return;
		// Without room enough is on its way already that the server will answer.
		if (session.transport.room) session.transport.send(encode.pingreq());
	}

	publish(
		topic: string,
		data: string | ArrayBuffer | Uint8Array,
		options?: PublishOptions,
	): number {
		const publication = parsePublication(topic, data, options, this.#outbox.bytesMax);
		const { session } = this;
		const proven = session?.phase === "proven";
		if (publication.QoS === 0 && !proven) return 0;
		const now = this.environment.now();
		const number = this.#outbox.accept(publication, now);
		this.#outbox.keep(now);
		if (proven) this.pump(session);
		return number;
	}

	subscribe(topic: string, options?: SubscribeOptions): void {
		const { QoS, onMessage } = parseSubscription(options);
		this.#subscriptions.add(parseFilter(topic), QoS, onMessage);
		if (this.session) this.pump(this.session);
	}

	unsubscribe(topic: string): void {
		this.#subscriptions.remove(parseFilter(topic));
		if (this.session) this.pump(this.session);
	}

	/** Writes the outbox to flash, where it is kept there: before an orderly restart. */
	save(): void {
		this.#outbox.save(this.environment.now());
	}

	get onMessage(): ((message: Message) => void) | undefined {
		return this.#inbox.onMessage;
	}

	set onMessage(callback: ((message: Message) => void) | undefined) {
		this.#inbox.onMessage = callback;
	}

	get outstanding(): number {
		return this.#outbox.outstanding(this.environment.now());
	}

	get delivered(): number {
		return this.#delivered;
	}

	protected greet(session: Connection): void {
		this.#decoder = new Decoder();
		session.transport.send(encode.connect(this.#connect));
	}

	protected ready(): boolean {
		return !this.#inbox.full;
	}

	protected farewell(): Uint8Array {
		return encode.disconnect();
	}

	protected parted(): void {
		this.#outbox.requeue();
		this.#outbox.keep(this.environment.now());
	}

	protected pump(session: Connection): void {
		const { transport } = session;
		if (session.phase !== "proven") return;
		while (transport.room) {
			const subscription = this.#subscriptions.next();
			if (!subscription) break;
			const { filter, QoS, phase } = subscription;
			const id = this.#subscriptions.sent(subscription);
			transport.send(
				phase === "wanted" ? encode.subscribe(id, filter, QoS) : encode.unsubscribe(id, filter),
			);
		}
		while (transport.room) {
			const entry = this.#outbox.next(this.environment.now());
			if (!entry) break;
			transport.send(encode.publish(entry));
			this.#outbox.sent(entry);
		}
	}

	protected receive(session: Connection, bytes: Uint8Array): void {
		for (const packet of this.#decoder.take(bytes)) {
			if (session !== this.session) return;
			const refusal = session.phase === "proven" ? this.#hear(session, packet) : this.#meet(packet);
			if (refusal !== undefined) {
				this.lose(session, refusal);
				return;
			}
			this.answered(session);
		}
		if (session === this.session) this.pump(session);
	}

	/** The first packet of a session can only be its CONNACK. */
	#meet(packet: Packet): Reason | undefined {
		if (packet.type !== "connack") return "NO_SERVER";
		if (packet.code !== 0) return REFUSALS[packet.code] ?? "NO_SERVER";
		this.#subscriptions.begin(packet.sessionPresent);
		return undefined;
	}

	#hear(session: Connection, packet: Packet): Reason | undefined {
		switch (packet.type) {
			case "publish":
				if (packet.QoS > 0) session.transport.send(encode.puback(packet.id));
				this.#deliver(packet);
				return undefined;
			case "puback":
				this.#acknowledge(packet.id);
				return undefined;
			case "suback":
				this.#subscriptions.subscribed(packet.id, packet.granted);
				return undefined;
			case "unsuback":
				this.#subscriptions.unsubscribed(packet.id);
				return undefined;
			case "pingresp":
				return undefined;
			case "connack":
			case "malformed":
				return "NO_SERVER";
		}
	}

	#deliver(packet: Extract<Packet, { type: "publish" }>): void {
		const { topic, data, QoS, duplicate, retain } = packet;
		const message = { topic, data, QoS, duplicate, retain };
		this.#inbox.deliver(message, this.#subscriptions.listeners);
	}

	#acknowledge(id: number): void {
		const number = this.#outbox.acknowledge(id);
		if (number === undefined) return;
		this.#delivered += 1;
		this.environment.defer(() => this.onDelivered?.(number));
	}
}
