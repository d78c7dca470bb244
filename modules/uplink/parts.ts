/**
 * The parts of a manager, put together: which drivers, which server link, which records, and who
 * hears what. `Uplink` is the face; this is the inside of the case.
 */

import { CellularDriver } from "../interfaces/cellular.js";
import type { Driver, DriverOptions, LinkSettings } from "../interfaces/driver.js";
import { EthernetDriver } from "../interfaces/ethernet.js";
import { WiFiDriver } from "../interfaces/wifi.js";
import type { ProxySettings, ServerEnvironment, ServerLink } from "../server/server.js";
import type { JournalEntry, LinkReport } from "./api.js";
import { Claims, type ClaimsOptions } from "./claims.js";
import { Clock } from "./clock.js";
import { Configuration } from "./configuration.js";
import { type Command, type Core, createCore, type TurnRow } from "./core/core.js";
import { reportOf } from "./core/explain.js";
import { classOf, parseIdentifier } from "./core/identifiers.js";
import { type PolicyOptions, parsePolicy } from "./core/policy.js";
import type { PlainSettings, SettingsChange } from "./core/settings.js";
import type { Identifier, InterfaceClass, Milliseconds, Outcome, Reason } from "./core/types.js";
import { Flushes } from "./flushes.js";
import { Journal, type JournalBounds } from "./journal.js";
import type { Fitting, Provider } from "./provider.js";
import { RestartLadder } from "./restart.js";
import { Shell, type ShellOptions } from "./shell.js";
import { Store } from "./store.js";
import type { Trace } from "./transitions.js";
import { type TimeOptions, Wall } from "./wall.js";

export interface UplinkOptions {
	provider: Provider;
	policy?: PolicyOptions;
	/** The server link: its class, where the server is, and whatever else the class takes. */
	server: {
		io: new (options: never) => ServerLink;
		host: string;
		port: number;
		[option: string]: unknown;
	};
	/**
	 * A second reference of the owner's, reached by TCP: when the server is silent and it answers, the
	 * server is down and not the network. Without one the rule is off.
	 */
	reference?: { host: string; port: number };
	/** What is known of the wall time beforehand, and whom to ask. Only TLS needs it. */
	time?: TimeOptions;
	/** Connect by itself, as a cold boot does. Default: true. */
	boot?: boolean;
	/** Which boot this is, for the journal. */
	boots?: number;
	/** How much the journal holds. Default: what a device has room for. */
	journal?: JournalBounds;
	/** Hears each entry of the journal as it is written, for a log. */
	onJournal?(entry: JournalEntry): void;
	/** Hears every transition and every turn, for a board, a log or a picture. */
	onTrace?(entry: Trace | { kind: "turn"; turn: TurnRow }): void;
}

/** What the parts have to say to the face. */
export interface Face {
	onComplete(outcome: Outcome, over: Identifier | undefined): void;
	onTell(reason: Outcome): void;
	onDrained(): void;
}

const DRIVERS: Readonly<
	Record<InterfaceClass, new (fitting: Fitting, options: DriverOptions) => Driver>
> = Object.freeze({ ethernet: EthernetDriver, wifi: WiFiDriver, cell: CellularDriver });

export function fittedOf(provider: Provider): Map<Identifier, Fitting> {
	const fitted = new Map<Identifier, Fitting>();
	for (const [name, fitting] of Object.entries(provider.interfaces)) {
		const identifier = parseIdentifier(name);
		if (identifier === undefined) throw new RangeError(`interfaces.${name}: unknown interface`);
		if (fitting) fitted.set(identifier, fitting);
	}
	return fitted;
}

/** What one driver has to say, to whom. */
class Listener implements DriverOptions {
	readonly over: Identifier;
	readonly post: Shell["post"];

	constructor(over: Identifier, post: Shell["post"]) {
		this.over = over;
		this.post = post;
	}

	onChanged(connection: number, reason: Reason | undefined): void {
		this.post({ type: "changed", interface: this.over, connection, reason });
	}

	onEvidence(): void {
		this.post({ type: "evidence", interface: this.over });
	}
}

/**
 * Shell and claims call their owner by its methods: a closure for each call would take a hundred
 * bytes of a device's heap, for as long as it runs.
 */
export class Parts implements ShellOptions, ClaimsOptions {
	readonly core: Core;
	readonly clock: Clock;
	readonly journal: Journal;
	readonly configuration: Configuration;
	readonly drivers: ReadonlyMap<Identifier, Driver>;
	readonly server: ServerLink;
	readonly shell: Shell;
	readonly claims: Claims;
	readonly flushes: Flushes;
	/** Settings of the connection over one interface alone (impOS's manual mode). */
	manualSettings: SettingsChange | undefined;
	/** The last connection that was proven, and what it used. */
	current: { interface: Identifier; settings: PlainSettings } | undefined;
	/** What each interface was last started with, and its session opened with. */
	readonly #inUse = new Map<Identifier, PlainSettings>();
	readonly provider: Provider;
	readonly targets: ShellOptions["targets"];
	readonly #face: Face;
	readonly #options: UplinkOptions;
	readonly #store: Store;
	readonly #restarts: RestartLadder;
	readonly #wall: Wall;
	readonly #note: (text: string) => void;

	constructor(options: UplinkOptions, face: Face) {
		const { provider, reference } = options;
		const { host, port } = options.server;
		const fittings = fittedOf(provider);
		const fitted = [...fittings.keys()];
		this.provider = provider;
		this.targets = { server: { host, port }, ...(reference && { reference }) };
		this.#face = face;
		this.#options = options;
		this.clock = new Clock(provider.time);
		this.journal = new Journal(
			options.boots ?? 1,
			() => this.#wall?.told,
			(entry) => options.onJournal?.(entry),
			options.journal,
		);
		const note = (text: string) => {
			this.journal.note(this.clock.now(), text);
			options.onTrace?.({ kind: "note", text });
		};
		this.#note = note;
		const now = () => this.clock.now();
		const defer: Shell["defer"] = (callback) => this.shell.defer(callback);
		this.#store = new Store(provider.storage, now, note);
		this.#wall = new Wall({
			provider,
			store: this.#store,
			now,
			note,
			time: options.time,
			onDeadline: () => defer(() => {}),
		});
		this.#restarts = new RestartLadder(this.#store, provider, note, now, () =>
			this.server.save?.(),
		);
		this.configuration = new Configuration(this.#store, fitted, provider.random);
		const { list, strict } = this.configuration;
		const policy = parsePolicy(options.policy);
		const only = strict || policy.tail === "none";
		this.core = createCore({
			policy,
			fitted,
			list,
			strict: only,
			seed: provider.random(),
			reference: reference !== undefined,
		});
		const post: Shell["post"] = (input) => this.shell.post(input);
		this.drivers = new Map(
			[...fittings].map(([over, fitting]) => [over, driverFor(over, fitting, post)]),
		);
		const { io, ...server } = options.server;
		this.server = new io({ ...server, ...this.#environment(post, defer) } as never);
		this.flushes = new Flushes(defer);
		this.claims = new Claims(this);
		this.shell = new Shell(this);
	}

	report(over: Identifier): LinkReport {
		return reportOf(this.core, over, this.drivers.get(over)?.address);
	}

	close(): void {
		this.shell.close();
		this.flushes.abandon((callback) => callback());
		this.server.close();
		this.#wall.close();
		this.provider.route.hold(undefined);
		for (const driver of this.drivers.values()) driver.close();
		this.#store.close();
	}

	defer(callback: () => void): void {
		this.shell.defer(callback);
	}

	onClaimed(over: Identifier, claims: number): void {
		this.shell.post({ type: "claimed", interface: over, claims });
	}

	onDrained(now: Milliseconds): void {
		this.flushes.check(now, this.server.outstanding);
		this.#wall.elapse(now);
		this.claims.tell();
		this.#face.onDrained();
	}

	ownDeadline(): Milliseconds {
		return Math.min(this.flushes.deadline, this.#wall.deadline);
	}

	onTrace(entry: Parameters<ShellOptions["onTrace"]>[0]): void {
		this.#options.onTrace?.(entry);
	}

	#environment(post: Shell["post"], defer: (callback: () => void) => void): ServerEnvironment {
		const { TCP, TLS, resolve, random, storage } = this.provider;
		return {
			TCP,
			...(TLS && { TLS }),
			resolve,
			random,
			storage: this.#store.budgeted(storage),
			now: () => this.clock.now(),
			onEvent: post,
			defer,
			proxy: (over) => this.#proxy(over),
			askTime: (over, onTime) => this.#wall.ask(over, onTime),
			judgeTime: (verified) => this.#wall.judge(verified),
		};
	}

	/** An interface is started with a manual connection's settings, a claim's, or the stored ones. */
	#ownSettings(over: Identifier): SettingsChange | undefined {
		return this.core.manual === over ? this.manualSettings : this.claims.settings(over);
	}

	settingsFor(over: Identifier): LinkSettings {
		const settings = this.configuration.linkSettings(over, this.#ownSettings(over));
		this.#inUse.set(over, settings);
		return settings;
	}

	#proxy(over: Identifier): ProxySettings | undefined {
		const proxy = this.configuration.proxy(over, this.#ownSettings(over));
		const { proxy: _, ...link } = this.#inUse.get(over) ?? {};
		this.#inUse.set(over, proxy ? { ...link, proxy } : link);
		return proxy;
	}

	/** Commands that concern the owner rather than the hardware. */
	onCommand(command: Command): void {
		if (command.do === "complete") this.#face.onComplete(command.outcome, command.interface);
		if (command.do === "tell") this.#face.onTell(command.reason);
		if (command.do === "starts") this.#note(startsBecause(command.connected));
		if (command.do === "restart") this.#restarts.restart();
		// Deep sleep only where the host offers it, which it does when the application allowed it.
		if (command.do === "rest") this.provider.sleep?.(command.duration);
		if (command.do === "proved") {
			const settings = this.#inUse.get(command.interface) ?? {};
			this.current = { interface: command.interface, settings };
		}
	}
}

function startsBecause(connected: boolean): string {
	const why = connected ? "the server answered" : "10 s have passed without the server";
	return `${why}: impOS would start the application now`;
}

function driverFor(over: Identifier, fitting: Fitting, post: Shell["post"]): Driver {
	const Driver = DRIVERS[classOf(over)];
	return new Driver(fitting, new Listener(over, post));
}
