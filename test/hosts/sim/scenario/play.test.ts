/** A scenario played on a stand-in for the board: what is done when, what is recorded, what is judged. */

import { FileError } from "../../../../hosts/sim/scenario/edge.js";
import { readScenario } from "../../../../hosts/sim/scenario/format.js";
import { play } from "../../../../hosts/sim/scenario/play.js";
import { expect } from "../../../expect.js";
import { FakeBoard } from "./fake-board.js";

type Part = Record<string, unknown>;

function played(steps: Part[], rest: Part = {}, board = new FakeBoard()) {
	const file = { title: "t", board: { fitted: ["cell0", "wl0"] }, steps, until: "1m", ...rest };
	const record = play(readScenario(file), { createBoard: () => board });
	return { record, board };
}

const published = { publish: { topic: "a", data: "b", QoS: 1 } };

describe("a played scenario", () => {
	it("makes changes and calls at their times, and ends at its end", () => {
		const { board, record } = played([
			{ at: 0, do: ["powerOn", { setserverinterfaces: ["cell", "wifi"] }] },
			{ at: "5s", set: { wl0: { upstream: "blackhole" } }, do: { connect: { timeout: "90s" } } },
			{ at: "10s", do: ["disconnect", "os.connect", { log: "x" }] },
		]);
		expect(board.asked).toEqual([
			"0 list cell,wifi",
			'5000 set {"wl0":{"upstream":"blackhole"}}',
			"5000 connect 90",
			"10000 disconnect",
			"10000 os connect",
			"10000 log x",
		]);
		expect(board.now).toBe(60_000);
		expect(record.interfaces).toEqual(["wifi", "cell"]);
		expect(record.checks).toEqual([]);
	});

	it("keeps what was done and what came of it, in order", () => {
		const { record } = played([
			{ at: 0, do: ["powerOn", "connect"] },
			{ at: "2s", set: { server: "down" } },
		]);
		expect(record.entries).toEqual([
			{ at: 0, kind: "call", text: "powerOn", periodic: false },
			{ at: 0, kind: "power", on: true },
			{ at: 0, kind: "call", text: "connect", periodic: false },
			{ at: 1_000, kind: "session", phase: "proven", interface: "wifi" },
			{ at: 1_000, kind: "callback", text: "connect: SERVER_CONNECTED", good: true },
			{ at: 2_000, kind: "world", text: "server down" },
		]);
		expect(record.attempts.length).toBe(1);
	});

	it("holds no secret", () => {
		const key = "correct horse";
		const { record } = played([
			{ at: 0, do: ["powerOn", { setwificonfiguration: { ssid: "depot", key } }] },
			{ at: 1, do: { connectwith: { interface: "wl0", wificonfig: { ssid: "depot", key } } } },
		]);
		expect(JSON.stringify(record).includes(key)).toBe(false);
		expect(JSON.stringify(record)).toContain("setwificonfiguration depot");
	});

	it("repeats a call as often as it says, and passes over the time without power", () => {
		const every = { every: { interval: "10s", times: 4, call: published } };
		const { record } = played(
			[
				{ at: 0, do: ["powerOn", "connect"] },
				{ at: "5s", do: every },
				{ at: "21s", do: "powerOff" },
			],
			{ expect: [{ delivered: 2 }] },
		);
		const delivered = record.entries.filter(({ kind }) => kind === "delivered");
		expect(delivered.map(({ at }) => at)).toEqual([5_000, 15_000]);
		expect(record.checks.map(({ held }) => held)).toEqual([true]);
	});

	it("repeats to the end when no number is given", () => {
		const every = { every: { interval: "10s", call: published } };
		const { record } = played([{ at: 0, do: ["powerOn", "connect", every] }]);
		const calls = record.entries.filter((entry) => entry.kind === "call" && entry.periodic);
		expect(calls.map(({ at }) => at)).toEqual([0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000]);
		expect(record.entries).toContain({ at: 0, kind: "note", text: "publish a was refused" });
	});

	it("judges after the actions of the same instant", () => {
		const { record } = played([{ at: "2s", do: ["powerOn", "connect"] }], {
			expect: [
				{ at: "2s", isconnected: false },
				{ at: "3s", isconnected: true },
				{ at: "3s", active: "wifi" },
				{ at: "3s", active: "cell" },
				{ attempts: ["wifi"] },
				{ attempts: ["wifi NO_WIFI"] },
				{ attempts: ["wifi", "cell"] },
				{ results: ["SERVER_CONNECTED"] },
				{ delivered: 0 },
				{ deliveredAtLeast: 1 },
				{ unexpected: 0 },
			],
		});
		const held = record.checks.map((check) => check.held);
		expect(held).toEqual([true, true, true, false, true, false, false, true, true, false, true]);
		expect(record.checks[3]).toEqual({
			at: 3_000,
			text: 'active "cell"',
			held: false,
			found: '"wifi"',
		});
	});

	it("keeps a doubt that lasts, and not the pulse of a session in good health", () => {
		const board = new FakeBoard();
		const { powerOn } = board;
		const session = { kind: "session", interface: "wifi" } as const;
		board.powerOn = () => {
			powerOn.call(board);
			board.trace?.({ ...session, at: 0, phase: "suspect" });
			board.trace?.({ at: 1, kind: "note", text: "between" });
			board.trace?.({ ...session, at: 1_000, phase: "proven" });
			board.trace?.({ ...session, at: 5_000, phase: "suspect" });
			board.trace?.({ ...session, at: 6_001, phase: "proven" });
			board.trace?.({ ...session, at: 9_000, phase: "suspect" });
			board.trace?.({ at: 9_500, kind: "session", phase: "idle", reason: "NO_SERVER" });
		};
		const { record } = played([{ at: 0, do: "powerOn" }], {}, board);
		const kept = record.entries.filter(({ kind }) => kind === "session" || kind === "note");
		expect(kept.map(({ at }) => at)).toEqual([1, 5_000, 6_001, 9_000, 9_500]);
	});

	it("adds up the bytes of every boot, and judges moves, bytes, attempts and what is explained", () => {
		const active = (over?: string) =>
			over === undefined
				? { kind: "active" as const }
				: { kind: "active" as const, interface: over };
		const board = new FakeBoard();
		const { disconnect } = board.server;
		board.server.disconnect = () => {
			disconnect();
			for (const over of ["wifi", undefined, "cell", undefined, "cell"])
				board.trace?.({ at: board.now, ...active(over) });
		};
		const { record } = played(
			[
				{ at: 0, do: ["powerOn", "connect"] },
				{ at: "2s", do: [published, published, { powerCycle: "1s" }] },
				{ at: "4s", do: "connect" },
				{ at: "6s", do: [published, "disconnect"] },
			],
			{
				expect: [
					{ at: "3s", sentAtMost: { wifi: 200, eth0: 0 } },
					{ at: "5s", explains: ["connected", "over wifi"] },
					{ at: "5s", explains: ["connected", "over cell"] },
					{ at: "5s", moves: 0 },
					{ sentAtMost: { wl0: 299 } },
					{ movesAtMost: 1 },
					{ movesAtMost: 0 },
					{ moves: 1 },
					{ attemptsAtMost: 2 },
					{ attemptsAtMost: 1 },
				],
			},
			board,
		);
		expect(record.traffic.map(({ interface: over }) => over)).toEqual(["wifi", "cell"]);
		expect(record.traffic[0]).toEqual({ interface: "wifi", sent: 300, received: 0 });
		const failed = record.checks.filter(({ held }) => !held).map(({ text }) => text);
		expect(failed).toEqual([
			'explains ["connected","over cell"]',
			'sentAtMost {"wifi":299}',
			"movesAtMost 0",
			"attemptsAtMost 1",
		]);
	});

	it("is offline without power", () => {
		const { record } = played(
			[
				{ at: 0, do: ["powerOn", "connect"] },
				{ at: "5s", do: { powerCycle: "2s" } },
			],
			{
				expect: [
					{ at: "6s", interfaces: [] },
					{ at: "8s", interfaces: ["wifi"] },
				],
			},
		);
		expect(record.checks.every(({ held }) => held)).toBe(true);
		const power = record.entries.filter(({ kind }) => kind === "power");
		expect(power.map(({ at }) => at)).toEqual([0, 5_000, 7_000]);
	});

	const cut = [{ powerOffDuringWrite: 3 }, { setserverinterfaces: ["cell"] }];

	it("tells an error of a call, and fails when nobody expected it", () => {
		const { record } = played([{ at: 0, do: ["powerOn", ...cut] }]);
		expect(record.entries).toContain({
			at: 0,
			kind: "call",
			text: "setserverinterfaces cell",
			periodic: false,
			error: "power lost",
		});
		expect(record.checks).toEqual([
			{ at: 60_000, text: "thrown []", held: false, found: '["power lost"]' },
		]);
	});

	it("does not fail at an error that was expected", () => {
		const { record } = played([{ at: 0, do: ["powerOn", ...cut] }], {
			expect: [{ thrown: ["power"] }],
		});
		expect(record.checks.map(({ held }) => held)).toEqual([true]);
	});

	it("takes a call of the application on a board without power for an error", () => {
		const { record, board } = played([{ at: 0, do: "connect" }]);
		expect(record.checks[0]?.found).toBe('["the board is off"]');
		expect(board.asked).toEqual([]);
	});

	it("stays connected where it is told to: after failures, a disconnection and a loss", () => {
		const board = new FakeBoard();
		board.failing = true;
		const { record } = played(
			[
				{ at: 0, do: ["powerOn", "stayConnected", "connect"] },
				{ at: 2_500, do: { every: { interval: "1m", times: 1, call: "disconnect" } } },
			],
			{
				until: "4s",
				expect: [{ results: ["NO_WIFI", "NO_WIFI", "NO_WIFI", "NO_WIFI", "NO_WIFI"] }],
			},
			board,
		);
		expect(board.asked.filter((line) => line.endsWith(" connect")).length).toBeAtLeast(5);
		expect(record.checks.map(({ held }) => held)).toEqual([true]);
		const before = board.asked.length;
		board.unexpected?.(1);
		expect(board.asked.length).toBe(before + 1);
	});

	it("gives up a connection that fails for ever without time passing", () => {
		const board = new FakeBoard();
		board.failing = true;
		board.failsAfter = 0;
		const { record } = played([{ at: 0, do: ["powerOn", "stayConnected", "connect"] }], {}, board);
		expect(record.checks[0]?.found).toContain("without time passing");
		expect(board.asked.length).toBeAtMost(102);
	});

	it("blames the file for options that the board refuses", () => {
		const scenario = readScenario({
			title: "t",
			board: { fitted: ["wl0"] },
			steps: [],
			until: 1,
		});
		const createBoard = (): never => {
			throw new TypeError("policy.hats: unknown key");
		};
		expect(() => play(scenario, { createBoard })).toThrow(
			FileError,
			"board.policy.hats: unknown key",
		);
	});
});
