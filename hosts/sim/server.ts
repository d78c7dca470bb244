/**
 * The simulated server: a small MQTT 3.1.1 server in memory (QoS 0 and 1, persistent sessions,
 * retained messages), with the misbehaviour a device has to live with at hand.
 *
 *   mode "up" ──▶ answers │ "refusing" ──▶ CONNACK with a code │ "down" ──▶ nobody listens, reset
 *   silent: reads and never answers │ forget(): sessions are lost │ publish(): the cloud speaks
 *
 * Bounds: 64 connections (a further one is closed), 1000 sessions (the oldest without a connection
 * goes), 1000 retained messages, the newest 10 000 entries of the log.
 */

import type { Identifier, Milliseconds } from "../../modules/uplink/core/types.js";
import { encodeUTF8 } from "../../modules/uplink/utf8.js";
import type { Facts } from "./facts.js";
import { type Certificate, serveTLS } from "./network/tls.js";
import type { Internet, Peer } from "./network.js";
import { Client } from "./server/client.js";
import { isFilter, matches } from "./server/filter.js";
import { type Incoming, legible, outgoing } from "./server/packets.js";
import { type Publication, Session } from "./server/session.js";
import type { VirtualTime } from "./time.js";

export const SERVER_HOST = "server.uplink.example";
export const SERVER_PORT = 1883;
/** RFC 5737, TEST-NET-3. */
export const SERVER_ADDRESS = "203.0.113.10";

const CLIENTS_MAX = 64;
const SESSIONS_MAX = 1000;
const RETAINED_MAX = 1000;
const RECEIVED_MAX = 10_000;
const UNACCEPTABLE_LEVEL = 1;
const IDENTIFIER_REJECTED = 2;
const NOT_AUTHORIZED = 5;
const SUBSCRIPTION_REFUSED = 0x80;

/** One PUBLISH of a client. */
export interface Received {
	at: Milliseconds;
	client: string;
	topic: string;
	/** As text; what is no UTF-8, as its bytes in hexadecimal. */
	data: string;
	/** The interface it came over. */
	over: Identifier;
	duplicate: boolean;
	QoS: 0 | 1;
}

export interface ConnectedClient {
	client: string;
	over: Identifier;
	since: Milliseconds;
	persistent: boolean;
}

export interface SimServerOptions {
	time: VirtualTime;
	internet: Internet;
	host?: string;
	address?: string;
	port?: number;
}

type Of<Type extends Incoming["type"]> = Extract<Incoming, { type: Type }>;

export class SimServer {
	/** The newest publications of clients, oldest first. */
	readonly received: Received[] = [];
	/** Publications of clients ever. */
	receivedCount = 0;
	/** Each publication, as it is logged. */
	onMessage: ((entry: Received) => void) | undefined;
	/** Shown to connections from now on, which are then TLS; a portal shows its own on its interface. */
	certificate: ((over: Identifier) => Certificate) | undefined;
	#time: VirtualTime;
	#internet: Internet;
	#place: { address: string; port: number };
	#mode: Facts["server"] = "down";
	#refusal = NOT_AUTHORIZED;
	#silent = false;
	#unlisten: (() => void) | undefined;
	#clients = new Set<Client>();
	#sessions = new Map<string, Session>();
	#retained = new Map<string, Publication>();
	#unnamed = 0;

	/** Listens, and puts its name into the internet's. */
	constructor(options: SimServerOptions) {
		const { host = SERVER_HOST, address = SERVER_ADDRESS, port = SERVER_PORT } = options;
		this.#time = options.time;
		this.#internet = options.internet;
		this.#place = { address, port };
		options.internet.names.set(host, address);
		this.mode = "up";
	}

	get mode(): Facts["server"] {
		return this.#mode;
	}

	/** Turning it down resets the present connections; turning it refusing closes them. */
	set mode(mode: Facts["server"]) {
		if (mode === this.#mode) return;
		this.#mode = mode;
		const { address, port } = this.#place;
		if (mode === "down") {
			this.#unlisten?.();
			this.#unlisten = undefined;
			for (const client of [...this.#clients]) client.reset();
		} else this.#unlisten ??= this.#internet.listen(address, port, (peer) => this.#accept(peer));
		if (mode === "refusing") for (const client of [...this.#clients]) client.close();
	}

	/** The CONNACK code of mode "refusing". */
	get refusal(): number {
		return this.#refusal;
	}

	set refusal(code: number) {
		if (!Number.isInteger(code) || code < 1 || code > 5)
			throw new RangeError(`server.refusal: expected 1 to 5, got ${code}`);
		this.#refusal = code;
	}

	get silent(): boolean {
		return this.#silent;
	}

	/** Accepts, reads, and acts on nothing. Afterwards it goes on with the connections it has. */
	set silent(silent: boolean) {
		this.#silent = silent;
		for (const client of this.#clients)
			if (silent) client.session?.pause();
			else this.#attach(client);
	}

	/** Every client with an accepted CONNECT, in the order they connected. */
	get clients(): ConnectedClient[] {
		const connected: ConnectedClient[] = [];
		for (const { session, over, since } of this.#clients)
			if (session)
				connected.push({ client: session.client, over, since, persistent: session.persistent });
		return connected;
	}

	/** Loses the sessions: the next CONNECT of any client finds none. */
	forget(): void {
		const present = new Set([...this.#clients].map((client) => client.session));
		for (const [client, session] of this.#sessions)
			if (present.has(session)) session.persistent = false;
			else this.#sessions.delete(client);
	}

	/** Sends to every client whose subscription matches, as if another client had published. */
	publish(
		topic: string,
		data: string | Uint8Array,
		{ QoS = 0, retain = false }: { QoS?: 0 | 1; retain?: boolean } = {},
	): void {
		if (topic === "" || /[+#\0]/.test(topic))
			throw new RangeError(`server.publish: "${topic}" is not a topic`);
		const bytes = typeof data === "string" ? encodeUTF8(data) : data.slice();
		this.#distribute({ topic, data: bytes, QoS, retain });
	}

	#accept(peer: Peer): void {
		const { certificate } = this;
		if (certificate) serveTLS(certificate(peer.over), (verified) => this.#serve(verified))(peer);
		else this.#serve(peer);
	}

	#serve(peer: Peer): void {
		if (this.#clients.size >= CLIENTS_MAX) {
			peer.close();
			return;
		}
		this.#clients.add(
			new Client(this.#time, peer, {
				packet: (client, packet) => {
					if (!this.#silent) this.#packet(client, packet);
				},
				ended: (client) => this.#ended(client),
			}),
		);
	}

	#ended(client: Client): void {
		this.#clients.delete(client);
		const { session } = client;
		client.session = undefined;
		session?.detach();
		if (session && !session.persistent && this.#sessions.get(session.client) === session)
			this.#sessions.delete(session.client);
	}

	#packet(client: Client, packet: Incoming): void {
		if (packet.type === "connect") {
			this.#connect(client, packet);
			return;
		}
		const { session } = client;
		// Its CONNECT fell into a silence.
		if (!session) {
			client.close();
			return;
		}
		switch (packet.type) {
			case "publish":
				this.#published(client, session, packet);
				break;
			case "puback":
				session.acknowledged(packet.id);
				break;
			case "subscribe":
				this.#subscribe(client, session, packet);
				break;
			case "unsubscribe":
				for (const filter of packet.filters) session.unsubscribe(filter);
				client.send(outgoing.unsuback(packet.id));
				break;
			case "pingreq":
				client.send(outgoing.pingresp());
				break;
			case "disconnect":
				client.close();
				break;
		}
	}

	#connect(client: Client, { supported, client: name, clean, keepAlive }: Of<"connect">): void {
		let refusal = 0;
		if (!supported) refusal = UNACCEPTABLE_LEVEL;
		else if (name === "" && !clean) refusal = IDENTIFIER_REJECTED;
		else if (this.#mode === "refusing") refusal = this.#refusal;
		if (refusal) {
			client.send(outgoing.connack(refusal, false));
			client.close();
			return;
		}
		const id = name === "" ? `unnamed-${++this.#unnamed}` : name;
		for (const other of [...this.#clients]) if (other.session?.client === id) other.close();
		const found = clean ? undefined : this.#sessions.get(id);
		const session = found ?? new Session(id, !clean);
		this.#sessions.delete(id);
		this.#sessions.set(id, session);
		this.#boundSessions();
		client.session = session;
		client.keepAlive = keepAlive;
		client.send(outgoing.connack(0, found !== undefined));
		this.#attach(client);
	}

	#attach(client: Client): void {
		client.session?.attach((packet) => client.send(packet));
	}

	#boundSessions(): void {
		if (this.#sessions.size <= SESSIONS_MAX) return;
		const present = new Set([...this.#clients].map((client) => client.session));
		for (const [id, session] of this.#sessions) {
			if (present.has(session)) continue;
			this.#sessions.delete(id);
			return;
		}
	}

	#published(client: Client, session: Session, packet: Of<"publish">): void {
		const { topic, data, QoS, duplicate } = packet;
		const entry: Received = {
			at: this.#time.now,
			client: session.client,
			topic,
			data: legible(data),
			over: client.over,
			duplicate,
			QoS,
		};
		this.received.push(entry);
		if (this.received.length > RECEIVED_MAX) this.received.shift();
		this.receivedCount++;
		if (QoS === 1) client.send(outgoing.puback(packet.id));
		this.#distribute({ topic, data, QoS, retain: packet.retain });
		this.onMessage?.(entry);
	}

	#distribute(message: Publication): void {
		if (message.retain) {
			this.#retained.delete(message.topic);
			if (message.data.length > 0 && this.#retained.size < RETAINED_MAX)
				this.#retained.set(message.topic, message);
		}
		// The mark is for what was retained before the subscription (MQTT 3.1.1 §3.3.1.3).
		for (const session of this.#sessions.values()) session.give({ ...message, retain: false });
	}

	#subscribe(client: Client, session: Session, { id, filters }: Of<"subscribe">): void {
		const answers = filters.map(({ filter, QoS }) =>
			isFilter(filter) ? QoS : SUBSCRIPTION_REFUSED,
		);
		client.send(outgoing.suback(id, answers));
		for (const { filter, QoS } of filters) {
			if (!isFilter(filter)) continue;
			session.subscribe(filter, QoS);
			for (const message of this.#retained.values())
				if (matches(filter, message.topic)) session.giveRetained(message, QoS);
		}
	}
}
