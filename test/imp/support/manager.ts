/**
 * A manager of which every outcome is the test's to decide: it records what it is asked, completes
 * when told, and runs callbacks late, in virtual time. It is as awkward as the contract allows: an
 * attempt that is let go completes all the same, late and as a failure.
 */

import { VirtualTime } from "../../../hosts/sim/time.js";
import type { Message, PublishOptions, SubscribeOptions } from "../../../modules/server/server.js";
import type {
	Claim,
	ConnectOptions,
	ErrorPolicy,
	Explanation,
	Hold,
	LinkReport,
	Manager,
	ReadableSettings,
	Sealed,
	Settings,
} from "../../../modules/uplink/api.js";
import { classOf, defaultOrder, parseList } from "../../../modules/uplink/core/identifiers.js";
import type {
	Identifier,
	Milliseconds,
	Outcome,
	Reason,
} from "../../../modules/uplink/core/types.js";
import { Seal } from "../../../modules/uplink/seal.js";

const NOTHING: ReadableSettings = { wifi: null, static: null, proxy: null, cellular: null };

export function reportOf(over: Identifier, changes: Partial<LinkReport> = {}): LinkReport {
	return {
		interface: over,
		class: classOf(over),
		phase: "idle",
		connection: 200,
		address: undefined,
		reason: undefined,
		deadline: undefined,
		wanted: [],
		...changes,
	};
}

export interface FakeClaim extends Claim {
	report: LinkReport;
	settings: Settings | undefined;
	closed: boolean;
	change(changes: Partial<LinkReport>): void;
}

export class FakeManager implements Manager {
	readonly time = new VirtualTime();
	/** What was asked of it, in order: `connect`, `disconnect`, `drop NO_SERVER`… */
	readonly calls: string[] = [];
	readonly attempts: ConnectOptions[] = [];
	readonly published: { topic: string; data: string; options: PublishOptions | undefined }[] = [];
	readonly subscriptions = new Map<string, SubscribeOptions | undefined>();
	readonly claims: FakeClaim[] = [];
	readonly known: Partial<Record<Identifier, Record<string, string | number>>> = {};

	connected = false;
	connecting = false;
	address: string | undefined = undefined;
	active: Identifier | undefined = undefined;
	reason: Reason | undefined = undefined;
	current: Manager["current"] = undefined;
	errorPolicy: ErrorPolicy = "suspend";
	links: LinkReport[];
	/** How many more messages the outbox takes. */
	room = 100;
	delivers = true;
	onChanged: Manager["onChanged"] = undefined;
	onUnexpectedDisconnect: Manager["onUnexpectedDisconnect"] = undefined;
	onMessage: Manager["onMessage"] = undefined;
	onDelivered: Manager["onDelivered"] = undefined;

	#list: Identifier[] = [];
	#settings: ReadableSettings = NOTHING;
	#seal = new Seal(new Uint8Array(32).fill(7), () => 0x01020304);
	#pending: NonNullable<ConnectOptions["onComplete"]>[] = [];

	constructor(fitted: readonly Identifier[] = ["ethernet", "wifi", "cell"]) {
		this.fitted = defaultOrder(fitted);
		this.links = this.fitted.map((over) => reportOf(over));
	}

	readonly fitted: readonly Identifier[];

	connect(options: ConnectOptions = {}): void {
		this.calls.push("connect");
		this.attempts.push(options);
		if (options.onComplete) this.#pending.push(options.onComplete);
		if (this.connected) this.#complete("SERVER_CONNECTED", this.active);
		else this.connecting = true;
	}

	disconnect(): void {
		this.calls.push("disconnect");
		this.connected = false;
		this.connecting = false;
		this.active = undefined;
		this.#complete("NOT_CONNECTED", undefined);
	}

	close(): void {
		this.calls.push("close");
	}

	/** The attempt under way ends so. */
	finish(outcome: Outcome, over: Identifier = "wifi"): void {
		this.connecting = false;
		this.connected = outcome === "SERVER_CONNECTED";
		this.active = this.connected ? over : undefined;
		this.reason = outcome === "SERVER_CONNECTED" ? undefined : outcome;
		if (this.connected) this.current = { interface: over, settings: this.settings };
		this.#complete(outcome, over);
	}

	#complete(outcome: Outcome, over: Identifier | undefined): void {
		for (const onComplete of this.#pending.splice(0)) this.defer(() => onComplete(outcome, over));
	}

	get connection(): number {
		return this.connected ? 600 : 200;
	}

	get custom(): boolean {
		return this.#list.length > 0;
	}

	get interfaces(): Identifier[] {
		return this.custom ? [...this.#list] : [...this.fitted];
	}

	set interfaces(list: readonly string[]) {
		this.#list = parseList(list, this.fitted).list;
		this.calls.push(`interfaces ${this.#list}`);
	}

	get settings(): ReadableSettings {
		return this.#settings;
	}

	set settings(settings: Settings) {
		this.calls.push("settings");
		this.#settings = this.#sealed({ ...this.#settings, ...settings }) as ReadableSettings;
	}

	/** A secret as it was given. */
	open(blob: Sealed): string {
		return this.#seal.open(blob);
	}

	#sealed(value: unknown, key = ""): unknown {
		if (typeof value === "string" && (key === "password" || key === "PIN"))
			return this.#seal.seal(value);
		if (typeof value !== "object" || value === null) return value;
		if (value instanceof Uint8Array || Array.isArray(value)) return value;
		return Object.fromEntries(
			Object.entries(value).map(([name, member]) => [name, this.#sealed(member, name)]),
		);
	}

	clear(): void {
		this.calls.push("clear");
		this.#list = [];
		this.#settings = NOTHING;
	}

	information(over: Identifier): Record<string, string | number> {
		return this.known[over] ?? {};
	}

	claim(
		over: Identifier,
		options: { settings?: Settings; onChanged?(report: LinkReport): void } = {},
	): Claim {
		const tell = ({ report }: FakeClaim) =>
			this.defer(() => {
				if (!claim.closed) options.onChanged?.(report);
			});
		const claim: FakeClaim = {
			report: reportOf(over, { phase: "climbing" }),
			settings: options.settings,
			closed: false,
			close() {
				this.closed = true;
			},
			change(changes) {
				this.report = { ...this.report, ...changes };
				tell(this);
			},
		};
		this.claims.push(claim);
		// What it is found as is told too.
		tell(claim);
		return claim;
	}

	hold(reason: string): Hold {
		return { reason, release: () => {} };
	}

	pin(): void {}

	unpin(): void {}

	readonly os = {
		connect: (): void => {
			this.calls.push("os.connect");
		},
		disconnect: (): void => {
			this.calls.push("os.disconnect");
		},
	};

	explain(): Explanation {
		const { active, links, custom, reason } = this;
		return { active, interfaces: links, custom, reason, words: [], notes: [] };
	}

	readonly journal = [];

	publish(
		topic: string,
		data: string | ArrayBuffer | Uint8Array,
		options?: PublishOptions,
	): number {
		if (this.room === 0) return 0;
		this.room--;
		return this.published.push({ topic, data: String(data), options });
	}

	subscribe(topic: string, options?: SubscribeOptions): void {
		this.calls.push(`subscribe ${topic}`);
		this.subscriptions.set(topic, options);
	}

	unsubscribe(topic: string): void {
		this.calls.push(`unsubscribe ${topic}`);
		this.subscriptions.delete(topic);
	}

	/** A message arrives from the broker. */
	receive(topic: string, data: Uint8Array): void {
		const message: Message = { topic, data, QoS: 1, duplicate: false, retain: false };
		this.subscriptions.get(topic)?.onMessage?.(message);
	}

	flush(timeout: Milliseconds, onComplete: (delivered: boolean) => void): void {
		this.calls.push(`flush ${timeout}`);
		this.time.after(this.delivers ? 10 : timeout, () => onComplete(this.delivers));
	}

	get outstanding(): number {
		return this.delivers ? 0 : this.published.length;
	}

	get delivered(): number {
		return this.delivers ? this.published.length : 0;
	}

	defer(callback: () => void): void {
		this.time.after(0, callback);
	}

	drop(reason: Reason): void {
		this.calls.push(`drop ${reason}`);
		this.connected = false;
	}
}
