/**
 * Calls at awkward moments: from inside every callback, during one another, and after the power
 * went. Nothing may throw that should not, run within its caller, or leave the board worse off.
 */

import { Board } from "../../hosts/sim/board.js";
import {
	NO_WIFI,
	NOT_CONNECTED,
	RETURN_ON_ERROR,
	SEND_ERROR_NOT_CONNECTED,
	SERVER_CONNECTED,
	WAIT_TIL_SENT,
} from "../../modules/imp/index.js";
import { expect } from "../expect.js";

const SECOND = 1000;
const ALL = ["eth0", "wl0", "cell0"];

function returning(fitted: string[] = ALL): Board {
	const board = new Board({ fitted });
	board.powerOn();
	board.server.setsendtimeoutpolicy(RETURN_ON_ERROR, WAIT_TIL_SENT, 10);
	return board;
}

/** Every call that an application may make at any moment. */
function everything(board: Board): void {
	const { imp, server, agent, uplink } = board;
	imp.net.setserverinterfaces(["cell", "wifi"]);
	imp.net.setserverinterfaces([]);
	imp.net.getserverinterfaces();
	imp.net.getcurrentconfig();
	imp.net.info();
	imp.net.open({ interface: "wl0" }).close();
	imp.setapn("internet");
	server.isconnected();
	server.log("still here");
	agent.send("ping", { at: board.now });
	server.onunexpecteddisconnect(null);
	server.connect();
	server.disconnect();
	server.disconnect();
	server.connect();
	server.connect();
	uplink.explain();
	uplink.subscribe("uplink/test");
	uplink.publish("uplink/test", "hello", { QoS: 1 });
	board.os.connect();
	board.os.disconnect();
}

describe("calls from inside a callback", () => {
	const moments: Record<string, (board: Board, call: () => void) => void> = {
		"connect's": (board, call) => board.server.connect(call),
		"connect's failure's": (board, call) => {
			board.set({ server: "down" });
			board.server.disconnect();
			board.server.connect(call, 5);
		},
		"connectwith's": (board, call) => {
			board.server.disconnect();
			board.server.connectwith({ interface: "wl0" }, call);
		},
		"onunexpecteddisconnect's": (board, call) => {
			board.server.onunexpecteddisconnect(call);
			board.set({ server: "down" });
		},
		"onidle's": (board, call) => board.imp.onidle(call),
		"open's": (board, call) => {
			board.imp.net.open({ interface: "wl0" }, () => call());
		},
		"flush's": (board, call) => {
			board.uplink.publish("a", "b", { QoS: 1 });
			board.uplink.flush(SECOND, call);
		},
		"onChanged's": (board, call) => {
			board.uplink.onChanged = call;
			board.server.disconnect();
		},
		"onDelivered's": (board, call) => {
			board.uplink.onDelivered = call;
			board.uplink.publish("a", "b", { QoS: 1 });
		},
		"a message's": (board, call) => {
			board.uplink.subscribe("down/#", { onMessage: call });
			board.advance(SECOND);
			board.far.publish("down/stairs", "hello");
		},
	};

	for (const [name, arrange] of Object.entries(moments))
		it(`are taken in ${name}, and the board connects afterwards`, () => {
			const board = returning();
			board.advance(10 * SECOND);
			let calls = 0;
			let inside = true;
			arrange(board, () => {
				expect(inside, "called from within the call that caused it").toBe(false);
				if (calls++ === 0) everything(board);
			});
			inside = false;
			board.advance(70 * SECOND);
			board.set({ server: "up" });
			board.server.connect();
			board.advance(120 * SECOND);
			expect(calls).toBeAtLeast(1);
			expect(board.server.isconnected()).toBe(true);
		});
});

describe("connect during connect", () => {
	it("calls the last callback alone, once", () => {
		const board = returning();
		const heard: string[] = [];
		board.server.connect(() => heard.push("first"));
		board.server.connect(() => heard.push("second"));
		board.advance(500);
		board.server.connect((reason) => heard.push(`third ${reason}`));
		board.advance(60 * SECOND);
		expect(heard).toEqual([`third ${SERVER_CONNECTED}`]);
	});

	it("drops the callback of a connect that disconnect() cut", () => {
		const board = returning();
		const heard: number[] = [];
		board.server.connect((reason) => heard.push(reason));
		board.server.disconnect();
		board.advance(120 * SECOND);
		expect(heard).toEqual([]);
		board.server.connect((reason) => heard.push(reason));
		board.advance(10 * SECOND);
		expect(heard).toEqual([SERVER_CONNECTED]);
	});

	it("does not hammer when an application retries at once for ever", () => {
		const board = returning(["wl0"]);
		board.set({ wl0: { accessPoint: false } });
		const heard: number[] = [];
		const retry = (reason: number) => {
			heard.push(reason);
			board.server.connect(retry);
		};
		board.server.connect(retry);
		board.advance(3600 * SECOND);
		expect([...new Set(heard)]).toEqual([NO_WIFI]);
		expect(heard.length).toBeAtMost(3600 / 5);
		expect(board.attempts.length).toBe(heard.length);
	});

	it("does not stop time for an application that answers each failed connect(cb, 0) with another", () => {
		const board = new Board({ fitted: ["eth0"] });
		board.powerOn();
		board.server.setsendtimeoutpolicy(RETURN_ON_ERROR, WAIT_TIL_SENT, 10);
		let calls = 0;
		const heard = new Set<number>();
		const retry = (reason: number) => {
			calls += 1;
			heard.add(reason);
			if (reason === NOT_CONNECTED) board.server.connect(retry, 0);
		};
		board.server.connect(retry, 0);
		board.advance(0);
		expect(calls, "one for each of the 64 rounds of an instant").toBe(64);
		board.advance(10);
		expect(calls).toBe(11 * 64);
		board.advance(2 * SECOND);
		expect(board.server.isconnected()).toBe(true);
		expect([...heard]).toEqual([NOT_CONNECTED, SERVER_CONNECTED]);
		expect(board.attempts.length).toBe(1);
	});

	it("fails at once with NOT_CONNECTED and no turn when the timeout is 0", () => {
		const board = returning();
		board.server.disconnect();
		const rows = board.attempts.length;
		const heard: number[] = [];
		board.server.connect((reason) => heard.push(reason), 0);
		expect(heard).toEqual([]);
		board.advance(0);
		expect(heard).toEqual([NOT_CONNECTED]);
		board.advance(300 * SECOND);
		expect(board.attempts.length).toBe(rows);
	});
});

describe("a flush that is pending", () => {
	it("is answered with false at disconnect(), later and once, by callback and by promise", async () => {
		const board = returning();
		board.advance(10 * SECOND);
		const heard: string[] = [];
		board.uplink.publish("a", "b", { QoS: 1 });
		board.uplink.flush(60 * SECOND, (delivered) => heard.push(`callback ${delivered}`));
		const promise = board.server.flush(60).then((delivered) => heard.push(`promise ${delivered}`));
		board.server.disconnect();
		expect(heard).toEqual([]);
		board.advance(0);
		expect(heard).toEqual(["callback false"]);
		await promise;
		expect(heard).toEqual(["callback false", "promise false"]);
		board.server.connect();
		board.advance(120 * SECOND);
		expect([heard.length, board.uplink.outstanding]).toEqual([2, 0]);
	});
});

describe("after the power went", () => {
	it("an application's leftovers hear nothing, change nothing, and tidy up in peace", () => {
		const board = returning();
		board.advance(10 * SECOND);
		const { imp, server, uplink } = board;
		const heard: unknown[] = [];
		server.onunexpecteddisconnect((reason) => heard.push(reason));
		uplink.onChanged = (property) => heard.push(property);
		uplink.onDelivered = (number) => heard.push(number);
		uplink.publish("a", "b", { QoS: 1 });
		board.powerOff();
		board.advance(60 * SECOND);
		expect(heard).toEqual([]);
		expect(server.isconnected()).toBe(false);
		server.disconnect();
		uplink.close();
		expect(server.log("too late")).toBe(SEND_ERROR_NOT_CONNECTED);
		for (const call of [
			() => server.connect(),
			() => server.connectwith({ interface: "wl0" }, () => {}),
			() => imp.net.setserverinterfaces(["cell"]),
			() => imp.net.open({ interface: "wl0" }),
			() => imp.setwificonfiguration("ssid", "password"),
			() => imp.clearconfiguration(),
			() => uplink.connect(),
			() => uplink.publish("a", "b"),
			() => uplink.subscribe("a"),
		])
			expect(call, String(call)).toThrow(Error, "closed");
		board.powerOn();
		expect(board.imp.net.getserverinterfaces()).toEqual(["ethernet", "wifi", "cell"]);
		board.advance(10 * SECOND);
		expect(board.server.isconnected()).toBe(true);
	});
});
