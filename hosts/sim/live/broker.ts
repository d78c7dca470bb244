/**
 * The server of the live board: an MQTT broker in this process, on loopback, whose sessions outlive
 * its outages. It exists so that what arrives can be judged by a subscriber, and over which wire.
 *
 *   up         listens; sessions as MQTT 3.1.1 has them
 *   refusing   listens; every CONNECT is answered by "not authorized" (return code 5)
 *   down       listens nowhere, and everybody was dropped
 *
 * A message carries its wire through the broker as a user property, which MQTT 3.1.1 never puts on
 * a wire, so the subscriber sees it on the very packet it was delivered.
 */

import { type AddressInfo, createServer, type Server, Socket } from "node:net";
import { Aedes, type AedesPublishPacket, type AuthErrorCode, type Client } from "aedes";
import type { Identifier } from "../../../modules/uplink/core/types.js";

export type BrokerMode = "up" | "refusing" | "down";

/** MQTT 3.1.1 §3.2.2.3, as the simulated server refuses. */
const NOT_AUTHORIZED = 5 as AuthErrorCode;

/** A message as a subscriber at the broker has it. */
export interface Arrival {
	topic: string;
	text: string;
	/** The device marked it as possibly sent before. */
	duplicate: boolean;
	/** Undefined: it came by a connection of no wire, or from the broker itself. */
	over: Identifier | undefined;
}

export interface Subscription {
	close(): void;
}

type Over = (port: number | undefined) => Identifier | undefined;

function portOf(client: Client | null): number | undefined {
	return client?.conn instanceof Socket ? client.conn.remotePort : undefined;
}

function markOf(packet: AedesPublishPacket): Identifier | undefined {
	const { wire } = packet.properties?.userProperties ?? {};
	return wire as Identifier | undefined;
}

export class Broker {
	readonly #over: Over;
	readonly #aedes: Aedes;
	readonly #sockets = new Set<Socket>();
	/** By connection: its port is gone from the socket once it is closed. */
	readonly #origins = new WeakMap<Client, Identifier>();
	#listener: Server | undefined;
	#mode: BrokerMode = "down";

	/** Afterwards it listens. `over` says which wire a connection from this port came by. */
	static async open(over: Over): Promise<Broker> {
		const broker = new Broker(over);
		await broker.#aedes.listen();
		await broker.set("up");
		return broker;
	}

	constructor(over: Over) {
		this.#over = over;
		this.#aedes = new Aedes({
			authenticate: (_client, _user, _password, done) => {
				if (this.#mode === "up") return done(null, true);
				done(Object.assign(new Error("Not authorized"), { returnCode: NOT_AUTHORIZED }), null);
			},
			authorizePublish: (client, packet, done) => {
				if (packet.topic.startsWith("$SYS/")) return done(new Error("$SYS/ is the broker's own"));
				packet.properties = { userProperties: { wire: this.#wireOf(client) ?? "" } };
				done(null);
			},
		});
		// A client that vanishes in the midst of a packet is what this board is about.
		this.#aedes.on("clientError", () => undefined);
		this.#aedes.on("connectionError", () => undefined);
	}

	get mode(): BrokerMode {
		return this.#mode;
	}

	/** Where it listens; undefined while it does not. */
	get port(): number | undefined {
		const address = this.#listener?.address();
		return (address as AddressInfo | null | undefined)?.port;
	}

	/** Resolves when what was asked is so. Leaving `up` drops everybody. */
	async set(mode: BrokerMode): Promise<void> {
		this.#mode = mode;
		if (mode !== "up") for (const socket of this.#sockets) socket.destroy();
		if (mode === "down") await this.#hush();
		else if (!this.#listener) await this.#listen();
	}

	/** Calls back for every message whose topic matches, in the order the broker took them. */
	subscribe(filter: string, onArrival: (arrival: Arrival) => void): Subscription {
		const deliver = (packet: AedesPublishPacket, done: () => void) => {
			onArrival({
				topic: packet.topic,
				text: packet.payload.toString(),
				duplicate: packet.dup,
				over: markOf(packet) || undefined,
			});
			done();
		};
		this.#aedes.subscribe(filter, deliver, () => undefined);
		return { close: () => this.#aedes.unsubscribe(filter, deliver, () => undefined) };
	}

	/** Sends a message to whoever subscribed, as another of the server's clients would. */
	publish(topic: string, text: string): void {
		this.#aedes.publish(
			{ cmd: "publish", topic, payload: text, qos: 1, dup: false, retain: false },
			() => undefined,
		);
	}

	async close(): Promise<void> {
		await this.set("down");
		await new Promise<void>((resolve) => this.#aedes.close(resolve));
	}

	#listen(): Promise<void> {
		const listener = createServer((socket) => this.#accept(socket));
		this.#listener = listener;
		return new Promise((resolve, reject) => {
			listener.once("error", reject);
			listener.listen(0, "127.0.0.1", resolve);
		});
	}

	#hush(): Promise<void> {
		const listener = this.#listener;
		this.#listener = undefined;
		return new Promise((resolve) => {
			if (listener) listener.close(() => resolve());
			else resolve();
		});
	}

	#accept(socket: Socket): void {
		this.#sockets.add(socket);
		socket.once("close", () => this.#sockets.delete(socket));
		socket.setNoDelay(true);
		this.#aedes.handle(socket);
	}

	#wireOf(client: Client | null): Identifier | undefined {
		if (!client) return undefined;
		const known = this.#origins.get(client) ?? this.#over(portOf(client));
		if (known) this.#origins.set(client, known);
		return known;
	}
}
