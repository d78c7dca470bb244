/**
 * The live board: a simulated board in real time, its interfaces carrying real TCP to a real broker.
 * It holds what is live and knows nothing of how it is shown; the terminal, the demonstration and
 * any page drive it by the same commands and watch the same events.
 *
 *   command ──▶ facts ──▶ board (virtual hardware)         pace ──▶ board.advance(elapsed)
 *                    ├──▶ wires (really stop bytes)
 *                    └──▶ broker ──▶ subscriber ──▶ arrivals, events
 */

import { Application, parse, type Sequence, TOPIC } from "../../../modules/firmware/application.js";
import type { Manager } from "../../../modules/uplink/api.js";
import type { Identifier, Milliseconds } from "../../../modules/uplink/core/types.js";
import type { FactChanges, Facts } from "../facts.js";
import type { TraceEntry } from "../trace.js";
import { Broker } from "./broker.js";
import { COMMANDS, type CommandArguments, type CommandName } from "./commands.js";
import { describe, EventList, Watchers } from "./events.js";
import { LiveNetwork } from "./network.js";
import { monotonic, Pace } from "./pace.js";
import { Wires } from "./wire.js";
import { wireMode } from "./wire-mode.js";

/** What the live board needs of a board; `Board` has it, and so may a test's stand-in. */
export interface DrivenBoard {
	readonly now: Milliseconds;
	readonly on: boolean;
	/** The world as it is: a copy. */
	readonly facts: Facts;
	/** Of the last boot, once there was one. */
	readonly uplink: Manager;
	trace: ((entry: TraceEntry) => void) | undefined;
	powerOn(): void;
	powerOff(): void;
	advance(duration: Milliseconds): void;
	set(changes: FactChanges): void;
}

export interface LiveBoardOptions {
	/** Makes the board upon the live network, off. */
	createBoard(network: LiveNetwork): DrivenBoard;
	/** A wire that swallows whatever the facts say: a test aid. */
	broken?: Identifier | undefined;
	/** How many times as fast as ours the board's time runs. */
	speed?: number | undefined;
}

/** A message of the sample application as a subscriber at the broker received it. */
export interface Receipt extends Sequence {
	at: Milliseconds;
	over: Identifier | undefined;
	duplicate: boolean;
}

/** In default order. */
export const INTERFACES: readonly Identifier[] = ["ethernet", "wifi", "cell"];

export class LiveBoard {
	readonly events = new EventList();
	readonly broker: Broker;
	readonly wires: Wires;
	readonly board: DrivenBoard;
	/** Resolves when `quit` was commanded. */
	readonly quitted: Promise<void>;
	/** Ms that pass as the board's do, and pass whether it runs or not. */
	readonly clock: () => number;
	/** Told after each step of real time, with nothing of the board on the stack. */
	readonly ticks = new Watchers<void>();
	/** Told what the subscriber at the broker receives. */
	readonly receipts = new Watchers<Receipt>();
	readonly #broken: Identifier | undefined;
	readonly #pace: Pace;
	/** Commands given from within the board's own callbacks, for the next tick. */
	readonly #postponed: (() => void)[] = [];
	#facts: Facts;
	#quit: () => void = () => undefined;
	#application: Application | undefined;
	#uplink: Manager | undefined;
	#boot = 0;
	#bootedAt: Milliseconds = 0;
	#received = 0;
	#duplicates = 0;
	#last: Receipt | undefined;

	/** Afterwards wires and broker run, and the board is off. */
	static async open(options: LiveBoardOptions): Promise<LiveBoard> {
		const late: { wires?: Wires } = {};
		const broker = await Broker.open((port) => late.wires?.over(port));
		const wires = await Wires.open(INTERFACES, () => broker.port);
		late.wires = wires;
		return new LiveBoard(options, broker, wires);
	}

	constructor(options: LiveBoardOptions, broker: Broker, wires: Wires) {
		this.broker = broker;
		this.wires = wires;
		this.#broken = options.broken;
		const { speed = 1 } = options;
		this.clock = () => monotonic() * speed;
		this.#pace = new Pace({
			advance: (elapsed) => this.board.advance(elapsed),
			onTick: () => this.#ticked(),
			clock: this.clock,
		});
		const perform = (callback: () => void) => this.#pace.perform(callback);
		const network = new LiveNetwork({ wires, facts: () => this.#facts, perform, speed });
		this.board = options.createBoard(network);
		this.#facts = this.board.facts;
		this.board.trace = (entry) => this.#traced(entry);
		this.quitted = new Promise((resolve) => {
			this.#quit = resolve;
		});
		broker.subscribe(TOPIC, ({ text, over, duplicate }) => this.#arrived(text, over, duplicate));
		this.#obeyFacts();
	}

	/** The world as it is. */
	get facts(): Facts {
		return this.#facts;
	}

	get boot(): number {
		return this.#boot;
	}

	/** When this boot began, in the board's ms. */
	get bootedAt(): Milliseconds {
		return this.#bootedAt;
	}

	/** What the subscriber at the broker has. */
	get received(): { count: number; duplicates: number; last: Receipt | undefined } {
		return { count: this.#received, duplicates: this.#duplicates, last: this.#last };
	}

	get application(): Application | undefined {
		return this.#application;
	}

	/** Switches the board on, and time with it. */
	start(): void {
		this.board.powerOn();
		this.#noticeBoot();
		this.#pace.start();
	}

	/**
	 * Does what is commanded and says so in the events. Throws what the command throws, unless it is
	 * given from within a callback of the board: then it runs at the next tick.
	 */
	command<Name extends CommandName>(name: Name, ...values: CommandArguments[Name]): void {
		const perform = () => {
			this.#pace.synchronise();
			const { run, words } = COMMANDS[name];
			this.events.add(this.board.now, "world", words(...values));
			run(this, ...values);
		};
		if (this.#pace.performing) this.#postponed.push(perform);
		else perform();
	}

	/** Changes the world: the board's hardware, the wires and the broker alike. */
	set(changes: FactChanges): void {
		this.board.set(changes);
		this.#facts = this.board.facts;
		this.#obeyFacts();
	}

	powerCycle(): void {
		this.board.powerOff();
		this.board.powerOn();
		this.#noticeBoot();
	}

	applyList(list: readonly string[]): void {
		this.board.uplink.interfaces = list;
	}

	quit(): void {
		this.#quit();
	}

	/** Ends all that was started. */
	async close(): Promise<void> {
		this.#pace.stop();
		this.#application?.stop();
		this.board.powerOff();
		await this.wires.close();
		await this.broker.close();
	}

	#obeyFacts(): void {
		for (const wire of this.wires) {
			const mode = wire.name === this.#broken ? "blackhole" : wireMode(this.facts, wire.name);
			if (wire.mode !== mode) wire.mode = mode;
		}
		if (this.broker.mode === this.facts.server) return;
		this.broker.set(this.facts.server).catch((error: unknown) => {
			this.events.add(this.board.now, "note", `broker: ${error}`);
		});
	}

	#ticked(): void {
		this.#noticeBoot();
		if (this.board.on) this.#application?.run(this.board.now);
		for (const perform of this.#postponed.splice(0)) this.#guard(perform);
		this.ticks.tell();
	}

	/** A command that nobody waits for fails in words. */
	#guard(perform: () => void): void {
		try {
			perform();
		} catch (error) {
			this.events.add(this.board.now, "note", String(error));
		}
	}

	/** The firmware is another one after each boot, whoever caused it. */
	#noticeBoot(): void {
		if (!this.board.on || this.board.uplink === this.#uplink) return;
		this.#uplink = this.board.uplink;
		this.#boot++;
		this.#bootedAt = this.board.now;
		this.#application = new Application(this.#uplink, this.#boot, this.board.now);
	}

	#traced(entry: TraceEntry): void {
		const { kind, text } = describe(entry);
		this.events.add(entry.at, kind, text);
	}

	#arrived(text: string, over: Identifier | undefined, duplicate: boolean): void {
		const sequence = parse(text);
		if (!sequence) return;
		const receipt: Receipt = { ...sequence, at: this.board.now, over, duplicate };
		const moved = this.#last?.over !== over || this.#last?.boot !== sequence.boot;
		this.#last = receipt;
		this.#received++;
		if (duplicate) this.#duplicates++;
		if (moved || duplicate) {
			const mark = duplicate ? ", marked as a duplicate" : "";
			const words = `message ${sequence.message} of boot ${sequence.boot} arrived over ${over}${mark}`;
			this.events.add(receipt.at, "message", words);
		}
		this.receipts.tell(receipt);
	}
}
