/**
 * The manager as its users see it: the native application, the impOS names (`modules/imp`), and the
 * boards. `Uplink` implements it; the shapes here are plain data.
 */

import type { Message, PublishOptions, SubscribeOptions } from "../server/server.js";
import type { Identifier, InterfaceClass, Milliseconds, Outcome, Reason } from "./core/types.js";
import type { StaticAddress } from "./provider.js";

/** Who may have what: `Sealed` is a secret encrypted with this device's own key. */
export type Sealed = Uint8Array;

/** What the owner sets. `null` clears a member; an absent one is left as it is. */
export interface Settings {
	/** `password: ""` is an open network. */
	wifi?: { SSID: string; password: string | Sealed } | null;
	/** For Wi-Fi and Ethernet. */
	static?: (StaticAddress & { DNS?: readonly string[] }) | null;
	proxy?: { address: string; port: number; user?: string; password?: string | Sealed } | null;
	cellular?: {
		APN?: string;
		user?: string;
		password?: string | Sealed;
		authentication?: "none" | "PAP" | "CHAP";
		PIN?: string | Sealed;
	} | null;
}

/** What may be read back: every secret is sealed. */
export type ReadableSettings = {
	[Member in keyof Settings]-?: Member extends "wifi"
		? { SSID: string; password: Sealed } | null
		: Settings[Member];
};

/** Who gives up when nothing connects (design.md §4). `persist` never does. */
export type ErrorPolicy = "persist" | "suspend" | "return";

export interface ConnectOptions {
	/** Bounds the whole attempt; without it, one pass of turns does. */
	timeout?: Milliseconds;
	/** This interface alone, no failover (impOS's manual mode). */
	interface?: Identifier;
	/** With `interface`: settings for this connection alone, not stored. */
	settings?: Settings;
	/** Runs once, later, with how it ended and the interface of the last turn. */
	onComplete?(outcome: Outcome, over: Identifier | undefined): void;
}

/** One interface as `explain()` and `links` tell it. */
export interface LinkReport {
	interface: Identifier;
	class: InterfaceClass;
	phase: "idle" | "climbing" | "up" | "stopping" | "waiting";
	/** ECMA-419's number, as last reported. */
	connection: number;
	address: string | undefined;
	/** Why it is not better, or why it last failed. */
	reason: Reason | undefined;
	/** When its wait ends or its attempt is given up, in ms since boot. */
	deadline: Milliseconds | undefined;
	/** Why it is kept up: any of turn, session, attempt, standby, scout, pin, claim, linger. */
	wanted: string[];
}

export interface Explanation {
	/** The interface of the session. */
	active: Identifier | undefined;
	/** The sequence of a pass, in order, each with what is known of it. */
	interfaces: LinkReport[];
	/** Was the order given by the owner? */
	custom: boolean;
	/** The last reason a turn failed with. */
	reason: Reason | undefined;
	/** What the manager is doing now, until when, and what would make it move: in words. */
	words: string[];
	/** Oddities accepted in silence: duplicates removed, absent hardware, damaged records. */
	notes: string[];
}

/** A connection over one interface for local use (impOS's `imp.net.open`). */
export interface Claim {
	readonly report: LinkReport;
	close(): void;
}

export interface Hold {
	readonly reason: string;
	/** Ends it early; harmless when it is over. */
	release(): void;
}

export interface PinOptions {
	for: Milliseconds;
	/** For whoever asks `explain()`. */
	why: string;
	/** Default: `list`. */
	fallback?: "list" | "never";
}

export interface JournalEntry {
	boot: number;
	/** Ms since boot. */
	at: Milliseconds;
	/** Ms since 1970, where the device knew. */
	wall?: Milliseconds;
	/** What happened, in the words of the log: `wifi climbing → up`. */
	text: string;
}

export interface Manager {
	/** Wants the server from now on. While connected, only completes. */
	connect(options?: ConnectOptions): void;
	/** Lets go at once: `connection` is below 600 on return. */
	disconnect(): void;
	/** Ends everything. A later call throws, but for `close` and `disconnect`. */
	close(): void;

	/** ECMA-419's number: 600 is a proven server, 200 offline, 0 closed. */
	readonly connection: number;
	/** Is the server proven, or suspect and not yet lost? */
	readonly connected: boolean;
	/** Is an application's attempt under way (not the OS's)? */
	readonly connecting: boolean;
	readonly address: string | undefined;
	onChanged: ((property: "connection" | "address" | "active") => void) | undefined;

	/** The order in force, as stored: the owner's list, or the default order. */
	get interfaces(): Identifier[];
	/**
	 * Stores a list (any iterable of identifiers, `[]` clears) and uses it from the next attempt.
	 * Throws TypeError naming the place (`interfaces[2]: …`) and changes nothing on bad input.
	 */
	set interfaces(list: readonly string[]);
	/** Is a list of the owner's in force? */
	readonly custom: boolean;
	readonly fitted: readonly Identifier[];
	readonly active: Identifier | undefined;
	/** A report for each fitted interface, in default order. */
	readonly links: LinkReport[];
	/** Driver's knowledge of an interface: SSID, RSSI, ICCID… no secret. */
	information(over: Identifier): Readonly<Record<string, string | number>>;
	/** How the last turn that failed ended; undefined while connected. */
	readonly reason: Reason | undefined;

	/** The stored settings, secrets sealed. Setting merges, validates, persists, or throws. */
	get settings(): ReadableSettings;
	set settings(settings: Settings);
	/** Forgets the list as well as every setting. Live connections stay. */
	clear(): void;

	/** The interface and settings of the last session that was proven, secrets sealed. */
	readonly current: { interface: Identifier; settings: Settings } | undefined;

	errorPolicy: ErrorPolicy;
	/**
	 * Once an outage, when the connection was lost and is still down after the grace (60 s). Never
	 * under `suspend`.
	 */
	onUnexpectedDisconnect: ((reason: Outcome) => void) | undefined;

	/** Brings an interface up for local use; `onChanged` runs at each change of its report. */
	claim(
		over: Identifier,
		options?: { settings?: Settings; onChanged?(report: LinkReport): void },
	): Claim;
	/** A temporary connection of the system's own, over any interface, of which nobody is told. */
	readonly os: { connect(): void; disconnect(): void };

	/**
	 * Asks not to be moved without need: no failback while it is in force; a proven loss still moves.
	 * Expires by itself after `for`. At most 8 at a time.
	 */
	hold(reason: string, options: { for: Milliseconds }): Hold;
	/**
	 * Asks to be over this interface, whatever the list says, until `for` has passed. It is tried
	 * first and moved to at once; when it fails: `list`, the others as ever, or `never`, none.
	 */
	pin(over: Identifier, options: PinOptions): void;
	unpin(): void;

	explain(): Explanation;
	readonly journal: readonly JournalEntry[];

	publish(topic: string, data: string | ArrayBuffer | Uint8Array, options?: PublishOptions): number;
	subscribe(topic: string, options?: SubscribeOptions): void;
	unsubscribe(topic: string): void;
	onMessage: ((message: Message) => void) | undefined;
	onDelivered: ((number: number) => void) | undefined;
	/** Runs `onComplete` once: true when everything accepted so far is delivered, else false. */
	flush(timeout: Milliseconds, onComplete: (delivered: boolean) => void): void;
	/** Messages accepted and not yet delivered, and delivered since boot. */
	readonly outstanding: number;
	readonly delivered: number;

	/** Runs a callback later, in order, never from within the caller. */
	defer(callback: () => void): void;
	/** Drops the connection as if it had been lost, with this reason. */
	drop(reason: Reason): void;
}
