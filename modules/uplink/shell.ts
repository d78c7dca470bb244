/**
 * The shell: everything the pure core is not. It queues what happens, drains it through the core
 * one input at a time, performs the commands that come out, and keeps the program's one timer.
 *
 *   driver, server, probe, API ──post──▶ queue ──drain──▶ step(core) ──▶ commands ──▶ perform
 *                                          ▲                                │
 *                                          └── answers, also from within ◀──┘
 *   one timer ──▶ elapsed, deferred callbacks
 *
 * A callback never steps the core: it posts, and if a drain is under way the input waits, so what a
 * driver answers from within a call cannot matter.
 */

import type { Driver, LinkSettings } from "../interfaces/driver.js";
import type { Probe } from "../lwip/probe.js";
import type { ServerLink } from "../server/server.js";
import type { Clock } from "./clock.js";
import {
	type Command,
	type Core,
	type Input,
	linkOf,
	nextDeadline,
	type Target,
	type TurnRow,
} from "./core/core.js";
import { step } from "./core/step.js";
import type { Identifier, Milliseconds } from "./core/types.js";
import type { Journal } from "./journal.js";
import type { Provider } from "./provider.js";
import { type Trace, Transitions } from "./transitions.js";

/** The clock's 32-bit ticks must be read at least this often. */
const TIMER_MAX: Milliseconds = 86_400_000;
/** More inputs than one moment can bring; at the bound the rest is dropped and counted. */
const QUEUE_MAX = 256;
/** More firings of the timer than one instant can need. */
const ROUNDS_MAX = 64;

export interface ShellOptions {
	core: Core;
	provider: Provider;
	clock: Clock;
	journal: Journal;
	drivers: ReadonlyMap<Identifier, Driver>;
	server: ServerLink;
	/** Whom probes ask for. */
	targets: Readonly<Partial<Record<Target, { host: string; port: number }>>>;
	settingsFor(over: Identifier): LinkSettings;
	/** Commands that are the owner's to know: `complete`, `tell`, `proved`, `rest`, `restart`. */
	onCommand(command: Command): void;
	/** After each drain: something may have changed. */
	onDrained(now: Milliseconds): void;
	/** When the owner wants to be called next, beside the core. */
	ownDeadline(): Milliseconds;
	onTrace(entry: Trace | { kind: "turn"; turn: TurnRow }): void;
}

export class Shell {
	#options: ShellOptions;
	#queue: Input[] = [];
	#draining = false;
	#deferred: (() => void)[] = [];
	/** Probes under way, by interface and whom they ask for. */
	#probes = new Map<string, Probe>();
	#transitions: Transitions;
	#timer: unknown;
	#armedFor: Milliseconds = Infinity;
	#closed = false;
	/** How often the timer has fired at one instant. */
	#rounds = 0;
	#roundsAt: Milliseconds = -1;
	/** Inputs lost because the queue was full. */
	dropped = 0;

	constructor(options: ShellOptions) {
		this.#options = options;
		this.#transitions = new Transitions(options.core);
	}

	/** Something happened. The core hears it at once, or after what it is hearing now. */
	post(input: Input): void {
		if (this.#closed) return;
		if (this.#queue.length >= QUEUE_MAX) this.dropped += 1;
		else this.#queue.push(input);
		if (!this.#draining) this.#drain();
	}

	/** Runs a callback of the application's later, in order. */
	defer(callback: () => void): void {
		if (this.#closed) return;
		this.#deferred.push(callback);
		if (!this.#draining) this.#arm();
	}

	close(): void {
		this.#closed = true;
		this.#queue = [];
		this.#deferred = [];
		this.#options.provider.timer.clear(this.#timer);
		this.#timer = undefined;
		for (const probe of this.#probes.values()) probe.close();
		this.#probes.clear();
	}

	#drain(): void {
		const { core, clock, journal } = this.#options;
		this.#draining = true;
		try {
			for (let input = this.#queue.shift(); input; input = this.#queue.shift()) {
				const now = clock.now();
				journal.record(now, input, core);
				step(core, input, now);
				this.#tell(now);
				const commands = core.commands;
				core.commands = [];
				for (const command of commands) this.#dare(command, now);
			}
			this.#options.onDrained(clock.now());
		} finally {
			this.#draining = false;
			this.#arm();
		}
	}

	#tell(now: Milliseconds): void {
		for (const { entry, text } of this.#transitions.since(this.#options.core)) {
			this.#options.journal.note(now, text);
			this.#options.onTrace(entry);
		}
	}

	/** Hardware and hosts may throw where they should not: noted, and the rest goes on. */
	#dare(command: Command, now: Milliseconds): void {
		try {
			this.#perform(command);
		} catch (error) {
			const text = `${command.do} failed: ${(error as Error)?.message}`;
			this.#options.journal.note(now, text);
			this.#options.onTrace({ kind: "note", text });
		}
	}

	#perform(command: Command): void {
		const { server, provider, drivers } = this.#options;
		switch (command.do) {
			case "start":
				drivers.get(command.interface)?.start(this.#options.settingsFor(command.interface));
				return;
			case "stop":
				drivers.get(command.interface)?.stop();
				return;
			case "recover":
				drivers.get(command.interface)?.stop();
				drivers.get(command.interface)?.recover(command.failures);
				return;
			case "look":
				this.#look(command.interface);
				return;
			case "route":
				provider.route.hold(command.interface);
				return;
			case "release":
				provider.route.release(command.interface);
				return;
			case "open":
				server.open(command.attempt, command.interface);
				return;
			case "try":
				server.try(command.attempt, command.interface);
				return;
			case "move":
				server.move(command.attempt);
				return;
			case "abandon":
				server.abandon(command.attempt);
				return;
			case "ask":
				server.ask(command.attempt);
				return;
			case "close":
				server.close();
				return;
			case "probe":
				this.#probe(command.interface, command.of, command.attempt);
				return;
			case "unprobe":
				this.#unprobe(command.interface, command.of);
				return;
			case "record":
				this.#options.onTrace({ kind: "turn", turn: command.turn });
				return;
			case "complete":
			case "tell":
			case "proved":
			case "starts":
			case "rest":
			case "restart":
				this.#options.onCommand(command);
				return;
		}
	}

	/** Events can be lost: what the driver reads now is told as if it had just changed. */
	#look(interface_: Identifier): void {
		const connection = this.#options.drivers.get(interface_)?.connection;
		if (connection === undefined) return;
		if (connection !== linkOf(this.#options.core, interface_).connection)
			this.post({ type: "changed", interface: interface_, connection });
	}

	#probe(interface_: Identifier, of: Target, attempt: number): void {
		this.#unprobe(interface_, of);
		const target = this.#options.targets[of];
		if (!target) return;
		const answer = (reachable: boolean) => {
			this.#unprobe(interface_, of);
			this.post({ type: "probed", interface: interface_, of, attempt, reachable });
		};
		const probe = new this.#options.provider.probe.io({
			interface: interface_,
			...target,
			onReachable: () => answer(true),
			onError: () => answer(false),
		});
		this.#probes.set(`${interface_} ${of}`, probe);
	}

	#unprobe(interface_: Identifier, of: Target): void {
		const key = `${interface_} ${of}`;
		this.#probes.get(key)?.close();
		this.#probes.delete(key);
	}

	/** Sets the one timer for whatever comes first. */
	#arm(): void {
		if (this.#closed) return;
		const { core, clock, provider } = this.#options;
		const now = clock.now();
		const due = this.#deferred.length > 0 ? now : nextDeadline(core);
		// An application that answers each callback with a call may not stop time for the others.
		const soonest = this.#roundsAt === now && this.#rounds >= ROUNDS_MAX ? now + 1 : now;
		const next = Math.max(soonest, Math.min(due, this.#options.ownDeadline(), now + TIMER_MAX));
		if (this.#timer !== undefined) {
			if (next === this.#armedFor) return;
			provider.timer.clear(this.#timer);
		}
		this.#armedFor = next;
		this.#timer = provider.timer.set(() => this.#onTimer(), Math.max(0, next - now));
	}

	/** An application's callback that throws stops neither its successors nor the core. */
	#onTimer(): void {
		const now = this.#options.clock.now();
		this.#rounds = now === this.#roundsAt ? this.#rounds + 1 : 1;
		this.#roundsAt = now;
		this.#timer = undefined;
		const callbacks = this.#deferred;
		this.#deferred = [];
		let ran = 0;
		try {
			if (nextDeadline(this.#options.core) > now) this.#options.onDrained(now);
			else this.post({ type: "elapsed" });
			for (; ran < callbacks.length && !this.#closed; ) callbacks[ran++]?.();
		} finally {
			this.#deferred = [...callbacks.slice(ran), ...this.#deferred];
			this.#arm();
		}
	}
}
