/**
 * What has happened on a soaked board, as far as a check needs it: the truth of the world, what was
 * called and when, outages and what was told of them, writes to flash, and every text that came out.
 *
 *   steps ──▶ truth, disturbedAt        calls ──▶ stored, calledAt
 *   trace ──▶ outage, pace, texts       flash ──▶ writes
 */

import type { Core } from "../../../modules/uplink/core/core.js";
import type { Policy } from "../../../modules/uplink/core/policy.js";
import type { Identifier, Milliseconds } from "../../../modules/uplink/core/types.js";
import type { Board } from "../board.js";
import type { TraceEntry } from "../trace.js";
import { Pace } from "./pace.js";
import { Stored } from "./stored.js";
import { Truth } from "./truth.js";
import type { Call } from "./world.js";

const DAY: Milliseconds = 86_400_000;

/** What the history needs of a world. */
export interface Named {
	fitted: string[];
	ids: Identifier[];
	/** Is there a second reference? */
	reference: boolean;
}

/** Without a server, against the application's will. */
export interface Outage {
	since: Milliseconds;
	tells: number;
}

export class History {
	readonly truth: Truth;
	readonly pace: Pace;
	readonly stored: Stored;
	readonly reference: boolean;
	/** When the world, or the application, last did anything: from then on the waits count. */
	disturbedAt: Milliseconds = 0;
	calledAt: Milliseconds = 0;
	bootedAt: Milliseconds = 0;
	outage: Outage | undefined;
	/** Calls of onUnexpectedDisconnect without an outage. */
	strayTells = 0;
	active: Identifier | undefined;
	/** When the session was last not where it is. */
	movedAt: Milliseconds = 0;
	/** Until when the application, or the system, asked for another order than the list's. */
	heldUntil: Milliseconds = 0;
	/** The times of this boot's writes to flash, of the last day. */
	writes: Milliseconds[] = [];
	/** Texts that no check has read yet. */
	unread: string[] = [];
	/** The first error that no API promises. */
	surprise: string | undefined;
	/** Where the replica parted from the core. */
	parted: string | undefined;
	#board: Board;
	#written = 0;
	/** The journal's next entry, of this boot. */
	#next: ReturnType<Board["uplink"]["recorder"]["follow"]> | undefined;
	/** Did anything ever connect since the boot? */
	#connected = false;

	constructor(board: Board, policy: Policy, world: Named) {
		this.#board = board;
		this.reference = world.reference;
		this.truth = new Truth(world.fitted, policy);
		this.pace = new Pace(policy);
		this.stored = new Stored(board, world.ids);
		this.#written = board.flash.writes;
	}

	/** The firmware of a new boot is there. */
	booted(at: Milliseconds): void {
		this.bootedAt = at;
		this.disturbedAt = at;
		this.calledAt = at;
		this.outage = undefined;
		this.#connected = false;
		this.active = undefined;
		this.movedAt = at;
		this.heldUntil = at;
		this.writes = [];
		this.#written = this.#board.flash.writes;
		this.#next = undefined;
		this.truth.booted();
		this.pace.booted(at);
		this.stored.booted();
		this.truth.passwordIsRight = this.stored.password === "right";
	}

	hear(entry: TraceEntry): void {
		if (entry.kind === "note") this.unread.push(entry.text);
		if (entry.kind !== "active") return;
		const { interface: over, at } = entry;
		this.active = over as Identifier | undefined;
		this.movedAt = at;
		if (over !== undefined) {
			this.#connected = true;
			this.outage = undefined;
			this.truth.refused = this.truth.facts.server === "refusing";
		} else if (this.#connected) this.outage = { since: at, tells: 0 };
	}

	told(): void {
		if (this.outage) this.outage.tells += 1;
		else if (!this.#connected) this.strayTells += 1;
	}

	called(): void {
		this.calledAt = this.#board.now;
		this.disturbedAt = this.#board.now;
	}

	returned(call: Call, error: Error | undefined): void {
		if (error) this.unread.push(error.message);
		this.stored.returned(call, error !== undefined);
		this.truth.passwordIsRight = this.stored.password === "right";
	}

	surprised(call: Call, error: Error): void {
		this.surprise ??= `${call.do}: ${error.name}: ${error.message}`;
	}

	/** Looks at what leaves no trace. */
	look(record: Core): void {
		const { now, flash, uplink } = this.#board;
		this.#hold(record, now);
		this.pace.look(record, now, this.disturbedAt, this.truth.misbehaved);
		for (; this.#written < flash.writes; this.#written++) this.writes.push(now);
		while ((this.writes[0] ?? now) <= now - DAY) this.writes.shift();
		this.#next ??= uplink.recorder.follow();
		for (let entry = this.#next(); entry; entry = this.#next()) this.unread.push(entry.text);
	}

	/** Holds and pins end by themselves, unseen; what else keeps the order waits for a call. */
	#hold({ guard, manual, osOwned, osWanted }: Core, now: Milliseconds): void {
		if (manual || osOwned || osWanted) this.heldUntil = now;
		const ends = guard.holds.map(({ until }) => until);
		if (guard.pin) ends.push(guard.pin.until);
		for (const until of ends) this.heldUntil = Math.max(this.heldUntil, this.bootedAt + until);
	}

	/** Since when nothing happened that a wait may have begun with. */
	get undisturbedSince(): Milliseconds {
		return Math.max(this.disturbedAt, this.movedAt, this.heldUntil);
	}
}
