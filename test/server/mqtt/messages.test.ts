/** What travels on a session: publications, subscriptions, and the messages they bring. */

import type { Message } from "../../../modules/server/server.js";
import { expect } from "../../expect.js";
import { publication } from "../support/bench.js";
import { createProven, createSession } from "../support/mqtt.js";

function textOf({ topic, data }: Message): string {
	return `${topic}=${String.fromCharCode(...data)}`;
}

describe("publishing by MQTT", () => {
	it("refuses QoS 0 without a session, and keeps QoS 1 for it", () => {
		const { bench, link } = createSession();
		expect(link.publish("t", "zero")).toBe(0);
		expect(link.publish("t", "one", { QoS: 1, retain: true })).toBe(1);
		expect(link.outstanding).toBe(1);
		link.open(1, "wifi");
		bench.time.advance(25);
		expect(link.publish("t", "zero"), "before the CONNACK").toBe(0);
		bench.time.advance(100);
		expect(bench.socket.packets).toEqual(["CONNECT dev", "PUBLISH 1 #1 retain t=one"]);
		expect(link.publish("t", "zero")).toBe(2);
		expect(bench.socket.packets[2]).toBe("PUBLISH 0 t=zero");
	});

	it("tells of each delivery once, later, by its number", () => {
		const { bench, link } = createProven();
		const numbers: number[] = [];
		link.onDelivered = (number) => numbers.push(number);
		link.publish("t", "a", { QoS: 1 });
		link.publish("t", "zero");
		link.publish("t", "b", { QoS: 1 });
		bench.peer.puback = false;
		bench.socket.say(0x40, 2, 0, 2, 0x40, 2, 0, 2, 0x40, 2, 0, 9);
		expect([numbers, link.delivered, link.outstanding]).toEqual([[], 1, 1]);
		bench.time.advance(0);
		expect(numbers).toEqual([3]);
		bench.time.advance(1_000);
		expect([numbers, link.delivered, link.outstanding]).toEqual([[3, 1], 2, 0]);
	});

	it("sends eight and waits for their answers", () => {
		const { bench, link } = createProven();
		bench.peer.puback = false;
		for (let count = 0; count < 20; count++) link.publish("t", "x", { QoS: 1 });
		bench.time.advance(1_000);
		expect(bench.socket.packets.length).toBe(8);
		bench.socket.say(0x40, 2, 0, 3);
		expect(bench.socket.packets[8]).toBe("PUBLISH 1 #9 t=x");
		expect(bench.socket.packets.length).toBe(9);
	});

	it("resends with DUP and the same identifier on a new session, in order", () => {
		const { bench, link } = createProven({ outbox: { window: 2 } });
		bench.peer.puback = false;
		for (const data of ["a", "b", "c"]) link.publish("t", data, { QoS: 1 });
		bench.time.advance(100);
		expect(bench.socket.packets).toEqual(["PUBLISH 1 #1 t=a", "PUBLISH 1 #2 t=b"]);
		bench.socket.reset();
		bench.peer.puback = true;
		for (const present of [true, false]) {
			bench.peer.connack = { present };
			link.open(present ? 2 : 3, "cell");
			bench.peer.puback = !present;
			bench.time.advance(100);
			expect(bench.socket.packets.slice(1, 3)).toEqual([
				"PUBLISH 1 #1 dup t=a",
				"PUBLISH 1 #2 dup t=b",
			]);
		}
		expect(bench.socket.packets[3]).toBe("PUBLISH 1 #3 t=c");
		expect(link.outstanding).toBe(0);
	});

	it("does not send what expired while there was no session", () => {
		const { bench, link } = createSession();
		link.publish("t", "old", { QoS: 1, expires: 1_000 });
		link.publish("t", "new", { QoS: 1, expires: 5_000 });
		bench.time.advance(2_000);
		expect(link.outstanding).toBe(1);
		link.open(1, "wifi");
		bench.time.advance(100);
		expect(bench.socket.packets).toEqual(["CONNECT dev", "PUBLISH 1 #2 t=new"]);
	});

	it("takes text, buffers and views, and copies them", () => {
		const { bench, link } = createProven();
		const bytes = new Uint8Array([120, 104, 105, 120]);
		bench.socket.allow(0);
		link.publish("t", bytes.subarray(1, 3));
		link.publish("t", bytes.buffer);
		bytes.fill(0);
		link.publish("t", "é");
		link.publish("t", "");
		bench.socket.allow(1460);
		expect(bench.socket.packets).toEqual([
			"PUBLISH 0 t=hi",
			"PUBLISH 0 t=xhix",
			"PUBLISH 0 t=\xc3\xa9",
			"PUBLISH 0 t=",
		]);
	});

	it("names the argument that is wrong and sends nothing", () => {
		const { bench, link } = createProven({ outbox: { bytes: 100 } });
		const wrong = (...values: unknown[]) => {
			return () => Reflect.apply(link.publish, link, values);
		};
		for (const topic of ["", 7, undefined, null, {}])
			expect(wrong(topic, "x")).toThrow(TypeError, "topic: expected a non-empty string");
		for (const topic of ["a/+", "#", "a+b"])
			expect(wrong(topic, "x")).toThrow(RangeError, "topic: must not contain + or #");
		expect(wrong("a\0", "x")).toThrow(RangeError, "topic: must not contain NUL");
		expect(wrong("é".repeat(32_768), "x")).toThrow(RangeError, "topic: longer than 65535 bytes");
		for (const data of [undefined, null, 7, [1], {}, new DataView(new ArrayBuffer(1))])
			expect(wrong("t", data)).toThrow(TypeError, "data: expected a string");
		for (const data of ["x".repeat(100), "é".repeat(50), new Uint8Array(100), new ArrayBuffer(100)])
			expect(wrong("t", data)).toThrow(RangeError, "data: topic and data exceed 100 bytes");
		for (const QoS of [2, -1, 0.5, Number.NaN])
			expect(wrong("t", "x", { QoS })).toThrow(RangeError, "QoS: expected 0 or 1");
		for (const QoS of ["1", null, true])
			expect(wrong("t", "x", { QoS })).toThrow(TypeError, "QoS: expected 0 or 1");
		expect(wrong("t", "x", { retain: 1 })).toThrow(TypeError, "retain: expected a boolean");
		expect(wrong("t", "x", { expires: "1" })).toThrow(TypeError, "expires: expected a number");
		for (const expires of [-1, Number.NaN])
			expect(wrong("t", "x", { expires })).toThrow(RangeError, "expires: expected a duration");
		for (const options of [null, 7, "x"])
			expect(wrong("t", "x", options)).toThrow(TypeError, "options: expected an object");
		bench.time.advance(1_000);
		expect([bench.wire, link.outstanding]).toEqual([[], 0]);
		expect(link.publish("t", "x".repeat(99))).toBe(1);
	});

	it("may be called from within every callback, wrong arguments included", () => {
		const { bench, link } = createProven();
		const thrown: string[] = [];
		const publish = (data: string) => {
			link.publish("t", data, { QoS: 1 });
			try {
				link.publish("", data);
			} catch (error) {
				thrown.push((error as Error).message);
			}
		};
		link.subscribe("own", { onMessage: () => publish("own") });
		link.onMessage = () => publish("other");
		link.onDelivered = (number) => {
			if (number === 1) publish("delivered");
		};
		bench.time.advance(100);
		bench.socket.say(...publication("own", ""), ...publication("other", ""));
		bench.time.advance(1_000);
		expect(bench.socket.packets.slice(1).map((words) => words.slice(words.indexOf("t=")))).toEqual([
			"t=own",
			"t=other",
			"t=delivered",
		]);
		expect(thrown.length).toBe(3);
		link.onMessage = () => link.close();
		bench.events();
		bench.socket.say(...publication("other", ""));
		bench.time.advance(1_000);
		expect(bench.events(), "closed from within a callback").toEqual(["1 answered"]);
	});
});

describe("subscriptions by MQTT", () => {
	it("are sent once the session is proven, and kept over resumed sessions", () => {
		const { bench, link } = createSession();
		link.subscribe("a/#", { QoS: 1 });
		link.open(1, "wifi");
		bench.time.advance(100);
		link.subscribe("b");
		bench.time.advance(100);
		expect(bench.socket.packets).toEqual(["CONNECT dev", "SUBSCRIBE #1 a/# 1", "SUBSCRIBE #2 b 0"]);
		bench.peer.connack = { present: true };
		link.open(2, "cell");
		bench.time.advance(100);
		expect(bench.socket.packets, "the server has them").toEqual(["CONNECT dev"]);
	});

	it("are all sent again when the server has forgotten the session", () => {
		const { bench, link } = createProven();
		link.subscribe("a");
		link.subscribe("b");
		link.unsubscribe("b");
		bench.time.advance(100);
		link.open(2, "cell");
		bench.time.advance(100);
		expect(bench.socket.packets).toEqual(["CONNECT dev", "SUBSCRIBE #4 a 0"]);
	});

	it("are sent again after a move when no answer came, or a refusal", () => {
		const { bench, link } = createProven();
		bench.peer.suback = undefined;
		bench.peer.unsuback = false;
		link.subscribe("a");
		bench.time.advance(100);
		bench.peer.suback = 128;
		link.subscribe("b");
		link.unsubscribe("c");
		bench.time.advance(3_600_000);
		expect(bench.socket.packets).toEqual([
			"SUBSCRIBE #1 a 0",
			"SUBSCRIBE #2 b 0",
			"UNSUBSCRIBE #3 c",
		]);
		bench.peer = { ...bench.peer, suback: 0, unsuback: true, connack: { present: true } };
		link.open(2, "cell");
		bench.time.advance(100);
		expect(bench.socket.packets).toEqual([
			"CONNECT dev",
			"SUBSCRIBE #4 a 0",
			"SUBSCRIBE #5 b 0",
			"UNSUBSCRIBE #6 c",
		]);
		link.open(3, "wifi");
		bench.time.advance(100);
		expect(bench.socket.packets, "now the server has them all").toEqual(["CONNECT dev"]);
	});

	it("bring a message to every callback that matches, else to the link's, later", () => {
		const { bench, link } = createProven();
		const heard: string[] = [];
		link.subscribe("a/+", { onMessage: (message) => heard.push(`+ ${textOf(message)}`) });
		link.subscribe("a/#", { onMessage: (message) => heard.push(`# ${textOf(message)}`) });
		link.subscribe("c");
		link.onMessage = (message) => heard.push(`link ${textOf(message)}`);
		bench.time.advance(100);
		for (const topic of ["a/b", "a", "c", "$SYS/a"]) bench.socket.say(...publication(topic, "1"));
		expect(heard).toEqual([]);
		bench.time.advance(0);
		expect(heard).toEqual(["+ a/b=1", "# a/b=1", "# a=1", "link c=1", "link $SYS/a=1"]);
	});

	it("go quiet at once when given up, even for a message that has arrived", () => {
		const { bench, link } = createProven();
		const heard: string[] = [];
		link.subscribe("a", { onMessage: (message) => heard.push(textOf(message)) });
		bench.time.advance(100);
		bench.socket.say(...publication("a", "1"));
		link.unsubscribe("a");
		bench.time.advance(100);
		expect(heard).toEqual([]);
	});

	it("acknowledge QoS 1 and tell of duplicates and retained messages", () => {
		const { bench, link } = createProven();
		const heard: unknown[] = [];
		link.onMessage = ({ QoS, duplicate, retain }) => heard.push([QoS, duplicate, retain]);
		bench.socket.say(...publication("a", "1", { id: 7 }));
		expect(bench.wire).toEqual(["0 PUBACK #7"]);
		bench.socket.say(...publication("a", "1", { id: 7, flags: 11 }), ...publication("a", "2"));
		bench.time.advance(10);
		expect(bench.wire).toEqual(["0 PUBACK #7", "0 PUBACK #7"]);
		expect(heard).toEqual([
			[1, false, false],
			[1, true, true],
			[0, false, false],
		]);
	});

	it("name the argument that is wrong, and end at 64 filters", () => {
		const { link } = createSession();
		const wrong = (...values: unknown[]) => {
			return () => Reflect.apply(link.subscribe, link, values);
		};
		for (const topic of ["", 7, undefined])
			expect(wrong(topic)).toThrow(TypeError, "topic: expected a non-empty string");
		for (const topic of ["a#", "#/a", "a/b+", "++"])
			expect(wrong(topic)).toThrow(RangeError, "topic: + and # must fill a level");
		expect(wrong("a", { QoS: 2 })).toThrow(RangeError, "QoS: expected 0 or 1");
		expect(wrong("a", { onMessage: 1 })).toThrow(TypeError, "onMessage: expected a function");
		expect(wrong("a", 1)).toThrow(TypeError, "options: expected an object");
		for (let count = 0; count < 64; count++) link.subscribe(`${count}`);
		expect(wrong("one/more")).toThrow(RangeError, "topic: more than 64 subscriptions");
		link.subscribe("63", { QoS: 1 });
	});
});
