/** The byte budget: what asking and probing over a metered interface may cost. */

import {
	ASK_BYTES,
	affordableAt,
	createBudget,
	PROBE_BYTES,
	spend,
} from "../../../modules/uplink/core/budget.js";
import { expect } from "../../expect.js";
import { booted, type TimelineOptions } from "./timeline.js";
import { SILENT, World } from "./world.js";

const HOUR = 3_600_000;
/** A thousand an hour: a byte every 3.6 s. */
const A_DAY = 24_000;

describe("a budget", () => {
	it("of nothing is no limit", () => {
		expect(affordableAt(createBudget(0), 0, 1_000_000, 7)).toBe(7);
	});

	it("holds an hour of its rate from the first, and no more after a day of rest", () => {
		for (const now of [0, 24 * HOUR]) {
			const budget = createBudget(A_DAY);
			expect(affordableAt(budget, A_DAY, 1000, now)).toBe(now);
			expect(affordableAt(budget, A_DAY, 1001, now)).toBe(now + 3600);
		}
	});

	it("holds one probe at least, however small it is", () => {
		const budget = createBudget(24);
		expect(affordableAt(budget, 24, PROBE_BYTES, 0)).toBe(0);
		spend(budget, PROBE_BYTES);
		expect(affordableAt(budget, 24, PROBE_BYTES, 0)).toBe(PROBE_BYTES * HOUR);
	});

	it("fills at its rate, to the millisecond at which a cost can be afforded", () => {
		for (const perDay of [A_DAY, 23_999, 50_000]) {
			const budget = createBudget(perDay);
			const begun = 5 * HOUR;
			expect(affordableAt(budget, perDay, ASK_BYTES, begun)).toBe(begun);
			spend(budget, budget.bytes);
			const at = affordableAt(budget, perDay, ASK_BYTES, begun);
			expect((at - begun) * perDay).toBeAtLeast(ASK_BYTES * 24 * HOUR);
			expect((at - begun - 1) * perDay).toBeAtMost(ASK_BYTES * 24 * HOUR - 1);
			expect(affordableAt(budget, perDay, ASK_BYTES, at - 1)).toBeAtLeast(at);
			expect(affordableAt(budget, perDay, ASK_BYTES, at + 4000)).toBe(at + 4000);
		}
	});

	it("fills while it is looked at every second as well", () => {
		const budget = createBudget(A_DAY);
		spend(budget, 1000);
		let now = 0;
		while (affordableAt(budget, A_DAY, ASK_BYTES, now) > now && now < HOUR) now += 1000;
		expect(now).toBeAtLeast(604_800);
		expect(now).toBeAtMost(680_000);
	});
});

describe("a metered session", () => {
	const metered = (budget: number): TimelineOptions => ({
		fitted: ["cell"],
		policy: { onError: "persist", cell: { ask: 1000, budget } },
		reference: true,
	});
	const count = (lines: string[], part: string) =>
		lines.filter((line) => line.endsWith(part)).length;

	it("is asked no more often than its budget allows, and as often", () => {
		const t = new World(metered(20_000));
		t.at(0, booted).at(10 * HOUR);
		const asks = count(t.said(), " ask");
		expect(asks * ASK_BYTES).toBeAtMost(20_000 * (11 / 24));
		expect(asks * ASK_BYTES).toBeAtLeast(20_000 * (10 / 24));
		expect(t.core.session.phase).toBe("proven");
	});

	it("is asked at every silence where there is no budget", () => {
		const t = new World(metered(0));
		t.at(0, booted).at(HOUR);
		expect(count(t.said(), " ask")).toBeAtLeast(2500);
	});

	it("is lost by silence also where no probe of its way can be afforded", () => {
		const t = new World(metered(20_000));
		t.at(0, booted)
			.at(2 * HOUR)
			.said();
		t.set("cell", SILENT).at(3 * HOUR);
		const said = t.said();
		expect(count(said, " probe cell")).toBe(0);
		const at = (part: string) =>
			Number(/^@([0-9]+)/.exec(said.find((line) => line.endsWith(part)) ?? "")?.[1]);
		expect(at(" close") - at(" ask")).toBe(t.core.policy.cell.answer);
	});

	it("pays for server and reference from one purse, for the server first", () => {
		for (const [budget, probes] of [
			[24_000, ["probe cell"]],
			[48_000, ["probe cell", "probe reference over cell"]],
		] as const) {
			const t = new World({ ...metered(budget), policy: { cell: { budget, ask: 300_000 } } });
			t.at(0, booted).at(10_000);
			t.set("cell", SILENT).at(320_000);
			const probed = t.said().filter((line) => line.includes(" probe "));
			expect(probed.map((line) => line.replace(/^@[0-9]+ /, ""))).toEqual([...probes]);
		}
	});
});
