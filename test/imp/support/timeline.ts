/**
 * What the façade's timelines on a whole board share: a board that is online, ways to break and mend
 * its interfaces, and ways to wait for what a user would see.
 */

import { type Attempt, Board } from "../../../hosts/sim/board.js";
import type { FactChanges } from "../../../hosts/sim/facts.js";
import { RETURN_ON_ERROR, WAIT_TIL_SENT } from "../../../modules/imp/index.js";
import { expect } from "../../expect.js";

export type Fitted = "eth0" | "wl0" | "cell0";

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

export const ALL: Fitted[] = ["eth0", "wl0", "cell0"];

/** How each interface is made to fail, at its first rung. */
export const DOWN = {
	eth0: { cable: false },
	wl0: { accessPoint: false },
	cell0: { sim: "absent" },
} as const;

export const UP = {
	eth0: { cable: true },
	wl0: { accessPoint: true },
	cell0: { sim: "ready" },
} as const;

/** How each is made to use up the whole of its turn. */
export const ENDLESS = {
	eth0: { upstream: "blackhole" },
	wl0: { upstream: "blackhole" },
	cell0: { registration: "searching" },
} as const;

/** A board that has booted, healthy, and is connected over its first default interface. */
export function online(fitted: Fitted[]): Board {
	const board = new Board({ fitted, seed: 1, policy: {} });
	board.powerOn();
	connected(board);
	return board;
}

/** Online, let go, and under a policy that gives up. */
export function returning(fitted: Fitted[]): Board {
	const board = online(fitted);
	board.server.setsendtimeoutpolicy(RETURN_ON_ERROR, WAIT_TIL_SENT, 10);
	board.server.disconnect();
	board.advance(10 * SECOND);
	return board;
}

/** Lets time pass until the server is proven; a board that needs longer has failed. */
export function connected(board: Board, limit = 5 * MINUTE): void {
	const end = board.now + limit;
	while (!board.server.isconnected() && board.now < end) board.advance(SECOND);
	expect(board.server.isconnected(), `connected at ${board.now}`).toBe(true);
}

/** Lets time pass until the connection is lost, and answers with the instant. */
export function offline(board: Board, limit = 5 * MINUTE): number {
	const end = board.now + limit;
	while (board.server.isconnected() && board.now < end) board.advance(10);
	expect(board.server.isconnected(), `connected at ${board.now}`).toBe(false);
	return board.now;
}

/** The class of the interface in use, as `imp.net.info()` tells it. */
export function inUse(board: Board): string | undefined {
	const { active, interface: interfaces } = board.imp.net.info();
	return active === undefined ? undefined : interfaces[active]?.type;
}

export function fail(board: Board, fitted: readonly Fitted[]): void {
	board.set(Object.fromEntries(fitted.map((name) => [name, DOWN[name]])) as FactChanges);
}

export function mend(board: Board, fitted: readonly Fitted[]): void {
	board.set(Object.fromEntries(fitted.map((name) => [name, UP[name]])) as FactChanges);
}

/** The turns since row `from`, waited for until there are `count`. */
export function rows(board: Board, from: number, count: number, limit = 2 * HOUR): Attempt[] {
	const end = board.now + limit;
	while (board.attempts.length < from + count && board.now < end) board.advance(SECOND);
	return board.attempts.slice(from, from + count);
}

/** Their interfaces. */
export function turns(board: Board, from: number, count: number): string[] {
	return rows(board, from, count).map((row) => row.interface);
}
