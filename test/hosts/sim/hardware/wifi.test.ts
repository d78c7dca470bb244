/** The faults of the SDK's Wi-Fi class, each kept by its simulation. */

import { WiFi } from "../../../../hosts/sim/hardware/wifi.js";
import { PASSWORD, SSID } from "../../../../hosts/sim/hardware/wifi-silicon.js";
import { expect } from "../../../expect.js";
import { Bench } from "./bench.js";

const KEY = { SSID, password: PASSWORD };

function joined(): { bench: Bench; wl: WiFi } {
	const bench = new Bench();
	const wl = bench.newWiFi();
	wl.connect(KEY);
	bench.advance(5_000);
	bench.news();
	return { bench, wl };
}

describe("simulated Wi-Fi", () => {
	it("joins, and is at 500 when it has both addresses", () => {
		const bench = new Bench();
		const wl = bench.newWiFi();
		bench.advance(10_000);
		expect(wl.connection).toBe(200);
		wl.connect(KEY);
		expect(wl.connection).toBe(300);
		bench.advance(5_000);
		expect(bench.news()).toEqual([
			"wl 11500 connection 400",
			"wl 12500 connection 500",
			"wl 12500 address 10.0.0.20",
		]);
		expect(bench.wifi.up).toBe(true);
		expect([wl.SSID, wl.RSSI]).toEqual(["depot", -60]);
	});

	it("throws at a second connect() and at one without a network's name", () => {
		const bench = new Bench();
		const wl = bench.newWiFi();
		expect(() => wl.connect({ password: "x" })).toThrow(Error, "SSID required");
		wl.connect(KEY);
		expect(() => wl.connect(KEY)).toThrow(Error, "already connecting");
		expect(() => bench.newWiFi("other").connect(KEY)).toThrow(Error, "connect failed");
	});

	it("fails after 3 s without the access point or below its sensitivity, after 4 s when refused", () => {
		const tries: [object, string][] = [
			[{ accessPoint: false }, "wl 3000 connection 200"],
			[{ signal: -91 }, "wl 3000 connection 200"],
			[{ passwordAccepted: false }, "wl 4000 connection 200"],
		];
		for (const [facts, news] of tries) {
			const bench = new Bench({ wl0: facts });
			bench.newWiFi().connect(KEY);
			bench.advance(60_000);
			expect(bench.news()).toEqual([news]);
		}
	});

	it("joins whatever network it is asked for with whatever key: the world's facts alone decide", () => {
		for (const options of [{ SSID: "elsewhere", password: "wrong" }, { SSID: "elsewhere" }, KEY]) {
			const bench = new Bench();
			const wl = bench.newWiFi();
			wl.connect(options);
			expect(wl.SSID).toBe(undefined);
			bench.advance(5_000);
			expect([wl.connection, wl.SSID]).toEqual([500, options.SSID]);
			wl.disconnect();
			expect(wl.SSID).toBe(undefined);
		}
	});

	it("disconnects at once and in silence, and its radio's late event is no change to it", () => {
		const { bench, wl } = joined();
		wl.disconnect();
		expect(wl.connection).toBe(200);
		expect(bench.wifi.up).toBe(false);
		bench.advance(10_000);
		expect(bench.news()).toEqual([]);
	});

	it("tells another view of a disconnect when the radio's event comes", () => {
		const { bench, wl } = joined();
		const other = bench.newWiFi("other");
		wl.disconnect();
		expect(other.connection).toBe(500);
		bench.advance(1_000);
		expect(bench.news()).toEqual(["other 5120 connection 200"]);
	});

	it("loses an attempt begun before the event of the last disconnect", () => {
		const { bench, wl } = joined();
		wl.disconnect();
		bench.advance(50);
		wl.connect(KEY);
		expect(wl.connection).toBe(300);
		bench.advance(60_000);
		expect(bench.news()).toEqual(["wl 5120 connection 200"]);
		wl.connect(KEY);
		bench.advance(5_000);
		expect(wl.connection).toBe(500);
	});

	it("has an IPv6 address at 400 while nobody hands out IPv4 ones", () => {
		const bench = new Bench({ wl0: { dhcp: false } });
		const wl = bench.newWiFi();
		wl.connect(KEY);
		bench.advance(60_000);
		expect(wl.connection).toBe(400);
		expect(wl.address).toBe("FE80::F0:1");
		expect(bench.wifi.up).toBe(false);
	});

	it("stays at 500 when its lease is lost", () => {
		const { bench, wl } = joined();
		bench.set({ wl0: { dhcp: false } });
		bench.advance(7_200_000);
		expect(wl.connection).toBe(500);
		expect(bench.wifi.addressed).toBe(false);
		expect(bench.news()).toEqual([]);
	});

	it("is completed early by the IPv6 address of another interface", () => {
		const bench = new Bench();
		bench.newEthernet("eth");
		const wl = bench.newWiFi();
		bench.set({ eth0: { cable: false } });
		wl.connect(KEY);
		bench.advance(1_150);
		bench.set({ eth0: { cable: true } });
		bench.advance(3_000);
		expect(bench.news()).toContain("wl 2250 connection 500");
	});

	it("falls two seconds after the last beacon, and does not come back by itself", () => {
		const { bench, wl } = joined();
		bench.set({ wl0: { accessPoint: false } });
		expect(bench.wifi.up).toBe(false);
		bench.advance(1_900);
		expect(wl.connection).toBe(500);
		bench.advance(200);
		bench.set({ wl0: { accessPoint: true } });
		bench.advance(60_000);
		expect(bench.news()).toEqual(["wl 7000 connection 200"]);
	});

	it("forgives an absence shorter than that", () => {
		const { bench } = joined();
		bench.set({ wl0: { signal: -100 } });
		bench.advance(1_900);
		bench.set({ wl0: { signal: -70 } });
		bench.advance(60_000);
		expect(bench.news()).toEqual([]);
		expect(bench.wifi.up).toBe(true);
	});

	it("takes a static address while joined, and through the next join", () => {
		const { bench, wl } = joined();
		wl.configure({ static: { address: "10.9.9.9", mask: "255.0.0.0", gateway: "10.0.0.1" } });
		bench.advance(100);
		expect(bench.news()).toEqual(["wl 5000 address 10.9.9.9"]);
		wl.disconnect();
		bench.advance(1_000);
		wl.connect(KEY);
		bench.advance(5_000);
		expect(bench.news()).toEqual([
			"wl 7600 connection 400",
			"wl 7600 address 10.9.9.9",
			"wl 8600 connection 500",
		]);
	});

	it("may be closed by either callback, and its sister is told all the same", () => {
		const bench = new Bench();
		for (const end of ["connection", "address"]) {
			new WiFi({
				silicon: bench.wifi,
				onChanged(property) {
					bench.log.push(`${end} ${property}`);
					if (property === end) this.close();
				},
			});
		}
		bench.newWiFi().connect(KEY);
		bench.advance(5_000);
		expect(bench.news()).toEqual([
			"wl 1500 connection 400",
			"address connection",
			"connection connection",
			"wl 2500 connection 500",
			"wl 2500 address 10.0.0.20",
			"address connection",
			"address address",
		]);
	});
});

describe("a scan of simulated Wi-Fi", () => {
	function heard(bench: Bench, wl: WiFi): string[] {
		const words: string[] = [];
		const say = (word: string) => words.push(`${bench.time.now} ${word}`);
		wl.scan({
			onFound: ({ SSID, RSSI }) => {
				say(`${SSID} ${RSSI}`);
				throw new Error("swallowed");
			},
			onComplete: () => say("complete"),
		});
		return words;
	}

	it("hears the access point after all channels, and completes", () => {
		const bench = new Bench();
		const words = heard(bench, bench.newWiFi());
		bench.advance(10_000);
		expect(words).toEqual(["1600 depot -60", "1600 complete"]);
	});

	it("hears nothing where nothing is, or it is too weak", () => {
		for (const facts of [{ accessPoint: false }, { signal: -91 }]) {
			const bench = new Bench({ wl0: facts });
			const words = heard(bench, bench.newWiFi());
			bench.advance(10_000);
			expect(words).toEqual(["1600 complete"]);
		}
	});

	it("is one at a time for all views, wants onFound, and fails during an attempt to join", () => {
		const bench = new Bench();
		const wl = bench.newWiFi();
		expect(() => wl.scan({})).toThrow(Error, "onFound required");
		heard(bench, wl);
		expect(() => bench.newWiFi("other").scan({ onFound: () => {} })).toThrow(
			Error,
			"already scanning",
		);
		bench.advance(2_000);
		wl.connect(KEY);
		expect(() => wl.scan({ onFound: () => {} })).toThrow(Error, "scan failed");
		bench.advance(5_000);
		const words = heard(bench, wl);
		bench.advance(5_000);
		expect(words).toEqual(["8600 depot -60", "8600 complete"]);
	});

	it("keeps an attempt to join from beginning, and ends with its view", () => {
		const bench = new Bench();
		const wl = bench.newWiFi();
		const other = bench.newWiFi("other");
		const words = heard(bench, other);
		expect(() => wl.connect(KEY)).toThrow(Error, "connect failed");
		other.close();
		wl.connect(KEY);
		bench.advance(5_000);
		expect(words).toEqual([]);
		expect(wl.connection).toBe(500);
	});

	it("is ended, with nothing heard, by the late event of one that was stopped", () => {
		const bench = new Bench();
		const stopped = bench.newWiFi("stopped");
		stopped.scan({ onFound: () => {} });
		stopped.close();
		const words = heard(bench, bench.newWiFi());
		bench.advance(10_000);
		expect(words).toEqual(["20 complete"]);
	});

	it("is silent when its view is closed before it could be told, and when the power went", () => {
		const bench = new Bench();
		const wl = bench.newWiFi();
		const words = heard(bench, wl);
		bench.advance(1_599);
		bench.time.after(1, () => wl.close());
		bench.advance(10_000);
		const off = heard(bench, bench.newWiFi("off"));
		bench.wifi.powerOff();
		bench.advance(10_000);
		expect([...words, ...off]).toEqual([]);
	});
});
