/**
 * Firmware broken on purpose, a line each: what the invariants are there to catch. Each is put into
 * the running core before it is looked at, so that a check which cannot fail would be found out.
 */

import type { Board } from "../../../../hosts/sim/board.js";
import { PASSWORD } from "../../../../hosts/sim/hardware/wifi-silicon.js";
import type { JournalEntry } from "../../../../modules/uplink/api.js";
import { type Core, connected } from "../../../../modules/uplink/core/core.js";
import { Store } from "../../../../modules/uplink/store.js";

const HOURS = 3_600_000;

export type Break = (record: Core, board: Board) => void;

/** Ms since the boot, as the core counts; the worlds of these tests boot at 0. */
const clock = (board: Board) => board.now;

function note(board: Board, text: string): void {
	(board.uplink.journal as JournalEntry[]).push({ boot: 1, at: board.now, text });
}

/** By the invariant that has to catch it. */
export const BREAKS: Readonly<Record<string, readonly [line: string, break_: Break][]>> = {
	"one-active": [
		[
			"a turn goes on beside the session",
			(record, board) => {
				if (!connected(record)) return;
				const deadline = clock(board) + HOURS;
				record.side.phase = "turn";
				record.side.turn = { interface: "cell", began: clock(board), deadline };
			},
		],
		[
			"a session survives its link",
			(record) => {
				const link = record.links.find((each) => each.interface === record.session.interface);
				if (link && connected(record)) link.phase = "waiting";
			},
		],
	],
	"one-route": [
		[
			"the route is held by nobody",
			(record) => {
				record.holder = undefined;
			},
		],
		[
			"the route stays where the session was",
			(record) => {
				if (record.route !== undefined) record.route = "cell";
			},
		],
	],
	"finite-deadlines": [
		[
			"a link waits for ever",
			(record) => {
				for (const link of record.links) if (link.phase === "waiting") link.deadline = Infinity;
			},
		],
		[
			"a session is never asked",
			(record) => {
				if (record.session.phase === "proven") record.session.deadline = Infinity;
			},
		],
	],
	"reasoned-waits": [
		[
			"a link forgets why it waits",
			(record) => {
				for (const link of record.links) link.reason = undefined;
			},
		],
		[
			"the errand is lost",
			(record) => {
				record.errand = undefined;
			},
		],
	],
	order: [
		[
			"the dwell never ends",
			(record) => {
				record.failback.dwell = 1000 * HOURS;
			},
		],
		[
			"failback is never considered",
			(record) => {
				(record.policy as { failback: boolean }).failback = false;
			},
		],
	],
	"healthy-in-use": [
		[
			"a back-off is hours longer than the policy says",
			(record) => {
				for (const link of record.links)
					if (link.phase === "waiting")
						link.deadline = Math.max(link.deadline, link.since + 9 * HOURS);
			},
		],
	],
	"back-off": [
		[
			"a link does not wait after a failure",
			(record) => {
				for (const link of record.links)
					if (link.phase === "waiting") link.deadline = Math.min(link.deadline, link.since + 1000);
			},
		],
		[
			"a way that failed is tried again at once",
			(record) => {
				for (const path of record.paths)
					if (path.phase === "waiting") {
						path.phase = "idle";
						path.deadline = Infinity;
					}
			},
		],
	],
	"one-tell": [
		[
			"an outage is told at each event",
			(record) => {
				if (record.outageAt !== Infinity)
					record.commands.push({ do: "tell", reason: record.reason ?? "NOT_CONNECTED" });
			},
		],
		[
			"an outage is not told",
			(record) => {
				record.tellAt = Infinity;
			},
		],
	],
	"flash-budget": [
		[
			"every event is written to flash",
			(_, board) => {
				board.flash.open({ path: "broken" }).write("event", new ArrayBuffer(8));
			},
		],
	],
	"bounded-memory": [
		[
			"the journal forgets nothing",
			(_, board) => {
				for (let n = 0; n < 20; n++) note(board, "one more");
			},
		],
		[
			"the sequence grows",
			(record) => {
				record.walk.sequence.push("ethernet");
			},
		],
	],
	"stored-record": [
		[
			"flash holds another list than was set",
			(_, board) => {
				const store = new Store(
					board.flash,
					() => 0,
					() => {},
				);
				store.write("list", { list: ["cell"], strict: false });
			},
		],
		[
			"the list in force is not the stored one",
			(record) => {
				record.list = ["cell"];
			},
		],
	],
	"no-secret": [["a password is noted", (_, board) => note(board, `joining with ${PASSWORD}`)]],
	replay: [
		[
			"the core hears what is not recorded",
			(record) => {
				record.attempts += 1;
			},
		],
		[
			"chance comes from elsewhere",
			(record) => {
				record.generator.state += 1;
			},
		],
	],
	"promised-errors": [
		[
			"a publication throws something of its own",
			(_, board) => {
				// XS's classes are frozen: an assignment would be refused.
				Object.defineProperty(board.uplink, "publish", {
					configurable: true,
					value: () => {
						throw new Error("undefined is not a function");
					},
				});
			},
		],
	],
};
