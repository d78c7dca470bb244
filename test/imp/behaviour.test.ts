/**
 * How the façade connects, on a whole board in virtual time: whose turn it is and for how long, what a
 * boot does, and what ends manual mode. Judged by what a user sees and by the board's own record of
 * turns. The points of docs/impos.md name these tests.
 */

import { Board } from "../../hosts/sim/board.js";
import { PASSWORD, SSID } from "../../hosts/sim/hardware/wifi-silicon.js";
import {
	NO_SERVER,
	NO_WIFI,
	RETURN_ON_ERROR,
	RETURN_ON_ERROR_NO_DISCONNECT,
	SERVER_CONNECTED,
	SIM_ERROR,
	SUSPEND_ON_ERROR,
	WAIT_TIL_SENT,
} from "../../modules/imp/index.js";
import { expect } from "../expect.js";
import {
	ALL,
	connected,
	DOWN,
	ENDLESS,
	fail,
	HOUR,
	inUse,
	MINUTE,
	mend,
	offline,
	returning,
	rows,
	SECOND,
	turns,
} from "./support/timeline.js";

describe("the walk on a board", () => {
	it("begins after a loss with the interface that worked, and then goes down the list", () => {
		const board = new Board({ fitted: ALL, seed: 1, policy: {} });
		board.set({ eth0: DOWN.eth0 });
		board.powerOn();
		board.imp.net.setserverinterfaces(["ethernet", "wifi", "cell"]);
		connected(board);
		expect(inUse(board)).toBe("wifi");
		mend(board, ["eth0"]);
		board.advance(MINUTE);
		let from = board.attempts.length;
		board.set({ server: "down" });
		offline(board);
		expect(turns(board, from, 3)).toEqual(["wifi", "cell", "ethernet"]);
		board.set({ server: "up" });
		connected(board, HOUR);

		board.server.disconnect();
		fail(board, ["eth0"]);
		board.server.connect();
		connected(board);
		expect(inUse(board)).toBe("wifi");
		mend(board, ["eth0"]);
		board.advance(MINUTE);
		from = board.attempts.length;
		board.set({ server: "down" });
		board.set({ server: "up" });
		offline(board);
		connected(board);
		expect(turns(board, from, 1)).toEqual(["wifi"]);
		expect(inUse(board)).toBe("wifi");

		from = board.attempts.length;
		fail(board, ["wl0"]);
		offline(board);
		connected(board);
		expect(board.attempts.slice(from).map((row) => row.interface)).toEqual(["cell"]);
	});

	it("gives cellular a turn of 120 s and the others one of 60 s", () => {
		const board = returning(ALL);
		board.set(ENDLESS);
		const from = board.attempts.length;
		board.server.connect();
		const walked = rows(board, from, 3).map((row) => [row.interface, row.took, row.reason]);
		expect(walked).toEqual([
			["ethernet", 60 * SECOND, "NO_SERVER"],
			["wifi", 60 * SECOND, "NO_SERVER"],
			["cell", 120 * SECOND, "NO_REGISTRATION"],
		]);
	});

	it("gives connect() the turns of one pass, or the time of its caller over all interfaces", () => {
		const board = returning(ALL);
		board.set(ENDLESS);
		const heard: [number, number][] = [];
		const attempt = (duration: number, timeout?: number) => {
			const [from, at] = [board.attempts.length, board.now];
			heard.length = 0;
			board.server.connect((code) => heard.push([board.now - at, code]), timeout);
			board.advance(duration);
			return board.attempts.slice(from).map((row) => [row.interface, row.took]);
		};
		expect(attempt(HOUR)).toEqual([
			["ethernet", 60 * SECOND],
			["wifi", 60 * SECOND],
			["cell", 120 * SECOND],
		]);
		expect(heard.map(([after]) => after)).toEqual([240 * SECOND]);

		board.server.disconnect();
		expect(attempt(HOUR, 90)).toEqual([
			["ethernet", 60 * SECOND],
			["wifi", 30 * SECOND],
		]);
		expect(heard).toEqual([[90 * SECOND, NO_SERVER]]);

		board.server.disconnect();
		fail(board, ALL);
		board.advance(HOUR);
		expect(attempt(HOUR).length, "turns that end early").toBe(3);
		expect(heard.length).toBe(1);
		expect(heard[0]?.[0], "where nothing more can come").toBeAtMost(30 * SECOND);
	});

	it("reports the reason of the last turn of a walk", () => {
		const board = returning(["wl0", "cell0"]);
		fail(board, ["wl0", "cell0"]);
		const heard: number[] = [];
		const { imp, server } = board;
		for (const list of [
			["wifi", "cell"],
			["cell", "wifi"],
		]) {
			imp.net.setserverinterfaces(list);
			server.connect((code) => heard.push(code));
			board.advance(30 * MINUTE);
			const info = imp.net.info();
			expect(info.lasterror).toBe(heard.at(-1));
			expect(info.interface.map(({ lasterror }) => lasterror)).toEqual([NO_WIFI, SIM_ERROR]);
		}
		expect(heard).toEqual([SIM_ERROR, NO_WIFI]);
	});

	it("begins each minute of SUSPEND_ON_ERROR where the last one stopped", () => {
		const board = new Board({ fitted: ALL, seed: 1, policy: {} });
		board.set(ENDLESS);
		board.powerOn();
		const walked = rows(board, 0, 4).map((row) => [row.at, row.took, row.interface]);
		expect(walked).toEqual([
			[0, MINUTE, "ethernet"],
			[10 * MINUTE, MINUTE, "wifi"],
			[20 * MINUTE, 2 * MINUTE, "cell"],
			[31 * MINUTE, MINUTE, "ethernet"],
		]);
	});
});

describe("a boot on a board", () => {
	it("connects at a cold boot whatever policy and disconnect came before", () => {
		const board = new Board({ fitted: ["wl0"], seed: 1, policy: {} });
		for (const policy of [SUSPEND_ON_ERROR, RETURN_ON_ERROR, RETURN_ON_ERROR_NO_DISCONNECT]) {
			board.powerOn();
			connected(board);
			board.server.setsendtimeoutpolicy(policy, WAIT_TIL_SENT, 10);
			board.server.disconnect();
			const from = board.attempts.length;
			board.advance(HOUR);
			expect(board.server.isconnected()).toBe(false);
			expect(board.attempts.length).toBe(from);
			board.powerOff();
		}
		board.powerOn();
		connected(board);
	});

	it("boots over Wi-Fi at once when no cable is plugged in", () => {
		const board = new Board({ fitted: ALL, seed: 1, policy: {} });
		board.set({ eth0: DOWN.eth0 });
		board.powerOn();
		connected(board, 15 * SECOND);
		const walked = board.attempts.map((row) => [row.interface, row.reason]);
		expect(walked).toEqual([
			["ethernet", "NO_LINK"],
			["wifi", "SERVER_CONNECTED"],
		]);
		expect(board.attempts[0]?.took).toBeAtMost(5 * SECOND);
	});
});

describe("the journal of a boot", () => {
	const notes = (board: Board) =>
		board.uplink.journal
			.filter(({ text }) => text.includes("would start"))
			.map(({ at, text }) => [at, text]);
	const AFTER = ": impOS would start the application now";

	it("says once when impOS would start the application: connected, or after 10 s", () => {
		const soon = new Board({ fitted: ALL, seed: 1, policy: {} });
		soon.powerOn();
		connected(soon);
		fail(soon, ["eth0"]);
		soon.advance(HOUR);
		expect(notes(soon)).toEqual([[1112, `the server answered${AFTER}`]]);

		const late = new Board({ fitted: ["wl0"], seed: 1, policy: {} });
		fail(late, ["wl0"]);
		late.powerOn();
		late.advance(10 * SECOND - 1);
		expect(notes(late)).toEqual([]);
		late.advance(1);
		const expected = [[10 * SECOND, `10 s have passed without the server${AFTER}`]];
		expect(notes(late)).toEqual(expected);
		mend(late, ["wl0"]);
		connected(late, HOUR);
		expect(notes(late)).toEqual(expected);
		late.powerOff();
		late.powerOn();
		late.advance(MINUTE);
		expect(notes(late).length, "of the next boot").toBe(1);
	});
});

describe("manual mode on a board", () => {
	/** Connected over cellular by connectwith, with a list that begins with Wi-Fi. */
	function manual(): Board {
		const board = returning(["wl0", "cell0"]);
		board.imp.net.setserverinterfaces(["wifi", "cell"]);
		board.server.connectwith({ interface: "cell0" });
		connected(board);
		expect(inUse(board)).toBe("cell");
		return board;
	}

	/** Cellular is lost; the first turns of what follows, in time for several. */
	function afterLoss(board: Board): string[] {
		const from = board.attempts.length;
		fail(board, ["cell0"]);
		offline(board);
		board.advance(10 * MINUTE);
		return board.attempts.slice(from).map((row) => row.interface);
	}

	it("leaves manual mode by connect(), by a boot and by clearing everything", () => {
		const lost = manual();
		expect(afterLoss(lost).filter((over) => over !== "cell")).toEqual([]);
		expect(lost.server.isconnected()).toBe(false);
		let from = lost.attempts.length;
		lost.server.connect();
		expect(turns(lost, from, 1), "connect() after a failure").toEqual(["wifi"]);

		const joined = manual();
		joined.server.connect();
		joined.advance(MINUTE);
		expect(inUse(joined)).toBe("cell");
		expect(afterLoss(joined), "connect() while connected").toEqual(["wifi"]);

		const booted = manual();
		booted.powerOff();
		from = booted.attempts.length;
		booted.powerOn();
		expect(turns(booted, from, 1), "a boot").toEqual(["wifi"]);

		const cleared = manual();
		cleared.imp.clearconfiguration();
		cleared.imp.setwificonfiguration(SSID, PASSWORD);
		cleared.advance(MINUTE);
		expect(inUse(cleared)).toBe("cell");
		expect(afterLoss(cleared), "clearing everything").toEqual(["wifi"]);
	});

	it("lets a connectwith run to its own end when everything is cleared, and is over with it", () => {
		const heard: unknown[] = [];
		const hear = (...values: unknown[]) => heard.push(values);
		const board = returning(["wl0", "cell0"]);
		board.imp.net.setserverinterfaces(["wifi", "cell"]);
		board.set({ cell0: { registersAfter: 30 * SECOND } });
		let from = board.attempts.length;
		board.server.connectwith({ interface: "cell0" }, hear);
		board.advance(5 * SECOND);
		board.imp.clearconfiguration();
		board.imp.setwificonfiguration(SSID, PASSWORD);
		board.advance(MINUTE);
		expect(heard.splice(0)).toEqual([[SERVER_CONNECTED, "cell0"]]);
		expect(rows(board, from, 1).map((row) => [row.interface, row.reason])).toEqual([
			["cell", "SERVER_CONNECTED"],
		]);
		expect(inUse(board)).toBe("cell");
		expect(afterLoss(board), "the default order").toEqual(["wifi"]);

		board.server.disconnect();
		board.advance(10 * SECOND);
		from = board.attempts.length;
		board.server.connectwith({ interface: "cell0" }, hear, 20);
		board.advance(SECOND);
		board.imp.clearconfiguration();
		board.imp.setwificonfiguration(SSID, PASSWORD);
		board.advance(10 * MINUTE);
		expect(heard).toEqual([[SIM_ERROR, "cell0"]]);
		expect(board.attempts.slice(from).map((row) => row.interface)).toEqual(["cell"]);
		expect(board.uplink.record.manual).toBe(undefined);
		board.server.connect();
		expect(turns(board, from + 1, 1)).toEqual(["wifi"]);
	});

	it("remembers what a connection used when everything was cleared on its way", () => {
		const board = returning(["wl0", "cell0"]);
		board.server.connectwith({ interface: "wl0", wificonfig: { ssid: "other", key: "hunter22" } });
		board.advance(SECOND);
		board.imp.clearconfiguration();
		connected(board);
		expect(board.imp.net.getcurrentconfig()?.wificonfig?.ssid).toBe("other");
	});
});
