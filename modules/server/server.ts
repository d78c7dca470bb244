/**
 * The server link contract: how a session is opened, asked for proof and closed. `mqtt/` and
 * `tcp.ts` meet it. A link has at most one session and one trial, told apart by attempt numbers.
 *
 *   open(attempt) ──▶ progressed… ──▶ answered, answered, … ──▶ lost
 *   try(attempt)  ──▶ opened (TCP is open; the old session still runs)
 *   move(attempt) ──▶ old session ends in silence; answered | lost
 */

import type { Identifier, Milliseconds, Reason } from "../uplink/core/types.js";
import type { Provider } from "../uplink/provider.js";

/** Past participles, each of the attempt it belongs to. Never sent from within a call. */
export type ServerEvent =
	/** The name resolved, and the wall time is asked for, which verifying the server needs. */
	| { type: "timing"; attempt: number }
	/** Name and time are known; what fails from now on is the server. */
	| { type: "resolved"; attempt: number }
	/** A trial's transport is open; it waits for `move`. */
	| { type: "opened"; attempt: number }
	/** The server said something on this session: the proof. */
	| { type: "answered"; attempt: number }
	/** The session or trial is over, and this is why. */
	| { type: "lost"; attempt: number; reason: Reason };

export interface ProxySettings {
	address: string;
	port: number;
	user?: string;
	password?: string;
}

export interface PublishOptions {
	/** Default: 0, as in ECMA-419's MQTT client. */
	QoS?: 0 | 1;
	retain?: boolean;
	/** Not sent after this long. Default: never. */
	expires?: Milliseconds;
}

export interface Message {
	topic: string;
	data: Uint8Array;
	QoS: 0 | 1;
	/** The broker marked it as possibly sent before. */
	duplicate: boolean;
	retain: boolean;
}

export interface SubscribeOptions {
	/** Default: 0. With 1 the server keeps what comes while we are away. */
	QoS?: 0 | 1;
	/** For messages whose topic this filter matches; without it `onMessage` of the link. */
	onMessage?(message: Message): void;
}

export interface ServerEnvironment
	extends Pick<Provider, "TCP" | "TLS" | "resolve" | "random" | "storage"> {
	/** The clock of the manager: ms since boot, never wrapping. */
	now(): Milliseconds;
	onEvent(event: ServerEvent): void;
	/** Runs an application's callback later, never from within the caller. */
	defer(callback: () => void): void;
	/** The proxy to use for the next session over this interface, if any. */
	proxy(over: Identifier): ProxySettings | undefined;
	/**
	 * Asks what the wall time is, over an interface that holds the route. Answers once, perhaps at
	 * once; undefined: nobody knows. Closing the question ends it in silence.
	 */
	askTime(over: Identifier, onTime: (now: Milliseconds | undefined) => void): { close(): void };
	/** The server was verified by it, or the dates of its certificate were wrong. */
	judgeTime(verified: boolean): void;
}

/** A link to the server. All calls return at once; none throws but for bad arguments. */
export interface ServerLink {
	/** Begins a session over an interface that already holds the route. */
	open(attempt: number, over: Identifier): void;
	/** Begins a trial over an interface that already holds the route: transport only. */
	try(attempt: number, over: Identifier): void;
	/** Makes an opened trial the session. */
	move(attempt: number): void;
	/** Gives up a trial; the session is untouched. */
	abandon(attempt: number): void;
	/** Asks the server on the session itself; any answer is an `answered`. */
	ask(attempt: number): void;
	/** Ends session and trial: politely if the wire allows, always at once. No event follows. */
	close(): void;
	/**
	 * Gives a message to the outbox. Returns its number, or 0 when it was refused: the outbox is
	 * full, or QoS 0 and no session. Throws TypeError or RangeError on bad arguments.
	 */
	publish(topic: string, data: string | ArrayBuffer | Uint8Array, options?: PublishOptions): number;
	/** Kept across sessions and moves. */
	subscribe(topic: string, options?: SubscribeOptions): void;
	unsubscribe(topic: string): void;
	/** Every message that no subscription's own callback takes. */
	onMessage: ((message: Message) => void) | undefined;
	/** A message of QoS 1 was acknowledged. */
	onDelivered: ((number: number) => void) | undefined;
	/** Messages accepted and not yet delivered. */
	readonly outstanding: number;
	/** Messages of QoS 1 acknowledged since boot. */
	readonly delivered: number;
	/** Writes to flash what must survive an orderly restart, if anything is kept there. */
	save?(): void;
}
