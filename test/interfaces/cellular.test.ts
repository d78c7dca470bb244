/** The cellular driver over the simulated modem, and over classes that give no reason. */

import type { CellularFacts } from "../../hosts/sim/facts.js";
import { Cellular } from "../../hosts/sim/hardware/cellular.js";
import { CellularDriver } from "../../modules/interfaces/cellular.js";
import type { NetworkInterface } from "../../modules/uplink/provider.js";
import { expect } from "../expect.js";
import { Bench } from "../hosts/sim/hardware/bench.js";
import { broken, exercise, reportingTo } from "./watcher.js";

function driverOn(bench: Bench): CellularDriver {
	return new CellularDriver({ io: Cellular, silicon: bench.cellular }, reportingTo(bench));
}

describe("cellular driver", () => {
	it("reports the climb, with no reason while it climbs", () => {
		const bench = new Bench();
		const driver = driverOn(bench);
		driver.start({ cellular: { APN: "internet" } });
		bench.advance(60_000);
		expect(bench.news()).toEqual([
			"0 100",
			"4000 150",
			"4500 200",
			"4600 300",
			"7600 320",
			"7800 340",
			"9800 400",
			"10100 500",
		]);
		expect(driver.address).toBe("100.64.0.30");
		expect(driver.information()).toEqual({
			operator: "Uplink Mobile",
			IMEI: "356938035643800",
			ICCID: "8944500000000000000",
			RSSI: -75,
			APN: "internet",
		});
	});

	it("knows the APN that the modem was last given, also after it stopped", () => {
		const bench = new Bench();
		const driver = driverOn(bench);
		expect("APN" in driver.information()).toBe(false);
		driver.start({ cellular: { APN: "first" } });
		driver.stop();
		bench.advance(60_000);
		expect(driver.information()).toEqual({ APN: "first" });
		driver.start({ cellular: { APN: "second" } });
		expect(driver.information()).toEqual({ APN: "second" });
		driver.start({});
		expect("APN" in driver.information()).toBe(false);
	});

	it("fails with the class's reason", () => {
		const tries: [Partial<CellularFacts>, string][] = [
			[{ modem: false }, "6000 0 NO_MODEM"],
			[{ sim: "absent" }, "4500 0 SIM_ERROR"],
			[{ registration: "denied" }, "12600 200 REGISTRATION_DENIED"],
			[{ ppp: false }, "17800 200 NO_PPP_CONNECTION"],
		];
		for (const [facts, last] of tries) {
			const bench = new Bench({ cell0: facts });
			driverOn(bench).start({});
			bench.advance(600_000);
			expect(bench.news().at(-1)).toBe(last);
		}
	});

	it("waits at 300 without a word while there is no network", () => {
		const bench = new Bench({ cell0: { registration: "searching" } });
		driverOn(bench).start({});
		bench.advance(5_000);
		bench.news();
		bench.advance(3_600_000);
		expect(bench.news()).toEqual([]);
	});

	it("hands the PIN over", () => {
		const bench = new Bench({ cell0: { sim: "pin" } });
		const driver = driverOn(bench);
		driver.start({ cellular: { PIN: "1234" } });
		bench.advance(60_000);
		expect(driver.connection).toBe(500);
	});

	it("stops in silence, and climbs anew when started during the hang-up", () => {
		const bench = new Bench();
		const driver = driverOn(bench);
		driver.start({});
		bench.advance(60_000);
		bench.news();
		driver.stop();
		bench.advance(100);
		expect([driver.connection, bench.news().length]).toEqual([0, 0]);
		driver.start({});
		bench.advance(20_000);
		expect(bench.news().slice(0, 2)).toEqual(["60500 100", "64500 150"]);
		expect(driver.connection).toBe(500);
		driver.stop();
		bench.news();
		bench.advance(60_000);
		expect(bench.news()).toEqual([]);
		expect(bench.cellular.connection).toBe(0);
	});

	it("starts again after a failure, with the modem off or idle", () => {
		for (const [bad, good] of [
			[{ modem: false }, { modem: true }],
			[{ ppp: false }, { ppp: true }],
		] as const) {
			const bench = new Bench({ cell0: bad });
			const driver = driverOn(bench);
			driver.start({});
			bench.advance(60_000);
			driver.recover(0);
			bench.set({ cell0: good });
			driver.start({});
			bench.advance(60_000);
			expect(driver.connection).toBe(500);
			expect(bench.cellular.views.length).toBe(1);
		}
	});

	it("names the rung above the highest stage where the class gives no reason of ours", () => {
		const falls: [number, string][] = [
			[100, "NO_MODEM"],
			[150, "SIM_ERROR"],
			[300, "NO_REGISTRATION"],
			[340, "NO_PPP_CONNECTION"],
			[500, "NO_PPP_CONNECTION"],
		];
		for (const [stage, reason] of falls) {
			const bench = new Bench();
			let show = (_connection: number): void => {};
			class Plain implements NetworkInterface {
				connection = 0;
				readonly address = undefined;
				readonly reason = "because";
				constructor(options: { onChanged(property: string): void }) {
					show = (connection) => {
						this.connection = connection;
						options.onChanged("connection");
					};
				}
				connect(): void {}
				disconnect(): void {}
				close(): void {}
			}
			const driver = new CellularDriver({ io: Plain }, reportingTo(bench));
			driver.start({});
			show(stage);
			show(0);
			expect(bench.news()).toEqual([`0 ${stage}`, `0 0 ${reason}`]);
		}
	});

	it("never throws over a class that always does, and fails with NO_MODEM", () => {
		for (const built of [false, true]) {
			const bench = new Bench();
			const driver = new CellularDriver(broken(built), reportingTo(bench));
			driver.start({});
			expect(bench.news()).toEqual(["0 0 NO_MODEM"]);
			exercise(driver);
		}
	});

	it("is silent once closed, and leaves the modem powering down", () => {
		const bench = new Bench();
		const driver = driverOn(bench);
		driver.start({});
		bench.advance(60_000);
		bench.news();
		driver.close();
		bench.advance(60_000);
		driver.start({});
		expect(bench.news()).toEqual([]);
		expect(bench.cellular.connection).toBe(0);
	});
});
