/**
 * The edge to the wire of MQTT 3.1.1: what a client says as bytes, and what a server says as typed
 * packets. Read first: MQTT 3.1.1 §2.2 (fixed header), §3.3 (PUBLISH).
 *
 * The stream is framed here, not by the library, whose buffer has no bound: a packet longer than
 * the bound, or one that is no answer of a server to this client, becomes a `malformed` value,
 * after which the decoder is deaf. Nothing is thrown outward.
 *
 *   bytes ──▶ first byte ──▶ remaining length (1-4 bytes) ──▶ body ──▶ packet ──▶ first byte …
 */

import type { DecodedPacket } from "u8-mqtt-packet/esm/codec_bind.js";
import { codec, Malformed } from "./codec.js";

export const PACKET_MAX = 16_384;
const PUBLISH = 3;

/**
 * The first bytes a server may send but for PUBLISH, with the length of what follows. We ask for
 * one filter at a time, so SUBACK's is fixed too. What is none of these is refused before its body.
 */
const LENGTHS: Readonly<Record<number, number>> = Object.freeze({
	32: 2, // CONNACK
	64: 2, // PUBACK
	144: 3, // SUBACK
	176: 2, // UNSUBACK
	208: 0, // PINGRESP
});

/** What a server says. */
export type Packet =
	| { type: "connack"; code: number; sessionPresent: boolean }
	| {
			type: "publish";
			topic: string;
			data: Uint8Array;
			QoS: 0 | 1;
			duplicate: boolean;
			retain: boolean;
			/** 0 with QoS 0. */
			id: number;
	  }
	| { type: "puback" | "unsuback"; id: number }
	| { type: "suback"; id: number; granted: boolean }
	| { type: "pingresp" }
	| { type: "malformed"; what: string };

export interface Will {
	topic: string;
	data: Uint8Array;
	QoS: 0 | 1;
	retain: boolean;
}

export interface Connect {
	clientID: string;
	clean: boolean;
	/** In seconds, as the wire has it. */
	keepAliveSeconds: number;
	user?: string;
	password?: string;
	will?: Will;
}

/** A PUBLISH; `id` means nothing with QoS 0. */
export interface Publish extends Will {
	id: number;
	duplicate: boolean;
}

/** What a client says. Lengths are the caller's to have checked: text fits 16 bits. */
export const encode = Object.freeze({
	connect({ clientID, clean, keepAliveSeconds, user, password, will }: Connect): Uint8Array {
		return codec.encode_pkt("connect", {
			client_id: clientID,
			flags: { clean_start: clean },
			keep_alive: keepAliveSeconds,
			username: user,
			password,
			will: will && {
				topic: will.topic,
				payload: will.data,
				qos: will.QoS,
				retain: will.retain,
			},
		});
	},
	publish({ topic, data, QoS, retain, id, duplicate }: Publish): Uint8Array {
		return codec.encode_pkt("publish", {
			topic,
			payload: data,
			qos: QoS,
			retain,
			pkt_id: id,
			dup: duplicate && QoS > 0,
		});
	},
	puback: (id: number): Uint8Array => codec.encode_pkt("puback", { pkt_id: id }),
	subscribe: (id: number, filter: string, QoS: 0 | 1): Uint8Array =>
		codec.encode_pkt("subscribe", { pkt_id: id, topics: [filter], qos: QoS }),
	unsubscribe: (id: number, filter: string): Uint8Array =>
		codec.encode_pkt("unsubscribe", { pkt_id: id, topics: [filter] }),
	pingreq: (): Uint8Array => codec.encode_pkt("pingreq"),
	disconnect: (): Uint8Array => codec.encode_pkt("disconnect"),
});

/** Cuts one connection's bytes, split anywhere, into packets. */
export class Decoder {
	#max: number;
	#phase: "first" | "length" | "body" | "deaf" = "first";
	#first = 0;
	#length = 0;
	#lengthBytes = 0;
	#body = new Uint8Array(0);
	#filled = 0;

	constructor(max = PACKET_MAX) {
		this.#max = max;
	}

	/** The packets that `bytes` complete. A `malformed` one is the last that ever comes. */
	take(bytes: Uint8Array): Packet[] {
		const packets: Packet[] = [];
		for (let at = 0; at < bytes.length && this.#phase !== "deaf"; ) {
			let wrong: string | undefined;
			if (this.#phase === "first") wrong = this.#begin(bytes[at++] as number);
			else if (this.#phase === "length") wrong = this.#measure(bytes[at++] as number);
			else {
				const part = bytes.subarray(at, at + this.#body.length - this.#filled);
				this.#body.set(part, this.#filled);
				this.#filled += part.length;
				at += part.length;
			}
			if (wrong !== undefined) packets.push(this.#refuse(wrong));
			else if (this.#isWhole()) packets.push(this.#finish());
		}
		return packets;
	}

	/** The first byte. What is wrong with it, if anything is. */
	#begin(first: number): string | undefined {
		this.#first = first;
		this.#length = 0;
		this.#lengthBytes = 0;
		this.#phase = "length";
		const known = first >>> 4 === PUBLISH || LENGTHS[first] !== undefined;
		return known ? undefined : `first byte ${first}`;
	}

	/** One byte of the remaining length. What is wrong, if anything is. */
	#measure(byte: number): string | undefined {
		// At most four bytes of seven bits: 28 bits never overflow the shift.
		this.#length |= (byte & 0x7f) << (7 * this.#lengthBytes);
		this.#lengthBytes += 1;
		if (byte & 0x80) return this.#lengthBytes === 4 ? "a remaining length of 5 bytes" : undefined;
		const size = 1 + this.#lengthBytes + this.#length;
		if (size > this.#max) return `${size} bytes where ${this.#max} is the bound`;
		if (this.#length !== (LENGTHS[this.#first] ?? this.#length))
			return `${this.#length} bytes after first byte ${this.#first}`;
		this.#body = new Uint8Array(this.#length);
		this.#filled = 0;
		this.#phase = "body";
		return undefined;
	}

	#isWhole(): boolean {
		return this.#phase === "body" && this.#filled === this.#body.length;
	}

	#finish(): Packet {
		this.#phase = "first";
		const packet = decode(this.#first, this.#body);
		this.#body = new Uint8Array(0);
		return packet.type === "malformed" ? this.#refuse(packet.what) : packet;
	}

	#refuse(what: string): Packet {
		this.#phase = "deaf";
		this.#body = new Uint8Array(0);
		return { type: "malformed", what };
	}
}

function decode(first: number, body: Uint8Array): Packet {
	try {
		const packet = codec.decode_pkt(first, body);
		if (!packet) throw new Malformed(`a packet of kind ${first >>> 4}`);
		return packet.type === "publish" ? publish(packet) : answer(packet);
	} catch (error) {
		return { type: "malformed", what: error instanceof Error ? error.message : String(error) };
	}
}

function answer(packet: DecodedPacket): Packet {
	switch (packet.type) {
		case "connack": {
			const flags = Number(packet.flags);
			if (flags > 1) throw new Malformed("connack with reserved flags");
			return { type: "connack", code: Number(packet.reason), sessionPresent: flags === 1 };
		}
		case "puback":
		case "unsuback":
			return { type: packet.type, id: identifier(packet) };
		case "suback":
			return {
				type: "suback",
				id: identifier(packet),
				granted: Number(packet.answers?.[0]) < 0x80,
			};
		case "pingresp":
			return { type: "pingresp" };
		default:
			throw new Malformed(`${packet.type} from a server`);
	}
}

/** QoS 2 is refused: it is never asked for, and a server grants no more than was asked. */
function publish(packet: DecodedPacket): Packet {
	const { topic = "", qos = 0, payload } = packet;
	if (topic === "" || /[+#\0]/.test(topic)) throw new Malformed("publish to a bad topic");
	if (qos > 1) throw new Malformed(`publish with QoS ${qos}`);
	return {
		type: "publish",
		topic,
		data: (payload ?? new Uint8Array(0)).slice(),
		QoS: qos === 1 ? 1 : 0,
		duplicate: packet.dup === true,
		retain: packet.retain === true,
		id: qos === 1 ? identifier(packet) : 0,
	};
}

function identifier(packet: DecodedPacket): number {
	if (!packet.pkt_id) throw new Malformed(`${packet.type} with packet identifier 0`);
	return packet.pkt_id;
}
