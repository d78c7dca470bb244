/**
 * An example, and the port by which the façade is tried: what electricimp/ConnectionManager does
 * for an application (docs/impos.md, F1-F13), over `server` alone. It knows nothing of interfaces.
 *
 *             connect                answered, seen up
 *   offline ───────────▶ connecting ──────────────────▶ online ──disconnect──▶ closing (flushing)
 *      ▲                     │ failed, timed out          │ lost                   │
 *      └─────────────────────┴────────────────────────────┴────────────────────────┘
 *
 * Where the original has quirks this has a phase and an attempt number: each attempt ends once,
 * whoever sees its end first, and an attempt that was given up cannot set off a retry.
 */

import { NOT_CONNECTED, SERVER_CONNECTED, type Server } from "../../modules/imp/index.js";
import {
	CM_BLINK_ALWAYS,
	CM_BLINK_NEVER,
	CM_BLINK_ON_CONNECT,
	CM_FLUSH_TIMEOUT,
	CM_START_CONNECTED,
	CM_START_DISCONNECTED,
	type ConnectionManagerSettings,
	DEFAULTS,
} from "./connection-manager-settings.js";

const DEFAULT_CB_ID = "DEFAULT_CB_ID";

/** The first retry is immediate; then 1 s, doubling to this. */
const RETRY_DELAY_MAX = 60_000;
/** Until so long after boot BlinkUp stays available, even if it is never wanted. */
const BLINKUP_GRACE = 30_000;
/** The oldest line is dropped for one more. */
const LINES_MAX = 200;
const TASKS_MAX = 100;

export interface ConnectionManagerHost {
	server: Server;
	timer: { set(callback: () => void, delay: number): unknown; clear(handle: unknown): void };
	/** Ms since boot. */
	now(): number;
	enableblinkup?(enabled: boolean): void;
}

type Task = () => void;
type Handlers = Map<string, unknown>;

export class ConnectionManager {
	#host: ConnectionManagerHost;
	#settings: Required<ConnectionManagerSettings>;
	#phase: "offline" | "connecting" | "online" | "closing" = "offline";
	/** Answers of any other attempt are stale. */
	#attempt = 0;
	#attemptEnds = 0;
	#failures = 0;
	#retry: unknown;
	#watchdog: unknown;
	#connectAfterClosing = false;
	#draining = false;
	#tasks: Task[] = [];
	#lines: { error: boolean; text: string }[] = [];
	#onConnect: Handlers = new Map();
	#onDisconnect: Handlers = new Map();
	#onTimeout: Handlers = new Map();

	constructor(host: ConnectionManagerHost, settings: ConnectionManagerSettings = {}) {
		this.#host = host;
		this.#settings = { ...DEFAULTS, ...settings };
		const { errorPolicy, waitPolicy, ackTimeout, startBehavior, stayConnected } = this.#settings;
		host.server.setsendtimeoutpolicy(errorPolicy, waitPolicy, ackTimeout);
		host.server.onunexpecteddisconnect(() => this.#check());
		if (host.server.isconnected()) this.#phase = "online";
		this.#blink();
		this.#watch();
		if (startBehavior === CM_START_DISCONNECTED) this.disconnect(true);
		else if (startBehavior === CM_START_CONNECTED) this.connect();
		else if (stayConnected && this.#phase === "offline") this.connect();
	}

	/** Ends the watchdog and any retry. */
	close(): void {
		this.#attempt++;
		this.#host.timer.clear(this.#watchdog);
		this.#cancelRetry();
		this.#host.server.onunexpecteddisconnect(null);
	}

	isConnected(): boolean {
		return this.#phase === "online";
	}

	onConnect(callback: unknown, id = DEFAULT_CB_ID): this {
		return this.#register(this.#onConnect, callback, id);
	}

	/** The callback learns whether the disconnection was asked for. */
	onDisconnect(callback: unknown, id = DEFAULT_CB_ID): this {
		return this.#register(this.#onDisconnect, callback, id);
	}

	/** The callback learns the reason. */
	onTimeout(callback: unknown, id = DEFAULT_CB_ID): this {
		return this.#register(this.#onTimeout, callback, id);
	}

	setBlinkUpBehavior(behavior: number): this {
		this.#settings.blinkupBehavior = behavior;
		this.#blink();
		return this;
	}

	/** False when an attempt is under way. While connected, runs the connect flow again. */
	connect(): boolean {
		const { server } = this.#host;
		if (this.#phase === "online" && !server.isconnected()) this.#left(false);
		if (this.#phase === "connecting") return false;
		if (this.#phase === "closing") {
			this.#connectAfterClosing = true;
			return true;
		}
		this.#cancelRetry();
		const attempt = ++this.#attempt;
		if (this.#phase === "offline") this.#phase = "connecting";
		const { connectTimeout } = this.#settings;
		this.#attemptEnds = this.#host.now() + connectTimeout * 1000;
		server.connect((reason) => this.#answered(attempt, reason), connectTimeout);
		return true;
	}

	/** False when an attempt is under way and `force` is not given. */
	disconnect(force = false, flushTimeout = CM_FLUSH_TIMEOUT): boolean {
		const { server } = this.#host;
		if (this.#phase === "connecting" && !force) return false;
		if (this.#phase === "closing" && !force) return true;
		this.#cancelRetry();
		const attempt = ++this.#attempt;
		if (this.#phase === "offline" && !force && !server.isconnected()) this.#left(true);
		else if (this.#phase !== "online" || flushTimeout < 0 || server.outstanding === 0)
			this.#leave();
		else {
			this.#phase = "closing";
			void server.flush(flushTimeout).then(() => {
				if (attempt === this.#attempt) this.#leave();
			});
		}
		return true;
	}

	/** Runs the task once, on the next connection or, while online, soon. */
	onNextConnect(task: Task): this {
		if (this.#tasks.length >= TASKS_MAX)
			throw new RangeError(`onNextConnect: at most ${TASKS_MAX} tasks`);
		this.#tasks.push(task);
		this.#drain();
		return this;
	}

	/** Connects for one task, and disconnects after it even if it throws. */
	connectFor(task: Task): this {
		this.onNextConnect(() => {
			try {
				task();
			} finally {
				this.disconnect();
			}
		});
		if (this.#phase !== "online") this.connect();
		return this;
	}

	log(text: string): this {
		return this.#write({ error: false, text });
	}

	error(text: string): this {
		return this.#write({ error: true, text });
	}

	#register(handlers: Handlers, callback: unknown, id: string): this {
		if (callback === null) handlers.delete(id);
		else handlers.set(id, callback);
		return this;
	}

	#fire(handlers: Handlers, ...values: unknown[]): void {
		for (const handler of [...handlers.values()])
			if (typeof handler === "function") handler(...values);
	}

	#answered(attempt: number, reason: number): void {
		if (attempt !== this.#attempt) return;
		if (reason === SERVER_CONNECTED) this.#arrived();
		else if (this.#phase === "connecting") this.#failed(reason);
	}

	#arrived(): void {
		this.#attempt++;
		this.#cancelRetry();
		this.#phase = "online";
		this.#failures = 0;
		this.#blink();
		while (this.#lines[0] && this.#send(this.#lines[0])) this.#lines.shift();
		this.#fire(this.#onConnect);
		this.#drain();
	}

	#failed(reason: number): void {
		this.#attempt++;
		this.#phase = "offline";
		const delay = this.#failures === 0 ? 0 : 1000 * 2 ** Math.min(this.#failures - 1, 10);
		this.#failures++;
		this.#blink();
		this.#fire(this.#onTimeout, reason);
		if (!this.#settings.retryOnTimeout || this.#phase !== "offline") return;
		this.#cancelRetry();
		this.#retry = this.#host.timer.set(
			() => {
				this.#retry = undefined;
				this.connect();
			},
			Math.min(delay, RETRY_DELAY_MAX),
		);
	}

	#leave(): void {
		this.#host.server.disconnect();
		this.#left(true);
	}

	#left(expected: boolean): void {
		this.#attempt++;
		this.#phase = "offline";
		const connects = this.#connectAfterClosing || this.#settings.stayConnected;
		this.#connectAfterClosing = false;
		this.#blink();
		this.#fire(this.#onDisconnect, expected);
		if (connects && this.#phase === "offline") this.connect();
	}

	#watch(): void {
		this.#watchdog = this.#host.timer.set(() => {
			this.#watch();
			this.#check();
		}, this.#settings.checkTimeout * 1000);
	}

	/** Compares what we believe with what is. */
	#check(): void {
		const up = this.#host.server.isconnected();
		if (up && (this.#phase === "offline" || this.#phase === "connecting")) this.#arrived();
		else if (!up && this.#phase === "online") this.#left(false);
		else if (!up && this.#phase === "closing") this.#leave();
		else if (this.#phase === "connecting" && this.#host.now() > this.#attemptEnds)
			this.#failed(NOT_CONNECTED);
	}

	#cancelRetry(): void {
		if (this.#retry !== undefined) this.#host.timer.clear(this.#retry);
		this.#retry = undefined;
	}

	/** One task a timer, and only while online: what is not run stays for the next connection. */
	#drain(): void {
		if (this.#draining || this.#phase !== "online" || this.#tasks.length === 0) return;
		this.#draining = true;
		this.#host.timer.set(() => {
			this.#draining = false;
			if (this.#phase !== "online") return;
			try {
				this.#tasks.shift()?.();
			} finally {
				this.#drain();
			}
		}, 0);
	}

	#write(line: { error: boolean; text: string }): this {
		if (this.#phase === "online" && this.#send(line)) return this;
		const seconds = Math.floor(this.#host.now() / 1000);
		this.#lines.push({ ...line, text: `${seconds} - ${line.text}` });
		if (this.#lines.length > LINES_MAX) this.#lines.shift();
		return this;
	}

	#send({ error, text }: { error: boolean; text: string }): boolean {
		const { server } = this.#host;
		return (error ? server.error(text) : server.log(text)) === 0;
	}

	#blink(): void {
		const { timer, now, enableblinkup } = this.#host;
		const { blinkupBehavior } = this.#settings;
		const online = this.#phase === "online";
		if (blinkupBehavior === CM_BLINK_NEVER) {
			const left = online ? 0 : BLINKUP_GRACE - now();
			if (left > 0) timer.set(() => this.#blink(), left);
			else enableblinkup?.(false);
		} else if (blinkupBehavior === CM_BLINK_ALWAYS) enableblinkup?.(true);
		else enableblinkup?.(online === (blinkupBehavior === CM_BLINK_ON_CONNECT));
	}
}
