/** What bounds an MQTT session: the wire, the application, and the options it is made with. */

import { expect } from "../../expect.js";
import { publication } from "../support/bench.js";
import { createProven, createSession } from "../support/mqtt.js";

describe("back-pressure on an MQTT session", () => {
	it("writes never more than allowed, in parts, and resumes where it stopped", () => {
		const { bench, link } = createProven();
		bench.capacity = 7;
		bench.socket.allow(7);
		link.publish("topic", "0123456789", { QoS: 1 });
		link.publish("topic", "abcdefghij");
		expect(bench.socket.packets).toEqual([]);
		bench.time.advance(1_000);
		expect(bench.socket.packets).toEqual([
			"PUBLISH 1 #1 topic=0123456789",
			"PUBLISH 0 topic=abcdefghij",
		]);
	});

	it("holds a stalled peer's messages in the outbox, within its bounds", () => {
		const { bench, link } = createProven();
		const { socket } = bench;
		socket.stalled = true;
		let accepted = 0;
		for (let count = 0; count < 1_000; count++)
			if (link.publish("t", "x".repeat(999)) > 0) accepted += 1;
		// 16 in the outbox, 3 in the transport's queue, and 1 gone to TCP.
		expect(accepted).toBe(20);
		for (let count = 0; count < 10_000; count++) link.ask(1);
		bench.time.advance(60_000);
		expect(socket.sent.length).toBeAtMost(1_460 + 100);
		socket.stalled = false;
		socket.allow(1_460);
		bench.time.advance(60_000);
		expect(socket.packets.filter((words) => words.startsWith("PUBLISH")).length).toBe(20);
		expect(link.outstanding).toBe(0);
	});

	it("reads no more from a server whose answers cannot be sent", () => {
		const { bench } = createProven();
		const { socket } = bench;
		socket.stalled = true;
		const message = publication("a", "", { id: 7 });
		for (let count = 0; count < 2_000; count++) {
			socket.say(...message);
			bench.time.advance(0);
		}
		// 2 KiB of PUBACKs in our queue and what TCP took: the rest is TCP's to hold.
		expect(socket.unread).toBeAtLeast(7 * 1_000);
		socket.stalled = false;
		socket.allow(1_460);
		bench.time.advance(60_000);
		expect([socket.unread, socket.packets.length]).toEqual([0, 2_000]);
	});

	it("reads no more while the application has not run its callbacks", () => {
		const { bench, link } = createProven();
		let heard = 0;
		link.onMessage = () => {
			heard += 1;
			if (heard % 10 === 0) throw new Error("an application's mistake");
		};
		const flood = Array.from({ length: 500 }, () => publication("a", "x")).flat();
		bench.socket.say(...flood);
		expect(bench.socket.unread, "one read of 512 bytes").toBe(flood.length - 512);
		for (let tries = 0; tries < 60; tries++)
			try {
				bench.time.advance(1_000);
			} catch {
				// `defer` hands an application's mistake to whoever runs it.
			}
		expect([heard, bench.socket.unread]).toEqual([500, 0]);
	});
});

describe("the options of an MQTT session", () => {
	it("name the one that is wrong, and print no secret", () => {
		const wrong = (options: object) => () => createSession(options);
		expect(wrong({ host: "" })).toThrow(TypeError, "host: expected a non-empty string");
		expect(wrong({ host: "a b" })).toThrow(RangeError, "host: expected printable ASCII");
		expect(wrong({ port: 0 })).toThrow(RangeError, "port: expected an integer from 1 to 65535");
		expect(wrong({ port: "1883" })).toThrow(TypeError, "port: expected a number");
		expect(wrong({ clientID: "" })).toThrow(TypeError, "clientID: expected a non-empty string");
		expect(wrong({ keepAlive: -1 })).toThrow(RangeError, "keepAlive: expected an integer");
		expect(wrong({ clean: 1 })).toThrow(TypeError, "clean: expected a boolean");
		expect(wrong({ password: "p" })).toThrow(TypeError, "password: expected a user with it");
		expect(wrong({ user: 7 })).toThrow(TypeError, "user: expected a non-empty string");
		expect(wrong({ will: { topic: "#", data: "" } })).toThrow(RangeError, "topic: must not");
		expect(wrong({ outbox: 7 })).toThrow(TypeError, "outbox: expected an object");
		expect(wrong({ outbox: { count: 0 } })).toThrow(RangeError, "outbox.count: expected");
		expect(wrong({ outbox: { keep: "disk" } })).toThrow(RangeError, "outbox.keep: expected");
	});

	it("keep the outbox in flash when asked, at the manager's own pace", () => {
		const saves: number[] = [];
		const keeper = {
			load: () => undefined,
			save: (record: ArrayBuffer) => {
				saves.push(record.byteLength);
			},
		};
		const { bench, link } = createProven({ outbox: { keep: "flash", keeper } });
		bench.peer.puback = false;
		link.publish("t", "x", { QoS: 1 });
		for (let minute = 0; minute < 60; minute++) {
			bench.time.advance(60_000);
			link.ask(1);
		}
		expect(saves, "11 of the record, 17 of the entry, 2 of the message").toEqual([30]);
		link.publish("t", "y", { QoS: 1 });
		link.publish("t", "z", { QoS: 1 });
		link.save();
		link.save();
		expect(saves).toEqual([30, 49, 68]);
	});
});
