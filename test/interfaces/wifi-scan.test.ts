/** The Wi-Fi driver, stopped, listening for the network it sought: what is evidence, and what is not. */

import type { WiFiFacts } from "../../hosts/sim/facts.js";
import { WiFi } from "../../hosts/sim/hardware/wifi.js";
import { PASSWORD, SSID } from "../../hosts/sim/hardware/wifi-silicon.js";
import { WiFiDriver } from "../../modules/interfaces/wifi.js";
import { expect } from "../expect.js";
import { Bench } from "../hosts/sim/hardware/bench.js";
import { broken, reportingTo } from "./watcher.js";

const wifi = { SSID, password: PASSWORD };

function driverOn(bench: Bench): WiFiDriver {
	return new WiFiDriver({ io: WiFi, silicon: bench.wifi }, reportingTo(bench));
}

describe("Wi-Fi driver, listening for its network", () => {
	/** Stopped after an attempt at 0 that failed. */
	function failed(facts: Partial<WiFiFacts>): { bench: Bench; driver: WiFiDriver } {
		const bench = new Bench({ wl0: facts });
		const driver = driverOn(bench);
		driver.start({ wifi });
		bench.advance(5_000);
		driver.stop();
		bench.advance(1_000);
		bench.news();
		return { bench, driver };
	}

	it("tells once that a network which was absent has come", () => {
		const { bench, driver } = failed({ accessPoint: false });
		driver.scan();
		bench.advance(10_000);
		expect(bench.news()).toEqual([]);
		bench.set({ wl0: { accessPoint: true } });
		driver.scan();
		bench.advance(10_000);
		driver.scan();
		bench.advance(10_000);
		expect(bench.news()).toEqual(["17600 evidence"]);
		expect(bench.wifi.views.length).toBe(1);
	});

	it("takes a network that was there all the time for no news: it has refused us", () => {
		const { bench, driver } = failed({ passwordAccepted: false });
		for (let n = 0; n < 3; n++) {
			driver.scan();
			bench.advance(10_000);
		}
		expect(bench.news()).toEqual([]);
	});

	it("tells of one that came while an attempt was already failing, and of another network not", () => {
		for (const [SSID, news] of [
			["depot", ["23600 evidence"]],
			["elsewhere", []],
		] as const) {
			const { bench, driver } = failed({ accessPoint: false });
			driver.scan();
			bench.advance(10_000);
			driver.start({ wifi: { SSID, password: PASSWORD } });
			bench.advance(2_000);
			bench.set({ wl0: { accessPoint: true } });
			bench.advance(3_000);
			driver.stop();
			bench.advance(1_000);
			bench.news();
			for (let n = 0; n < 2; n++) {
				driver.scan();
				bench.advance(10_000);
			}
			expect(bench.news(), SSID).toEqual(news);
		}
	});

	it("gives the scan up for an attempt, at any moment of it", () => {
		for (const pause of [0, 1, 800, 1_599, 1_600, 1_601]) {
			const { bench, driver } = failed({ accessPoint: false });
			driver.scan();
			bench.set({ wl0: { accessPoint: true } });
			bench.advance(pause);
			driver.start({ wifi });
			bench.advance(5_000);
			const words = bench.news().map((line) => line.replace(/^\d+ /, ""));
			expect(words, `${pause} ms`).toEqual(["300", "400", "500"]);
			expect(bench.wifi.views.length, `${pause} ms`).toBe(1);
		}
	});

	it("does nothing while started, while leaving, without settings, or once closed", () => {
		const bench = new Bench();
		const driver = driverOn(bench);
		driver.scan();
		driver.start({});
		driver.stop();
		driver.scan();
		expect(bench.wifi.scanning).toBe(undefined);
		driver.start({ wifi });
		bench.advance(5_000);
		driver.scan();
		driver.stop();
		driver.scan();
		expect(bench.wifi.scanning).toBe(undefined);
		bench.advance(1_000);
		driver.scan();
		expect(bench.wifi.scanning !== undefined).toBe(true);
		driver.close();
		driver.scan();
		expect(bench.wifi.scanning).toBe(undefined);
	});

	it("leaves a scan of somebody else's alone, and gives up one that has not ended by the next", () => {
		const { bench, driver } = failed({ accessPoint: false });
		const other = bench.newWiFi("other");
		let ended = 0;
		other.scan({
			onFound: () => {},
			onComplete: () => {
				ended += 1;
			},
		});
		driver.scan();
		bench.advance(10_000);
		expect(ended).toBe(1);
		driver.scan();
		driver.scan();
		expect(bench.wifi.scanning).toBe(undefined);
		bench.advance(10_000);
		for (const accessPoint of [false, true]) {
			bench.set({ wl0: { accessPoint } });
			driver.scan();
			bench.advance(10_000);
		}
		expect(bench.news()).toEqual(["37600 evidence"]);
	});

	it("never throws over a class that always does, or cannot scan", () => {
		for (const fitting of [broken(false), broken(true)]) {
			const bench = new Bench();
			const driver = new WiFiDriver(fitting, reportingTo(bench));
			driver.start({ wifi });
			driver.stop();
			bench.news();
			driver.scan();
			bench.advance(10_000);
			expect(bench.news()).toEqual([]);
		}
	});
});
