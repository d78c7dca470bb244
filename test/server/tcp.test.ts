/** Plain TCP with lines of text: the same contract, with less to promise. */

import type { Message } from "../../modules/server/server.js";
import { TCPLink } from "../../modules/server/tcp.js";
import { expect } from "../expect.js";
import { Bench, bytesOf } from "./support/bench.js";

function createLink(): { bench: Bench; link: TCPLink } {
	const bench = new Bench();
	bench.parses = false;
	const link = new TCPLink({
		host: "server.test",
		port: 7,
		question: "?",
		...bench.environment(),
	});
	return { bench, link: bench.guard(link) };
}

function createProven(): { bench: Bench; link: TCPLink } {
	const { bench, link } = createLink();
	link.open(1, "wifi");
	bench.time.advance(100);
	bench.socket.say(33);
	bench.events();
	bench.socket.sent.length = 0;
	return { bench, link };
}

function sentBy(bench: Bench): string {
	return String.fromCharCode(...bench.socket.sent);
}

describe("a link of plain TCP", () => {
	it("asks as soon as it is open, and any bytes are an answer", () => {
		const { bench, link } = createLink();
		link.open(1, "wifi");
		bench.time.advance(100);
		expect([sentBy(bench), bench.events()]).toEqual(["?\n", ["1 resolved"]]);
		bench.socket.say(0);
		expect(bench.events()).toEqual(["1 answered"]);
		link.ask(1);
		link.ask(2);
		expect(sentBy(bench)).toBe("?\n?\n");
		bench.socket.reset();
		expect(bench.events()).toEqual(["1 lost NO_SERVER"]);
	});

	it("moves without a word on the old connection", () => {
		const { bench, link } = createProven();
		link.try(2, "ethernet");
		bench.time.advance(100);
		expect([bench.events(), sentBy(bench)]).toEqual([["2 resolved", "2 opened"], ""]);
		bench.socket.say(33);
		link.move(2);
		expect([bench.wire, sentBy(bench), bench.events()]).toEqual([["0 closed"], "?\n", []]);
		bench.time.advance(0);
		expect(bench.events(), "what the server said before").toEqual(["2 answered"]);
		link.close();
		bench.time.advance(1_000);
		expect(bench.events()).toEqual([]);
	});

	it("publishes lines on a proven session alone, and knows of no delivery", () => {
		const { bench, link } = createProven();
		expect(link.publish("a/b", "one two")).toBe(1);
		expect(link.publish("c", new Uint8Array())).toBe(2);
		expect(sentBy(bench)).toBe("a/b one two\nc \n");
		expect([link.outstanding, link.delivered]).toEqual([0, 0]);
		bench.socket.stalled = true;
		let accepted = 0;
		for (let count = 0; count < 100; count++)
			if (link.publish("t", "x".repeat(1_000)) > 0) accepted += 1;
		expect(accepted, "as many as have room").toBe(4);
		link.close();
		expect(link.publish("t", "x")).toBe(0);
	});

	it("brings lines from any split of their bytes, and skips one that is too long", () => {
		const { bench, link } = createProven();
		const heard: string[] = [];
		const note = (name: string) => (message: Message) => {
			heard.push(`${name} ${message.topic}=${String.fromCharCode(...message.data)}`);
		};
		link.onMessage = note("link");
		link.subscribe("a/#", { onMessage: note("a") });
		bench.socket.say(10);
		for (const byte of bytesOf("a/b one two\nPONG\n")) bench.socket.say(byte);
		bench.socket.say(...new Array<number>(5_000).fill(65), 10, ...bytesOf("a 2\n"), 255, 32, 10);
		bench.time.advance(100);
		link.unsubscribe("a/#");
		bench.socket.say(...bytesOf("a 3\n"));
		bench.time.advance(100);
		expect(heard).toEqual(["link !=", "a a/b=one two", "link PONG=", "a a=2", "link a=3"]);
	});

	it("names the argument that is wrong", () => {
		const { link } = createProven();
		const wrong = (...values: unknown[]) => {
			return () => Reflect.apply(link.publish, link, values);
		};
		expect(wrong("", "x")).toThrow(TypeError, "topic: expected a non-empty string");
		expect(wrong("a b", "x")).toThrow(RangeError, "topic: must not contain white space");
		expect(wrong("a", "x\n")).toThrow(RangeError, "data: must not contain LF");
		expect(wrong("a", "x".repeat(1_022))).toThrow(RangeError, "topic and data exceed 1022 bytes");
		expect(wrong("a", "x", { QoS: 1 })).toThrow(RangeError, "QoS: expected 0");
		expect(wrong("a", "x", { retain: true })).toThrow(RangeError, "retain: expected false");
		expect(() => link.subscribe("a", { QoS: 1 })).toThrow(RangeError, "QoS: expected 0");
		for (let count = 0; count < 64; count++) link.subscribe(`${count}`);
		expect(() => link.subscribe("64")).toThrow(RangeError, "topic: more than 64 subscriptions");
		const bench = new Bench();
		for (const question of ["", "a\nb"])
			expect(() => new TCPLink({ host: "h", port: 7, question, ...bench.environment() })).toThrow(
				Error,
				"question: ",
			);
	});
});
