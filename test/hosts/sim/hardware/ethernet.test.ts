/** The faults of the SDK's Ethernet class, each kept by its simulation. */

import { Ethernet } from "../../../../hosts/sim/hardware/ethernet.js";
import { expect } from "../../../expect.js";
import { Bench } from "./bench.js";

const STATIC = { address: "192.168.9.9", mask: "255.255.255.0", gateway: "192.168.9.1" };

describe("simulated Ethernet", () => {
	it("reports carrier and address without connect()", () => {
		const bench = new Bench();
		const eth = bench.newEthernet();
		expect(eth.connection).toBe(200);
		bench.advance(2_000);
		expect(bench.news()).toEqual([
			"eth 100 connection 400",
			"eth 1100 connection 500",
			"eth 1100 address 192.168.1.10",
		]);
	});

	it("reads 300 where 400 is meant after connect(), and throws at the next though connected", () => {
		const bench = new Bench();
		const eth = bench.newEthernet();
		eth.connect();
		bench.advance(500);
		expect(eth.connection).toBe(300);
		expect(() => eth.connect()).toThrow(Error, "already connecting");
		bench.advance(1_000);
		expect(eth.connection).toBe(500);
		expect(() => eth.connect()).toThrow(Error, "already connecting");
		eth.disconnect();
		eth.connect();
		bench.set({ eth0: { cable: false } });
		bench.advance(100);
		eth.connect();
	});

	it("keeps link, DHCP and address through disconnect(), reads 400 and says nothing", () => {
		const bench = new Bench();
		const eth = bench.newEthernet();
		eth.connect();
		bench.advance(2_000);
		bench.news();
		eth.disconnect();
		bench.advance(10_000);
		expect(eth.connection).toBe(400);
		expect(eth.address).toBe("192.168.1.10");
		expect(bench.ethernet.up).toBe(true);
		expect(bench.news()).toEqual([]);
		expect(bench.newEthernet().connection).toBe(500);
	});

	it("reads 200 for ever when no chip answers, 300 once told to connect, and throws only at configure", () => {
		const bench = new Bench({ eth0: { answers: false } });
		const eth = bench.newEthernet();
		expect(eth.connection).toBe(200);
		eth.connect();
		bench.set({ eth0: { answers: true } });
		bench.advance(86_400_000);
		expect(eth.connection).toBe(300);
		expect(eth.address).toBe(undefined);
		expect(() => eth.configure({})).toThrow(Error, "not initialized");
		expect(bench.news()).toEqual([]);
	});

	it("falls when the cable is pulled, and climbs again by itself when it is back", () => {
		const bench = new Bench();
		bench.newEthernet();
		bench.advance(2_000);
		bench.news();
		bench.set({ eth0: { cable: false } });
		expect(bench.ethernet.up).toBe(false);
		expect(bench.ethernet.addressed).toBe(true);
		bench.advance(1_000);
		expect(bench.ethernet.addressed).toBe(false);
		bench.set({ eth0: { cable: true } });
		bench.advance(2_000);
		expect(bench.news()).toEqual([
			"eth 2100 connection 200",
			"eth 3100 connection 400",
			"eth 4100 connection 500",
			"eth 4100 address 192.168.1.10",
		]);
	});

	it("does not notice a cable pulled and replugged within the time the chip needs to see it", () => {
		const bench = new Bench();
		bench.newEthernet();
		bench.advance(2_000);
		bench.news();
		bench.set({ eth0: { cable: false } });
		bench.advance(10);
		bench.set({ eth0: { cable: true } });
		bench.advance(5_000);
		expect(bench.news()).toEqual([]);
		expect(bench.ethernet.up).toBe(true);
	});

	it("keeps its last link when the chip stops answering, though nothing passes", () => {
		const bench = new Bench();
		const eth = bench.newEthernet();
		bench.advance(2_000);
		bench.news();
		bench.set({ eth0: { answers: false, cable: false } });
		bench.advance(60_000);
		expect(eth.connection).toBe(500);
		expect(bench.ethernet.up).toBe(false);
		expect(bench.news()).toEqual([]);
		bench.set({ eth0: { answers: true } });
		bench.advance(100);
		expect(bench.news()).toEqual(["eth 62100 connection 200"]);
	});

	it("stays at 500 when its lease is lost, while lwIP has no address any more", () => {
		const bench = new Bench();
		const eth = bench.newEthernet();
		bench.advance(2_000);
		bench.news();
		bench.set({ eth0: { dhcp: false } });
		bench.advance(3_599_000);
		expect(bench.ethernet.up).toBe(true);
		bench.advance(10_000);
		expect(bench.ethernet.up).toBe(false);
		expect(bench.ethernet.addressed).toBe(false);
		expect(eth.connection).toBe(500);
		bench.set({ eth0: { dhcp: true } });
		bench.advance(1_000);
		expect(bench.ethernet.up).toBe(true);
		expect(bench.news()).toEqual([]);
	});

	it("waits at 400 with a link-local address while nobody hands out addresses", () => {
		const bench = new Bench({ eth0: { dhcp: false } });
		const eth = bench.newEthernet();
		bench.advance(60_000);
		expect(eth.connection).toBe(400);
		expect(eth.address).toBe("FE80::E0:1");
		bench.set({ eth0: { dhcp: true } });
		bench.advance(1_000);
		expect(bench.news()).toEqual([
			"eth 100 connection 400",
			"eth 60700 connection 500",
			"eth 60700 address 192.168.1.10",
		]);
	});

	it("is completed early by the IPv6 address of another interface", () => {
		const bench = new Bench();
		bench.newEthernet();
		const wl = bench.newWiFi();
		bench.set({ eth0: { cable: false } });
		wl.connect({ SSID: "depot", password: "correct horse" });
		bench.advance(1_700);
		bench.set({ eth0: { cable: true } });
		bench.advance(850);
		// Link at 1800, Wi-Fi's GOT_IP6 at 2500, its own IPv4 at 2500 too: 300 ms before its IPv6.
		expect(bench.news()).toContain("eth 2500 connection 500");
	});

	it("takes a static address at once, without DHCP, and tells every view", () => {
		const bench = new Bench({ eth0: { dhcp: false } });
		const eth = bench.newEthernet("a");
		bench.newEthernet("b");
		bench.advance(500);
		bench.news();
		eth.configure({ static: STATIC });
		expect(bench.news()).toEqual([]);
		bench.advance(0);
		expect(bench.news()).toEqual([
			"b 500 connection 500",
			"b 500 address 192.168.9.9",
			"a 500 connection 500",
			"a 500 address 192.168.9.9",
		]);
		expect(bench.ethernet.up).toBe(true);
	});

	it("rejects a static address that is none, and changes nothing", () => {
		const bench = new Bench();
		const eth = bench.newEthernet();
		bench.advance(2_000);
		for (const [member, word] of [
			["address", "invalid address"],
			["mask", "invalid mask"],
			["gateway", "invalid gateway"],
		] as const) {
			const configure = () => eth.configure({ static: { ...STATIC, [member]: "1.2.3.400" } });
			expect(configure).toThrow(RangeError, word);
		}
		expect(eth.connection).toBe(500);
		expect(eth.address).toBe("192.168.1.10");
	});

	it("claims 500 without a cable when told to connect with a static address", () => {
		const bench = new Bench({ eth0: { cable: false } });
		const eth = bench.newEthernet("a");
		const other = bench.newEthernet("b");
		eth.configure({ static: STATIC });
		eth.connect();
		bench.advance(10_000);
		expect(eth.connection).toBe(500);
		expect(other.connection).toBe(200);
		expect(bench.ethernet.up).toBe(false);
	});

	it("stays at 400 when a static address is given back, until another view is constructed", () => {
		const bench = new Bench();
		const eth = bench.newEthernet();
		bench.advance(2_000);
		eth.configure({ static: STATIC });
		bench.advance(1_000);
		eth.configure({ static: false });
		bench.advance(60_000);
		expect(eth.connection).toBe(400);
		expect(bench.newEthernet().connection).toBe(500);
	});

	it("says connection before address, and says nothing to a view closed in between", () => {
		const bench = new Bench();
		const log: string[] = [];
		new Ethernet({
			silicon: bench.ethernet,
			onChanged(property) {
				log.push(`a ${property}`);
				if (this.connection === 500) this.close();
			},
		});
		bench.newEthernet("b");
		bench.advance(2_000);
		expect(log).toEqual(["a connection", "a connection"]);
		expect(bench.news()).toEqual([
			"b 100 connection 400",
			"b 1100 connection 500",
			"b 1100 address 192.168.1.10",
		]);
	});

	it("throws at everything but close() once closed, and the interface stays up", () => {
		const bench = new Bench();
		const eth = bench.newEthernet();
		bench.advance(2_000);
		eth.close();
		eth.close();
		expect(() => eth.connection).toThrow(Error, "closed");
		expect(() => eth.connect()).toThrow(Error, "closed");
		expect(bench.ethernet.up).toBe(true);
	});

	it("tells the network of DHCP's start, of an address and of its loss", () => {
		const bench = new Bench();
		const events: string[] = [];
		bench.ethernet.onNetif = (event) => events.push(`${bench.time.now} ${event}`);
		bench.newEthernet();
		bench.advance(2_000);
		bench.set({ eth0: { cable: false } });
		bench.advance(1_000);
		expect(events).toEqual(["100 dhcp", "800 up", "2100 down"]);
	});

	it("does nothing more when the board's power is gone", () => {
		const bench = new Bench();
		bench.newEthernet();
		bench.advance(500);
		bench.news();
		bench.ethernet.powerOff();
		bench.advance(10_000);
		expect(bench.news()).toEqual([]);
	});
});
