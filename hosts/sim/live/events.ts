/**
 * What happened on the live board, as one bounded list that anything may watch: the terminal, the
 * demonstration, a page. Words for people; the numbers beside them are virtual ms.
 */

import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import type { TraceEntry } from "../trace.js";

/** What an event is about, so that a view can filter and mark. */
export type EventKind = "world" | "link" | "session" | "active" | "power" | "message" | "note";

export interface LiveEvent {
	/** Counts from 1 and never repeats, so that a view knows what it has missed. */
	number: number;
	at: Milliseconds;
	kind: EventKind;
	text: string;
}

/** Whoever wants to be told; each may stop at any time. */
export class Watchers<Value> {
	readonly #watchers = new Set<(value: Value) => void>();

	/** Calls back from now on; returns how to stop it. */
	add(watcher: (value: Value) => void): () => void {
		const own = (value: Value): void => watcher(value);
		this.#watchers.add(own);
		return () => {
			this.#watchers.delete(own);
		};
	}

	tell(value: Value): void {
		for (const watcher of this.#watchers) watcher(value);
	}
}

/** At the bound the oldest is forgotten. */
export const EVENTS_MAX = 1_000;

export class EventList {
	readonly #entries: LiveEvent[] = [];
	readonly watchers = new Watchers<LiveEvent>();
	#number = 0;

	get entries(): readonly LiveEvent[] {
		return this.#entries;
	}

	add(at: Milliseconds, kind: EventKind, text: string): void {
		const event = { number: ++this.#number, at, kind, text };
		this.#entries.push(event);
		if (this.#entries.length > EVENTS_MAX) this.#entries.shift();
		this.watchers.tell(event);
	}
}

function because(reason: string | undefined): string {
	return reason === undefined ? "" : `: ${reason}`;
}

/** What a board traces, in words. */
export function describe(entry: TraceEntry): { kind: EventKind; text: string } {
	switch (entry.kind) {
		case "link":
			return { kind: "link", text: `${entry.interface} ${entry.phase}${because(entry.reason)}` };
		case "session": {
			const over = entry.interface === undefined ? "" : ` over ${entry.interface}`;
			return { kind: "session", text: `session ${entry.phase}${over}${because(entry.reason)}` };
		}
		case "active":
			return { kind: "active", text: `active: ${entry.interface ?? "none"}` };
		case "power":
			return { kind: "power", text: entry.on ? "board on" : "board off" };
		case "server":
			return { kind: "world", text: `server ${entry.mode}` };
		case "delivered": {
			const again = entry.duplicate ? " again, marked as a duplicate" : "";
			return { kind: "message", text: `${entry.topic} over ${entry.over}${again}` };
		}
		case "note":
			return { kind: "note", text: entry.text };
	}
}
