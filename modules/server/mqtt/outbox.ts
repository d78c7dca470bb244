/**
 * The outbox: messages in the order they were given, each kept until it is delivered. QoS 1 stays
 * until its PUBACK, over any number of sessions and moves, and is resent with DUP once it has been
 * sent; QoS 0 stays until the wire has taken it.
 *
 *   accept ──▶ waiting ──sent──▶ in flight (QoS 1) ──acknowledged──▶ delivered
 *                 ▲    └── QoS 0: gone ─┘  │
 *                 └─────── requeue ────────┘   (the session is over: all wait again, DUP)
 *
 * Bounds: count and bytes (topic and data). At either the newest is refused; what was accepted is
 * dropped only by its own `expires`, and not while in flight. At most `window` messages are in
 * flight, so that a server is not flooded after an outage.
 *
 * With `keep: "flash"` the queue of QoS 1 is saved at most every 15 min (a save is tried whenever
 * the session has reason to call) and on demand: a power cut loses what was accepted since, or
 * sends again, as a duplicate, what was delivered since.
 */

import { type Milliseconds, NEVER } from "../../uplink/core/types.js";
import { type Publication, parseInteger } from "../arguments.js";
import type { PacketIdentifiers } from "./identifiers.js";
import { decodeKept, encodeKept, type Keeper, type Kept } from "./kept.js";

export const KEEP_INTERVAL: Milliseconds = 900_000;

export interface OutboxOptions {
	/** Messages. Default: 64. */
	count?: number;
	/** Of topics and data together. Default: 16 KiB. */
	bytes?: number;
	/** Messages in flight. Default: 8. */
	window?: number;
	/** Default: "memory". */
	keep?: "memory" | "flash";
	/** Where "flash" is. Default: the environment's storage. */
	keeper?: Keeper;
}

export interface Entry extends Kept {
	QoS: 0 | 1;
	/** On the present session. */
	inFlight: boolean;
	/** It may have been sent before. */
	duplicate: boolean;
}

export class Outbox {
	readonly bytesMax: number;
	#countMax: number;
	#window: number;
	#identifiers: PacketIdentifiers;
	#keeper: Keeper | undefined;
	#entries: Entry[] = [];
	#bytes = 0;
	#next = 1;
	/** Has the queue of QoS 1 changed since it was saved? */
	#changed = false;
	#savedAt: Milliseconds;

	/** `keeper` is absent where the queue lives in memory. */
	constructor(
		options: OutboxOptions,
		identifiers: PacketIdentifiers,
		keeper: Keeper | undefined,
		now: Milliseconds,
	) {
		this.#countMax = parseInteger("outbox.count", options.count ?? 64, 1, 1024);
		this.bytesMax = parseInteger("outbox.bytes", options.bytes ?? 16_384, 1, 1_048_576);
		this.#window = parseInteger("outbox.window", options.window ?? 8, 1, 1024);
		this.#identifiers = identifiers;
		this.#keeper = keeper;
		// Counted from the boot, so that a board that restarts in a loop does not wear its flash.
		this.#savedAt = now;
		this.#load(now);
	}

	/** The message's number, or 0 when there is no room. */
	accept(publication: Publication, now: Milliseconds): number {
		this.expire(now);
		if (this.#entries.length >= this.#countMax) return 0;
		if (this.#bytes + publication.bytes > this.bytesMax) return 0;
		const { expires, ...message } = publication;
		const entry: Entry = {
			...message,
			number: this.#next++,
			id: publication.QoS > 0 ? this.#identifiers.take() : 0,
			expiresAt: expires === NEVER ? NEVER : now + expires,
			inFlight: false,
			duplicate: false,
		};
		this.#entries.push(entry);
		this.#bytes += entry.bytes;
		if (entry.QoS > 0) this.#changed = true;
		return entry.number;
	}

	/** The session is over: what was in flight on it waits again. */
	requeue(): void {
		for (const entry of this.#entries) entry.inFlight = false;
	}

	/** The next message to send, if the window has room. */
	next(now: Milliseconds): Entry | undefined {
		this.expire(now);
		let inFlight = 0;
		for (const entry of this.#entries) {
			if (!entry.inFlight) return entry.QoS > 0 && inFlight >= this.#window ? undefined : entry;
			inFlight += 1;
		}
		return undefined;
	}

	/** The wire has taken it. */
	sent(entry: Entry): void {
		if (entry.QoS === 0) {
			this.#remove(entry);
			return;
		}
		entry.inFlight = true;
		entry.duplicate = true;
	}

	/** The number of the message delivered; undefined: an answer to nothing in flight. */
	acknowledge(id: number): number | undefined {
		const entry = this.#entries.find((entry) => entry.inFlight && entry.id === id);
		if (!entry) return undefined;
		this.#remove(entry);
		return entry.number;
	}

	/** Drops what may not be sent any more. */
	expire(now: Milliseconds): void {
		for (const entry of this.#entries.filter((entry) => isExpired(entry, now))) this.#remove(entry);
	}

	/** Messages accepted and not yet delivered. */
	outstanding(now: Milliseconds): number {
		return this.#entries.reduce((count, entry) => count + (isExpired(entry, now) ? 0 : 1), 0);
	}

	/** Saves, if there is something new and the last time is long enough ago. */
	keep(now: Milliseconds): void {
		if (now - this.#savedAt >= KEEP_INTERVAL) this.save(now);
	}

	/** Saves now, for an orderly restart. A keeper that fails is tried again after the interval. */
	save(now: Milliseconds): void {
		if (!this.#keeper || !this.#changed) return;
		this.expire(now);
		this.#savedAt = now;
		const entries = this.#entries.filter(({ QoS }) => QoS > 0);
		try {
			this.#keeper.save(encodeKept({ next: this.#next, entries }, now));
			this.#changed = false;
		} catch {
			// Flash is full, worn, or losing power: memory still has everything.
		}
	}

	#load(now: Milliseconds): void {
		let record: ArrayBuffer | undefined;
		try {
			record = this.#keeper?.load();
		} catch {
			return;
		}
		const kept = record && decodeKept(record, now);
		if (!kept) return;
		this.#next = kept.next;
		for (const message of kept.entries) {
			this.#identifiers.claim(message.id);
			this.#entries.push({ ...message, QoS: 1, inFlight: false, duplicate: true });
			this.#bytes += message.bytes;
		}
	}

	#remove(entry: Entry): void {
		this.#entries.splice(this.#entries.indexOf(entry), 1);
		this.#bytes -= entry.bytes;
		if (entry.QoS === 0) return;
		this.#identifiers.free(entry.id);
		this.#changed = true;
	}
}

function isExpired(entry: Entry, now: Milliseconds): boolean {
	return !entry.inFlight && now >= entry.expiresAt;
}
