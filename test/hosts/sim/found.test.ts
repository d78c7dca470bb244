/**
 * Bugs that were found on the board, each kept as the shortest timeline that showed it.
 */

import { Board } from "../../../hosts/sim/board.js";
import { RETURN_ON_ERROR, WAIT_TIL_SENT } from "../../../modules/imp/index.js";
import type { ConnectOptions } from "../../../modules/uplink/api.js";
import type { PolicyOptions } from "../../../modules/uplink/core/policy.js";
import { expect } from "../../expect.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

function native(fitted: string[], policy: PolicyOptions = {}): Board {
	return new Board({ fitted, policy: { preset: "native", ...policy } });
}

describe("bugs that were found", () => {
	it("an OS connection asked for in the quiet leaves the application's walk alive", () => {
		const board = new Board({ fitted: ["eth0"] });
		board.set({ server: "down" });
		board.powerOn();
		board.advance(90 * SECOND);
		board.os.connect();
		board.advance(SECOND);
		board.os.disconnect();
		board.set({ server: "up" });
		board.advance(11 * MINUTE);
		expect(board.server.isconnected()).toBe(true);
	});

	it("fails back to a better modem although its budget spaces the probes", () => {
		const board = native(["wl0", "cell0"]);
		board.set({ cell0: { modem: false } });
		board.powerOn();
		board.uplink.interfaces = ["cell", "wifi"];
		board.advance(2 * HOUR);
		board.set({ cell0: { modem: true } });
		board.advance(3 * HOUR);
		expect(board.uplink.active).toBe("cell");
	});

	it("fails back to the second best while the way of the best leads nowhere", () => {
		const board = native(["eth0", "wl0", "cell0"]);
		board.set({ eth0: { dns: "wrong" }, wl0: { dhcp: false } });
		board.powerOn();
		board.advance(10 * MINUTE);
		expect(board.uplink.active).toBe("cell");
		board.set({ wl0: { dhcp: true } });
		board.advance(6 * MINUTE);
		expect(board.uplink.active).toBe("wifi");
	});

	it("counts the minute of an outage that a move began from the move", () => {
		const board = native(["eth0", "wl0"], { ethernet: { ask: 300_000 }, wifi: { ask: 300_000 } });
		board.set({ eth0: { cable: false } });
		board.powerOn();
		board.advance(10 * SECOND);
		board.set({ eth0: { cable: true } });
		board.far.silent = true;
		let gone = 0;
		let told = 0;
		board.trace = (entry) => {
			if (entry.kind === "active" && entry.interface === undefined) gone ||= board.now;
		};
		board.uplink.onUnexpectedDisconnect = () => {
			told = board.now;
		};
		board.advance(10 * MINUTE);
		expect(gone).toBeAtLeast(60 * SECOND);
		expect(told - gone).toBe(MINUTE);
	});

	it("does not call a scout home for an answer of its last excursion", () => {
		const board = native(["wl0", "cell0"], { wifi: { standby: "cold" } });
		board.powerOn();
		board.uplink.interfaces = ["wifi", "cell"];
		board.advance(MINUTE);
		board.set({ wl0: { upstream: "blackhole" } });
		board.advance(30 * MINUTE);
		expect(board.uplink.active).toBe("cell");
		board.set({ wl0: { upstream: "ok" } });
		board.advance(80 * MINUTE);
		expect(board.uplink.active).toBe("wifi");
	});

	it("records a turn that power cut although another ended just before it", () => {
		const board = new Board({ fitted: ["eth0", "wl0"] });
		board.set({ eth0: { cable: false }, wl0: { dhcp: false } });
		board.powerOn();
		board.advance(6 * SECOND);
		board.powerOff();
		expect(
			board.attempts.map(({ at, took, interface: over, reason }) => [at, took, over, reason]),
		).toEqual([
			[0, 5000, "ethernet", "NO_LINK"],
			[5000, 1000, "wifi", "NOT_CONNECTED"],
		]);
	});

	it("refuses timeouts that are no numbers, and takes huge ones", () => {
		const board = native(["eth0"]);
		board.powerOn();
		const { uplink } = board;
		const connect = (timeout: unknown) => () => uplink.connect({ timeout } as ConnectOptions);
		expect(connect(Number.NaN)).toThrow(TypeError, "connect.timeout");
		expect(connect("60")).toThrow(TypeError, "connect.timeout");
		expect(connect(-1)).toThrow(RangeError, "connect.timeout");
		expect(() => uplink.flush(Number.NaN, () => {})).toThrow(TypeError, "flush.timeout");
		uplink.connect({ timeout: Number.MAX_VALUE });
		board.advance(10 * SECOND);
		expect(uplink.active).toBe("ethernet");
	});

	it("keeps the session through any flap of the cable shorter than the debounce", () => {
		for (let flap = 5; flap < 300; flap += 5) {
			const board = native(["eth0", "wl0"]);
			board.powerOn();
			board.advance(10 * SECOND);
			const rows = board.attempts.length;
			board.set({ eth0: { cable: false } });
			board.advance(flap);
			board.set({ eth0: { cable: true } });
			board.advance(30 * SECOND);
			expect(board.attempts.length, `rows after a flap of ${flap} ms`).toBe(rows);
			expect(board.uplink.active).toBe("ethernet");
		}
	});

	it("does not start the modem at the pace of an application that reconnects for ever", () => {
		const board = new Board({ fitted: ["eth0", "wl0", "cell0"] });
		board.set({ server: "down" });
		board.powerOn();
		board.server.setsendtimeoutpolicy(RETURN_ON_ERROR, WAIT_TIL_SENT, 10);
		const again = () => board.server.connect(again);
		again();
		let starts = 0;
		board.trace = (entry) => {
			if (entry.kind === "link" && entry.interface === "cell" && entry.phase === "climbing")
				starts++;
		};
		board.advance(HOUR);
		expect(starts).toBeAtMost(20);
	});

	it("restarts the board at most once a day, whatever the policy says", () => {
		const board = native(["eth0"], { restart: HOUR });
		board.set({ server: "down" });
		board.powerOn();
		board.advance(25 * HOUR);
		expect(board.boots).toBe(2);
	});

	it("keeps the journal for what matters: a question answered is no news", () => {
		const board = native(["eth0", "wl0"]);
		board.powerOn();
		board.advance(4 * HOUR);
		expect(board.uplink.journal[0]?.at).toBe(0);
		expect(board.uplink.journal.length).toBeAtMost(20);
	});

	it("reads what is connected without writing to flash, also when the budget is spent", () => {
		const board = native(["wl0"]);
		board.powerOn();
		board.advance(10 * SECOND);
		for (let change = 0; change < 60; change++)
			board.imp.net.setserverinterfaces(change % 2 ? [] : ["wifi"]);
		const { writes } = board.flash;
		board.imp.net.info();
		board.imp.net.getcurrentconfig();
		expect(board.uplink.settings.wifi?.SSID).toBe("depot");
		expect(board.flash.writes).toBe(writes);
	});
});
