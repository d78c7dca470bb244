/**
 * Boards that have been through something, and their journals as they would be read from a file.
 */

import { Board } from "../../../../hosts/sim/board.js";
import type { FactChanges } from "../../../../hosts/sim/facts.js";
import {
	type JournalFile,
	journalOf,
	parseJournal,
} from "../../../../hosts/sim/replay/journal-file.js";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** By the minute of each hour: everything fails now and then, and each in its own rhythm. */
const STORM: readonly [minute: number, changes: FactChanges][] = [
	[3, { eth0: { cable: false } }],
	[4, { wl0: { upstream: "blackhole" } }],
	[9, { eth0: { cable: true }, cell0: { registration: "searching" } }],
	[14, { wl0: { upstream: "ok", dns: "wrong" }, eth0: { dhcp: false } }],
	[15, { eth0: { cable: false } }],
	[16, { eth0: { cable: true } }],
	[24, { server: "down" }],
	[31, { server: "up", wl0: { dns: "ok" }, cell0: { registration: "home" } }],
	[38, { wl0: { accessPoint: false }, cell0: { ppp: false } }],
	[47, { eth0: { dhcp: true, upstream: "reject" } }],
	[52, { wl0: { accessPoint: true }, cell0: { ppp: true } }],
	[55, { eth0: { upstream: "ok" }, server: "refusing" }],
	[57, { server: "up" }],
];

export function boardOf(preset: "impOS" | "native", seed = 9): Board {
	const board = new Board({ fitted: ["eth0", "wl0", "cell0"], seed, policy: { preset } });
	board.powerOn();
	return board;
}

/** Lets a board live through stormy hours, with an application that sends and asks. */
export function storm(board: Board, hours: number): void {
	for (let hour = 0; hour < hours; hour++) {
		const began = board.now;
		for (const [minute, changes] of STORM) {
			board.advance(began + minute * MINUTE - board.now);
			board.set(changes);
			board.uplink.publish("meter/reading", "230.1", { QoS: 1 });
		}
		if (hour % 3 === 1) board.uplink.interfaces = ["wifi", "cell"];
		if (hour % 3 === 2) board.uplink.interfaces = [];
		if (hour % 4 === 3) board.uplink.disconnect();
		board.uplink.connect();
		board.advance(began + HOUR - board.now);
	}
}

/** What a board recorded, through the text of a file and back. */
export function journalFileOf(board: Board): JournalFile {
	return parseJournal(JSON.stringify(journalOf(board, "A test")));
}

/** Made when it is first asked for: what fails in it fails a test, and not the whole run. */
export function once<Value>(make: () => Value): () => Value {
	const made: Value[] = [];
	return () => {
		if (made.length === 0) made.push(make());
		return made[0] as Value;
	};
}
