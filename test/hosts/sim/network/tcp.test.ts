/**
 * The simulated TCP, as the SDK's sockets are over lwIP: what they say, when, and what they keep
 * silent about.
 */

import { expect } from "../../../expect.js";
import { ADDRESS, Bench, letters, open } from "./bench.js";

describe("the simulated TCP", () => {
	it("connects after a round trip of its interface, and says that it may be written", () => {
		for (const [over, there, back] of [
			["ethernet", 6, 4],
			["wifi", 15, 10],
			["cell", 180, 120],
		] as const) {
			const bench = new Bench();
			bench.listen();
			bench.provider.route.hold(over);
			bench.connect();
			expect(bench.run(1000)).toEqual([
				`${back} socket writable 8192`,
				`${there} far accepted over ${over}`,
			]);
		}
	});

	it("carries bytes both ways in order, and tells the writer of each acknowledgement", () => {
		const { bench, socket, peer } = open();
		socket.write(letters("one"));
		socket.write(letters("two").buffer as ArrayBuffer);
		peer.send(letters("three"));
		expect(bench.run(1000)).toEqual([
			"1002 far got one",
			"1002 far got two",
			"1002 socket got three",
			"1004 socket writable 8189",
			"1004 socket writable 8192",
		]);
	});

	it("throws at a write beyond the window, before the connection and after the end", () => {
		const bench = new Bench();
		bench.listen();
		bench.provider.route.hold("ethernet");
		const socket = bench.connect();
		expect(() => socket.write(letters("early"))).toThrow(Error, "not connected");
		bench.run(1000);
		socket.write(new Uint8Array(8000));
		expect(() => socket.write(new Uint8Array(193))).toThrow(RangeError, "193 bytes");
		socket.write(new Uint8Array(192));
		bench.run(1000);
		socket.write(new Uint8Array(8192));
		socket.close();
		expect(() => socket.write(letters("late"))).toThrow(Error, "closed");
		expect(() => socket.read()).toThrow(Error, "closed");
		socket.close();
	});

	it("stays where it was born when the route moves", () => {
		const { bench, socket } = open("wifi");
		bench.provider.route.hold("cell");
		socket.write(letters("x"));
		expect(bench.run(1000)).toEqual(["1005 far got x", "1010 socket writable 8192"]);
		expect(bench.network.bytes("cell").sent).toBe(0);
	});

	it("lets what was written before close arrive, and hears nothing afterwards", () => {
		const { bench, socket, peer } = open();
		socket.write(letters("last"));
		peer.send(letters("unheard"));
		socket.close();
		expect(bench.run(200_000)).toEqual(["1002 far got last", "1002 far closed"]);
	});

	it("reads what the far end said last, then hears the end", () => {
		const { bench, peer } = open();
		peer.send(letters("bye"));
		peer.close();
		expect(bench.run(200_000)).toEqual(["1002 socket got bye", "1002 socket error"]);
	});

	it("has the far end wait while 8 KiB lie unread, and loses none of it", () => {
		const bench = new Bench();
		const peers = bench.listen();
		bench.provider.route.hold("ethernet");
		let available = 0;
		const socket = new bench.provider.TCP.io({
			address: ADDRESS,
			port: 80,
			onReadable(count) {
				available = count;
			},
		});
		bench.run(1000);
		peers[0]?.send(new Uint8Array(20_000));
		bench.run(300_000);
		expect(available).toBe(7300);
		let read = 0;
		for (let round = 0; round < 10; round++) {
			for (let data = socket.read(); data; data = socket.read()) read += data.byteLength;
			bench.run(10_000);
		}
		expect(read).toBe(20_000);
		expect(bench.run(1000)).toEqual([]);
	});

	it("never calls from within a call", () => {
		const bench = new Bench();
		const peers = bench.listen();
		bench.provider.route.hold("ethernet");
		let inside = false;
		const check = (): void => expect(inside).toBe(false);
		const guarded = <Result>(call: () => Result): Result => {
			inside = true;
			const result = call();
			inside = false;
			return result;
		};
		const { TCP } = bench.provider;
		const options = { address: ADDRESS, port: 80, onWritable: check, onError: check };
		const socket = guarded(() => new TCP.io({ ...options, onReadable: check }));
		bench.run(1000);
		guarded(() => socket.write(letters("one")));
		guarded(() => peers[0]?.send(letters("two")));
		guarded(() => peers[0]?.reset());
		bench.run(1000);
		guarded(() => new TCP.io(options).close());
	});

	it("vanishes with the power: nobody is told until they ask", () => {
		const { bench, peer, netif } = open();
		bench.network.powerOff();
		netif.isUp = false;
		expect(bench.run(600_000)).toEqual([]);
		netif.isUp = true;
		bench.provider = bench.network.provide();
		peer.send(letters("still there?"));
		expect(bench.run(5000)).toEqual(["601004 far closed"]);
	});

	it("has room for 16, and for more when some are closed", () => {
		const bench = new Bench();
		bench.listen();
		bench.provider.route.hold("ethernet");
		const sockets = Array.from({ length: 16 }, () => bench.connect());
		expect(() => bench.connect()).toThrow(Error, "no memory");
		sockets[0]?.close();
		bench.connect();
		bench.run(1000);
		sockets[1]?.close();
		bench.connect();
	});

	it("refuses what is not an address, a port or its format", () => {
		const bench = new Bench();
		bench.provider.route.hold("ethernet");
		const make = (options: object) => () =>
			new bench.provider.TCP.io({ address: ADDRESS, port: 80, ...options });
		expect(make({ address: 7 })).toThrow(TypeError, "TCP: address");
		expect(make({ address: "host.example" })).toThrow(RangeError, "dotted quad");
		expect(make({ address: "1.2.3.256" })).toThrow(RangeError, "dotted quad");
		expect(make({ port: "80" })).toThrow(TypeError, "TCP: port");
		expect(make({ port: 0 })).toThrow(RangeError, "TCP: port");
		expect(make({ format: "number" })).toThrow(RangeError, "TCP: format");
	});

	it("resets a far end that has more than 256 KiB outstanding", () => {
		const { bench, peer, netif } = open();
		netif.network.upstream = "blackhole";
		for (let count = 0; count < 5; count++) peer.send(new Uint8Array(60_000));
		netif.network.upstream = "ok";
		expect(bench.run(100_000)).toEqual([]);
		const again = open();
		for (let count = 0; count < 5; count++) again.peer.send(new Uint8Array(60_000));
		expect(again.bench.run(100_000).at(-1)).toBe("1002 socket error");
	});

	it("runs the firmware's callbacks through whom the board names", () => {
		const bench = new Bench({ perform: () => bench.log("performed") });
		bench.listen();
		bench.provider.route.hold("ethernet");
		bench.connect();
		expect(bench.run(1000)).toEqual(["4 performed", "6 far accepted over ethernet"]);
	});
});
