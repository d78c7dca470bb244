/** A board whose link is TLS: the walk, the trial, the reasons, and the time that verifying needs. */

import { Board, type BoardOptions } from "../../../hosts/sim/board.js";
import { authority, type Certificate } from "../../../hosts/sim/network/tls.js";
import { SERVER_HOST } from "../../../hosts/sim/server.js";
import { NO_SERVER } from "../../../modules/imp/constants.js";
import type { Identifier, Milliseconds } from "../../../modules/uplink/core/types.js";
import { expect } from "../../expect.js";
import { ADDRESS, answerTo } from "../../uplink/time-server.js";

const BUILT = 1_800_000_000_000;
const WALL = 1_900_000_000_000;
const DAY = 86_400_000;
const GOOD: Certificate = { name: SERVER_HOST, issuer: "ours", from: WALL - DAY, to: WALL + DAY };
const PORTAL: Certificate = { ...GOOD, name: "portal.example", issuer: "portal" };

function createBoard(options: Partial<BoardOptions> = {}, of: Identifier[] = []): Board {
	const board = new Board({
		fitted: ["eth0", "wl0", "cell0"],
		policy: { preset: "native" },
		tls: { ca: authority("ours") },
		time: { built: WALL },
		...options,
	});
	board.far.certificate = (over) => (of.includes(over) ? PORTAL : GOOD);
	return board;
}

/** A time server next to an interface's gateway. */
function serveTime(board: Board, over: Identifier, wall: Milliseconds): void {
	const answer = board.network?.attachUDP(over, ADDRESS, 123, ({ data, port }) =>
		answer?.(answerTo(data, wall + board.now), port),
	);
}

function wrongs(board: Board): (string | undefined)[] {
	return board.uplink.explain().interfaces.map(({ reason }) => reason);
}

describe("a board over TLS", () => {
	it("connects, and the server sees an ordinary session", () => {
		const board = createBoard();
		board.powerOn();
		board.advance(20_000);
		expect([board.uplink.active, board.far.clients.length]).toEqual(["ethernet", 1]);
		board.uplink.publish("a", "b", { QoS: 1 });
		board.advance(1000);
		expect(board.uplink.delivered).toBe(1);
	});

	it("walks on from a portal, says why, and comes back when the portal is gone", () => {
		const board = createBoard({}, ["ethernet"]);
		board.powerOn();
		board.advance(60_000);
		expect(board.uplink.active).toBe("wifi");
		expect(wrongs(board)[0]).toBe("TLS_ISSUER");
		expect(board.attempts[0]?.reason, "a row speaks impOS").toBe("NO_SERVER");
		board.far.certificate = () => GOOD;
		board.advance(3_600_000);
		expect(board.uplink.active).toBe("ethernet");
	});

	it("keeps its session while a trial meets a portal, and the dwell grows", () => {
		const board = createBoard();
		board.set({ eth0: { cable: false } });
		board.powerOn();
		board.advance(60_000);
		expect(board.uplink.active).toBe("wifi");
		board.far.certificate = (over) => (over === "ethernet" ? PORTAL : GOOD);
		board.set({ eth0: { cable: true } });
		board.advance(600_000);
		expect(board.uplink.active).toBe("wifi");
		expect(board.far.clients.map(({ since }) => since < 60_000)).toEqual([true]);
		expect(wrongs(board)[0]).toBe("TLS_ISSUER");
	});

	it("tells applications of impOS's that there is no server", () => {
		const board = createBoard({ policy: {} }, ["ethernet", "wifi", "cell"]);
		const codes: number[] = [];
		board.powerOn();
		board.server.setsendtimeoutpolicy(61);
		board.server.connect((code) => codes.push(code));
		board.advance(600_000);
		expect(codes).toEqual([NO_SERVER]);
		expect(board.uplink.reason).toBe("TLS_ISSUER");
	});

	it("repeats a handshake that fails at a refusal's pace where bytes cost money", () => {
		const handshakes = (fitted: string): number => {
			const board = createBoard({ fitted: [fitted] });
			let count = 0;
			board.far.certificate = () => {
				count += 1;
				return PORTAL;
			};
			board.powerOn();
			board.advance(6 * 3_600_000);
			return count;
		};
		const [free, metered] = [handshakes("eth0"), handshakes("cell0")];
		expect(free, "at most 3 min apart").toBeAtLeast(100);
		expect(metered, "up to an hour apart, and never final").toBeAtMost(20);
		expect(metered).toBeAtLeast(6);
	});

	it("asks for the time where the build date is too old to judge by", () => {
		const time = { host: ADDRESS, built: BUILT };
		const blind = createBoard({ time });
		blind.powerOn();
		blind.advance(120_000);
		expect([blind.uplink.active, wrongs(blind)[0]]).toEqual([undefined, "TLS_CLOCK"]);
		const board = createBoard({ time });
		board.powerOn();
		serveTime(board, "ethernet", WALL);
		board.advance(120_000);
		expect(board.uplink.active).toBe("ethernet");
		const walls = board.uplink.journal.map(({ wall }) => wall);
		expect(walls[0], "unknown at boot").toBe(undefined);
		expect(Math.abs((walls[walls.length - 1] ?? 0) - WALL) < 120_000).toBe(true);
	});

	it("boots with the time it kept, and needs nobody's word", () => {
		const board = createBoard({ time: { host: ADDRESS, built: BUILT } });
		board.powerOn();
		for (const over of ["ethernet", "wifi"] as const) serveTime(board, over, WALL);
		board.advance(60_000);
		expect(board.uplink.connected).toBe(true);
		board.powerOff();
		board.powerOn();
		board.advance(60_000);
		expect([board.uplink.connected, board.uplink.journal[0]?.wall]).toEqual([true, undefined]);
	});

	it("says TLS_CLOCK where there is no time at all, and goes on trying", () => {
		const board = createBoard({ fitted: ["eth0"] });
		const timeless = new Board({ fitted: ["eth0"], tls: { ca: authority("ours") } });
		timeless.far.certificate = () => GOOD;
		for (const each of [board, timeless]) each.powerOn();
		timeless.advance(30_000);
		expect(timeless.uplink.reason).toBe("TLS_CLOCK");
		expect(timeless.attempts.length).toBeAtLeast(2);
	});
});
