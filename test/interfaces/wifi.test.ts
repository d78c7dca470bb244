/** The Wi-Fi driver over the simulated SDK class with its faults. */

import { WiFi } from "../../hosts/sim/hardware/wifi.js";
import { PASSWORD, SSID } from "../../hosts/sim/hardware/wifi-silicon.js";
import { WiFiDriver } from "../../modules/interfaces/wifi.js";
import type { NetworkInterface } from "../../modules/uplink/provider.js";
import { expect } from "../expect.js";
import { Bench } from "../hosts/sim/hardware/bench.js";
import { broken, exercise, reportingTo } from "./watcher.js";

const wifi = { SSID, password: PASSWORD };
const STATIC = { address: "10.9.9.9", mask: "255.0.0.0", gateway: "10.0.0.1" };

function driverOn(bench: Bench): WiFiDriver {
	return new WiFiDriver({ io: WiFi, silicon: bench.wifi }, reportingTo(bench));
}

describe("Wi-Fi driver", () => {
	it("joins and reports each stage", () => {
		const bench = new Bench();
		const driver = driverOn(bench);
		bench.advance(1_000);
		expect(bench.news()).toEqual([]);
		driver.start({ wifi });
		bench.advance(5_000);
		expect(bench.news()).toEqual(["1000 300", "2500 400", "3500 500"]);
		expect([driver.connection, driver.address]).toEqual([500, "10.0.0.20"]);
		expect(driver.information()).toEqual({
			SSID: "depot",
			connectedSSID: "depot",
			RSSI: -60,
			MAC: "02:00:00:00:f0:00",
		});
	});

	it("fails at once without credentials", () => {
		const bench = new Bench();
		driverOn(bench).start({});
		expect(bench.news()).toEqual(["0 200 NO_WIFI"]);
		bench.advance(60_000);
		expect(bench.news()).toEqual([]);
	});

	it("fails with NO_WIFI when the network is absent or refuses, and when it is lost", () => {
		const bench = new Bench({ wl0: { accessPoint: false } });
		const driver = driverOn(bench);
		driver.start({ wifi });
		bench.advance(10_000);
		expect(bench.news()).toEqual(["0 300", "3000 200 NO_WIFI"]);
		driver.stop();
		bench.set({ wl0: { accessPoint: true } });
		driver.start({ wifi });
		bench.advance(10_000);
		bench.news();
		bench.set({ wl0: { accessPoint: false } });
		bench.advance(10_000);
		expect(bench.news()).toEqual(["22000 200 NO_WIFI"]);
	});

	it("shows no address below 500", () => {
		const bench = new Bench({ wl0: { dhcp: false } });
		const driver = driverOn(bench);
		driver.start({ wifi });
		bench.advance(60_000);
		expect(bench.news()).toEqual(["0 300", "1500 400"]);
		expect(driver.address).toBe(undefined);
	});

	it("stops in silence, and stays silent", () => {
		for (const after of [500, 1_700, 5_000]) {
			const bench = new Bench();
			const driver = driverOn(bench);
			driver.start({ wifi });
			bench.advance(after);
			bench.news();
			driver.stop();
			expect(driver.connection).toBe(200);
			bench.advance(60_000);
			expect(bench.news()).toEqual([]);
			expect(bench.wifi.up).toBe(false);
		}
	});

	it("joins again however soon after a stop, whatever the stop interrupted", () => {
		for (const reached of [0, 100, 1_500, 1_600, 5_000]) {
			for (const pause of [0, 1, 49, 50, 51, 119, 120, 121, 500]) {
				const bench = new Bench();
				const driver = driverOn(bench);
				driver.start({ wifi });
				bench.advance(reached);
				driver.stop();
				bench.advance(pause);
				bench.news();
				driver.start({ wifi });
				bench.advance(5_000);
				const words = bench.news().map((line) => line.replace(/^\d+ /, ""));
				expect(words, `${reached} ms, then ${pause} ms`).toEqual(["300", "400", "500"]);
			}
		}
	});

	it("waits at the radio's event only for the last of several starts and stops", () => {
		const bench = new Bench();
		const driver = driverOn(bench);
		driver.start({ wifi });
		bench.advance(5_000);
		bench.news();
		driver.stop();
		driver.start({ wifi: { SSID: "elsewhere", password: "" } });
		driver.stop();
		driver.start({ wifi });
		driver.stop();
		bench.advance(60_000);
		expect(bench.news()).toEqual([]);
		expect(bench.wifi.views.length).toBe(1);
	});

	it("leaves a network that somebody else joined before it joins its own", () => {
		const bench = new Bench();
		bench.newWiFi("earlier").connect(wifi);
		bench.advance(5_000);
		bench.news();
		const driver = driverOn(bench);
		driver.start({ wifi });
		bench.advance(5_000);
		expect(bench.news().filter((line) => !line.startsWith("earlier"))).toEqual([
			"5120 300",
			"6620 400",
			"7620 500",
		]);
	});

	it("sets a static address, and comes back to DHCP", () => {
		const bench = new Bench();
		const driver = driverOn(bench);
		driver.start({ wifi, static: STATIC });
		bench.advance(5_000);
		expect(driver.address).toBe("10.9.9.9");
		driver.stop();
		driver.start({ wifi });
		bench.advance(5_000);
		expect([driver.connection, driver.address]).toEqual([500, "10.0.0.20"]);
	});

	it("climbs again after a recovery, and hears nothing of the old view", () => {
		const bench = new Bench();
		const driver = driverOn(bench);
		driver.start({ wifi });
		bench.advance(5_000);
		bench.news();
		driver.recover(0);
		bench.advance(1_000);
		expect(bench.news()).toEqual([]);
		driver.start({ wifi });
		bench.advance(5_000);
		expect(bench.news()).toEqual(["6000 300", "7500 400", "8500 500"]);
		expect(bench.wifi.views.length).toBe(1);
	});

	it("learns at a recovery that its class does not tell one view of another's disconnect", () => {
		const bench = new Bench();
		let joined = 0;
		class Alone implements NetworkInterface {
			connection = 200;
			readonly address = undefined;
			connect(): void {
				this.connection = 500;
				joined += 1;
			}
			disconnect(): void {
				this.connection = 200;
			}
			close(): void {}
		}
		const driver = new WiFiDriver({ io: Alone }, reportingTo(bench));
		driver.start({ wifi });
		driver.stop();
		driver.start({ wifi });
		expect(joined).toBe(1);
		driver.recover(0);
		for (let turn = 0; turn < 3; turn++) {
			driver.start({ wifi });
			driver.stop();
		}
		expect(joined).toBe(4);
	});

	it("never throws over a class that always does, and fails with NO_WIFI", () => {
		for (const built of [false, true]) {
			const bench = new Bench();
			const driver = new WiFiDriver(broken(built), reportingTo(bench));
			driver.start({ wifi });
			expect(bench.news()).toEqual(["0 200 NO_WIFI"]);
			expect(driver.information()).toEqual({ SSID: "depot" });
			exercise(driver);
		}
	});

	it("is silent once closed", () => {
		const bench = new Bench();
		const driver = driverOn(bench);
		driver.start({ wifi });
		bench.news();
		driver.close();
		bench.advance(60_000);
		driver.start({ wifi });
		expect(bench.news()).toEqual([]);
		expect(bench.wifi.views.length).toBe(0);
	});
});
