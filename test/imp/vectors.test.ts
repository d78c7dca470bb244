/**
 * The test vectors of docs/impos.md §18B, each by its number, on a whole board in virtual time.
 * What is judged is what a user sees: the façade, and the board's own record of turns.
 */

import type { Board } from "../../hosts/sim/board.js";
import {
	CONFIG_WIFI,
	RETURN_ON_ERROR,
	SERVER_CONNECTED,
	SIM_ERROR,
	WAIT_TIL_SENT,
} from "../../modules/imp/index.js";
import { expect } from "../expect.js";
import {
	ALL,
	connected,
	DOWN,
	type Fitted,
	fail,
	inUse,
	MINUTE,
	offline,
	online,
	turns,
	UP,
} from "./support/timeline.js";

/** What `getserverinterfaces` calls it, and what its failure is called. */
const NAMES = { eth0: "ethernet", wl0: "wifi", cell0: "cell" } as const;
const REASONS = { ethernet: "NO_LINK", wifi: "NO_WIFI", cell: "SIM_ERROR" } as const;

/**
 * Sets the lists in turn, takes every interface away, connects, and checks the first pass and that
 * after its end it begins again at its start.
 */
function walks(fitted: Fitted[], lists: string[][], stored: string[], order: string[]): void {
	const board = online(fitted);
	for (const list of lists) board.imp.net.setserverinterfaces(list);
	expect(board.imp.net.getserverinterfaces(), "read-back").toEqual(stored);
	board.server.disconnect();
	fail(board, fitted);
	const from = board.attempts.length;
	board.server.connect();
	expect(turns(board, from, order.length), "first pass").toEqual(order);
	expect(turns(board, from + order.length, 1), "wrap").toEqual([order[0]]);
	for (const row of board.attempts.slice(from)) {
		expect(row.outcome).toBe("failed");
		expect(row.reason).toBe(REASONS[row.interface as keyof typeof REASONS]);
	}
}

describe("test vectors of setserverinterfaces: lists", () => {
	it("V1: without a list the default order is read back and walked, and walked again", () => {
		walks(ALL, [], ["ethernet", "wifi", "cell"], ["ethernet", "wifi", "cell"]);
	});

	it("V2: a list of all that is fitted is walked as it stands", () => {
		walks(["wl0", "cell0"], [["wifi", "cell"]], ["wifi", "cell"], ["wifi", "cell"]);
	});

	it("V3: after a list of one comes what the default order has besides", () => {
		walks(ALL, [["cell"]], ["cell"], ["cell", "ethernet", "wifi"]);
	});

	it("V4: specific names fold into generic ones, and the first of two counts", () => {
		walks(ALL, [["wl0", "wifi", "cell0"]], ["wifi", "cell"], ["wifi", "cell", "ethernet"]);
	});

	it("V5: what is not fitted is ignored in silence", () => {
		walks(["wl0"], [["cell", "wifi"]], ["wifi"], ["wifi"]);
	});

	it("V6: a list of nothing that is fitted is no list", () => {
		walks(["wl0"], [["cell"]], ["wifi"], ["wifi"]);
	});

	it("V7: an empty list clears the one before it", () => {
		walks(["eth0", "wl0"], [["wifi"], []], ["ethernet", "wifi"], ["ethernet", "wifi"]);
	});

	it("V8: a list replaces the one before it", () => {
		walks(["eth0", "wl0"], [["wifi"], ["ethernet"]], ["ethernet"], ["ethernet", "wifi"]);
	});
});

/** V9: connected over Ethernet, and the list now says Wi-Fi. */
function listed(): Board {
	const board = online(["eth0", "wl0"]);
	expect(inUse(board)).toBe("ethernet");
	board.imp.net.setserverinterfaces(["wifi"]);
	return board;
}

describe("test vectors of setserverinterfaces: a live connection", () => {
	it("V9: a list given while connected is read back, and the connection stays where it is", () => {
		const board = listed();
		const rows = board.attempts.length;
		expect(board.imp.net.getserverinterfaces()).toEqual(["wifi"]);
		board.advance(60 * MINUTE);
		expect(board.server.isconnected()).toBe(true);
		expect(inUse(board)).toBe("ethernet");
		expect(board.attempts.length).toBe(rows);
	});

	it("V10: when that connection is lost, the next starts at the list's first", () => {
		const board = listed();
		const rows = board.attempts.length;
		board.set({ eth0: DOWN.eth0 });
		offline(board);
		connected(board);
		expect(turns(board, rows, 1)).toEqual(["wifi"]);
		expect(inUse(board)).toBe("wifi");
	});

	it("V11: when the application disconnects and connects, it starts at the list's first", () => {
		const board = listed();
		const rows = board.attempts.length;
		board.server.disconnect();
		board.server.connect();
		connected(board);
		expect(turns(board, rows, 1)).toEqual(["wifi"]);
		expect(inUse(board)).toBe("wifi");
	});
});

/** V12: moved from Wi-Fi to cellular, and Wi-Fi is back. */
function onTheRoad(): Board {
	const board = online(["wl0", "cell0"]);
	board.imp.net.setserverinterfaces(["wifi", "cell"]);
	expect(inUse(board)).toBe("wifi");
	board.set({ wl0: DOWN.wl0 });
	offline(board);
	connected(board, 30 * MINUTE);
	expect(inUse(board)).toBe("cell");
	board.set({ wl0: UP.wl0 });
	return board;
}

describe("test vectors of setserverinterfaces: the way back", () => {
	it("V12: a better interface that returns is not gone back to unasked", () => {
		const board = onTheRoad();
		const rows = board.attempts.length;
		board.advance(120 * MINUTE);
		expect(inUse(board)).toBe("cell");
		expect(board.attempts.length).toBe(rows);
	});

	it("V13: an explicit disconnect and connect starts at the top, and so goes back", () => {
		const board = onTheRoad();
		const rows = board.attempts.length;
		board.server.disconnect();
		board.server.connect();
		connected(board);
		expect(turns(board, rows, 1)).toEqual(["wifi"]);
		expect(inUse(board)).toBe("wifi");
	});
});

describe("test vectors of setserverinterfaces: storage", () => {
	it("V14: a list survives a power cycle, after which its first is tried first", () => {
		const board = online(ALL);
		board.imp.net.setserverinterfaces(["cell", "wifi"]);
		board.powerOff();
		const rows = board.attempts.length;
		board.powerOn();
		expect(board.imp.net.getserverinterfaces()).toEqual(["cell", "wifi"]);
		connected(board, 10 * MINUTE);
		expect(turns(board, rows, 1)).toEqual(["cell"]);
	});

	it("V15: clearing the Wi-Fi settings keeps the list", () => {
		const board = online(ALL);
		board.imp.net.setserverinterfaces(["cell", "wifi"]);
		board.imp.clearconfiguration(CONFIG_WIFI);
		expect(board.imp.net.getserverinterfaces()).toEqual(["cell", "wifi"]);
		board.powerOff();
		board.powerOn();
		expect(board.imp.net.getserverinterfaces()).toEqual(["cell", "wifi"]);
	});

	it("V16: clearing everything while connected clears the list and leaves the link", () => {
		const board = online(ALL);
		board.imp.net.setserverinterfaces(["cell", "wifi"]);
		const rows = board.attempts.length;
		board.imp.clearconfiguration();
		expect(board.imp.net.getserverinterfaces()).toEqual(["ethernet", "wifi", "cell"]);
		board.advance(10 * MINUTE);
		expect(board.server.isconnected()).toBe(true);
		expect(inUse(board)).toBe("ethernet");
		expect(board.attempts.length).toBe(rows);
	});

	it("V17: what is no list of identifiers is refused, and the old list stays", () => {
		const board = online(ALL);
		const { net } = board.imp;
		net.setserverinterfaces(["cell"]);
		const set = net.setserverinterfaces.bind(net) as (list?: unknown) => void;
		for (const list of [undefined, null, "wifi", 5, {}, { length: 1, 0: "wifi" }])
			expect(() => set(list), JSON.stringify(list)).toThrow(TypeError, "interfaces");
		expect(() => set(["wifi", 5])).toThrow(TypeError, "interfaces[1]");
		expect(() => set(["wifi", null])).toThrow(TypeError, "interfaces[1]");
		expect(() => set(["wifi", "foo"])).toThrow(RangeError, "interfaces[1]");
		expect(net.getserverinterfaces()).toEqual(["cell"]);
		board.powerOff();
		board.powerOn();
		expect(board.imp.net.getserverinterfaces()).toEqual(["cell"]);
	});
});

describe("test vectors of setserverinterfaces: connectwith and the system", () => {
	it("V18: a connectwith that fails leaves the current configuration, and is the last", () => {
		const board = online(["wl0", "cell0"]);
		const { imp, server } = board;
		server.setsendtimeoutpolicy(RETURN_ON_ERROR, WAIT_TIL_SENT, 10);
		imp.net.setserverinterfaces(["wifi", "cell"]);
		server.disconnect();
		board.set({ cell0: DOWN.cell0 });
		const rows = board.attempts.length;
		const heard: [number, string][] = [];
		server.connectwith({ interface: "cell0" }, (code, name) => heard.push([code, name]));
		board.advance(60 * MINUTE);
		expect(heard).toEqual([[SIM_ERROR, "cell0"]]);
		expect(board.attempts.slice(rows).map((row) => row.interface)).toEqual(["cell"]);
		expect(server.isconnected()).toBe(false);
		expect(imp.net.getcurrentconfig()?.interface).toBe("wl0");
		expect(imp.net.getserverinterfaces()).toEqual(["wifi", "cell"]);
	});

	it("V19: connectwith under SUSPEND_ON_ERROR is an error", () => {
		const board = online(ALL);
		board.server.disconnect();
		const rows = board.attempts.length;
		expect(() => board.server.connectwith({ interface: "wl0" })).toThrow(Error, "SUSPEND_ON_ERROR");
		board.advance(60 * MINUTE);
		expect(board.attempts.length).toBe(rows);
	});

	it("V20: a connection of the system's own is not told; the next starts as the list says", () => {
		const board = online(["eth0", "wl0"]);
		const { imp, server } = board;
		const heard: number[] = [];
		server.setsendtimeoutpolicy(RETURN_ON_ERROR, WAIT_TIL_SENT, 10);
		server.onunexpecteddisconnect((reason) => heard.push(reason));
		imp.net.setserverinterfaces(["wifi"]);
		server.disconnect();
		server.connect((code) => heard.push(code));
		connected(board);
		server.disconnect();
		const rows = board.attempts.length;
		board.set({ wl0: DOWN.wl0 });
		board.os.connect();
		connected(board);
		expect(inUse(board)).toBe(NAMES.eth0);
		expect(imp.net.getcurrentconfig()?.interface).toBe("wl0");
		board.os.disconnect();
		expect(server.isconnected()).toBe(false);
		board.advance(5 * MINUTE);
		expect(heard).toEqual([SERVER_CONNECTED]);
		expect(board.attempts.length).toBe(rows);
		expect(imp.net.getserverinterfaces()).toEqual(["wifi"]);
		board.set({ wl0: UP.wl0 });
		server.connect();
		connected(board);
		expect(turns(board, rows, 1)).toEqual(["wifi"]);
	});
});
