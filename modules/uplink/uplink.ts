/**
 * Uplink: the manager, shaped as an ECMA-419 Network Interface whose `connection` goes one further:
 * 600 is a server that answers. It owns the parts and gives them their one way of talking.
 *
 *   application ──▶ Uplink ──▶ Shell ──▶ core (pure)
 *                     │          ├────▶ drivers ──▶ interfaces
 *                     │          └────▶ server link ──▶ TCP
 *                     └── Configuration ──▶ Store ──▶ flash
 */

import type { Message, PublishOptions, ServerLink, SubscribeOptions } from "../server/server.js";
import type {
	Claim,
	ConnectOptions,
	ErrorPolicy,
	Explanation,
	Hold,
	JournalEntry,
	LinkReport,
	Manager,
	PinOptions,
	ReadableSettings,
	Settings,
} from "./api.js";
import { checkErrorPolicy, checkHold, checkManual, checkPin, checkTimeout } from "./checks.js";
import type { Configuration } from "./configuration.js";
import type { Core } from "./core/core.js";
import { connected, linkOf } from "./core/core.js";
import { sequenceOf } from "./core/identifiers.js";
import type { Identifier, Milliseconds, Outcome, Reason } from "./core/types.js";
import { CLOSED } from "./core/types.js";
import { Parts, type UplinkOptions } from "./parts.js";
import { Changes, connectionOf, currentOf, explanationOf } from "./view.js";

export type { UplinkOptions } from "./parts.js";

export class Uplink implements Manager {
	#parts: Parts;
	#core: Core;
	#configuration: Configuration;
	#server: ServerLink;
	#onComplete: ConnectOptions["onComplete"];
	#closed = false;
	#holds = 0;
	#changes = new Changes();
	onChanged: Manager["onChanged"];
	onUnexpectedDisconnect: Manager["onUnexpectedDisconnect"];
	#os: Manager["os"] | undefined;

	/** Connects by itself, as a cold boot does, unless `boot: false`. */
	constructor(options: UplinkOptions) {
		this.#parts = new Parts(options, {
			onComplete: (outcome, over) => this.#complete(outcome, over),
			onTell: (reason) => this.defer(() => this.onUnexpectedDisconnect?.(reason)),
			onDrained: () => this.#tellChanges(),
		});
		this.#core = this.#parts.core;
		this.#configuration = this.#parts.configuration;
		this.#server = this.#parts.server;
		if (options.boot !== false) this.#parts.shell.post({ type: "booted" });
	}

	/** Made when it is first asked for: few applications do. */
	get os(): Manager["os"] {
		this.#os ??= Object.freeze({
			connect: () => this.#post({ type: "os", wanted: true }),
			disconnect: () => this.#post({ type: "os", wanted: false }),
		});
		return this.#os;
	}

	connect(options: ConnectOptions = {}): void {
		const { interface: over, settings, onComplete } = options;
		const timeout =
			options.timeout === undefined ? undefined : checkTimeout(options.timeout, "connect.timeout");
		if (over !== undefined) checkManual(over, this);
		const own = settings === undefined ? undefined : this.#configuration.parse(settings);
		this.#live();
		if (over !== undefined || !connected(this.#core)) this.#parts.manualSettings = own;
		this.#onComplete = onComplete;
		const told = onComplete !== undefined;
		this.#post({ type: "connect", timeout, interface: over, renew: own !== undefined, told });
	}

	disconnect(): void {
		if (this.#closed) return;
		this.#onComplete = undefined;
		this.#parts.flushes.abandon((callback) => this.defer(callback));
		this.#post({ type: "disconnect" });
	}

	close(): void {
		if (this.#closed) return;
		this.#post({ type: "disconnect" });
		this.#closed = true;
		this.#parts.close();
	}

	get connection(): number {
		if (this.#closed) return CLOSED;
		return connectionOf(this.#core);
	}

	get connected(): boolean {
		return !this.#closed && connected(this.#core);
	}

	get connecting(): boolean {
		return this.#core.errand !== undefined && this.#core.errand.kind !== "os";
	}

	get address(): string | undefined {
		const { active } = this;
		return active && this.#parts.drivers.get(active)?.address;
	}

	get interfaces(): Identifier[] {
		const { list, strict } = this.#configuration;
		return list.length > 0 ? [...list] : sequenceOf(list, this.#core.fitted, strict);
	}

	set interfaces(list: readonly string[]) {
		this.apply(list);
	}

	/** As setting `interfaces`; with `tail: "none"` nothing outside the list is ever tried. */
	apply(list: readonly string[], { tail = "default" }: { tail?: "default" | "none" } = {}): void {
		this.#live();
		this.#configuration.setList(list, tail === "none");
		this.#applyList();
	}

	get custom(): boolean {
		return this.#configuration.list.length > 0;
	}

	get fitted(): readonly Identifier[] {
		return this.#core.fitted;
	}

	get active(): Identifier | undefined {
		return this.connected ? this.#core.session.interface : undefined;
	}

	get links(): LinkReport[] {
		return this.#core.fitted.map((over) => this.#parts.report(over));
	}

	information(over: Identifier): Readonly<Record<string, string | number>> {
		return this.#parts.drivers.get(over)?.information() ?? {};
	}

	get reason(): Reason | undefined {
		return this.connected ? undefined : this.#core.reason;
	}

	get settings(): ReadableSettings {
		if (this.#closed) return { wifi: null, static: null, proxy: null, cellular: null };
		return this.#configuration.readable;
	}

	set settings(settings: Settings) {
		this.#live();
		this.#configuration.setSettings(settings);
		this.#post({ type: "configured" });
	}

	clear(): void {
		this.#live();
		this.#configuration.clear();
		this.#applyList(true);
	}

	get current(): { interface: Identifier; settings: Settings } | undefined {
		return this.#closed ? undefined : currentOf(this.#parts);
	}

	get errorPolicy(): ErrorPolicy {
		return this.#core.onError;
	}

	set errorPolicy(onError: ErrorPolicy) {
		this.#post({ type: "judgeBy", onError: checkErrorPolicy(onError) });
	}

	claim(
		over: Identifier,
		options: { settings?: Settings; onChanged?(report: LinkReport): void } = {},
	): Claim {
		this.#live();
		const own = options.settings && this.#configuration.parse(options.settings);
		const link = linkOf(this.#core, over);
		if (own && Object.keys(own).length > 0 && link.phase !== "idle" && link.phase !== "waiting")
			throw new Error(`${over}: in use, its settings cannot change`);
		return this.#parts.claims.open(over, own, options.onChanged);
	}

	hold(reason: string, options: { for: Milliseconds }): Hold {
		const id = ++this.#holds;
		this.#post(checkHold(id, reason, options));
		const release = () => {
			if (!this.#closed) this.#post({ type: "released", id });
		};
		return Object.freeze({ reason, release });
	}

	pin(over: Identifier, options: PinOptions): void {
		this.#post(checkPin(over, options, this.fitted));
	}

	unpin(): void {
		this.#post({ type: "unpinned" });
	}

	explain(): Explanation {
		return explanationOf(this.#parts, this, this.#closed);
	}

	get journal(): readonly JournalEntry[] {
		return this.#parts.journal.entries;
	}

	/** The journal for machines: a checkpoint of the whole record and every input since. */
	get recording() {
		return this.#parts.journal.recording;
	}

	/** The core's whole record, for checks and pictures. Plain data, not to be changed. */
	get record(): Readonly<Core> {
		return this.#core;
	}

	publish(
		topic: string,
		data: string | ArrayBuffer | Uint8Array,
		options?: PublishOptions,
	): number {
		this.#live();
		return this.#server.publish(topic, data, options);
	}

	subscribe(topic: string, options?: SubscribeOptions): void {
		this.#live();
		this.#server.subscribe(topic, options);
	}

	unsubscribe(topic: string): void {
		this.#live();
		this.#server.unsubscribe(topic);
	}

	get onMessage(): ((message: Message) => void) | undefined {
		return this.#server.onMessage;
	}

	set onMessage(callback: ((message: Message) => void) | undefined) {
		this.#server.onMessage = callback;
	}

	get onDelivered(): ((number: number) => void) | undefined {
		return this.#server.onDelivered;
	}

	set onDelivered(callback: ((number: number) => void) | undefined) {
		this.#server.onDelivered = callback;
	}

	flush(timeout: Milliseconds, onComplete: (delivered: boolean) => void): void {
		this.#live();
		const now = this.#parts.clock.now();
		const span = checkTimeout(timeout, "flush.timeout");
		this.#parts.flushes.add(now + span, onComplete);
		this.#parts.flushes.check(now, this.#server.outstanding);
		this.defer(() => {});
	}

	get outstanding(): number {
		return this.#server.outstanding;
	}

	get delivered(): number {
		return this.#server.delivered;
	}

	defer(callback: () => void): void {
		this.#parts.shell.defer(callback);
	}

	drop(reason: Reason): void {
		this.#post({ type: "dropped", reason });
	}

	#applyList(cleared = false): void {
		const { list, strict } = this.#configuration;
		const only = strict || this.#core.policy.tail === "none";
		this.#post({ type: "apply", list, strict: only, cleared });
		for (const note of this.#configuration.notes)
			this.#parts.journal.note(this.#parts.clock.now(), `list: ${note}`);
	}

	#live(): void {
		if (this.#closed) throw new Error("closed");
	}

	#post(input: Parameters<Parts["shell"]["post"]>[0]): void {
		this.#live();
		this.#parts.shell.post(input);
	}

	#complete(outcome: Outcome, over: Identifier | undefined): void {
		const callback = this.#onComplete;
		this.#onComplete = undefined;
		if (callback) this.defer(() => callback(outcome, over));
	}

	#tellChanges(): void {
		if (!this.#core) return;
		for (const property of this.#changes.since(this)) this.defer(() => this.onChanged?.(property));
	}
}
