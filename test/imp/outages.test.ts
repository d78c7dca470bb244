/**
 * Losing the server and letting it go, on a whole board in virtual time: what the application is told
 * of it and when, who comes back, and what stays up for local use. The points of docs/impos.md name
 * these tests.
 */

import type { Board } from "../../hosts/sim/board.js";
import type { FactChanges } from "../../hosts/sim/facts.js";
import {
	NO_SERVER,
	NO_WIFI,
	RETURN_ON_ERROR,
	RETURN_ON_ERROR_NO_DISCONNECT,
	SEND_ERROR_NOT_CONNECTED,
	SERVER_CONNECTED,
	STATES,
	SUSPEND_ON_ERROR,
	WAIT_TIL_SENT,
} from "../../modules/imp/index.js";
import { expect } from "../expect.js";
import {
	ALL,
	connected,
	DOWN,
	type Fitted,
	fail,
	HOUR,
	inUse,
	MINUTE,
	mend,
	offline,
	online,
	SECOND,
	turns,
	UP,
} from "./support/timeline.js";

interface Listening {
	board: Board;
	/** Each unexpected disconnect that was told: when, and its code. */
	told: [number, number][];
}

/** Online for a while, and an application that wants to know of disconnects. */
function listening(fitted: Fitted[], policy: number): Listening {
	const board = online(fitted);
	const told: Listening["told"] = [];
	board.server.setsendtimeoutpolicy(policy, WAIT_TIL_SENT, 10);
	board.server.onunexpecteddisconnect((code) => told.push([board.now, code]));
	board.advance(5 * MINUTE);
	return { board, told };
}

describe("an unexpected disconnect on a board", () => {
	it("tells nothing of a loss that is made good within 60 s", () => {
		const { board, told } = listening(["wl0"], RETURN_ON_ERROR);
		for (let loss = 0; loss < 3; loss++) {
			fail(board, ["wl0"]);
			offline(board);
			board.advance(35 * SECOND);
			expect(board.server.isconnected()).toBe(false);
			mend(board, ["wl0"]);
			board.advance(24 * SECOND);
			expect(board.server.isconnected(), `after loss ${loss}`).toBe(true);
		}
		board.advance(HOUR);
		expect(told).toEqual([]);
	});

	it("tells an unexpected disconnect once an outage, 60 s after the loss, with the last failure", () => {
		const { board, told } = listening(["wl0"], RETURN_ON_ERROR);
		board.set({ server: "down" });
		const lost = offline(board);
		board.advance(20 * SECOND);
		expect(board.attempts.at(-1)?.reason, "the first failure").toBe("NO_SERVER");
		fail(board, ["wl0"]);
		board.advance(lost + 59_900 - board.now);
		expect(told).toEqual([]);
		board.advance(SECOND);
		expect(told.map(([, code]) => code)).toEqual([NO_WIFI]);
		expect(told[0]?.[0] ?? 0).toBeAtMost(lost + MINUTE);
		// The link comes, and goes again: still the same outage.
		const codes: number[] = [];
		mend(board, ["wl0"]);
		board.server.connect((code) => codes.push(code));
		board.advance(10 * MINUTE);
		fail(board, ["wl0"]);
		board.advance(HOUR);
		expect(codes).toEqual([NO_SERVER]);
		expect(told.length, "an outage").toBe(1);

		mend(board, ["wl0"]);
		board.set({ server: "up" });
		board.server.connect();
		connected(board);
		board.advance(5 * MINUTE);
		fail(board, ["wl0"]);
		const again = offline(board);
		board.advance(HOUR);
		expect(told.length, "two outages").toBe(2);
		expect(told[1]?.[0] ?? 0).toBeAtLeast(again + MINUTE - 10);
		expect(told[1]?.[0] ?? 0).toBeAtMost(again + MINUTE);
	});

	it("tells an unexpected disconnect under both RETURN policies, and never under SUSPEND_ON_ERROR", () => {
		const outage = (policy: number): number[] => {
			const { board, told } = listening(["wl0"], policy);
			fail(board, ["wl0"]);
			offline(board);
			board.advance(2 * HOUR);
			return told.map(([, code]) => code);
		};
		expect(outage(RETURN_ON_ERROR)).toEqual([NO_WIFI]);
		expect(outage(RETURN_ON_ERROR_NO_DISCONNECT)).toEqual([NO_WIFI]);
		expect(outage(SUSPEND_ON_ERROR)).toEqual([]);
	});

	it("once it has given up under RETURN_ON_ERROR, comes back only by connect or connectwith", () => {
		const { board, told } = listening(ALL, RETURN_ON_ERROR);
		const { server } = board;
		const givenUp = () => {
			fail(board, ALL);
			offline(board);
			board.advance(10 * MINUTE);
			const from = board.attempts.length;
			mend(board, ALL);
			board.advance(6 * HOUR);
			expect(server.isconnected()).toBe(false);
			expect(board.attempts.length, "turns after it gave up").toBe(from);
			expect(server.log("anyone?")).toBe(SEND_ERROR_NOT_CONNECTED);
		};
		const heard: [number, string?][] = [];
		givenUp();
		server.connect((code) => heard.push([code]));
		connected(board);
		board.advance(MINUTE);
		givenUp();
		server.connectwith({ interface: "wl0" }, (code, name) => heard.push([code, name]));
		connected(board);
		expect(inUse(board)).toBe("wifi");
		expect(heard).toEqual([[SERVER_CONNECTED], [SERVER_CONNECTED, "wl0"]]);
		expect(told.length).toBe(2);
	});
});

describe("disconnect() and the system's connections on a board", () => {
	it("turns the interface off with disconnect(), whichever it is", () => {
		const classes = { eth0: "ethernet", wl0: "wifi", cell0: "cell" } as const;
		for (const over of ALL) {
			const board = online(ALL);
			board.imp.net.setserverinterfaces([over]);
			board.server.disconnect();
			board.server.connect();
			connected(board);
			expect(inUse(board)).toBe(classes[over]);
			const link = () => board.uplink.links.find((each) => each.interface === classes[over]);
			expect(link()?.phase).toBe("up");
			board.server.disconnect();
			expect(link()?.phase, `${over} at once`).toBe("stopping");
			board.advance(10 * SECOND);
			expect(link()?.phase, `${over} later`).toBe("idle");
			expect(link()?.wanted).toEqual([]);
			expect(link()?.address, `${over}'s address`).toBe(undefined);
			board.advance(HOUR);
			expect(link()?.phase).toBe("idle");
		}
	});

	it("says by isconnected() that a connection of the system is one, and tells no callback", () => {
		const { board, told } = listening(["eth0", "wl0"], RETURN_ON_ERROR);
		const { imp, server } = board;
		const heard: number[] = [];
		imp.net.setserverinterfaces(["wifi"]);
		server.disconnect();
		server.connect((code) => heard.push(code));
		connected(board);
		board.advance(MINUTE);
		server.disconnect();
		expect("active" in imp.net.info()).toBe(false);
		const from = board.attempts.length;
		fail(board, ["wl0"]);
		board.os.connect();
		connected(board);
		expect(imp.net.info().interface[imp.net.info().active ?? -1]?.type).toBe("ethernet");
		expect(server.log("sent over the system's connection")).toBe(0);
		board.advance(MINUTE);
		expect(board.far.received.map(({ over }) => over)).toEqual(["ethernet"]);
		fail(board, ["eth0"]);
		offline(board);
		board.advance(10 * MINUTE);
		mend(board, ["eth0"]);
		connected(board, 10 * MINUTE);
		board.os.disconnect();
		expect(server.isconnected()).toBe(false);
		board.advance(10 * MINUTE);
		expect(heard).toEqual([SERVER_CONNECTED]);
		expect(told).toEqual([]);
		expect(board.attempts.length).toBe(from);
		expect(imp.net.getcurrentconfig()?.interface).toBe("wl0");
	});
});

/** Opens Wi-Fi for local use; what its callback was told. */
function opened(board: Board) {
	const states: number[] = [];
	const local = board.imp.net.open({ interface: "wl0" }, (state) => states.push(state));
	const wifi = () => board.imp.net.info().interface.find(({ type }) => type === "wifi");
	return { local, states, wifi };
}

describe("local use of an interface on a board", () => {
	it("keeps Wi-Fi up for local use while cellular carries the connection to the server", () => {
		const board = online(["wl0", "cell0"]);
		board.imp.net.setserverinterfaces(["cell"]);
		board.server.disconnect();
		board.server.connect();
		connected(board);
		expect(inUse(board)).toBe("cell");
		const { local, wifi } = opened(board);
		board.advance(MINUTE);
		const socket = local.openudp();
		for (let sent = 0; sent < 6; sent++) {
			board.advance(10 * MINUTE);
			expect(local.getstate()).toBe(STATES.CONNECTED);
			expect(wifi()?.connectedssid).toBe(wifi()?.ssid);
			expect(socket.send("10.0.0.99", 5000, "hello")).toBe(0);
			expect(inUse(board)).toBe("cell");
			board.server.log("still here");
		}
		board.advance(MINUTE);
		expect(board.far.received.map(({ over }) => over)).toEqual(new Array(6).fill("cell"));
	});

	it("opens an interface for local use that the list leaves out", () => {
		for (const tail of ["default", "none"] as const) {
			const board = online(["wl0", "cell0"]);
			board.uplink.apply(["cell"], { tail });
			board.server.disconnect();
			board.server.connect();
			connected(board);
			const from = board.attempts.length;
			const { local, states } = opened(board);
			board.advance(MINUTE);
			expect(local.getstate()).toBe(STATES.CONNECTED);
			expect(states.at(-1)).toBe(STATES.CONNECTED);
			board.imp.net.setserverinterfaces(["cell0"]);
			board.advance(HOUR);
			expect(local.getstate(), "after another list without it").toBe(STATES.CONNECTED);
			expect(inUse(board)).toBe("cell");
			expect(board.attempts.length).toBe(from);
			local.close();
			board.advance(MINUTE);
			expect(board.uplink.links.find((link) => link.class === "wifi")?.phase).toBe("idle");
		}
	});

	it("keeps a local interface up when the server is lost or let go, and tells when its link is lost", () => {
		const { board } = listening(["wl0"], RETURN_ON_ERROR);
		const { local, states } = opened(board);
		board.advance(0);
		expect(states.splice(0), "as it was found").toEqual([STATES.CONNECTED]);
		const socket = local.openudp();
		const stays = (what: string) => {
			board.advance(HOUR);
			expect(board.server.isconnected(), what).toBe(false);
			expect(local.getstate(), what).toBe(STATES.CONNECTED);
			expect(socket.send("10.0.0.99", 5000, "hello"), what).toBe(0);
			expect(states, what).toEqual([]);
		};
		const comesBack = (changes: FactChanges) => {
			board.set(changes);
			board.server.connect();
			connected(board);
			board.advance(MINUTE);
		};
		board.set({ server: "down" });
		offline(board);
		stays("the server down");
		comesBack({ server: "up" });
		board.set({ wl0: { upstream: "blackhole" } });
		offline(board);
		stays("upstream silent");
		comesBack({ wl0: { upstream: "ok" } });
		board.server.disconnect();
		stays("let go");

		board.set({ wl0: DOWN.wl0 });
		board.advance(10 * SECOND);
		expect(states.length, "the link's loss").toBeAtLeast(1);
		expect(states.includes(STATES.CONNECTED)).toBe(false);
		expect(local.getstate() === STATES.CONNECTED).toBe(false);
		expect(socket.send("10.0.0.99", 5000, "hello")).toBe(SEND_ERROR_NOT_CONNECTED);
		board.set({ wl0: UP.wl0 });
		board.advance(10 * MINUTE);
		expect(states.at(-1), "the link is back").toBe(STATES.CONNECTED);
		expect(turns(board, board.attempts.length, 1)).toEqual([]);
	});
});
