/**
 * The simulated default route: ESP-IDF's own, with the faults read in its source, and ours over it.
 */

import { Connection } from "../../../../hosts/sim/network/connection.js";
import type { Identifier } from "../../../../modules/uplink/core/types.js";
import { expect } from "../../../expect.js";
import { ADDRESS, Bench } from "./bench.js";

describe("the simulated stack without the anchor", () => {
	it("elects Wi-Fi before Ethernet before PPP whenever a netif event happens (quirk 10)", () => {
		const bench = new Bench({ anchor: false });
		const { network, wifi, ethernet } = bench;
		wifi.isUp = false;
		ethernet.isAddressed = false;
		network.netifEvent("cell", "up");
		expect(network.arbiter.default).toBe("cell");
		ethernet.isAddressed = true;
		network.netifEvent("ethernet", "up");
		expect(network.arbiter.default).toBe("ethernet");
		wifi.isUp = true;
		expect(network.arbiter.default).toBe("ethernet");
		network.netifEvent("wifi", "up");
		expect(network.arbiter.default).toBe("wifi");
		wifi.isUp = false;
		network.netifEvent("wifi", "down");
		expect(network.arbiter.default).toBe("ethernet");
	});

	it("keeps a pinned default while its link is down, and has none for good after (quirk 11)", () => {
		const bench = new Bench({ anchor: false });
		const { network, cell } = bench;
		network.setDefault("cell");
		network.netifEvent("wifi", "up");
		expect(network.arbiter.default).toBe("cell");
		cell.isUp = false;
		network.netifEvent("cell", "down");
		expect(network.arbiter.default).toBe(undefined);
		cell.isUp = true;
		network.netifEvent("cell", "up");
		network.netifEvent("wifi", "up");
		expect(network.arbiter.default).toBe(undefined);
		network.arbiter.destroy("cell");
		expect(network.arbiter.default).toBe("wifi");
	});

	it("empties the one DNS table when DHCP starts on any netif (quirk 12)", () => {
		const bench = new Bench({ anchor: false });
		const { network } = bench;
		network.netifEvent("wifi", "up");
		expect(network.arbiter.servers).toEqual(["wifi"]);
		network.netifEvent("ethernet", "dhcp");
		expect(network.arbiter.servers).toEqual([]);
		expect(network.arbiter.default).toBe("wifi");
		network.netifEvent("ethernet", "up");
		expect(network.arbiter.servers).toEqual(["wifi"]);
		network.setDefault("ethernet");
		network.netifEvent("wifi", "dhcp");
		network.netifEvent("wifi", "up");
		expect(network.arbiter.servers).toEqual([]);
	});

	it("has sockets follow the default route of their birth, or throw (quirk 15)", () => {
		const bench = new Bench({ anchor: false });
		const { network } = bench;
		bench.listen();
		expect(() => bench.connect()).toThrow(Error, "no network");
		network.netifEvent("wifi", "up");
		bench.connect();
		network.setDefault("cell");
		bench.connect();
		expect(bench.run(1000).filter((line) => line.includes("accepted"))).toEqual([
			"15 far accepted over wifi",
			"180 far accepted over cell",
		]);
	});

	it("takes the route from who holds it at the next event, until the second's check", () => {
		const bench = new Bench({ anchor: false });
		const { network, provider } = bench;
		provider.route.hold("cell");
		bench.run(300);
		network.netifEvent("wifi", "up");
		expect(network.arbiter.default).toBe("wifi");
		bench.run(699);
		expect(network.arbiter.default).toBe("wifi");
		bench.run(1);
		expect(network.arbiter.default).toBe("cell");
		expect(provider.route.repairs).toBe(1);
	});
});

describe("the simulated route with the anchor", () => {
	const events = (bench: Bench): void => {
		for (const id of ["ethernet", "wifi", "cell"] as Identifier[])
			for (const kind of ["down", "up"] as const) bench.network.netifEvent(id, kind);
	};

	it("stays where it is held, whatever the netifs do, and repairs nothing", () => {
		const bench = new Bench();
		bench.provider.route.hold("cell");
		events(bench);
		expect(bench.network.arbiter.default).toBe("cell");
		expect(bench.network.arbiter.servers).toEqual(["cell"]);
		bench.run(10_000);
		expect(bench.provider.route.repairs).toBe(0);
		expect(bench.provider.route.interface).toBe("cell");
	});

	it("is nowhere before it is held and after it is let go", () => {
		const bench = new Bench();
		events(bench);
		expect(() => bench.connect()).toThrow(Error, "no network");
		bench.provider.route.hold("wifi");
		bench.connect().close();
		bench.provider.route.hold(undefined);
		expect(bench.provider.route.interface).toBe(undefined);
		expect(() => bench.connect()).toThrow(Error, "no network");
	});

	it("puts the DNS table right within a second of a DHCP start elsewhere, and counts", () => {
		const bench = new Bench();
		const { network, provider } = bench;
		provider.route.hold("wifi");
		bench.run(4500);
		network.netifEvent("ethernet", "dhcp");
		expect(network.arbiter.servers).toEqual([]);
		bench.run(499);
		expect(network.arbiter.servers).toEqual([]);
		bench.run(1);
		expect(network.arbiter.servers).toEqual(["wifi"]);
		expect(provider.route.repairs).toBe(1);
		bench.run(60_000);
		expect(provider.route.repairs).toBe(1);
	});

	it("puts a route right that other code moved or removed", () => {
		const bench = new Bench();
		const { network, provider } = bench;
		provider.route.hold("wifi");
		network.disturb("cell");
		bench.run(1000);
		expect(network.arbiter.default).toBe("wifi");
		network.disturb(undefined);
		bench.run(1000);
		expect(network.arbiter.default).toBe("wifi");
		expect(provider.route.repairs).toBe(2);
	});

	it("takes the name servers of a lease that comes later without calling it a repair", () => {
		const bench = new Bench();
		const { network, provider, ethernet } = bench;
		ethernet.isAddressed = false;
		provider.route.hold("ethernet");
		expect(network.arbiter.servers).toEqual([]);
		ethernet.isAddressed = true;
		network.netifEvent("ethernet", "up");
		bench.run(1000);
		expect(network.arbiter.servers).toEqual(["ethernet"]);
		expect(provider.route.repairs).toBe(0);
	});

	it("aborts what stands on an interface that is released, later, and tells both ends", () => {
		const bench = new Bench();
		const { network, provider } = bench;
		bench.listen();
		provider.route.hold("wifi");
		bench.connect("left");
		bench.run(100);
		provider.route.hold("cell");
		bench.connect("kept");
		bench.run(1000);
		provider.route.release("wifi");
		bench.log("released");
		expect(bench.run(1000)).toEqual(["1100 released", "1100 left error", "1105 far closed"]);
		expect(network.count(Connection)).toBe(1);
	});

	it("leaves alone what is bound to an interface that is released", () => {
		const bench = new Bench();
		const { provider } = bench;
		bench.listen();
		provider.route.hold("wifi");
		new provider.probe.io({
			interface: "wifi",
			host: ADDRESS,
			port: 80,
			onReachable: () => bench.log("reachable"),
			onError: () => bench.log("error"),
		});
		bench.run(5);
		provider.route.hold("cell");
		provider.route.release("wifi");
		expect(bench.run(1000)[0]).toBe("10 reachable");
	});

	it("names an interface that is not fitted", () => {
		const bench = new Bench();
		expect(() => bench.provider.route.release("eth1")).toThrow(RangeError, '"eth1" is not fitted');
		expect(() => bench.provider.route.hold("eth1")).toThrow(RangeError, '"eth1" is not fitted');
		expect(() => new bench.provider.resolve.io({ interface: "wl1" })).toThrow(RangeError, "wl1");
	});

	it("dies with the power, and what holds it then moves nothing of the next boot", () => {
		const bench = new Bench();
		const { network } = bench;
		const before = bench.provider;
		before.route.hold("wifi");
		network.disturb("cell");
		network.powerOff();
		bench.run(5000);
		expect(network.arbiter.default).toBe(undefined);
		bench.provider = network.provide();
		bench.provider.route.hold("cell");
		before.route.hold("wifi");
		expect(network.arbiter.default).toBe("cell");
		expect(before.route.interface).toBe(undefined);
	});
});

describe("the simulated network's traffic", () => {
	it("is counted by interface and shown to who observes it", () => {
		const bench = new Bench();
		const { network, provider } = bench;
		bench.listen();
		provider.route.hold("ethernet");
		const seen = { sent: 0, received: 0 };
		network.observe = (over, bytes, direction) => {
			expect(over).toBe("ethernet");
			seen[direction] += bytes;
		};
		const socket = bench.connect();
		bench.run(1000);
		// SYN and ACK out, SYN-ACK in.
		expect(seen).toEqual({ sent: 80, received: 40 });
		socket.write(new Uint8Array(100));
		bench.run(1000);
		expect(seen).toEqual({ sent: 220, received: 80 });
		expect(network.bytes("ethernet")).toEqual(seen);
		expect(network.bytes("cell")).toEqual({ sent: 0, received: 0 });
	});

	it("has one listener a place", () => {
		const bench = new Bench();
		bench.listen();
		expect(() => bench.listen()).toThrow(Error, `${ADDRESS}:80 is taken`);
	});
});
