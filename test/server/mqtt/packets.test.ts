/** What goes onto the wire, byte for byte, and what may come off it. */

import { Decoder, encode, type Packet } from "../../../modules/server/mqtt/packets.js";
import { expect } from "../../expect.js";
import { bytesOf, publication } from "../support/bench.js";

function take(...bytes: number[]): Packet[] {
	return new Decoder().take(new Uint8Array(bytes));
}

function lastType(...bytes: number[]): string | undefined {
	const packets = take(...bytes);
	return packets[packets.length - 1]?.type;
}

describe("MQTT packets", () => {
	it("encodes CONNECT with will, user and password as the specification draws it", () => {
		const bytes = encode.connect({
			clientID: "dev",
			clean: false,
			keepAliveSeconds: 1200,
			user: "u",
			password: "p",
			will: { topic: "w", data: new Uint8Array([9]), QoS: 1, retain: true },
		});
		expect([...bytes]).toEqual([
			...[0x10, 27, 0, 4, ...bytesOf("MQTT"), 4, 0xec, 4, 176],
			...[0, 3, ...bytesOf("dev"), 0, 1, ...bytesOf("w"), 0, 1, 9],
			...[0, 1, ...bytesOf("u"), 0, 1, ...bytesOf("p")],
		]);
	});

	it("encodes a bare CONNECT, clean or not", () => {
		const connect = { clientID: "d", keepAliveSeconds: 0 };
		const head = [0x10, 13, 0, 4, ...bytesOf("MQTT"), 4];
		const tail = [0, 0, 0, 1, ...bytesOf("d")];
		expect([...encode.connect({ ...connect, clean: false })]).toEqual([...head, 0, ...tail]);
		expect([...encode.connect({ ...connect, clean: true })]).toEqual([...head, 2, ...tail]);
	});

	it("encodes PUBLISH with its flags, and no DUP with QoS 0", () => {
		const message = { topic: "é", data: new Uint8Array([1, 2]), id: 258, duplicate: true };
		expect([...encode.publish({ ...message, QoS: 1, retain: true })]).toEqual([
			...[0x3b, 8, 0, 2, 0xc3, 0xa9, 1, 2, 1, 2],
		]);
		expect([...encode.publish({ ...message, QoS: 0, retain: false })]).toEqual([
			...[0x30, 6, 0, 2, 0xc3, 0xa9, 1, 2],
		]);
	});

	it("encodes the small packets", () => {
		expect([...encode.puback(65_535)]).toEqual([0x40, 2, 255, 255]);
		expect([...encode.subscribe(1, "a", 1)]).toEqual([0x82, 6, 0, 1, 0, 1, 97, 1]);
		expect([...encode.unsubscribe(1, "a")]).toEqual([0xa2, 5, 0, 1, 0, 1, 97]);
		expect([...encode.pingreq()]).toEqual([0xc0, 0]);
		expect([...encode.disconnect()]).toEqual([0xe0, 0]);
	});

	it("decodes the same packets from any split of their bytes", () => {
		const bytes = new Uint8Array([
			...[0x20, 2, 1, 0],
			...publication("a/b", "x".repeat(200), { id: 7, flags: 11 }),
			...publication("c", ""),
			...[0x40, 2, 1, 2, 0x90, 3, 0, 5, 128, 0x90, 3, 0, 6, 1, 0xb0, 2, 0, 7, 0xd0, 0],
		]);
		const whole = new Decoder().take(bytes);
		expect(whole.map((packet) => packet.type)).toEqual([
			...["connack", "publish", "publish", "puback", "suback", "suback", "unsuback", "pingresp"],
		]);
		expect(whole[0]).toEqual({ type: "connack", code: 0, sessionPresent: true });
		expect(whole[4]).toEqual({ type: "suback", id: 5, granted: false });
		for (let size = 1; size < bytes.length; size++) {
			const decoder = new Decoder();
			const parts: Packet[] = [];
			for (let at = 0; at < bytes.length; at += size)
				parts.push(...decoder.take(bytes.subarray(at, at + size)));
			expect(parts, `in parts of ${size}`).toEqual(whole);
		}
	});

	it("gives a message data of its own, no view of the stream", () => {
		const [packet] = take(...publication("a", "hi", { id: 3, flags: 11 }));
		if (packet?.type !== "publish") throw new Error("expected a publish");
		expect([...packet.data]).toEqual(bytesOf("hi"));
		expect(packet.data.buffer.byteLength).toBe(2);
		expect([packet.QoS, packet.id, packet.duplicate, packet.retain]).toEqual([1, 3, true, true]);
	});

	it("refuses what is malformed, as a value and for ever", () => {
		const malformed: Record<string, number[]> = {
			"a remaining length of five bytes": [0x30, 0x80, 0x80, 0x80, 0x80],
			"the largest remaining length": [0x30, 0xff, 0xff, 0xff, 0x7f],
			"connack without a body": [0x20, 0],
			"connack too short": [0x20, 1, 0],
			"connack too long": [0x20, 3, 0, 0, 0],
			"connack with reserved flags": [0x20, 2, 2, 0],
			"puback with flags": [0x42, 2, 0, 1],
			"puback of identifier 0": [0x40, 2, 0, 0],
			"suback without an answer": [0x90, 2, 0, 1],
			"pingresp with a body": [0xd0, 1, 0],
			"publish without a body": [0x30, 0],
			"publish with an empty topic": [0x30, 2, 0, 0],
			"publish with a topic cut short": [0x30, 3, 0, 9, 65],
			"publish with an identifier cut short": [0x32, 4, 0, 1, 65, 0],
			"publish of identifier 0": [0x32, 5, 0, 1, 65, 0, 0],
			"publish with QoS 2": [0x34, 5, 0, 1, 65, 0, 1],
			"publish with QoS 3": [0x36, 5, 0, 1, 65, 0, 1],
			"publish to a wildcard": [0x30, 3, 0, 1, 35],
			"a topic that is not UTF-8": [0x30, 4, 0, 2, 0xc3, 0x28],
			"a client's packet": [0xc0, 0],
			"disconnect from a server": [0xe0, 0],
			"pubrec, of QoS 2": [0x50, 2, 0, 1],
			"kind 0": [0, 0],
			"kind 15": [0xf0, 0],
		};
		for (const [name, bytes] of Object.entries(malformed)) {
			const decoder = new Decoder();
			const packets = decoder.take(new Uint8Array([0xd0, 0, ...bytes]));
			expect(
				packets.map((packet) => packet.type),
				name,
			).toEqual(["pingresp", "malformed"]);
			expect(decoder.take(new Uint8Array([0xd0, 0])), `${name}, afterwards`).toEqual([]);
		}
	});

	it("takes a packet of exactly the bound and refuses one byte more, before it has come", () => {
		const fits = new Decoder(16).take(new Uint8Array(publication("abc", "123456789")));
		expect(fits.length).toBe(1);
		const head = publication("abc", "1234567890").slice(0, 2);
		const packets = new Decoder(16).take(new Uint8Array(head));
		expect(packets).toEqual([{ type: "malformed", what: "17 bytes where 16 is the bound" }]);
	});

	it("survives any bytes at all", () => {
		let state = 1;
		for (let round = 0; round < 3000; round++) {
			const bytes: number[] = [];
			for (let index = 0; index < 24; index++) {
				state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
				bytes.push(state >>> 24);
			}
			lastType(...bytes);
			lastType(
				(bytes[0] as number) & 0xf0,
				22,
				0,
				(bytes[1] as number) & 31,
				...bytes.slice(2, 22),
			);
		}
	});
});
