/**
 * The typings of `u8-mqtt-packet` 0.4, which ships none: its MQTT 3.1.1 codecs and the function that
 * binds one, as far as we use them. Read in the library's source and checked by running it:
 *
 * - `decode_pkt` believes lengths inside the body: what lies beyond its end reads as undefined, and
 *   becomes NaN or 0. It throws on an unknown protocol name. `payload` is a view of the body, and
 *   the body is null when the remaining length is 0.
 * - `flags` is a Number object. Its getters test `this & (bit !== 0)`, so each answers for bit 0:
 *   `session_present` is right by luck, those of CONNECT and SUBSCRIBE are not. Use `Number(flags)`.
 *   By the same slip a CONNECT with any will, user or password decodes without them.
 * - `mqtt_stream` buffers without a bound and reads a fifth length byte: frame the bytes yourself.
 * - Strings longer than 65535 bytes are written with a length cut to 16 bits.
 * - Both ways need the globals TextEncoder and TextDecoder.
 */

declare module "u8-mqtt-packet/esm/codec_bind.js" {
	/** A parsed packet; which members there are depends on `type`. */
	export interface DecodedPacket {
		/** The first byte of the fixed header. */
		b0: number;
		/** Its low four bits, and its high four by number and by name in lower case. */
		hdr: number;
		id: number;
		type: string;
		flags?: number;
		/** A Number object. */
		reason?: number;
		pkt_id?: number;
		dup?: boolean;
		retain?: boolean;
		qos?: number;
		topic?: string;
		payload?: Uint8Array;
		/** SUBACK: Number objects. */
		answers?: number[];
		/** UNSUBSCRIBE: strings; SUBSCRIBE: with options (a Number object, QoS in its low bits). */
		topics?: (string | { topic: string; opts: number })[];
		/** CONNECT. */
		mqtt_level?: number;
		keep_alive?: number;
		client_id?: string;
	}

	export interface CodecParts {
		decode_fns: readonly unknown[];
		encode_fns: readonly unknown[];
		mqtt_reader: unknown;
		mqtt_writer: unknown;
	}

	export interface Codec {
		/** `type` is the packet's name in lower case. The answer is a buffer of its own. */
		encode_pkt(type: string, packet?: object): Uint8Array;
		/** Undefined for a type this codec does not decode. */
		decode_pkt(b0: number, body: Uint8Array | null): DecodedPacket | undefined;
	}

	/** `context` is the prototype of every decoded packet. */
	export function mqtt_pkt_ctx(level: 4 | 5, parts: CodecParts, context: object): Codec;
	export default mqtt_pkt_ctx;
}

/** What a client encodes and decodes. */
declare module "u8-mqtt-packet/esm/codec_v4_client.js" {
	import type { CodecParts } from "u8-mqtt-packet/esm/codec_bind.js";
	export const mqtt_opts_v4: CodecParts;
	export default mqtt_opts_v4;
}

/** Every packet, both ways: for a server. */
declare module "u8-mqtt-packet/esm/codec_v4_full.js" {
	import type { CodecParts } from "u8-mqtt-packet/esm/codec_bind.js";
	export const mqtt_opts_v4: CodecParts;
	export default mqtt_opts_v4;
}
