/**
 * impOS's `server` over the manager. Nothing blocks: `connect` always answers by its callback,
 * later, and `flush` by a promise, the only one of the façade.
 *
 *   connect, connectwith ──▶ slot {callback} ──outcome──▶ callback(code), once
 *   connect again ─────────▶ takes the slot over: only the newest callback runs
 *   disconnect ────────────▶ empties the slot: a callback never runs after it
 *
 * A late failure of an attempt that the application itself ended would set off its retries, so
 * after `disconnect` the callback is forgotten rather than called.
 */

import type { ConnectOptions, Manager } from "../uplink/api.js";
import type { Milliseconds, Outcome } from "../uplink/core/types.js";
import { absent, callbackOf, milliseconds } from "./checks.js";
import { codeOf } from "./constants.js";
import { settingsOf } from "./net.js";
import { type NIC, parseNIC } from "./nic.js";
import type { SendPolicy } from "./policy.js";

export type ReasonCallback = (reason: number) => void;
export type ConnectWithCallback = (result: number, interfaceName: string) => void;

interface Slot {
	tell(outcome: Outcome): void;
}

export class Server {
	#manager: Manager;
	#policy: SendPolicy;
	#topics: { log: string; error: string };
	#slot: Slot | undefined;

	constructor(manager: Manager, policy: SendPolicy, prefix: string) {
		this.#manager = manager;
		this.#policy = policy;
		this.#topics = { log: `${prefix}/log`, error: `${prefix}/error` };
	}

	/** Seconds; without them, one pass. Under SUSPEND_ON_ERROR both arguments are ignored. */
	connect(callback?: ReasonCallback | null, timeout?: number | null): void {
		if (this.#policy.suspends) {
			this.#manager.connect();
			this.#policy.letGo = false;
			return;
		}
		const done = callbackOf(callback, "callback");
		const limit = absent(timeout) ? undefined : milliseconds(timeout, "timeout");
		this.#begin({}, limit, (outcome) => done?.(codeOf(outcome)));
	}

	/** One interface, no failover. Throws unless the policy returns and nothing is under way. */
	connectwith(nic: NIC, callback?: ConnectWithCallback | null, timeout?: number | null): void {
		const manager = this.#manager;
		if (this.#policy.suspends) throw new Error("connectwith: not under SUSPEND_ON_ERROR");
		const parsed = parseNIC(nic, manager.fitted);
		const done = callbackOf(callback, "callback");
		const limit = absent(timeout) ? undefined : milliseconds(timeout, "timeout");
		if (manager.connected || manager.connecting)
			throw new Error("connectwith: busy, disconnect first");
		const settings = settingsOf(parsed, manager);
		const options = { interface: parsed.interface, ...(settings && { settings }) };
		this.#begin(options, limit, (outcome) => done?.(codeOf(outcome), parsed.name));
	}

	/** At once: `isconnected()` is false in the next statement. */
	disconnect(): void {
		this.#slot = undefined;
		this.#policy.letGo = true;
		this.#manager.disconnect();
	}

	isconnected(): boolean {
		return this.#manager.connected;
	}

	/**
	 * True when everything accepted so far has been acknowledged; false when time is up, which does
	 * not mean that nothing arrived. Neither connects nor disconnects.
	 */
	flush(timeout?: number | null): Promise<boolean> {
		const limit = absent(timeout) ? this.#policy.timeout : milliseconds(timeout, "timeout");
		let settle: (delivered: boolean) => void = () => {};
		const promise = new Promise<boolean>((resolve) => {
			settle = resolve;
		});
		// Outside the promise, so that a manager that is closed throws here as it does elsewhere.
		this.#manager.flush(limit, settle);
		return promise;
	}

	/** Ours, since `flush` cannot block: messages accepted and not yet acknowledged. */
	get outstanding(): number {
		return this.#manager.outstanding;
	}

	/** 0 or a SEND_ERROR. */
	log(message: string | number | boolean): number {
		return this.#policy.send(this.#topics.log, line(message));
	}

	error(message: string | number | boolean): number {
		return this.#policy.send(this.#topics.error, line(message));
	}

	/** Runs once an outage, after 60 s without a connection; never under SUSPEND_ON_ERROR. */
	onunexpecteddisconnect(callback?: ReasonCallback | null): void {
		const tell = callbackOf(callback, "callback");
		this.#manager.onUnexpectedDisconnect = tell && ((outcome) => tell(codeOf(outcome)));
	}

	setsendtimeoutpolicy(policy: number, wait?: number | null, timeout?: number | null): void {
		this.#policy.set(policy, wait, timeout);
	}

	#begin(options: ConnectOptions, limit: Milliseconds | undefined, tell: Slot["tell"]): void {
		const manager = this.#manager;
		const slot: Slot = { tell };
		const onComplete = (outcome: Outcome) => {
			if (this.#slot !== slot) return;
			this.#slot = undefined;
			tell(outcome);
		};
		if (limit === 0 && !manager.connected) manager.defer(() => onComplete("NOT_CONNECTED"));
		else {
			manager.connect({ ...options, ...(limit && { timeout: limit }), onComplete });
			this.#policy.letGo = false;
		}
		this.#slot = slot;
	}
}

function line(message: unknown): string {
	if (typeof message === "string") return message;
	if (typeof message === "number" || typeof message === "boolean") return String(message);
	throw new TypeError("message: expected a string");
}
