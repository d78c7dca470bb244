/**
 * The owner's list on a whole board in virtual time: when a list begins to count, what of it is
 * stored, what `connectwith` leaves alone of it, and the one setting that is told as it was last used.
 * The points of docs/impos.md name these tests.
 */

import {
	NO_WIFI,
	NOT_CONNECTED,
	SERVER_CONNECTED,
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
	online,
	returning,
	rows,
	SECOND,
	turns,
} from "./support/timeline.js";

describe("lists and settings on a board", () => {
	it("walks nothing but a strict list, and begins it again", () => {
		const board = returning(ALL);
		board.uplink.apply(["cell", "wifi"], { tail: "none" });
		fail(board, ALL);
		board.server.setsendtimeoutpolicy(SUSPEND_ON_ERROR, WAIT_TIL_SENT, 10);
		let from = board.attempts.length;
		board.server.connect();
		expect(turns(board, from, 3)).toEqual(["cell", "wifi", "cell"]);
		board.powerOff();
		from = board.attempts.length;
		board.powerOn();
		expect(board.imp.net.getserverinterfaces()).toEqual(["cell", "wifi"]);
		expect(turns(board, from, 3)).toEqual(["cell", "wifi", "cell"]);
		mend(board, ["eth0"]);
		board.advance(2 * HOUR);
		expect(board.server.isconnected()).toBe(false);
		expect(board.attempts.length - from).toBeAtLeast(10);
		expect(board.attempts.slice(from).some((row) => row.interface === "ethernet")).toBe(false);
	});

	it("uses a list that is given during an attempt, or inside a callback, from the next attempt", () => {
		const board = returning(ALL);
		const { imp, server } = board;
		board.set(ENDLESS);
		let from = board.attempts.length;
		const heard: string[] = [];
		server.connect(() => {
			heard.push("over");
			imp.net.setserverinterfaces(["wifi"]);
			heard.push("set");
			server.connect(() => heard.push("again"));
			heard.push("asked");
		});
		board.advance(10 * SECOND);
		imp.net.setserverinterfaces(["cell", "wifi"]);
		expect(heard).toEqual([]);
		const walked = rows(board, from, 2).map((row) => [row.interface, row.took]);
		expect(walked, "the turn in progress runs to its end").toEqual([
			["ethernet", 60 * SECOND],
			["cell", 120 * SECOND],
		]);
		while (heard.length === 0) board.advance(SECOND);
		expect(heard).toEqual(["over", "set", "asked"]);
		from = board.attempts.length;
		expect(turns(board, from, 1)).toEqual(["wifi"]);
	});

	it("writes a list to flash only when it changes", () => {
		const board = online(ALL);
		const writes = (list: string[]): number => {
			const before = board.flash.writes;
			board.imp.net.setserverinterfaces(list);
			return board.flash.writes - before;
		};
		expect(writes(["wifi", "cell"])).toBeAtLeast(1);
		for (const same of [
			["wifi", "cell"],
			["wl0", "wifi", "cell0"],
			["wifi", "cell", "eth1"],
		])
			expect(writes(same), `${same}`).toBe(0);
		expect(writes(["cell", "wifi"])).toBeAtLeast(1);
		board.powerOff();
		board.powerOn();
		expect(board.imp.net.getserverinterfaces(), "stored on return").toEqual(["cell", "wifi"]);
		expect(writes(["cell", "wifi"]), "after a boot").toBe(0);
		expect(writes([])).toBeAtLeast(1);
		expect(writes([])).toBe(0);
		expect(writes(["cell1"]), "a list of nothing that is fitted").toBe(0);
	});

	it("tells the APN of the last attempt and not one that is set since", () => {
		const board = returning(["wl0", "cell0"]);
		const { imp, server } = board;
		const APN = () => imp.net.info().interface.find(({ type }) => type === "cell")?.apn;
		imp.net.setserverinterfaces(["cell"]);
		imp.setapn("first.example");
		expect(APN()).toBe(undefined);
		server.connect();
		connected(board);
		expect(inUse(board)).toBe("cell");
		expect(APN()).toBe("first.example");
		imp.setapn("second.example");
		board.advance(HOUR);
		expect(APN(), "pending").toBe("first.example");
		server.disconnect();
		board.advance(MINUTE);
		expect(APN(), "pending, and off").toBe("first.example");
		fail(board, ["cell0"]);
		server.connect();
		connected(board);
		expect(inUse(board)).toBe("wifi");
		expect(APN(), "after a failure").toBe("second.example");
	});

	it("refuses an APN that would end its AT command, at each door, and keeps the one it had", () => {
		const board = returning(["wl0", "cell0"]);
		const { imp, server, uplink } = board;
		imp.setapn("first.example");
		for (const apn of ['a"b', "a\rb", "a\nAT+CFUN=0", "a\u0000b", "a\u007fb", "caf\u00e9"]) {
			const refused = "settings.cellular.APN: expected printable ASCII without quotes";
			const nic = { interface: "cell0", cellconfig: { apn } };
			for (const call of [
				() => imp.setapn(apn),
				() => server.connectwith(nic),
				() => imp.net.open(nic),
				() => {
					uplink.settings = { cellular: { APN: apn } };
				},
			])
				expect(call, JSON.stringify(apn)).toThrow(RangeError, refused);
		}
		expect(uplink.settings.cellular?.APN).toBe("first.example");
		expect([uplink.connecting, uplink.links.map(({ wanted }) => wanted)]).toEqual([
			false,
			[[], []],
		]);
	});

	it("tells twice the same configuration, unchanged by a connectwith that fails", () => {
		const board = returning(["wl0", "cell0"]);
		const { imp, server } = board;
		server.connectwith({ interface: "wl0", wificonfig: { ssid: "other", key: "hunter22" } });
		connected(board);
		const before = imp.net.getcurrentconfig();
		expect(before?.wificonfig?.ssid).toBe("other");
		expect(before?.wificonfig?.key instanceof Uint8Array).toBe(true);
		expect(imp.net.getcurrentconfig()).toEqual(before);
		server.disconnect();
		board.set({ wl0: { passwordAccepted: false } });
		const heard: number[] = [];
		server.connectwith(
			{ interface: "wl0", wificonfig: { ssid: "wrong", key: "wrong" } },
			(code) => heard.push(code),
			20,
		);
		expect(imp.net.getcurrentconfig(), "during").toEqual(before);
		board.advance(MINUTE);
		expect(heard).toEqual([NO_WIFI]);
		expect(imp.net.getcurrentconfig(), "after").toEqual(before);
		expect(imp.net.getcurrentconfig()).toEqual(before);
	});

	it("leaves list and index alone in connectwith, and keeps a new list its first attempt", () => {
		const board = returning(ALL);
		const { imp, server } = board;
		const heard: number[] = [];
		const hear = (code: number) => void heard.push(code);
		imp.net.setserverinterfaces(["ethernet", "wifi", "cell"]);
		fail(board, ["eth0"]);
		board.set({ wl0: ENDLESS.wl0, cell0: DOWN.cell0 });
		let from = board.attempts.length;
		server.connect(hear, 30);
		board.advance(MINUTE);
		expect(turns(board, from, 2), "the index is at cellular").toEqual(["ethernet", "wifi"]);
		server.connectwith({ interface: "eth0" }, hear);
		board.advance(MINUTE);
		expect(imp.net.getserverinterfaces()).toEqual(["ethernet", "wifi", "cell"]);
		expect(heard.length).toBe(2);
		from = board.attempts.length;
		server.connect(hear);
		expect(turns(board, from, 2)).toEqual(["cell", "ethernet"]);
		board.advance(10 * MINUTE);
		expect(heard.length).toBe(3);
		expect(heard.includes(SERVER_CONNECTED) || heard.includes(NOT_CONNECTED)).toBe(false);

		imp.net.setserverinterfaces(["wifi", "cell"]);
		mend(board, ["eth0"]);
		server.connectwith({ interface: "eth0" });
		connected(board);
		expect(inUse(board)).toBe("ethernet");
		expect(imp.net.getserverinterfaces()).toEqual(["wifi", "cell"]);
		server.connect();
		from = board.attempts.length;
		fail(board, ["eth0"]);
		offline(board);
		expect(turns(board, from, 2), "the new list's first attempt").toEqual(["wifi", "cell"]);
	});
});
