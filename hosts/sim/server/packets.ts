/**
 * The server's side of the MQTT 3.1.1 wire: bytes in, whole and checked packets out, and the answers
 * a server gives. The codec believes every length it reads and wants TextEncoder and TextDecoder,
 * which XS has not (see its typings), so its reader and writer are extended here: what is cut short
 * throws `Malformed`, and the server closes that connection alone.
 */

import mqtt_pkt_ctx, { type DecodedPacket } from "u8-mqtt-packet/esm/codec_bind.js";
import mqtt_opts_v4 from "u8-mqtt-packet/esm/codec_v4_full.js";
import { decodeUTF8, encodeUTF8 } from "../../../modules/uplink/utf8.js";

/** Of one packet, head included: a larger one is treated as malformed. */
const PACKET_MAX = 262_144;
const LEVEL = 4;

export class Malformed extends Error {}

/** A payload for people to read: its text, or where it has none its bytes in hexadecimal. */
export function legible(data: Uint8Array): string {
	return (
		decodeUTF8(data) ?? Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join(" ")
	);
}

interface Reader {
	of(buffer: Uint8Array | null, options?: object): Reader;
	bin(): Uint8Array;
	step: { (width: number, at?: number): number; k?: number };
}

/** Throws where the codec's own reader would read undefined. */
class StrictReader extends (mqtt_opts_v4.mqtt_reader as { new (): Reader }) {
	override of(buffer: Uint8Array | null, options?: object): Reader {
		const reader = super.of(buffer ?? new Uint8Array(0), options);
		const length = buffer?.length ?? 0;
		const step: Reader["step"] = (width, at = step.k ?? 0) => {
			if (at + width > length) throw new Malformed("a packet is shorter than what it says");
			step.k = at + width;
			return at;
		};
		reader.step = step;
		return reader;
	}

	utf8(): string {
		const text = decodeUTF8(this.bin());
		if (text === undefined) throw new Malformed("a text that is not UTF-8");
		return text;
	}

	static for(packet: object, body: Uint8Array | null): Reader {
		return new StrictReader().of(body, { pkt: packet });
	}
}

interface Writer {
	of(): Writer;
	u16(value: number): void;
	push(bytes: Uint8Array): void;
	flush(payload: unknown): void;
}

class PlainWriter extends (mqtt_opts_v4.mqtt_writer as { new (): Writer }) {
	static for(): Writer {
		return new PlainWriter().of();
	}

	utf8(text: string): void {
		const bytes = encodeUTF8(text);
		this.u16(bytes.length);
		this.push(bytes);
	}

	override flush(payload: unknown): void {
		super.flush(typeof payload === "string" ? encodeUTF8(payload) : payload);
	}
}

const parts = { ...mqtt_opts_v4, mqtt_reader: StrictReader, mqtt_writer: PlainWriter };

/** Also for a client that a test writes by hand. */
export const codec = mqtt_pkt_ctx(LEVEL, parts, {});

export type Incoming =
	| { type: "connect"; supported: boolean; client: string; clean: boolean; keepAlive: number }
	| {
			type: "publish";
			topic: string;
			data: Uint8Array;
			QoS: 0 | 1;
			duplicate: boolean;
			retain: boolean;
			id: number;
	  }
	| { type: "puback"; id: number }
	| { type: "subscribe"; id: number; filters: { filter: string; QoS: 0 | 1 }[] }
	| { type: "unsubscribe"; id: number; filters: string[] }
	| { type: "pingreq" | "disconnect" };

/** The reserved bits of each fixed head that a client may send; PUBLISH has none. */
const HEADS: Readonly<Record<string, number>> = Object.freeze({
	connect: 0,
	puback: 0,
	subscribe: 2,
	unsubscribe: 2,
	pingreq: 0,
	disconnect: 0,
});

/** Cuts a connection's bytes into packets. Throws `Malformed`. */
export class Framer {
	#rest = new Uint8Array(0);

	push(data: Uint8Array): Incoming[] {
		let bytes = new Uint8Array(this.#rest.length + data.length);
		bytes.set(this.#rest);
		bytes.set(data, this.#rest.length);
		const packets: Incoming[] = [];
		for (;;) {
			const frame = measure(bytes);
			if (!frame) break;
			packets.push(decode(bytes[0] as number, bytes.slice(frame.head, frame.size)));
			bytes = bytes.subarray(frame.size);
		}
		this.#rest = bytes;
		return packets;
	}
}

/** Undefined: the first packet is not whole yet. */
function measure(bytes: Uint8Array): { head: number; size: number } | undefined {
	let length = 0;
	let scale = 1;
	for (let at = 1; at <= 4; at++, scale *= 128) {
		const byte = bytes[at];
		if (byte === undefined) return undefined;
		length += (byte & 0x7f) * scale;
		if (byte & 0x80) continue;
		const size = at + 1 + length;
		if (size > PACKET_MAX) throw new Malformed(`a packet of ${size} bytes`);
		return size <= bytes.length ? { head: at + 1, size } : undefined;
	}
	throw new Malformed("a remaining length of five bytes");
}

function decode(first: number, body: Uint8Array): Incoming {
	// Another level is answered, not decoded: the codec would keep it for every connection.
	if (first === 0x10 && body.length > 6 && body[6] !== LEVEL)
		return { type: "connect", supported: false, client: "", clean: true, keepAlive: 0 };
	let packet: DecodedPacket | undefined;
	try {
		packet = codec.decode_pkt(first, body);
	} catch (error) {
		throw error instanceof Malformed ? error : new Malformed(String(error));
	}
	if (!packet) throw new Malformed(`a packet of kind ${first >> 4}`);
	if (packet.type !== "publish" && HEADS[packet.type] !== packet.hdr)
		throw new Malformed(`a packet of kind ${first >> 4} with flags ${first & 15}`);
	return translate(packet);
}

function translate(packet: DecodedPacket): Incoming {
	switch (packet.type) {
		case "connect":
			return connect(packet);
		case "publish":
			return publish(packet);
		case "puback":
			return { type: "puback", id: identifier(packet) };
		case "subscribe":
			return { type: "subscribe", id: identifier(packet), filters: filters(packet) };
		case "unsubscribe":
			return {
				type: "unsubscribe",
				id: identifier(packet),
				filters: some((packet.topics ?? []) as string[]),
			};
		case "pingreq":
		case "disconnect":
			return { type: packet.type };
		default:
			throw new Malformed(`a ${packet.type} from a client`);
	}
}

function connect(packet: DecodedPacket): Incoming {
	const flags = Number(packet.flags);
	if (flags & 1) throw new Malformed("CONNECT with its reserved flag");
	return {
		type: "connect",
		supported: true,
		client: packet.client_id ?? "",
		clean: (flags & 2) !== 0,
		keepAlive: packet.keep_alive ?? 0,
	};
}

function publish(packet: DecodedPacket): Incoming {
	const { topic = "", qos = 0 } = packet;
	if (topic === "" || /[+#\0]/.test(topic)) throw new Malformed("PUBLISH to a bad topic");
	if (qos > 1) throw new Malformed(`PUBLISH with QoS ${qos}`);
	return {
		type: "publish",
		topic,
		data: (packet.payload ?? new Uint8Array(0)).slice(),
		QoS: qos === 1 ? 1 : 0,
		duplicate: packet.dup === true,
		retain: packet.retain === true,
		id: qos === 1 ? identifier(packet) : 0,
	};
}

function filters(packet: DecodedPacket): { filter: string; QoS: 0 | 1 }[] {
	const asked = (packet.topics ?? []) as { topic: string; opts: number }[];
	return some(asked).map(({ topic, opts }) => ({ filter: topic, QoS: Number(opts) > 0 ? 1 : 0 }));
}

function some<Item>(items: Item[]): Item[] {
	if (items.length === 0) throw new Malformed("a list of filters that is empty");
	return items;
}

function identifier(packet: DecodedPacket): number {
	if (!packet.pkt_id) throw new Malformed(`a ${packet.type} with packet identifier 0`);
	return packet.pkt_id;
}

/** What a server says. SUBACK's answer 128 is a refusal. */
export const outgoing = Object.freeze({
	connack: (code: number, sessionPresent: boolean): Uint8Array =>
		codec.encode_pkt("connack", { flags: { session_present: sessionPresent }, return_code: code }),
	publish: (
		message: { topic: string; data: Uint8Array; retain: boolean },
		{ QoS, id, duplicate }: { QoS: 0 | 1; id: number; duplicate: boolean },
	): Uint8Array =>
		codec.encode_pkt("publish", {
			topic: message.topic,
			payload: message.data,
			retain: message.retain,
			qos: QoS,
			pkt_id: id,
			dup: duplicate,
		}),
	puback: (id: number): Uint8Array => codec.encode_pkt("puback", { pkt_id: id }),
	suback: (id: number, answers: number[]): Uint8Array =>
		codec.encode_pkt("suback", { pkt_id: id, answers }),
	unsuback: (id: number): Uint8Array => codec.encode_pkt("unsuback", { pkt_id: id, answers: [] }),
	pingresp: (): Uint8Array => codec.encode_pkt("pingresp"),
});
