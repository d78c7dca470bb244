/** How a session begins, proves itself, ends, and goes over to another interface. */

import { expect } from "../../expect.js";
import { publication } from "../support/bench.js";
import { createProven, createSession } from "../support/mqtt.js";

describe("an MQTT session", () => {
	it("resolves over its interface, connects, and is proven by the CONNACK", () => {
		const { bench, link } = createSession();
		link.open(1, "cell");
		expect([bench.asked, bench.events()]).toEqual([["cell broker.test"], []]);
		bench.time.advance(10);
		expect(bench.events()).toEqual(["1 resolved"]);
		expect(bench.dialled).toEqual(["192.0.2.1:1883"]);
		bench.time.advance(10);
		expect(bench.wire).toEqual(["0 CONNECT dev"]);
		expect(bench.events()).toEqual([]);
		bench.time.advance(10);
		expect(bench.events()).toEqual(["1 answered"]);
		bench.time.advance(3_600_000);
		expect([bench.events(), bench.wire], "silence").toEqual([[], ["0 CONNECT dev"]]);
	});

	it("keeps alive for 20 minutes unless told otherwise", () => {
		const seconds = (keepAlive?: number) => {
			const { bench, link } = createSession(keepAlive === undefined ? {} : { keepAlive });
			link.open(1, "wifi");
			bench.time.advance(100);
			const [high = 0, low = 0] = bench.socket.sent.slice(10);
			return high * 256 + low;
		};
		expect([seconds(), seconds(60_000), seconds(1), seconds(0)]).toEqual([1200, 60, 1, 0]);
	});

	for (const [code, reason] of Object.entries({
		1: "NO_SERVER",
		2: "NO_SERVER",
		3: "SERVER_DOWN",
		4: "NOT_AUTHORISED",
		5: "NOT_AUTHORISED",
		6: "NO_SERVER",
		255: "NO_SERVER",
	}))
		it(`is lost with ${reason} when refused with code ${code}`, () => {
			const { bench, link } = createSession();
			bench.peer.connack = { code: Number(code) };
			link.open(1, "wifi");
			bench.time.advance(1_000);
			expect(bench.events()).toEqual(["1 resolved", `1 lost ${reason}`]);
			expect(bench.socket.closed).toBe(true);
		});

	it("is lost with NOT_RESOLVED without a name, NO_SERVER without TCP or when it is reset", () => {
		const unnamed = createSession();
		unnamed.bench.names = false;
		unnamed.link.open(1, "wifi");
		unnamed.bench.time.advance(100);
		expect(unnamed.bench.events()).toEqual(["1 lost NOT_RESOLVED"]);

		const refused = createSession();
		refused.bench.refusing = true;
		refused.link.open(1, "wifi");
		refused.bench.time.advance(100);
		expect(refused.bench.events()).toEqual(["1 resolved", "1 lost NO_SERVER"]);

		const stranded = createSession();
		stranded.bench.noNetwork = true;
		stranded.link.open(1, "wifi");
		stranded.bench.time.advance(100);
		expect(stranded.bench.events()).toEqual(["1 resolved", "1 lost NO_SERVER"]);

		const { bench } = createProven();
		bench.socket.reset();
		expect(bench.events()).toEqual(["1 lost NO_SERVER"]);
	});

	it("waits for a CONNACK that does not come, and is lost when anything else comes first", () => {
		const { bench, link } = createSession();
		bench.peer.connack = undefined;
		link.open(1, "wifi");
		bench.time.advance(60_000);
		expect(bench.events()).toEqual(["1 resolved"]);
		bench.socket.say(0xd0, 0);
		expect(bench.events()).toEqual(["1 lost NO_SERVER"]);
	});

	it("is lost by a second CONNACK, and by bytes that are no MQTT, without another event", () => {
		for (const bytes of [
			[0x20, 2, 0, 0],
			[0x30, 255, 255, 255, 255, 1],
			[72, 84, 84, 80],
		]) {
			const { bench } = createProven();
			bench.socket.say(...bytes, 0xd0, 0);
			bench.time.advance(1_000);
			expect(bench.events()).toEqual(["1 lost NO_SERVER"]);
			expect(bench.wire, "no polite words to a stranger").toEqual(["0 closed"]);
		}
	});

	it("understands a CONNACK split at every byte", () => {
		const { bench, link } = createSession();
		bench.peer.connack = undefined;
		link.open(1, "wifi");
		bench.time.advance(100);
		bench.events();
		for (const byte of [0x20, 2, 0]) bench.socket.say(byte);
		expect(bench.events()).toEqual([]);
		bench.socket.say(0);
		expect(bench.events()).toEqual(["1 answered"]);
	});

	it("asks by PINGREQ, and every packet is an answer", () => {
		const { bench, link } = createProven();
		link.ask(2);
		expect(bench.wire, "another attempt is not asked").toEqual([]);
		link.ask(1);
		expect([bench.wire, bench.events()]).toEqual([["0 PINGREQ"], []]);
		bench.time.advance(100);
		expect(bench.events()).toEqual(["1 answered"]);
		bench.socket.say(0xd0, 0, 0xd0, 0);
		expect(bench.events()).toEqual(["1 answered", "1 answered"]);
	});

	it("asks nothing before it is proven", () => {
		const { bench, link } = createSession();
		bench.peer.connack = undefined;
		link.ask(1);
		link.open(1, "wifi");
		for (let step = 0; step < 5; step++) {
			bench.time.advance(10);
			link.ask(1);
		}
		expect(bench.wire).toEqual(["0 CONNECT dev"]);
	});

	it("closes politely and silently, at every stage", () => {
		for (const stage of [0, 5, 15, 25, 500]) {
			const { bench, link } = createSession();
			link.open(1, "wifi");
			bench.time.advance(stage);
			bench.events();
			link.close();
			link.close();
			bench.time.advance(60_000);
			expect(bench.events(), `after ${stage} ms`).toEqual([]);
			expect(bench.sockets.every((socket) => socket.closed)).toBe(true);
			const polite = bench.wire.includes("0 DISCONNECT");
			expect(polite, `DISCONNECT after ${stage} ms`).toBe(stage >= 20);
		}
	});

	it("says nothing when the wire cannot take it, and closes all the same", () => {
		const { bench, link } = createProven();
		bench.socket.allow(1);
		link.close();
		expect(bench.wire).toEqual(["0 closed"]);
	});

	it("parts from a session that a new one replaces", () => {
		const { bench, link } = createProven();
		link.open(2, "ethernet");
		bench.time.advance(1_000);
		expect(bench.wire).toEqual(["0 DISCONNECT", "0 closed", "1 CONNECT dev"]);
		expect(bench.events()).toEqual(["2 resolved", "2 answered"]);
	});

	it("lets go from within any event: what came with it is not heard", () => {
		const { bench, link } = createProven();
		let heard = 0;
		link.onMessage = () => {
			heard += 1;
		};
		bench.react = () => link.close();
		bench.socket.say(0xd0, 0, ...publication("a", "1", { id: 7 }), 0xd0, 0);
		bench.time.advance(100);
		expect([bench.events(), bench.wire]).toEqual([["1 answered"], ["0 DISCONNECT", "0 closed"]]);
		expect(heard).toBe(0);
		for (const stage of ["resolved", "opened", "answered", "lost"]) {
			const other = createSession();
			other.bench.react = ({ type }) => {
				if (type === stage) other.link.close();
			};
			other.link.try(1, "wifi");
			other.bench.time.advance(100);
			other.link.move(1);
			other.bench.time.advance(100);
			if (stage === "lost") other.bench.socket.reset();
			const told = other.bench.events();
			expect(told[told.length - 1]?.includes(stage), stage).toBe(true);
			expect(other.bench.sockets.every((socket) => socket.closed)).toBe(true);
		}
	});

	it("is changed by no callback of a socket it has left", () => {
		const { bench, link } = createProven();
		const [old] = bench.sockets;
		link.open(2, "ethernet");
		bench.time.advance(1_000);
		bench.events();
		old?.options.onError?.call(old);
		old?.options.onWritable?.call(old, 1460);
		old?.options.onReadable?.call(old, 4);
		bench.time.advance(1_000);
		expect(bench.events()).toEqual([]);
		link.ask(2);
		bench.time.advance(100);
		expect(bench.events(), "the new one lives").toEqual(["2 answered"]);
	});
});

describe("a move of the MQTT session", () => {
	it("opens the trial beside the session, then DISCONNECT on the old before CONNECT on the new", () => {
		const { bench, link } = createProven();
		link.try(2, "ethernet");
		bench.time.advance(1_000);
		expect(bench.asked[1]).toBe("ethernet broker.test");
		expect(bench.events()).toEqual(["2 resolved", "2 opened"]);
		expect(bench.wire, "the trial is transport only").toEqual([]);
		link.ask(1);
		bench.time.advance(100);
		expect(bench.events(), "the old session runs on").toEqual(["1 answered"]);
		bench.wire.length = 0;
		link.move(2);
		bench.time.advance(1_000);
		expect(bench.wire).toEqual(["0 DISCONNECT", "0 closed", "1 CONNECT dev"]);
		expect(bench.events()).toEqual(["2 answered"]);
	});

	it("leaves the session alone when a trial fails or is given up", () => {
		const { bench, link } = createProven();
		bench.refusing = true;
		link.try(2, "ethernet");
		bench.time.advance(1_000);
		expect(bench.events()).toEqual(["2 resolved", "2 lost NO_SERVER"]);
		bench.refusing = false;
		for (const stage of [0, 15, 500]) {
			link.try(3, "ethernet");
			bench.time.advance(stage);
			bench.events();
			link.abandon(2);
			link.abandon(3);
			link.move(3);
			bench.time.advance(1_000);
			expect(bench.events()).toEqual([]);
		}
		link.ask(1);
		bench.time.advance(100);
		expect(bench.events()).toEqual(["1 answered"]);
		expect(bench.wire.filter((line) => line.startsWith("0"))).toEqual(["0 PINGREQ"]);
	});

	it("greets later when the trial is not open yet, and reports the refusal of the new session", () => {
		const { bench, link } = createProven();
		bench.peer.connack = { code: 5 };
		link.try(2, "ethernet");
		link.move(2);
		bench.time.advance(1_000);
		expect(bench.wire).toEqual(["0 DISCONNECT", "0 closed", "1 CONNECT dev", "1 closed"]);
		expect(bench.events()).toEqual(["2 resolved", "2 lost NOT_AUTHORISED"]);
	});

	it("reads what came on the trial only after the move, and not from within it", () => {
		const { bench, link } = createProven();
		link.try(2, "ethernet");
		bench.time.advance(1_000);
		bench.events();
		bench.socket.say(0xd0, 0);
		expect([bench.events(), bench.socket.unread]).toEqual([[], 2]);
		link.move(2);
		expect(bench.events()).toEqual([]);
		bench.time.advance(0);
		expect(bench.events(), "before its CONNACK").toEqual(["2 lost NO_SERVER"]);
	});

	it("delivers 200 messages of QoS 1 in order over 50 moves, duplicates marked, none lost", () => {
		const { bench, link } = createProven();
		const delivered = new Set<number>();
		link.onDelivered = (number) => delivered.add(number);
		const seen: string[] = [];
		for (let move = 0; move < 50; move++) {
			for (let count = 0; count < 4; count++)
				expect(link.publish("t", `${4 * move + count}`, { QoS: 1 })).toBe(4 * move + count + 1);
			link.try(move + 2, "ethernet");
			// Every third time the answers never reach us.
			bench.peer.puback = move % 3 !== 0;
			bench.time.advance(35);
			link.move(move + 2);
			bench.time.advance(15 + (move % 7));
		}
		bench.peer.puback = true;
		bench.time.advance(10_000);
		for (const socket of bench.sockets) seen.push(...socket.packets);
		const published = seen.filter((words) => words.startsWith("PUBLISH"));
		const first = published.filter((words) => !words.includes("dup"));
		expect(first.map((words) => words.slice(words.indexOf("=") + 1))).toEqual(
			Array.from({ length: 200 }, (_, index) => `${index}`),
		);
		const duplicates = published.filter((words) => words.includes("dup"));
		expect(duplicates.length).toBeAtLeast(1);
		for (const words of duplicates)
			expect(first, "sent before").toContain(words.replace(" dup", ""));
		expect([delivered.size, link.delivered, link.outstanding]).toEqual([200, 200, 0]);
	});
});
