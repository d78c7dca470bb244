/**
 * The simulated UDP: datagrams between the board and its neighbours on an interface's own segment.
 */

import type { UDPSocket } from "../../../../modules/uplink/provider.js";
import { expect } from "../../../expect.js";
import { Bench, letters, spell } from "./bench.js";

function neighbour(bench: Bench, over: "ethernet" | "wifi", address: string) {
	return bench.network.attachUDP(over, address, 5000, ({ data, port }) =>
		bench.log(`${address} got ${spell(data)} from ${port}`),
	);
}

function socket(bench: Bench, port?: number): UDPSocket {
	const { log } = bench;
	return new bench.provider.UDP.io({
		...(port === undefined ? {} : { port }),
		onReadable() {
			const data = this.read();
			if (data)
				log.call(
					bench,
					`board got ${spell(new Uint8Array(data))} from ${data.address}:${data.port}`,
				);
		},
	});
}

describe("the simulated UDP", () => {
	it("finds the segment that has the destination, and hears answers from it", () => {
		const bench = new Bench();
		const send = neighbour(bench, "ethernet", "192.0.2.2");
		neighbour(bench, "wifi", "198.51.100.2");
		const board = socket(bench, 6000);
		board.write(letters("one"), "192.0.2.2", 5000);
		board.write(letters("two"), "198.51.100.2", 5000);
		board.write(letters("lost"), "192.0.2.9", 5000);
		board.write(letters("lost"), "192.0.2.2", 5001);
		send(letters("answer"), 6000);
		send(letters("lost"), 6001);
		expect(bench.run(1000)).toEqual([
			"1 192.0.2.2 got one from 6000",
			"1 198.51.100.2 got two from 6000",
			"1 board got answer from 192.0.2.2:5000",
		]);
	});

	it("needs no upstream, and the link", () => {
		const bench = new Bench();
		const send = neighbour(bench, "ethernet", "192.0.2.2");
		const board = socket(bench, 6000);
		bench.ethernet.network.upstream = "blackhole";
		board.write(letters("one"), "192.0.2.2", 5000);
		expect(bench.run(1000)).toEqual(["1 192.0.2.2 got one from 6000"]);
		bench.ethernet.isUp = false;
		board.write(letters("lost"), "192.0.2.2", 5000);
		send(letters("lost"), 6000);
		expect(bench.run(1000)).toEqual([]);
	});

	it("broadcasts on the segment of the default route alone", () => {
		const bench = new Bench();
		neighbour(bench, "ethernet", "192.0.2.2");
		neighbour(bench, "ethernet", "192.0.2.3");
		neighbour(bench, "wifi", "198.51.100.2");
		bench.provider.route.hold("ethernet");
		socket(bench).write(letters("all"), "255.255.255.255", 5000);
		expect(bench.run(1000)).toEqual([
			"1 192.0.2.2 got all from 49152",
			"1 192.0.2.3 got all from 49152",
		]);
	});

	it("keeps 16 datagrams unread and loses the rest", () => {
		const bench = new Bench();
		const send = neighbour(bench, "ethernet", "192.0.2.2");
		const board = new bench.provider.UDP.io({ port: 6000 });
		for (let count = 0; count < 20; count++) send(letters("x"), 6000);
		bench.run(1000);
		let read = 0;
		while (board.read()) read++;
		expect(read).toBe(16);
	});

	it("frees its port with close and with the power, and is silent then", () => {
		const bench = new Bench();
		const send = neighbour(bench, "ethernet", "192.0.2.2");
		const board = socket(bench, 6000);
		expect(() => socket(bench, 6000)).toThrow(Error, "port 6000 is in use");
		board.close();
		board.close();
		socket(bench, 6000);
		bench.network.powerOff();
		send(letters("lost"), 6000);
		expect(bench.run(1000)).toEqual([]);
		socket(bench, 6000);
		expect(() => board.read()).toThrow(Error, "closed");
		expect(() => board.write(letters("x"), "192.0.2.2", 5000)).toThrow(Error, "closed");
	});

	it("refuses what is not an address, a port or a datagram", () => {
		const bench = new Bench();
		const board = socket(bench);
		expect(() => board.write(letters("x"), "host", 5000)).toThrow(RangeError, "dotted quad");
		expect(() => board.write(letters("x"), "192.0.2.2", 65_536)).toThrow(RangeError, "UDP: port");
		expect(() => board.write(new Uint8Array(1473), "192.0.2.2", 5000)).toThrow(RangeError, "1472");
		expect(() => new bench.provider.UDP.io({ port: -1 })).toThrow(RangeError, "UDP: port");
	});
});
