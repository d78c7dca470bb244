/**
 * The simulated TCP when its network fails: handshakes nobody answers, packets that are lost, turned
 * back or repeated, and links that go down under it.
 */

import { expect } from "../../../expect.js";
import { Bench, letters, open } from "./bench.js";

describe("the simulated TCP, when its network fails", () => {
	it("is refused after a round trip where nobody listens", () => {
		const bench = new Bench();
		bench.provider.route.hold("cell");
		bench.connect();
		expect(bench.run(200_000)).toEqual(["120 socket error"]);
	});

	it("gives up a handshake into a black hole after 75 s", () => {
		const bench = new Bench();
		bench.listen();
		bench.wifi.network.upstream = "blackhole";
		bench.provider.route.hold("wifi");
		bench.connect();
		expect(bench.run(200_000)).toEqual(["75000 socket error"]);
	});

	it("ends a handshake whose packets are turned back after a round trip", () => {
		const bench = new Bench();
		bench.listen();
		bench.wifi.network.upstream = "reject";
		bench.provider.route.hold("wifi");
		bench.connect();
		expect(bench.run(200_000)).toEqual(["10 socket error"]);
	});

	it("repeats the handshake until it gets through", () => {
		const bench = new Bench();
		bench.listen();
		bench.wifi.isUp = false;
		bench.provider.route.hold("wifi");
		bench.connect();
		expect(bench.run(5000)).toEqual([]);
		bench.wifi.isUp = true;
		expect(bench.run(5000)).toEqual(["7010 socket writable 8192", "7015 far accepted over wifi"]);
	});

	it("repeats what a black hole swallowed once it heals, in order and once each", () => {
		const { bench, socket, peer, netif } = open();
		netif.network.upstream = "blackhole";
		socket.write(letters("one"));
		bench.run(10_000);
		socket.write(letters("two"));
		peer.send(letters("three"));
		expect(bench.run(40_000)).toEqual([]);
		netif.network.upstream = "ok";
		const heard = bench.run(100_000).map((line) => line.replace(/^\d+ /, ""));
		expect(heard.filter((line) => line.startsWith("far"))).toEqual(["far got one", "far got two"]);
		expect(heard.filter((line) => line.includes("socket got"))).toEqual(["socket got three"]);
		expect(heard.filter((line) => line.includes("error"))).toEqual([]);
		expect(heard).toContain("socket writable 8192");
	});

	it("ends after 60 s in a black hole with something unacknowledged, and never without", () => {
		const { bench, socket, netif } = open();
		netif.network.upstream = "blackhole";
		expect(bench.run(600_000)).toEqual([]);
		socket.write(letters("one"));
		expect(bench.run(59_999)).toEqual([]);
		expect(bench.run(1)).toEqual(["661000 socket error"]);
		expect(bench.run(600_000)).toEqual([]);
	});

	it("loses a packet that was under way when the upstream broke, and repeats it", () => {
		const { bench, socket, netif } = open("cell");
		socket.write(letters("one"));
		expect(bench.run(30)).toEqual([]);
		netif.network.upstream = "blackhole";
		expect(bench.run(100)).toEqual([]);
		netif.network.upstream = "ok";
		expect(bench.run(2000)).toEqual(["2060 far got one", "2120 socket writable 8192"]);
	});

	it("delivers once what arrived and whose acknowledgement was lost", () => {
		const { bench, socket, netif } = open("cell");
		socket.write(letters("one"));
		expect(bench.run(61)).toEqual(["1060 far got one"]);
		netif.network.upstream = "blackhole";
		bench.run(500);
		netif.network.upstream = "ok";
		expect(bench.run(5000)).toEqual(["2120 socket writable 8192"]);
	});

	it("is reset at the next send when the upstream turns packets back, and not before", () => {
		const { bench, socket, netif } = open();
		netif.network.upstream = "reject";
		expect(bench.run(300_000)).toEqual([]);
		socket.write(letters("one"));
		expect(bench.run(300_000)).toEqual(["301004 socket error"]);
	});

	it("says nothing when its link goes down, and goes on when it is back (half open)", () => {
		const { bench, socket, netif } = open();
		netif.isUp = false;
		socket.write(letters("waits"));
		expect(bench.run(600_000)).toEqual([]);
		netif.isUp = true;
		const heard = bench.run(5000).map((line) => line.replace(/^\d+ /, ""));
		expect(heard).toEqual(["far got waits", "socket writable 8192"]);
	});

	it("tells a far end that sends into nothing after a minute, and the board when it sends", () => {
		const { bench, socket, peer, netif } = open();
		netif.isUp = false;
		peer.send(letters("lost"));
		expect(bench.run(100_000)).toEqual(["61000 far closed"]);
		netif.isUp = true;
		socket.write(letters("one"));
		expect(bench.run(5000)).toEqual(["101004 socket error"]);
	});

	it("hears a reset of the far end", () => {
		const { bench, peer } = open();
		peer.reset();
		expect(bench.run(5000)).toEqual(["1002 socket error"]);
	});
});
