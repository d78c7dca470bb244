/**
 * A bench for server links: a scripted network in virtual time. Its TCP takes no more than it
 * allowed, answers late, and can be stalled, reset and split at any byte; its peer speaks MQTT as
 * told. The link under test is wrapped so that an event sent from within a call fails the test.
 */

import { VirtualTime } from "../../../hosts/sim/time.js";
import type {
	ProxySettings,
	ServerEnvironment,
	ServerEvent,
} from "../../../modules/server/server.js";
import type { KeyValue, TCPOptions, TCPSocket } from "../../../modules/uplink/provider.js";
import { resolverOf } from "../../resolver.js";
import { takePacket, wordsOf } from "./words.js";

const LATENCY = 10;

/** How the MQTT peer answers; undefined: with silence. */
export interface Peer {
	connack: { present?: boolean; code?: number } | undefined;
	puback: boolean;
	suback: number | undefined;
	unsuback: boolean;
	pingresp: boolean;
}

export class BenchTCP implements TCPSocket {
	readonly options: TCPOptions;
	readonly index: number;
	/** Every byte written, and the whole packets among them, as words. */
	sent: number[] = [];
	packets: string[] = [];
	closed = false;
	/** The peer reads nothing: no more `onWritable`. */
	stalled = false;
	#bench: Bench;
	#writable = 0;
	#arrived: number[] = [];
	#unparsed: number[] = [];

	constructor(bench: Bench, options: TCPOptions) {
		if (bench.noNetwork) throw new Error("no network");
		this.#bench = bench;
		this.options = options;
		this.index = bench.sockets.push(this) - 1;
		bench.time.after(LATENCY, () => {
			if (bench.refusing) this.reset();
			else this.allow(bench.capacity);
		});
	}

	get unread(): number {
		return this.#arrived.length;
	}

	read(count = this.#arrived.length): ArrayBuffer | undefined {
		if (this.closed) throw new Error("read of a closed socket");
		if (this.#arrived.length === 0) return undefined;
		if (count <= 0 || count > this.#arrived.length) throw new Error("read of what is not there");
		const part = this.#arrived.splice(0, count);
		return new Uint8Array(part).buffer;
	}

	write(data: ArrayBuffer | Uint8Array): void {
		if (this.closed) throw new Error("write to a closed socket");
		const bytes = new Uint8Array(data);
		if (bytes.length > this.#writable) throw new Error("more than onWritable allowed");
		this.#writable -= bytes.length;
		this.sent.push(...bytes);
		if (this.#bench.parses) this.#parse(bytes);
		this.#bench.time.after(LATENCY, () => {
			if (!this.stalled) this.allow(this.#bench.capacity);
		});
	}

	close(): void {
		if (!this.closed) this.#bench.wire.push(`${this.index} closed`);
		this.closed = true;
	}

	/** `onWritable`. */
	allow(count: number): void {
		if (this.closed) return;
		this.#writable = count;
		this.options.onWritable?.call(this, count);
	}

	/** The peer's bytes arrive, now. */
	say(...bytes: number[]): void {
		if (this.closed) return;
		this.#arrived.push(...bytes);
		this.options.onReadable?.call(this, this.#arrived.length);
	}

	/** The connection is refused, reset or ended by the peer. */
	reset(): void {
		if (this.closed) return;
		this.closed = true;
		this.options.onError?.call(this);
	}

	#parse(bytes: Uint8Array): void {
		this.#unparsed.push(...bytes);
		for (let packet = takePacket(this.#unparsed); packet; packet = takePacket(this.#unparsed)) {
			const words = wordsOf(packet);
			this.packets.push(words);
			this.#bench.wire.push(`${this.index} ${words}`);
			const answer = this.#bench.answer(packet);
			if (answer) this.#bench.time.after(LATENCY, () => this.say(...answer));
		}
	}
}

export class Bench {
	readonly time = new VirtualTime();
	readonly sockets: BenchTCP[] = [];
	/** What was sent and closed, over all sockets, in order: `1 CONNECT …`. */
	readonly wire: string[] = [];
	/** `1 answered`, `2 lost NO_SERVER`: since last taken. */
	readonly #events: string[] = [];
	/** The addresses and ports TCP was asked for, and the names resolved: `wifi broker.test`. */
	readonly dialled: string[] = [];
	readonly asked: string[] = [];
	names = true;
	noNetwork = false;
	refusing = false;
	capacity = 1460;
	/** Is what is written MQTT? */
	parses = true;
	proxy: ProxySettings | undefined;
	/** What there is to know of the time. */
	wall: number | undefined = 1_900_000_000_000;
	/** What handshakes said of it. */
	readonly judged: boolean[] = [];
	/** What the manager does at once when it hears an event. */
	react: ((event: ServerEvent) => void) | undefined;
	peer: Peer = { connack: {}, puback: true, suback: 0, unsuback: true, pingresp: true };
	#inside = 0;

	get socket(): BenchTCP {
		const last = this.sockets[this.sockets.length - 1];
		if (!last) throw new Error("no socket yet");
		return last;
	}

	/** The events since the last call. */
	events(): string[] {
		return this.#events.splice(0);
	}

	environment(): ServerEnvironment {
		const bench = this;
		return {
			TCP: {
				io: class extends BenchTCP {
					constructor(options: TCPOptions) {
						bench.dialled.push(`${options.address}:${options.port}`);
						super(bench, options);
					}
				},
			},
			resolve: { io: resolverOf(bench, LATENCY, "192.0.2.1") },
			random: () => 7,
			storage: noStorage,
			now: () => bench.time.now,
			onEvent: (event) => bench.#hear(event),
			defer: (callback) => {
				bench.time.after(0, callback);
			},
			proxy: () => bench.proxy,
			askTime: (over, onTime) => bench.askTime(over, onTime),
			judgeTime: (verified) => bench.judged.push(verified),
		};
	}

	askTime(over: string, onTime: (now: number | undefined) => void): { close(): void } {
		this.asked.push(`${over} time`);
		let closed = false;
		this.time.after(LATENCY, () => {
			if (!closed) onTime(this.wall);
		});
		return {
			close: () => {
				closed = true;
			},
		};
	}

	/** The link, made to fail the test when it sends an event from within a call. */
	guard<Link extends object>(link: Link): Link {
		return new Proxy(link, {
			get: (target, key) => {
				const member = Reflect.get(target, key, target);
				if (typeof member !== "function" || String(key).startsWith("on")) return member;
				return (...values: unknown[]) => {
					this.#inside += 1;
					try {
						return Reflect.apply(member, target, values);
					} finally {
						this.#inside -= 1;
					}
				};
			},
			set: (target, key, value) => Reflect.set(target, key, value, target),
		});
	}

	answer(packet: readonly number[]): number[] | undefined {
		const { peer } = this;
		const [first = 0, , high = 0, low = 0] = packet;
		switch (first >> 4) {
			case 1:
				return peer.connack && [0x20, 2, peer.connack.present ? 1 : 0, peer.connack.code ?? 0];
			case 3: {
				if (!peer.puback || (first & 6) === 0) return undefined;
				// The tests that are answered keep a publication's remaining length in one byte.
				const at = 4 + high * 256 + low;
				return [0x40, 2, packet[at] ?? 0, packet[at + 1] ?? 0];
			}
			case 8:
				return peer.suback === undefined ? undefined : [0x90, 3, high, low, peer.suback];
			case 10:
				return peer.unsuback ? [0xb0, 2, high, low] : undefined;
			case 12:
				return peer.pingresp ? [0xd0, 0] : undefined;
			default:
				return undefined;
		}
	}

	#hear(event: ServerEvent): void {
		if (this.#inside > 0) throw new Error(`${event.type} from within a call`);
		const reason = event.type === "lost" ? ` ${event.reason}` : "";
		this.#events.push(`${event.attempt} ${event.type}${reason}`);
		this.react?.(event);
	}
}

const noStorage: KeyValue = {
	open: () => {
		throw new Error("no storage on this bench");
	},
};

export function bytesOf(text: string): number[] {
	return [...text].map((character) => character.charCodeAt(0));
}

/** A PUBLISH of the server's. */
export function publication(
	topic: string,
	data: string,
	{ id = 0, flags = id > 0 ? 2 : 0 }: { id?: number; flags?: number } = {},
): number[] {
	const body = [0, topic.length, ...bytesOf(topic), ...(id > 0 ? [id >> 8, id & 255] : [])];
	const length = body.length + data.length;
	const head = length < 128 ? [length] : [(length & 127) | 128, length >> 7];
	return [0x30 | flags, ...head, ...body, ...bytesOf(data)];
}
