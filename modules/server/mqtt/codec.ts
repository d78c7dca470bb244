/**
 * The codec library made strict. `u8-mqtt-packet` believes every length it reads and wants the
 * globals TextEncoder and TextDecoder (its typings say what was found); its reader and writer are
 * classes of their own, so both are extended here: what is cut short or not UTF-8 throws
 * `Malformed`, and no global is needed. `packets.ts` is the only user, and lets nothing out.
 */

import mqtt_pkt_ctx, { type Codec } from "u8-mqtt-packet/esm/codec_bind.js";
import mqtt_opts_v4 from "u8-mqtt-packet/esm/codec_v4_client.js";
import { decodeUTF8, encodeUTF8 } from "../../uplink/utf8.js";

/** The protocol level of MQTT 3.1.1. */
const LEVEL = 4;

export class Malformed extends Error {}

interface Reader {
	/** Claims `width` bytes: returns where they begin, and moves on. */
	step: { (width: number): number; k?: number };
	of(body: Uint8Array | null, options?: object): Reader;
	bin(): Uint8Array;
}

class StrictReader extends (mqtt_opts_v4.mqtt_reader as { new (): Reader }) {
	static for(packet: object, body: Uint8Array | null): Reader {
		return new StrictReader().of(body, { pkt: packet });
	}

	override of(body: Uint8Array | null, options?: object): Reader {
		const bytes = body ?? new Uint8Array(0);
		const reader = super.of(bytes, options);
		const step: Reader["step"] = (width) => {
			const at = step.k ?? 0;
			if (at + width > bytes.length) throw new Malformed("shorter than it says");
			step.k = at + width;
			return at;
		};
		reader.step = step;
		return reader;
	}

	utf8(): string {
		const text = decodeUTF8(this.bin());
		if (text === undefined) throw new Malformed("text that is not UTF-8");
		return text;
	}
}

interface Writer {
	of(): Writer;
	u16(value: number): void;
	push(bytes: Uint8Array): void;
}

class PlainWriter extends (mqtt_opts_v4.mqtt_writer as { new (): Writer }) {
	static for(): Writer {
		const writer = new PlainWriter().of();
		// At its end the library takes `push` away, which it may not where the one inherited is frozen.
		return Object.defineProperty(writer, "push", { value: writer.push, writable: true });
	}

	utf8(text: string): void {
		const bytes = encodeUTF8(text);
		this.u16(bytes.length);
		this.push(bytes);
	}
}

const parts = { ...mqtt_opts_v4, mqtt_reader: StrictReader, mqtt_writer: PlainWriter };

export const codec: Codec = mqtt_pkt_ctx(LEVEL, parts, {});
