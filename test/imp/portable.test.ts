/**
 * The portable cases of ConnectionManager's own tests (docs/impos.md §18A), each by its number: its
 * port over the façade, on a whole board in virtual time.
 */

import { Board } from "../../hosts/sim/board.js";
import { VirtualTime } from "../../hosts/sim/time.js";
import { expect } from "../expect.js";
import { ConnectionManager } from "./connection-manager.js";
import type { ConnectionManagerSettings } from "./connection-manager-settings.js";

/** The application's timers run this close to their time. */
const STEP = 50;
const SECOND = 1000;

interface Trial {
	board: Board;
	cm: ConnectionManager;
	/** What the application heard, in order. */
	heard: string[];
	hear(word: string): () => void;
	pass(duration: number): void;
	/** Lets time pass until both flags are up. */
	untilConnected(): void;
	/** The system's flag, and the manager's. */
	flags(): [boolean, boolean];
}

function trial(settings: ConnectionManagerSettings = {}): Trial {
	const board = new Board({ fitted: ["eth0", "wl0", "cell0"], seed: 1, policy: {} });
	const time = new VirtualTime();
	const heard: string[] = [];
	const step = (duration: number) => {
		board.advance(duration);
		time.advance(duration);
	};
	board.powerOn();
	for (let s = 0; s < 120 && !board.server.isconnected(); s++) step(SECOND);
	expect(board.server.isconnected(), "connected after boot").toBe(true);
	const timer = {
		set: (callback: () => void, delay: number) => time.after(delay, callback),
		clear: (task: unknown) => time.cancel(task as ReturnType<typeof time.after>),
	};
	const cm = new ConnectionManager({ server: board.server, timer, now: () => board.now }, settings);
	const flags = (): [boolean, boolean] => [board.server.isconnected(), cm.isConnected()];
	const pass = (duration: number) => {
		for (let passed = 0; passed < duration; passed += STEP) step(STEP);
	};
	return {
		board,
		cm,
		heard,
		hear: (word) => () => void heard.push(word),
		pass,
		flags,
		untilConnected() {
			for (let s = 0; s < 120 && !flags().every(Boolean); s++) pass(SECOND);
			expect(flags(), "flags").toEqual([true, true]);
		},
	};
}

describe("ConnectionManager on a board: connecting and disconnecting", () => {
	it("T1: disconnect() counts at once, and a connect from onDisconnect brings it back", () => {
		const { board, cm, hear, heard, untilConnected } = trial();
		cm.onDisconnect(() => {
			hear("disconnect")();
			cm.connect();
		});
		cm.disconnect();
		expect(board.server.isconnected()).toBe(false);
		untilConnected();
		expect(heard).toEqual(["disconnect"]);
	});

	it("T2: one disconnect and one connect are told once each, in that order", () => {
		const { cm, hear, heard, pass, untilConnected } = trial();
		cm.onDisconnect(hear("disconnect")).onConnect(hear("connect"));
		expect(cm.disconnect()).toBe(true);
		expect(cm.connect()).toBe(true);
		untilConnected();
		pass(60 * SECOND);
		expect(heard).toEqual(["disconnect", "connect"]);
	});

	it("T3: connect() while connected is told once, and not after its handler is removed", () => {
		const { cm, hear, heard, pass } = trial();
		cm.onConnect(hear("connect"));
		expect(cm.connect()).toBe(true);
		pass(10 * SECOND);
		expect(heard).toEqual(["connect"]);
		cm.onConnect(null);
		expect(cm.connect()).toBe(true);
		pass(10 * SECOND);
		expect(heard).toEqual(["connect"]);
	});

	it("T4: during onDisconnect both flags are down, and after the reconnect both are up", () => {
		const { cm, flags, untilConnected } = trial();
		const seen: unknown[] = [];
		cm.onDisconnect((expected: boolean) => seen.push([expected, ...flags()]));
		cm.disconnect();
		expect(seen).toEqual([[true, false, false]]);
		cm.connect();
		untilConnected();
		expect(seen.length).toBe(1);
	});

	it("T5: two disconnects in a row are harmless, and one reconnect restores both flags", () => {
		const { cm, flags, pass, untilConnected } = trial();
		cm.onDisconnect(() => cm.connect());
		cm.disconnect();
		expect(flags()).toEqual([false, false]);
		cm.disconnect();
		expect(flags()).toEqual([false, false]);
		untilConnected();
		pass(60 * SECOND);
		expect(flags()).toEqual([true, true]);
	});

	it("T6: two connects never drop the link, and a handler set between them is told", () => {
		const { board, cm, hear, heard, flags, pass } = trial();
		const rows = board.attempts.length;
		cm.connect();
		cm.onConnect(hear("connect"));
		cm.connect();
		for (let step = 0; step < 200; step++) {
			expect(flags()).toEqual([true, true]);
			pass(STEP);
		}
		expect(heard).toEqual(["connect"]);
		expect(board.attempts.length).toBe(rows);
	});
});

/** A task, then the disconnection, then a reconnection, counted in order. */
function counted({ cm, heard, hear, flags, pass, untilConnected }: Trial): void {
	cm.onDisconnect(() => {
		heard.push(`disconnect ${flags()}`);
		cm.onConnect(hear("connect"));
		cm.connect();
	});
	cm.connectFor(() => heard.push(`task ${flags()}`));
	for (let s = 0; s < 120 && heard.length < 3; s++) pass(SECOND);
	untilConnected();
	pass(60 * SECOND);
	expect(heard).toEqual(["task true,true", "disconnect false,false", "connect"]);
}

describe("ConnectionManager on a board: tasks and beginnings", () => {
	it("T7: connectFor while connected runs its task, disconnects, and may reconnect", () => {
		counted(trial());
	});

	it("T8: connectFor while disconnected does the same", () => {
		const made = trial();
		made.cm.disconnect();
		made.pass(10 * SECOND);
		expect(made.flags()).toEqual([false, false]);
		counted(made);
	});

	it("T9: a task queued offline runs once, on the next connection", () => {
		const { cm, hear, heard, pass, untilConnected } = trial();
		cm.disconnect();
		cm.onNextConnect(hear("task"));
		pass(60 * SECOND);
		expect(heard).toEqual([]);
		cm.connect();
		untilConnected();
		pass(SECOND);
		cm.disconnect();
		cm.connect();
		untilConnected();
		pass(SECOND);
		expect(heard).toEqual(["task"]);
	});

	it("T12: onTimeout may be set, cleared and set again", () => {
		const { board, cm, hear, heard, pass } = trial({ retryOnTimeout: false, connectTimeout: 30 });
		cm.disconnect();
		board.set({ eth0: { cable: false }, wl0: { accessPoint: false }, cell0: { sim: "absent" } });
		const attempt = () => {
			cm.connect();
			pass(60 * SECOND);
		};
		cm.onTimeout(hear("first"));
		attempt();
		cm.onTimeout(null);
		attempt();
		cm.onTimeout(hear("second"));
		attempt();
		expect(heard).toEqual(["first", "second"]);
	});

	it("T14: on a device that is online the manager's flag is up at once", () => {
		expect(trial().flags()).toEqual([true, true]);
	});
});
