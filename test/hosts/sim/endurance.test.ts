/**
 * What must hold for weeks, and across every move: nothing is lost, nothing grows, nothing spins.
 */

import { Board } from "../../../hosts/sim/board.js";
import type { FactChanges } from "../../../hosts/sim/facts.js";
import { expect } from "../../expect.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const ALL = ["eth0", "wl0", "cell0"];

/** Every fact that keeps an interface from an address, and the server from answering. */
const ALL_FAILING = {
	eth0: { cable: false },
	wl0: { accessPoint: false },
	cell0: { registration: "searching" },
} as const;

const HEALTHY = {
	eth0: { cable: true },
	wl0: { accessPoint: true },
	cell0: { registration: "home" },
} as const;

/** How an interface is taken away, and given back. */
const FORCED: Record<string, [FactChanges, FactChanges]> = {
	ethernet: [{ eth0: { cable: false } }, { eth0: { cable: true } }],
	wifi: [{ wl0: { upstream: "blackhole" } }, { wl0: { upstream: "ok" } }],
	cell: [{ cell0: { ppp: false } }, { cell0: { ppp: true } }],
};

describe("a board left alone", () => {
	for (const preset of ["impOS", "native"] as const)
		it(`tries for 40 days while everything fails, and connects when the world heals (${preset})`, () => {
			const board = new Board({ fitted: ALL, seed: 5, policy: { preset } });
			board.set(ALL_FAILING);
			board.powerOn();
			board.advance(40 * DAY);
			const { attempts } = board;
			expect(attempts.length).toBeAtLeast(1000);
			expect(attempts.length).toBeAtMost((40 * DAY) / MINUTE);
			expect(board.uplink.journal.length).toBeAtMost(400);
			const over = new Set(attempts.slice(-20).map((row) => row.interface));
			expect([...over].sort()).toEqual(["cell", "ethernet", "wifi"]);
			board.set(HEALTHY);
			board.advance(20 * MINUTE);
			expect(board.server.isconnected()).toBe(true);
		});

	it("spaces the attempts of one interface by its back-off", () => {
		const board = new Board({ fitted: ["wl0"], policy: { preset: "native", restart: 0 } });
		board.set({ wl0: { accessPoint: false } });
		board.powerOn();
		board.advance(DAY);
		const gaps: number[] = [];
		board.attempts.forEach((row, index) => {
			const before = board.attempts[index - 1];
			if (before) gaps.push(row.at - before.at - before.took);
		});
		expect(Math.min(...gaps)).toBeAtLeast(2 * SECOND);
		expect(Math.min(...gaps.slice(10))).toBeAtLeast(180 * SECOND);
		expect(Math.max(...gaps)).toBeAtMost(216 * SECOND);
	});
});

describe("messages across moves", () => {
	it("delivers each of 200 publications of QoS 1 across 50 forced moves, duplicates marked", () => {
		const board = new Board({ fitted: ALL, seed: 2, policy: { preset: "native" } });
		const wanted: string[] = [];
		const delivered: number[] = [];
		board.powerOn();
		board.uplink.onDelivered = (number) => delivered.push(number);
		board.advance(10 * SECOND);
		let moves = 0;
		for (let number = 1; number <= 200; number++) {
			wanted.push(`message ${number}`);
			expect(board.uplink.publish("uplink/test", `message ${number}`, { QoS: 1 }) > 0).toBe(true);
			board.advance(3);
			if (number % 4 !== 0) continue;
			const active = board.uplink.active ?? "none";
			board.set(FORCED[active]?.[0] ?? {});
			board.advance(30 * SECOND);
			board.set(FORCED[active]?.[1] ?? {});
			expect(board.uplink.active === active || !board.uplink.active, `moved off ${active}`).toBe(
				false,
			);
			moves += 1;
		}
		board.advance(5 * MINUTE);
		expect(moves).toBe(50);
		expect(delivered.length).toBe(200);
		expect(board.uplink.outstanding).toBe(0);
		const seen = new Set<string>();
		for (const { data, duplicate } of board.far.received) {
			if (seen.has(data)) expect(duplicate, data).toBe(true);
			seen.add(data);
		}
		expect([...seen]).toEqual(wanted);
		expect(board.attempts.length).toBeAtLeast(50);
	});
});
