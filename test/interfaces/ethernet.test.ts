/** The Ethernet driver over the simulated SDK class with its faults. */

import { Ethernet } from "../../hosts/sim/hardware/ethernet.js";
import { EthernetDriver } from "../../modules/interfaces/ethernet.js";
import { expect } from "../expect.js";
import { Bench } from "../hosts/sim/hardware/bench.js";
import { broken, exercise, reportingTo } from "./watcher.js";

const STATIC = { address: "192.168.9.9", mask: "255.255.255.0", gateway: "192.168.9.1" };

function driverOn(bench: Bench, extra: object = {}): EthernetDriver {
	const fitting = { io: Ethernet, silicon: bench.ethernet, ...extra };
	return new EthernetDriver(fitting, reportingTo(bench));
}

describe("Ethernet driver", () => {
	it("reports carrier and then the address", () => {
		const bench = new Bench();
		const driver = driverOn(bench);
		driver.start({});
		expect(driver.address).toBe(undefined);
		bench.advance(5_000);
		expect(bench.news()).toEqual(["100 400", "1100 500"]);
		expect([driver.connection, driver.address]).toEqual([500, "192.168.1.10"]);
		expect(driver.information()).toEqual({ MAC: "02:00:00:00:e0:00" });
	});

	it("reports at once what is there when it starts late", () => {
		const bench = new Bench();
		const driver = driverOn(bench);
		bench.advance(5_000);
		expect(bench.news()).toEqual(["100 evidence"]);
		driver.start({});
		expect(bench.news()).toEqual(["5000 500"]);
		bench.advance(60_000);
		expect(bench.news()).toEqual([]);
	});

	it("is silent at start while there is no carrier", () => {
		const bench = new Bench({ eth0: { cable: false } });
		const driver = driverOn(bench);
		bench.advance(1_000);
		driver.start({});
		bench.advance(60_000);
		expect(bench.news()).toEqual([]);
		expect(driver.connection).toBe(200);
	});

	it("reports a pulled cable as NO_LINK and its return stage by stage", () => {
		const bench = new Bench();
		driverOn(bench).start({});
		bench.advance(5_000);
		bench.news();
		bench.set({ eth0: { cable: false } });
		bench.advance(1_000);
		bench.set({ eth0: { cable: true } });
		bench.advance(5_000);
		expect(bench.news()).toEqual(["5100 200 NO_LINK", "6100 400", "7100 500"]);
	});

	it("is silent when stopped but for carrier that comes, and never shows an IPv6 address", () => {
		const bench = new Bench({ eth0: { dhcp: false } });
		const driver = driverOn(bench);
		driver.start({});
		bench.advance(5_000);
		expect(driver.address).toBe(undefined);
		driver.stop();
		bench.news();
		bench.set({ eth0: { dhcp: true } });
		bench.advance(5_000);
		expect(bench.news()).toEqual([]);
		bench.set({ eth0: { cable: false } });
		bench.advance(5_000);
		expect(bench.news()).toEqual([]);
		bench.set({ eth0: { cable: true } });
		bench.advance(5_000);
		expect(bench.news()).toEqual(["15100 evidence"]);
	});

	it("starts and stops many times over the class that remembers connect()", () => {
		const bench = new Bench();
		const driver = driverOn(bench);
		bench.advance(5_000);
		bench.news();
		for (let turn = 0; turn < 20; turn++) {
			driver.start({});
			bench.advance(1_000);
			driver.stop();
			bench.advance(1_000);
		}
		expect(bench.news().length).toBe(20);
		expect(bench.ethernet.views.length).toBe(1);
	});

	it("fails at once where no chip answers, and does not construct its class again", () => {
		const bench = new Bench({ eth0: { answers: false } });
		const driver = driverOn(bench);
		driver.start({});
		expect(bench.news()).toEqual(["0 200 NO_LINK"]);
		driver.recover(0);
		bench.set({ eth0: { answers: true } });
		driver.start({});
		bench.advance(5_000);
		expect(bench.news()).toEqual(["0 200 NO_LINK"]);
	});

	it("looks for an absent chip at each start where the fitting says that it may", () => {
		const bench = new Bench({ eth0: { answers: false } });
		const driver = driverOn(bench, { recreate: true });
		driver.start({});
		driver.stop();
		bench.set({ eth0: { answers: true } });
		bench.news();
		driver.start({});
		bench.advance(5_000);
		expect(bench.news()).toEqual(["100 400", "1100 500"]);
	});

	it("sets a static address, and comes back to DHCP", () => {
		const bench = new Bench();
		const driver = driverOn(bench);
		bench.advance(5_000);
		bench.news();
		driver.start({ static: { ...STATIC, DNS: ["9.9.9.9"] } });
		bench.advance(1_000);
		expect(bench.news()).toEqual(["5000 500"]);
		expect(driver.address).toBe("192.168.9.9");
		driver.stop();
		driver.start({});
		bench.advance(5_000);
		expect(bench.news()).toEqual(["6000 400", "6700 500"]);
		expect(driver.address).toBe("192.168.1.10");
	});

	it("never claims an address without a cable, static or not", () => {
		const bench = new Bench({ eth0: { cable: false } });
		const driver = driverOn(bench);
		for (const settings of [{ static: STATIC }, {}, { static: STATIC }]) {
			driver.start(settings);
			bench.advance(60_000);
			driver.stop();
			driver.start(settings);
			bench.advance(60_000);
			driver.recover(0);
			driver.start(settings);
			bench.advance(60_000);
			driver.stop();
		}
		expect(bench.news()).toEqual([]);
	});

	it("reaches a static address whenever it is started around the carrier's coming", () => {
		for (let after = 0; after <= 1_300; after += 50) {
			const bench = new Bench({ eth0: { cable: false } });
			const driver = driverOn(bench);
			driver.start({ static: STATIC });
			bench.advance(1_000);
			driver.stop();
			bench.set({ eth0: { cable: true } });
			bench.advance(after);
			bench.news();
			driver.start({ static: STATIC });
			bench.advance(5_000);
			expect(bench.news().at(-1)?.endsWith(" 500"), `started after ${after} ms`).toBe(true);
		}
	});

	it("finds the address again when the class lost the event of it", () => {
		const bench = new Bench();
		const driver = driverOn(bench);
		bench.advance(5_000);
		// Another view's way back to DHCP leaves every view at 400 (xs_ethernet_configure).
		const stranger = bench.newEthernet("stranger");
		stranger.configure({ static: false });
		bench.advance(1_000);
		bench.news();
		driver.start({});
		expect(bench.news()).toEqual(["6000 500"]);
	});

	it("keeps knowing of carrier through a recovery before there is an address", () => {
		const bench = new Bench({ eth0: { dhcp: false } });
		const driver = driverOn(bench);
		driver.start({});
		bench.advance(5_000);
		driver.recover(0);
		bench.news();
		driver.start({});
		bench.set({ eth0: { dhcp: true } });
		bench.advance(5_000);
		expect(bench.news()).toEqual(["5000 400", "5700 500"]);
	});

	it("never throws over a class that always does, and fails with NO_LINK", () => {
		for (const built of [false, true]) {
			const bench = new Bench();
			const driver = new EthernetDriver(broken(built), reportingTo(bench));
			driver.start({});
			expect(bench.news()).toEqual(["0 200 NO_LINK"]);
			expect([driver.connection, driver.address, driver.information()]).toEqual([0, undefined, {}]);
			exercise(driver);
		}
	});

	it("is silent once closed", () => {
		const bench = new Bench();
		const driver = driverOn(bench);
		driver.start({});
		bench.advance(50);
		driver.close();
		bench.advance(5_000);
		driver.start({});
		expect(bench.news()).toEqual([]);
		expect(bench.ethernet.views.length).toBe(0);
	});
});
