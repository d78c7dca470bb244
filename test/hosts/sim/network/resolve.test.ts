/**
 * The simulated resolver and probe: both ask over one interface, whatever the default route is.
 */

import { NOWHERE } from "../../../../hosts/sim/network.js";
import type { Identifier } from "../../../../modules/uplink/core/types.js";
import { expect } from "../../../expect.js";
import { ADDRESS, Bench, HOST } from "./bench.js";

function ask(bench: Bench, over: Identifier, host = HOST) {
	const resolver = new bench.provider.resolve.io({ interface: over });
	resolver.resolve({
		host,
		onResolved: (name, address) => bench.log(`${name} is ${address}`),
		onError: () => bench.log(`${host} error`),
	});
	return resolver;
}

function probe(bench: Bench, over: Identifier, host = HOST, port = 80) {
	return new bench.provider.probe.io({
		interface: over,
		host,
		port,
		onReachable: () => bench.log("reachable"),
		onError: () => bench.log("error"),
	});
}

describe("the simulated resolver", () => {
	it("answers after a round trip over its own interface, without any route", () => {
		const bench = new Bench();
		ask(bench, "ethernet");
		ask(bench, "cell");
		expect(bench.run(10_000)).toEqual([`4 ${HOST} is ${ADDRESS}`, `120 ${HOST} is ${ADDRESS}`]);
	});

	it("answers a dotted quad with itself, later, and without a network", () => {
		const bench = new Bench();
		bench.wifi.isUp = false;
		ask(bench, "wifi", "192.0.2.7");
		expect(bench.run(0)).toEqual(["0 192.0.2.7 is 192.0.2.7"]);
		expect(bench.network.bytes("wifi").sent).toBe(0);
	});

	it("fails after a round trip for a name that is not known", () => {
		const bench = new Bench();
		ask(bench, "wifi", "nobody.example");
		expect(bench.run(20_000)).toEqual(["10 nobody.example error"]);
	});

	it("fails after 8 s where servers keep silent, or no link is", () => {
		for (const spoil of [
			(bench: Bench) => {
				bench.wifi.network.dns = "silent";
			},
			(bench: Bench) => {
				bench.wifi.isUp = false;
			},
			(bench: Bench) => {
				bench.wifi.isAddressed = false;
			},
		]) {
			const bench = new Bench();
			spoil(bench);
			ask(bench, "wifi");
			expect(bench.run(20_000)).toEqual([`8000 ${HOST} error`]);
		}
	});

	it("asks three times, and takes the answer to any of them", () => {
		const bench = new Bench();
		bench.wifi.network.dns = "silent";
		ask(bench, "wifi");
		bench.run(4000);
		bench.wifi.network.dns = "ok";
		expect(bench.run(10_000)).toEqual([`5010 ${HOST} is ${ADDRESS}`]);
		expect(bench.network.bytes("wifi").sent).toBe(3 * 65);
	});

	it("is answered beside the gateway, whatever the upstream does", () => {
		for (const upstream of ["blackhole", "reject"] as const) {
			const bench = new Bench();
			bench.wifi.network.upstream = upstream;
			ask(bench, "wifi");
			expect(bench.run(20_000)).toEqual([`10 ${HOST} is ${ADDRESS}`]);
		}
	});

	it("believes servers that lie, and nobody listens at what they say", () => {
		const bench = new Bench();
		bench.listen();
		bench.wifi.network.dns = "wrong";
		ask(bench, "wifi");
		bench.provider.route.hold("wifi");
		bench.connect("socket", NOWHERE);
		expect(bench.run(20_000)).toEqual([`10 ${HOST} is ${NOWHERE}`, "10 socket error"]);
	});

	it("is silent once closed, and after the power went", () => {
		const bench = new Bench();
		const resolver = ask(bench, "wifi");
		resolver.close();
		resolver.close();
		ask(bench, "wifi");
		bench.network.powerOff();
		expect(bench.run(20_000)).toEqual([]);
	});

	it("fails a ninth question at a time", () => {
		const bench = new Bench();
		const resolver = new bench.provider.resolve.io({ interface: "wifi" });
		for (let count = 1; count <= 9; count++)
			resolver.resolve({
				host: HOST,
				onResolved: () => bench.log(`${count} resolved`),
				onError: () => bench.log(`${count} error`),
			});
		const heard = bench.run(20_000);
		expect(heard.length).toBe(9);
		expect(heard[0]).toBe("0 9 error");
	});
});

describe("the simulated probe", () => {
	it("reaches over its interface while the route is elsewhere, and leaves no connection", () => {
		const bench = new Bench();
		bench.listen();
		bench.provider.route.hold("ethernet");
		probe(bench, "cell");
		expect(bench.run(100_000)).toEqual([
			"240 reachable",
			"300 far accepted over cell",
			"300 far closed",
		]);
		expect(bench.network.bytes("ethernet").sent).toBe(0);
	});

	it("fails when the name is not known, the port refuses, or servers lie", () => {
		const bench = new Bench();
		bench.listen();
		probe(bench, "wifi", "nobody.example");
		expect(bench.run(100_000)).toEqual(["10 error"]);
		probe(bench, "wifi", HOST, 81);
		expect(bench.run(100_000)).toEqual(["100020 error"]);
		bench.wifi.network.dns = "wrong";
		probe(bench, "wifi");
		expect(bench.run(100_000)).toEqual(["200020 error"]);
	});

	it("asks no name for a dotted quad", () => {
		const bench = new Bench();
		bench.listen();
		bench.wifi.network.dns = "silent";
		probe(bench, "wifi", ADDRESS);
		expect(bench.run(100)[0]).toBe("10 reachable");
	});

	it("is silent once closed, whatever it was at", () => {
		for (const after of [0, 5, 10, 15, 19]) {
			const bench = new Bench();
			const question = probe(bench, "wifi");
			bench.run(after);
			question.close();
			expect(bench.run(200_000), `closed after ${after}`).toEqual([]);
		}
	});

	it("waits as long as the stack does when nothing answers", () => {
		const bench = new Bench();
		bench.listen();
		probe(bench, "wifi");
		bench.run(10);
		bench.wifi.network.upstream = "blackhole";
		expect(bench.run(200_000)).toEqual(["75010 error"]);
	});
});
