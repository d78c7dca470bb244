/**
 * The demonstration application, the same on every host: one message of QoS 1 at each interval with
 * a sequence number, begun anew at each boot, so that a subscriber can tell whether one is missing.
 */

import type { Manager } from "../uplink/api.js";
import type { Milliseconds } from "../uplink/core/types.js";

export const TOPIC = "uplink/demo";
export const INTERVAL: Milliseconds = 1_000;

/** The payload: which boot, and which message of it, counted from 1. */
export interface Sequence {
	boot: number;
	message: number;
}

export function format({ boot, message }: Sequence): string {
	return JSON.stringify({ boot, message });
}

/** What a payload says, or undefined when it is none of ours. */
export function parse(text: string): Sequence | undefined {
	try {
		const value = JSON.parse(text) as Partial<Sequence> | null;
		const { boot, message } = value ?? {};
		return Number.isInteger(boot) && Number.isInteger(message)
			? { boot: boot as number, message: message as number }
			: undefined;
	} catch {
		return undefined;
	}
}

export interface ApplicationOptions {
	topic?: string | undefined;
	interval?: Milliseconds | undefined;
}

export class Application {
	readonly boot: number;
	readonly #uplink: Pick<Manager, "publish">;
	readonly #topic: string;
	readonly #interval: Milliseconds;
	#message = 0;
	#due: Milliseconds;
	#stopped = false;

	constructor(
		uplink: Pick<Manager, "publish">,
		boot: number,
		now: Milliseconds,
		{ topic = TOPIC, interval = INTERVAL }: ApplicationOptions = {},
	) {
		this.boot = boot;
		this.#uplink = uplink;
		this.#topic = topic;
		this.#interval = interval;
		this.#due = now + interval;
	}

	/** Messages that the outbox accepted since this boot. */
	get accepted(): number {
		return this.#message;
	}

	/** When `run` has something to do next. */
	get due(): Milliseconds {
		return this.#stopped ? Infinity : this.#due;
	}

	stop(): void {
		this.#stopped = true;
	}

	/** Publishes what is due. A full outbox refuses; the same number is offered an interval later. */
	run(now: Milliseconds): void {
		if (this.#stopped || now < this.#due) return;
		this.#due = now + this.#interval;
		const text = format({ boot: this.boot, message: this.#message + 1 });
		if (this.#uplink.publish(this.#topic, text, { QoS: 1 }) !== 0) this.#message++;
	}
}
