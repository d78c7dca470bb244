/**
 * A known network that comes back is used at once, long before the back-off is over, and one that
 * refuses is asked no more often for being heard.
 */

import { Board } from "../../../hosts/sim/board.js";
import { expect } from "../../expect.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A board on Wi-Fi alone that has been without its access point for so long. */
function without(duration: number, policy: object = {}): Board {
	const board = new Board({ fitted: ["wl0"], policy: { preset: "native", ...policy } });
	board.set({ wl0: { accessPoint: false } });
	board.powerOn();
	board.advance(duration);
	return board;
}

/** From now until the server answers. */
function online(board: Board): number {
	const began = board.now;
	while (!board.uplink.connected && board.now - began < 10 * MINUTE) board.advance(100);
	return board.now - began;
}

describe("a known network", () => {
	it("that comes back is joined within a scan's interval, at whatever moment it comes", () => {
		for (let after = 30 * MINUTE; after < 34 * MINUTE; after += 17 * SECOND) {
			const board = without(after);
			board.set({ wl0: { accessPoint: true } });
			expect(online(board), `after ${after} ms`).toBeAtMost(36 * SECOND);
		}
	});

	it("waits for the back-off where nobody scans", () => {
		const slowest = [0, 60, 120].map((seconds) => {
			const board = without(30 * MINUTE + seconds * SECOND, { scan: 0 });
			board.set({ wl0: { accessPoint: true } });
			return online(board);
		});
		expect(Math.max(...slowest)).toBeAtLeast(90 * SECOND);
	});

	it("that refuses the password is tried by the back-off alone", () => {
		const tries = [30 * SECOND, 0].map((scan) => {
			const board = new Board({ fitted: ["wl0"], policy: { preset: "native", scan } });
			board.set({ wl0: { passwordAccepted: false } });
			board.powerOn();
			board.advance(120 * MINUTE);
			return board.attempts.length;
		});
		expect(tries[0]).toBe(tries[1]);
	});

	it("is not listened for by a board without Wi-Fi settings", () => {
		const board = new Board({ fitted: ["wl0", "eth0"], policy: { preset: "native" } });
		board.powerOn();
		board.imp.clearconfiguration(0x100);
		board.set({ eth0: { cable: false } });
		board.powerOff();
		board.powerOn();
		board.advance(30 * MINUTE);
		expect(board.uplink.explain().interfaces.map(({ reason }) => reason)).toEqual([
			"NO_LINK",
			"NO_WIFI",
		]);
	});
});
