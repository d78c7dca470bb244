/**
 * The list in flash: what survives, what is ignored, and what is never overwritten unasked.
 */

import { Board } from "../../../hosts/sim/board.js";
import { checksum } from "../../../modules/uplink/checksum.js";
import { encodeUTF8 } from "../../../modules/uplink/utf8.js";
import { expect } from "../../expect.js";

const SECOND = 1000;
const ALL = ["eth0", "wl0", "cell0"];

/** A record as a firmware of another version would write it. */
function record(version: number, value: unknown): ArrayBuffer {
	const body = encodeUTF8(JSON.stringify(value));
	const bytes = new Uint8Array(body.length + 5);
	bytes[0] = version;
	bytes.set(body, 1);
	new DataView(bytes.buffer).setUint32(
		body.length + 1,
		checksum(bytes.subarray(0, body.length + 1)),
	);
	return bytes.buffer;
}

function stored(board: Board): number[] {
	const domain = board.flash.open({ path: "uplink", mode: "r" });
	const bytes = domain.read("list");
	domain.close();
	return bytes ? [...new Uint8Array(bytes)] : [];
}

function store(board: Board, value: ArrayBuffer): void {
	const domain = board.flash.open({ path: "uplink", mode: "r+" });
	domain.write("list", value);
	domain.close();
}

describe("the list's record", () => {
	it("survives a power cycle, and the first pass begins at its top", () => {
		const board = new Board({ fitted: ALL });
		board.powerOn();
		board.imp.net.setserverinterfaces(["cell0", "wl0"]);
		board.powerOff();
		board.powerOn();
		expect(board.imp.net.getserverinterfaces()).toEqual(["cell", "wifi"]);
		const rows = board.attempts.length;
		board.advance(20 * SECOND);
		expect(board.attempts[rows]?.interface).toBe("cell");
	});

	it("of a newer version is kept, ignored, and found again by the newer firmware", () => {
		const board = new Board({ fitted: ALL });
		board.powerOn();
		const newer = record(2, { list: [{ interface: "cell", weight: 3 }] });
		store(board, newer);
		board.powerOff();
		board.powerOn();
		expect(board.imp.net.getserverinterfaces()).toEqual(["ethernet", "wifi", "cell"]);
		board.advance(60 * SECOND);
		board.server.disconnect();
		board.imp.setwificonfiguration("elsewhere", "another secret");
		board.powerOff();
		expect(stored(board)).toEqual([...new Uint8Array(newer)]);
	});

	it("ignores what it does not know in a record of its own version", () => {
		const board = new Board({ fitted: ALL });
		store(board, record(1, { list: ["cell"], strict: false, colour: "green" }));
		board.powerOn();
		expect(board.imp.net.getserverinterfaces()).toEqual(["cell"]);
	});

	it("that is damaged means the default order, a note, and a working board", () => {
		for (const value of [
			new ArrayBuffer(0),
			new ArrayBuffer(3),
			record(1, null),
			record(1, { list: "wifi" }),
			record(1, { list: ["radio"] }),
			record(1, []).slice(0, -1),
		]) {
			const board = new Board({ fitted: ALL });
			store(board, value);
			board.powerOn();
			expect(board.imp.net.getserverinterfaces()).toEqual(["ethernet", "wifi", "cell"]);
			board.advance(10 * SECOND);
			expect(board.server.isconnected()).toBe(true);
		}
	});

	it("keeps hardware that did not answer at boot, which fails with its reason", () => {
		const board = new Board({ fitted: ALL });
		board.powerOn();
		board.imp.net.setserverinterfaces(["ethernet", "cell"]);
		board.powerOff();
		board.set({ eth0: { answers: false }, cell0: { modem: false } });
		const rows = board.attempts.length;
		board.powerOn();
		board.advance(60 * SECOND);
		expect(board.imp.net.getserverinterfaces()).toEqual(["ethernet", "cell"]);
		expect(board.attempts.slice(rows).map((row) => [row.interface, row.reason])).toEqual([
			["ethernet", "NO_LINK"],
			["cell", "NO_MODEM"],
			["wifi", "SERVER_CONNECTED"],
		]);
	});

	it("that names absent hardware is kept in flash for the day it is fitted", () => {
		const board = new Board({ fitted: ["wl0"] });
		store(board, record(1, { list: ["cell", "wifi"], strict: false }));
		board.powerOn();
		expect(board.imp.net.getserverinterfaces()).toEqual(["wifi"]);
		expect(board.uplink.explain().notes).toEqual(["cell: not fitted, ignored"]);
		board.powerOff();
		expect(stored(board)).toEqual([
			...new Uint8Array(record(1, { list: ["cell", "wifi"], strict: false })),
		]);
	});

	it("with a strict tail tries nothing else", () => {
		const board = new Board({ fitted: ALL, policy: { preset: "native", tail: "none" } });
		board.set({ wl0: { accessPoint: false } });
		board.powerOn();
		board.imp.net.setserverinterfaces(["wifi"]);
		board.powerOff();
		const rows = board.attempts.length;
		board.powerOn();
		board.advance(600 * SECOND);
		const tried = new Set(board.attempts.slice(rows).map((row) => row.interface));
		expect([...tried]).toEqual(["wifi"]);
		expect(board.server.isconnected()).toBe(false);
	});
});

describe("the flash budget", () => {
	it("refuses the 61st change of an hour, loses nothing, and takes it later", () => {
		const board = new Board({ fitted: ALL });
		board.powerOn();
		const lists = [["wifi"], ["cell"]];
		for (let change = 0; change < 60; change++)
			board.imp.net.setserverinterfaces(lists[change % 2] as string[]);
		expect(() => board.imp.net.setserverinterfaces(["ethernet"])).toThrow(
			Error,
			"flash: write budget spent",
		);
		expect(board.imp.net.getserverinterfaces()).toEqual(["cell"]);
		board.imp.net.setserverinterfaces(["cell"]);
		board.advance(3600 * SECOND);
		board.imp.net.setserverinterfaces(["ethernet"]);
		expect(board.imp.net.getserverinterfaces()).toEqual(["ethernet"]);
	});
});
