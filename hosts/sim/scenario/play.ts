/**
 * Plays a scenario on a board in virtual time and keeps what happened. The board comes from its
 * caller, so the player is apart from Node and from the firmware.
 *
 *   steps, repetitions, judgements ─▶ agenda ─▶ advance to the next ─▶ run it ─▶ … ─▶ until
 *                                                   │ trace, callbacks
 *                                                   ▼
 *                                                 record
 */

import { defaultOrder, parseIdentifier } from "../../../modules/uplink/core/identifiers.js";
import type { Identifier, Milliseconds } from "../../../modules/uplink/core/types.js";
import type { FactChanges } from "../facts.js";
import type { TraceEntry } from "../trace.js";
import { Agenda } from "./agenda.js";
import { Application, type ApplicationCall } from "./application.js";
import type { PlayedBoard, Stage } from "./board-shape.js";
import { type Call, tellCall } from "./calls.js";
import { FileError } from "./edge.js";
import { type Findings, judge } from "./expectations.js";
import type { Scenario } from "./format.js";
import { Meter } from "./meter.js";
import type { Check, RecordEntry, ScenarioRecord } from "./record.js";

/** Later entries are dropped, and a last one says so. A day of mishaps has a few thousand. */
const ENTRIES_MAX = 250_000;

/** A server that answers its session's question within this is in good health. */
const PULSE_MAX: Milliseconds = 1_000;

/** `eth0.cable false, server down` */
export function tellChanges(changes: FactChanges): string {
	return Object.entries(changes)
		.flatMap(([part, change]) =>
			typeof change === "object"
				? Object.entries(change).map(([fact, value]) => `${part}.${fact} ${value}`)
				: [`${part} ${change}`],
		)
		.join(", ");
}

class Player {
	readonly #scenario: Scenario;
	readonly #board: PlayedBoard;
	readonly #application: Application;
	readonly #meter: Meter;
	readonly #agenda = new Agenda();
	readonly #entries: RecordEntry[] = [];
	readonly #checks: Check[] = [];
	#on = false;
	/** The last entry of the session, where it was a doubt. */
	#doubt: (TraceEntry & { kind: "session" }) | undefined;
	/** Messages acknowledged in the boots before this one. */
	#delivered = 0;
	#moves = 0;
	/** The last interface that was active. */
	#active: string | undefined;

	constructor(scenario: Scenario, stage: Stage) {
		this.#scenario = scenario;
		this.#meter = new Meter(lanes(scenario.board.fitted));
		this.#board = createBoard(scenario, stage);
		this.#application = new Application(this.#board, (entry) => this.#keep(entry));
		this.#board.trace = (entry) => this.#follow(entry);
	}

	play(): ScenarioRecord {
		const { title, description, board, steps, until, expectations } = this.#scenario;
		for (const step of steps)
			this.#plan(step.at, () => {
				if (step.set) this.#change(step.set);
				for (const call of step.calls) this.#call(call, false);
			});
		for (const each of expectations)
			this.#agenda.add({
				at: each.at,
				rank: "judgement",
				run: () => this.#checks.push(judge(each, this.#find())),
			});
		for (let item = this.#agenda.next(); item; item = this.#agenda.next()) {
			this.#board.advance(item.at - this.#board.now);
			item.run();
		}
		this.#board.advance(until - this.#board.now);
		this.#judgeThrown();
		return {
			title,
			description,
			interfaces: lanes(board.fitted),
			until,
			entries: this.#entries,
			attempts: this.#board.attempts.map((row) => ({ ...row })),
			traffic: this.#meter.read(),
			checks: this.#checks,
		};
	}

	#plan(at: Milliseconds, run: () => void): void {
		if (at <= this.#scenario.until) this.#agenda.add({ at, rank: "action", run });
	}

	#keep(entry: RecordEntry): void {
		if (this.#entries.length < ENTRIES_MAX) this.#entries.push(entry);
		else if (this.#entries.length === ENTRIES_MAX)
			this.#entries.push({ at: entry.at, kind: "note", text: "the record is full" });
	}

	#follow(entry: TraceEntry): void {
		if (entry.kind === "power") {
			if (this.#on && !entry.on) this.#delivered += this.#board.uplink.delivered;
			this.#on = entry.on;
			if (entry.on) this.#meter.follow(this.#board.network);
			// The board may restart itself; its new firmware knows no application yet.
			if (entry.on) this.#plan(entry.at, () => this.#on && this.#application.start());
		}
		if (entry.kind === "active" && entry.interface !== undefined) {
			if (this.#active !== undefined && this.#active !== entry.interface) this.#moves++;
			this.#active = entry.interface;
		}
		if (!this.#isPulse(entry)) this.#keep({ ...entry });
	}

	/**
	 * A session asks its server every few seconds when nothing else is said. An answer in time is
	 * its pulse and no event: the doubt that went before is taken out of the record again.
	 */
	#isPulse(entry: TraceEntry): boolean {
		if (entry.kind !== "session") return false;
		const doubt = this.#doubt;
		this.#doubt = entry.phase === "suspect" ? entry : undefined;
		if (!doubt || entry.phase !== "proven" || entry.interface !== doubt.interface) return false;
		if (entry.at - doubt.at > PULSE_MAX) return false;
		for (let index = this.#entries.length - 1; index >= 0; index--) {
			const kept = this.#entries[index] as RecordEntry;
			if (kept.at < doubt.at) return false;
			if (kept.kind !== "session" || kept.phase !== "suspect" || kept.at !== doubt.at) continue;
			this.#entries.splice(index, 1);
			return true;
		}
		return false;
	}

	#change(changes: FactChanges): void {
		this.#keep({ at: this.#board.now, kind: "world", text: tellChanges(changes) });
		this.#board.set(changes);
	}

	#call(call: Call, periodic: boolean): void {
		const entry: Extract<RecordEntry, { kind: "call" }> = {
			at: this.#board.now,
			kind: "call",
			text: tellCall(call),
			periodic,
		};
		this.#keep(entry);
		try {
			if (call.name === "every") this.#repeat(call, call.times);
			else this.#make(call);
		} catch (error) {
			entry.error = error instanceof Error ? error.message : `${error}`;
			this.#application.thrown.push(entry.error);
		}
	}

	#make(call: Exclude<Call, { name: "every" }>): void {
		const board = this.#board;
		switch (call.name) {
			case "powerOn":
				board.powerOn();
				this.#application.start();
				break;
			case "powerOff":
				board.powerOff();
				break;
			case "powerCycle":
				this.#plan(board.now + call.off, () => this.#call({ name: "powerOn" }, false));
				board.powerOff();
				break;
			case "powerOffDuringWrite":
				board.flash.cutAfter(call.bytes);
				break;
			default:
				if (!this.#on) throw new Error("the board is off");
				this.#application.make(call as ApplicationCall);
		}
	}

	/** No application runs on a board that is off: its repetitions pass in silence. */
	#repeat(every: Extract<Call, { name: "every" }>, left: number | undefined): void {
		if (this.#on) this.#call(every.call, true);
		if (left === 1) return;
		this.#plan(this.#board.now + every.interval, () =>
			this.#repeat(every, left === undefined ? undefined : left - 1),
		);
	}

	#find(): Findings {
		const board = this.#board;
		return {
			active: this.#on ? (board.uplink.active ?? null) : null,
			isconnected: this.#on && board.server.isconnected(),
			interfaces: this.#on ? board.imp.net.getserverinterfaces() : [],
			attempts: board.attempts.map((row) => `${row.interface} ${row.reason}`),
			delivered: this.#delivered + (this.#on ? board.uplink.delivered : 0),
			results: [...this.#application.results],
			unexpected: this.#application.unexpected,
			thrown: [...this.#application.thrown],
			moves: this.#moves,
			sent: Object.fromEntries(this.#meter.read().map((row) => [row.interface, row.sent])),
			explains: this.#on ? [...board.uplink.explain().words] : [],
		};
	}

	/** An error nobody expected fails the scenario. */
	#judgeThrown(): void {
		const { expectations, until } = this.#scenario;
		if (expectations.some(({ name }) => name === "thrown")) return;
		if (this.#application.thrown.length === 0) return;
		this.#checks.push(judge({ at: until, name: "thrown", expected: [] }, this.#find()));
	}
}

/** A board refuses its options by throwing; in a scenario that is a mistake of the file. */
function createBoard({ board }: Scenario, stage: Stage): PlayedBoard {
	try {
		return stage.createBoard(board);
	} catch (error) {
		if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
		throw new FileError(`board.${error.message}`);
	}
}

function lanes(fitted: readonly string[]): Identifier[] {
	return defaultOrder(
		fitted
			.map((name) => parseIdentifier(name))
			.filter((name): name is Identifier => name !== undefined),
	);
}

export function play(scenario: Scenario, stage: Stage): ScenarioRecord {
	return new Player(scenario, stage).play();
}
