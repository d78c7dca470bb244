/**
 * The inbox: which callback a message is for, and how many wait to run. Callbacks run deferred;
 * while `full`, a link reads nothing more from its socket, so that TCP holds the server back.
 * One packet's worth of bytes that was already read may overshoot the bound.
 */

import type { Message, ServerEnvironment, SubscribeOptions } from "./server.js";

const WAITING_MAX = 16;

/** What the inbox needs to know of a subscription. */
export interface Listener {
	filter: string;
	onMessage: SubscribeOptions["onMessage"] | undefined;
}

export class Inbox {
	onMessage: ((message: Message) => void) | undefined;
	#defer: ServerEnvironment["defer"];
	#onRoom: () => void;
	#waiting = 0;

	/** `onRoom` runs when it is full no more. */
	constructor(defer: ServerEnvironment["defer"], onRoom: () => void) {
		this.#defer = defer;
		this.#onRoom = onRoom;
	}

	get full(): boolean {
		return this.#waiting >= WAITING_MAX;
	}

	/** Once for each listener with a callback of its own that matches; else for the link's. */
	deliver(message: Message, listeners: readonly Listener[]): void {
		const own = listeners.filter(
			({ filter, onMessage }) => onMessage && matches(filter, message.topic),
		);
		for (const listener of own) this.#queue(() => listener.onMessage?.(message));
		if (own.length === 0) this.#queue(() => this.onMessage?.(message));
	}

	#queue(run: () => void): void {
		this.#waiting += 1;
		this.#defer(() => {
			this.#waiting -= 1;
			try {
				run();
			} finally {
				if (this.#waiting === WAITING_MAX - 1) this.#onRoom();
			}
		});
	}
}

/** MQTT 3.1.1 §4.7; a wildcard in the first level does not match the server's own `$` topics. */
export function matches(filter: string, topic: string): boolean {
	if (topic.startsWith("$") && /^[+#]/.test(filter)) return false;
	const levels = topic.split("/");
	const wanted = filter.split("/");
	for (const [index, level] of wanted.entries()) {
		if (level === "#") return true;
		if (index >= levels.length || (level !== "+" && level !== levels[index])) return false;
	}
	return wanted.length === levels.length;
}
