/**
 * The firmware: what every host's `main` starts. The manager over the host's provider, the
 * configuration taken into flash once, the journal on the debug line, the console, and the
 * demonstration application.
 *
 *   provider, config ──▶ Firmware ──▶ Uplink ──▶ journal ──▶ print
 *   debug line ──▶ Console ──▶ Uplink        Application ──▶ publish
 */

import { MQTTSession } from "../server/mqtt/session.js";
import type { JournalEntry } from "../uplink/api.js";
import { Clock } from "../uplink/clock.js";
import type { Provider } from "../uplink/provider.js";
import { Uplink } from "../uplink/uplink.js";
import { Application } from "./application.js";
import { beginBoot } from "./boot.js";
import { parseConfig } from "./config.js";
import type { Host } from "./console/commands.js";
import { Console } from "./console/console.js";

export interface FirmwareOptions extends Host {
	provider: Provider;
	/** The manifest's `config.uplink`. */
	config: unknown;
	/** The debug line: one line for people. */
	print(line: string): void;
}

/** The log's columns: when, in ms since boot, and what. */
function lineOf({ at, text }: JournalEntry): string {
	return `${String(at).padStart(9)} ${text}`;
}

export class Firmware {
	readonly uplink: Uplink;
	readonly boot: number;
	readonly #options: FirmwareOptions;
	readonly #console: Console;
	readonly #clock: Clock;
	#application: Application | undefined;
	#timer: unknown;

	/** Throws for a configuration that makes no sense, naming the place. */
	constructor(options: FirmwareOptions) {
		const { provider, print } = options;
		const config = parseConfig(options.config);
		this.#options = options;
		this.#clock = new Clock(provider.time);
		this.boot = beginBoot(provider, config, print);
		this.uplink = new Uplink({
			provider,
			policy: config.policy,
			server: { ...config.server, io: MQTTSession },
			...(config.reference && { reference: config.reference }),
			...(config.time && { time: config.time }),
			boots: this.boot,
			onJournal: (entry) => print(lineOf(entry)),
		});
		this.#console = new Console({ ...options, uplink: this.uplink });
		if (config.application) {
			const { application } = config;
			this.#application = new Application(this.uplink, this.boot, this.#clock.now(), application);
			this.#run();
		}
	}

	/** What was typed at the console, in any pieces. */
	take(text: string): void {
		this.#console.take(text);
	}

	/** Messages of the demonstration that the outbox accepted. */
	get accepted(): number {
		return this.#application?.accepted ?? 0;
	}

	close(): void {
		this.#application?.stop();
		this.#options.provider.timer.clear(this.#timer);
		this.uplink.close();
	}

	#run(): void {
		const { timer } = this.#options.provider;
		const now = this.#clock.now();
		try {
			this.#application?.run(now);
		} catch (error) {
			// What it cannot publish now it never can: an outbox too small for one message.
			this.#options.print(`application stopped: ${(error as Error).message}`);
			this.#application?.stop();
		}
		const due = this.#application?.due ?? Infinity;
		if (due < Infinity) this.#timer = timer.set(() => this.#run(), Math.max(0, due - now));
	}
}
