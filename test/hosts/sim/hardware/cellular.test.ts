/** The simulated modem: its climb, each way of failing, and the falls from each height. */

import type { CellularFacts } from "../../../../hosts/sim/facts.js";
import { Cellular } from "../../../../hosts/sim/hardware/cellular.js";
import { expect } from "../../../expect.js";
import { Bench } from "./bench.js";

const CLIMB = [
	"cell 0 connection 100",
	"cell 4000 connection 150",
	"cell 4500 connection 200",
	"cell 4600 connection 300",
	"cell 7600 connection 320",
	"cell 7800 connection 340",
	"cell 9800 connection 400",
	"cell 10100 connection 500",
	"cell 10100 address 100.64.0.30",
];

function connected(): { bench: Bench; cell: Cellular } {
	const bench = new Bench();
	const cell = bench.newCellular();
	cell.connect({ APN: "internet" });
	bench.advance(20_000);
	bench.news();
	return { bench, cell };
}

describe("simulated cellular", () => {
	it("climbs stage by stage to its address", () => {
		const bench = new Bench();
		const cell = bench.newCellular();
		expect(cell.connection).toBe(0);
		cell.connect();
		bench.advance(60_000);
		expect(bench.news()).toEqual(CLIMB);
		expect(bench.cellular.up).toBe(true);
		expect([cell.registration, cell.technology, cell.reason]).toEqual(["home", "LTE", undefined]);
	});

	it("falls from the stage that a fact forbids, with its reason", () => {
		const tries: [Partial<CellularFacts>, string, string][] = [
			[{ modem: false }, "cell 6000 connection 0", "NO_MODEM"],
			[{ sim: "absent" }, "cell 4500 connection 0", "SIM_ERROR"],
			[{ sim: "puk" }, "cell 4500 connection 0", "SIM_ERROR"],
			[{ sim: "pin" }, "cell 4500 connection 0", "SIM_ERROR"],
			[{ registration: "denied" }, "cell 12600 connection 200", "REGISTRATION_DENIED"],
			[{ ppp: false }, "cell 17800 connection 200", "NO_PPP_CONNECTION"],
		];
		for (const [facts, last, reason] of tries) {
			const bench = new Bench({ cell0: facts });
			const cell = bench.newCellular();
			cell.connect();
			bench.advance(600_000);
			expect(bench.news().at(-1)).toBe(last);
			expect(cell.reason).toBe(reason);
		}
	});

	it("unlocks a SIM that asks for a PIN with the one it is given", () => {
		const bench = new Bench({ cell0: { sim: "pin" } });
		const cell = bench.newCellular();
		cell.connect({ PIN: "1234" });
		bench.advance(20_000);
		expect(cell.connection).toBe(500);
	});

	it("waits at 300 without a network, and registers once there is one", () => {
		const bench = new Bench({ cell0: { registration: "searching", registersAfter: 90_000 } });
		const cell = bench.newCellular();
		cell.connect();
		bench.advance(600_000);
		expect([cell.connection, cell.reason]).toEqual([300, "NO_REGISTRATION"]);
		bench.news();
		bench.set({ cell0: { registration: "home" } });
		bench.advance(50_000);
		bench.set({ eth0: { cable: false } });
		bench.advance(50_000);
		expect(bench.news()[0]).toBe("cell 690000 connection 320");
		expect(cell.connection).toBe(500);
	});

	it("has PPP without an address where none is handed out", () => {
		const bench = new Bench({ cell0: { dhcp: false } });
		const cell = bench.newCellular();
		cell.connect();
		bench.advance(600_000);
		expect([cell.connection, cell.address]).toEqual([400, undefined]);
		bench.set({ cell0: { dhcp: true } });
		bench.advance(1_000);
		expect(cell.connection).toBe(500);
	});

	it("falls from 500 when modem, SIM, registration or PPP go, each with its reason", () => {
		const tries: [Partial<CellularFacts>, string, string][] = [
			[{ modem: false }, "cell 23000 connection 0", "NO_MODEM"],
			[{ sim: "absent" }, "cell 20500 connection 0", "SIM_ERROR"],
			[{ registration: "searching" }, "cell 22000 connection 200", "NO_REGISTRATION"],
			[{ registration: "denied" }, "cell 22000 connection 200", "REGISTRATION_DENIED"],
			[{ ppp: false }, "cell 21000 connection 200", "NO_PPP_CONNECTION"],
		];
		for (const [facts, fall, reason] of tries) {
			const { bench, cell } = connected();
			bench.set({ cell0: facts });
			expect(bench.cellular.up).toBe(false);
			bench.advance(60_000);
			expect(bench.news()).toEqual([fall, fall.replace(/connection.*/, "address undefined")]);
			expect(cell.reason).toBe(reason);
		}
	});

	it("forgives a registration that is gone for a moment", () => {
		const { bench, cell } = connected();
		bench.set({ cell0: { registration: "searching" } });
		bench.advance(1_900);
		bench.set({ cell0: { registration: "roaming" } });
		bench.advance(60_000);
		expect(bench.news()).toEqual([]);
		expect(cell.connection).toBe(500);
	});

	it("hangs up in order, and connects again only afterwards", () => {
		const { bench, cell } = connected();
		cell.disconnect();
		expect([cell.connection, bench.cellular.up]).toEqual([200, false]);
		cell.connect();
		expect(() => cell.connect()).toThrow(Error, "already connecting");
		bench.advance(500);
		expect(bench.news()).toEqual(["cell 20500 connection 100", "cell 20500 address undefined"]);
		bench.advance(20_000);
		expect(cell.connection).toBe(500);
	});

	it("powers down for good when disconnected, also with a connect() waiting", () => {
		const { bench, cell } = connected();
		cell.disconnect();
		cell.connect();
		cell.disconnect();
		bench.advance(60_000);
		expect([cell.connection, bench.news().length]).toEqual([0, 2]);
	});

	it("starts anew from the modem's idle stage after a failure", () => {
		const bench = new Bench({ cell0: { ppp: false } });
		const cell = bench.newCellular();
		cell.connect();
		expect(() => cell.connect()).toThrow(Error, "already connecting");
		bench.advance(60_000);
		bench.set({ cell0: { ppp: true } });
		bench.news();
		cell.connect();
		bench.advance(10_000);
		expect(bench.news().slice(0, 2)).toEqual([
			"cell 60100 connection 300",
			"cell 63100 connection 320",
		]);
		expect(cell.connection).toBe(500);
	});

	it("may be closed by its callback, and throws afterwards", () => {
		const bench = new Bench();
		const log: string[] = [];
		const cell = new Cellular({
			silicon: bench.cellular,
			onChanged(property) {
				log.push(`${property} ${this.connection}`);
				if (this.connection === 500) this.close();
			},
		});
		cell.connect();
		bench.advance(20_000);
		expect(log.at(-1)).toBe("connection 500");
		expect(() => cell.disconnect()).toThrow(Error, "closed");
		expect(bench.cellular.up).toBe(true);
	});
});
