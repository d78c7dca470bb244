/**
 * Plain TCP with lines of text, for servers that speak no MQTT: `topic SP data LF` both ways.
 * Any bytes are an answer; the question (`ask`, and the first words of a session) is a line that
 * the server must answer with anything at all.
 *
 * There are no acknowledgements, so QoS 1 is refused, nothing is resent, and nothing is known to be
 * delivered: a line accepted is a line handed to TCP. Filters are matched here; the server sends
 * what it likes. A line longer than the bound is skipped.
 */

import { decodeUTF8, encodeUTF8 } from "../uplink/utf8.js";
import { parseFilter, parsePublication, parseSubscription, parseText } from "./arguments.js";
import { type Connection, Handover, type HandoverOptions } from "./handover.js";
import { Inbox, type Listener } from "./inbox.js";
import type { Message, PublishOptions, ServerLink, SubscribeOptions } from "./server.js";

const LINE_MAX = 1024;
const FILTERS_MAX = 64;
const LF = 10;

export interface TCPLinkOptions extends HandoverOptions {
	/** Without LF. */
	question: string;
}

export class TCPLink extends Handover implements ServerLink {
	/** Never called: nothing is known to be delivered. */
	onDelivered: ((number: number) => void) | undefined;
	readonly outstanding = 0;
	readonly delivered = 0;
	#question: Uint8Array;
	#inbox: Inbox;
	#listeners: Listener[] = [];
	#line: number[] = [];
	#number = 0;

	constructor(options: TCPLinkOptions) {
		super(options);
		const question = parseText("question", options.question);
		if (question.includes("\n")) throw new RangeError("question: must not contain LF");
		this.#question = encodeUTF8(`${question}\n`);
		this.#inbox = new Inbox(options.defer, () => this.session?.transport.receive());
	}

	ask(attempt: number): void {
		const { session } = this;
		if (session?.attempt === attempt && session.transport.room)
			session.transport.send(this.#question);
	}

	publish(
		topic: string,
		data: string | ArrayBuffer | Uint8Array,
		options?: PublishOptions,
	): number {
		const { QoS, retain, expires, ...line } = parsePublication(topic, data, options, LINE_MAX - 2);
		if (QoS > 0) throw new RangeError("QoS: expected 0, lines are not acknowledged");
		if (retain) throw new RangeError("retain: expected false, lines are not kept");
		if (/\s/.test(line.topic)) throw new RangeError("topic: must not contain white space");
		if (line.data.includes(LF)) throw new RangeError("data: must not contain LF");
		const { session } = this;
		// What is sent at once or not at all cannot expire, unless it already has.
		if (session?.phase !== "proven" || !session.transport.room || expires <= 0) return 0;
		const head = encodeUTF8(`${line.topic} `);
		const bytes = new Uint8Array(head.length + line.data.length + 1);
		bytes.set(head);
		bytes.set(line.data, head.length);
		bytes[bytes.length - 1] = LF;
		session.transport.send(bytes);
		this.#number += 1;
		return this.#number;
	}

	subscribe(topic: string, options?: SubscribeOptions): void {
		const filter = parseFilter(topic);
		const { QoS, onMessage } = parseSubscription(options);
		if (QoS > 0) throw new RangeError("QoS: expected 0, lines are not acknowledged");
		const others = this.#listeners.filter((listener) => listener.filter !== filter);
		if (others.length >= FILTERS_MAX)
			throw new RangeError(`topic: more than ${FILTERS_MAX} subscriptions`);
		this.#listeners = [...others, { filter, onMessage }];
	}

	unsubscribe(topic: string): void {
		const filter = parseFilter(topic);
		for (const listener of this.#listeners)
			if (listener.filter === filter) listener.onMessage = undefined;
		this.#listeners = this.#listeners.filter((listener) => listener.filter !== filter);
	}

	get onMessage(): ((message: Message) => void) | undefined {
		return this.#inbox.onMessage;
	}

	set onMessage(callback: ((message: Message) => void) | undefined) {
		this.#inbox.onMessage = callback;
	}

	protected greet(session: Connection): void {
		this.#line = [];
		session.transport.send(this.#question);
	}

	protected ready(): boolean {
		return !this.#inbox.full;
	}

	/** Lines have no last words. */
	protected farewell(): undefined {
		return undefined;
	}

	protected parted(): void {
		this.#line = [];
	}

	/** Nothing waits here: what had no room was refused. */
	protected pump(): void {}

	protected receive(session: Connection, bytes: Uint8Array): void {
		for (const byte of bytes) {
			if (byte === LF) {
				this.#deliver(new Uint8Array(this.#line));
				this.#line = [];
			} else if (this.#line.length <= LINE_MAX) this.#line.push(byte);
		}
		this.answered(session);
	}

	#deliver(line: Uint8Array): void {
		const end = line.indexOf(32);
		const topic = decodeUTF8(end < 0 ? line : line.subarray(0, end));
		if (line.length > LINE_MAX || !topic) return;
		const data = end < 0 ? new Uint8Array(0) : line.slice(end + 1);
		const message: Message = { topic, data, QoS: 0, duplicate: false, retain: false };
		this.#inbox.deliver(message, this.#listeners);
	}
}
