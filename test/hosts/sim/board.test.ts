/**
 * The board as others use it: power, time, facts, flash and the record of turns.
 */

import { Board } from "../../../hosts/sim/board.js";
import type { FactChanges } from "../../../hosts/sim/facts.js";
import { drawUpTo } from "../../../modules/uplink/core/random.js";
import { drawn } from "../../drawn.js";
import { expect } from "../../expect.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const ALL = ["eth0", "wl0", "cell0"];

describe("a board", () => {
	it("is off when made, and connects by itself when powered on", () => {
		const board = new Board({ fitted: ALL, seed: 1, policy: {} });
		board.advance(MINUTE);
		expect(board.on).toBe(false);
		expect(board.attempts).toEqual([]);
		board.powerOn();
		board.advance(10 * SECOND);
		expect(board.server.isconnected()).toBe(true);
		expect(board.attempts).toEqual([
			{
				at: MINUTE,
				took: 1112,
				interface: "ethernet",
				outcome: "connected",
				reason: "SERVER_CONNECTED",
			},
		]);
	});

	it("grows now by exactly what it is advanced, on or off, and refuses anything else", () => {
		const board = new Board({ fitted: ["wl0"] });
		board.advance(0);
		board.advance(1.5);
		board.powerOn();
		board.advance(12_345);
		expect(board.now).toBe(12_346.5);
		for (const duration of [-1, Number.NaN, Number.POSITIVE_INFINITY])
			expect(() => board.advance(duration)).toThrow(RangeError, "advance: expected a duration");
		expect(board.now).toBe(12_346.5);
	});

	it("takes powerOn when on and powerOff when off as nothing", () => {
		const board = new Board({ fitted: ["wl0"] });
		board.powerOff();
		board.powerOn();
		const { uplink, imp, server } = board;
		board.powerOn();
		expect(board.uplink === uplink && board.imp === imp && board.server === server).toBe(true);
		board.powerOff();
		board.powerOff();
		board.powerOn();
		expect(board.uplink === uplink || board.imp === imp || board.server === server).toBe(false);
	});

	it("looks dead after its power went, and leaves no turn unrecorded", () => {
		const board = new Board({ fitted: ["wl0"] });
		board.powerOn();
		const { server, uplink } = board;
		board.advance(SECOND);
		board.powerOff();
		expect(board.attempts).toEqual([
			{ at: 0, took: SECOND, interface: "wifi", outcome: "failed", reason: "NOT_CONNECTED" },
		]);
		board.advance(MINUTE);
		expect(server.isconnected()).toBe(false);
		expect(uplink.connection).toBe(0);
		expect(board.attempts.length).toBe(1);
	});

	it("records a turn that disconnect() cut as NOT_CONNECTED, and no turn it never had", () => {
		const board = new Board({ fitted: ALL });
		board.powerOn();
		board.advance(500);
		board.server.disconnect();
		board.server.disconnect();
		board.advance(5 * MINUTE);
		expect(board.attempts.map(({ took, reason }) => [took, reason])).toEqual([
			[500, "NOT_CONNECTED"],
		]);
	});

	it("refuses facts it does not know, names their place, and changes nothing", () => {
		const board = new Board({ fitted: ["eth0"] });
		const wrong = (changes: unknown) => () => board.set(changes as FactChanges);
		const before = board.facts;
		expect(wrong({ eth0: { cabel: true } })).toThrow(TypeError, "eth0.cabel: unknown key");
		expect(wrong({ eth0: { cable: false }, wl0: { signal: "low" } })).toThrow(
			TypeError,
			"wl0.signal: expected a number",
		);
		expect(wrong({ wl1: {} })).toThrow(TypeError, "wl1: unknown key");
		expect(wrong({ server: "gone" })).toThrow(RangeError, "server: expected");
		expect(board.facts).toEqual(before);
	});

	it("refuses options it does not know", () => {
		expect(() => new Board({ fitted: "eth0" as unknown as string[] })).toThrow(TypeError, "fitted");
		expect(() => new Board({ fitted: ["wifi"] })).toThrow(
			TypeError,
			"fitted[0]: expected an instance",
		);
		expect(() => new Board({ fitted: ["wl0", "wl0"] })).toThrow(RangeError, "fitted[1]");
		expect(() => new Board({ fitted: [], policy: { turn: 1 } as object })).toThrow(
			TypeError,
			"policy.turn: unknown key",
		);
	});

	it("does the same twice with one seed", () => {
		const run = (seed: number) => {
			const board = new Board({ fitted: ALL, seed, policy: { preset: "native" } });
			board.set({ eth0: { cable: false }, wl0: { upstream: "blackhole" }, cell0: { ppp: false } });
			board.powerOn();
			board.advance(6 * 60 * MINUTE);
			return board.attempts;
		};
		expect(run(7)).toEqual(run(7));
		expect(JSON.stringify(run(7)) === JSON.stringify(run(8))).toBe(false);
	});

	it("keeps further instances apart: wl1 is not wifi", () => {
		const board = new Board({ fitted: ["wl0", "wl1"] });
		board.set({ wl0: { accessPoint: false } });
		board.powerOn();
		board.imp.net.setserverinterfaces(["wl1", "wl0"]);
		expect(board.imp.net.getserverinterfaces()).toEqual(["wl1", "wifi"]);
		board.advance(2 * MINUTE);
		expect(board.uplink.active).toBe("wl1");
	});
});

describe("the board's flash", () => {
	it("takes the power away in the call that wrote, which throws", () => {
		const board = new Board({ fitted: ALL });
		board.powerOn();
		board.flash.cutAfter(0);
		expect(() => board.imp.net.setserverinterfaces(["cell"])).toThrow(Error, "power lost");
		expect(board.on).toBe(false);
		board.powerOn();
		expect(board.imp.net.getserverinterfaces()).toEqual(["ethernet", "wifi", "cell"]);
	});

	it("forgets a cut that was not reached when the power goes", () => {
		const board = new Board({ fitted: ALL });
		board.powerOn();
		board.flash.cutAfter(3);
		board.powerOff();
		board.powerOn();
		board.imp.net.setserverinterfaces(["cell"]);
		expect(board.on).toBe(true);
	});

	it("holds the old list or the new one after 1 000 cuts at random bytes, and both are seen", () => {
		const board = new Board({ fitted: ALL, seed: 3 });
		const lists = [["cell", "wifi"], ["wifi"], ["cell", "ethernet", "wifi"]];
		const generator = { state: 12_345 };
		let kept = 0;
		let taken = 0;
		board.powerOn();
		board.imp.net.setserverinterfaces(["ethernet"]);
		for (let cut = 0; cut < drawn(1000); cut++) {
			const before = board.imp.net.getserverinterfaces();
			const wanted = lists[cut % lists.length] as string[];
			// A list change writes some 70 bytes; now and then the log is full, and it writes far more.
			board.flash.cutAfter(cut % 20 === 0 ? 20_000 : drawUpTo(generator, 120));
			try {
				board.imp.net.setserverinterfaces(wanted);
			} catch (error) {
				expect((error as Error).message).toBe("power lost");
			}
			board.powerOff();
			board.powerOn();
			const after = board.imp.net.getserverinterfaces();
			const old = JSON.stringify(after) === JSON.stringify(before);
			if (!old) expect(after).toEqual(wanted);
			if (old) kept += 1;
			else taken += 1;
		}
		expect(kept).toBeAtLeast(drawn(100));
		expect(taken).toBeAtLeast(drawn(100));
	});
});
