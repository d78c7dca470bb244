/**
 * One direction of a TCP connection: bytes in order, kept until acknowledged, repeated when lost.
 * It exists so that an outage shorter than a minute delays data and a longer one ends the sender.
 *
 *   write ──▶ segments ──▶ wire.forward ──▶ in order? take ──▶ wire.backward ──▶ acknowledged
 *                 ▲                                                    │
 *                 └───── repeat all: 1, 2, 4, 4 … s ◀── no progress ◀──┘ ──▶ 60 s: gave up
 */

import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import type { Task, VirtualTime } from "../time.js";
import { OVERHEAD } from "./stack.js";

const SEGMENT_MAX = 1460;
const REPEAT_MIN: Milliseconds = 1000;
const REPEAT_MAX: Milliseconds = 4000;
const GIVE_UP: Milliseconds = 60_000;
/** How many repetitions a stream over a link that is down leaves out before it looks by itself. */
const RESTS_FOR = 64;

/** What a stream needs around it: the packets' ways, the receiver and the sender. */
export interface Wire {
	/** Carries one packet to the receiver, or loses it. */
	forward(size: number, arrive: () => void): void;
	/** Carries one packet to the sender, or loses it. */
	backward(size: number, arrive: () => void): void;
	/** The receiver takes what is next (undefined: the end), or has no room: false. */
	take(data: Uint8Array | undefined): boolean;
	/** The sender has less outstanding than before. */
	acknowledged(): void;
	/** A minute without progress. */
	gaveUp(): void;
	/** While true the minute does not pass: the sender knows that its own link is down. */
	standsStill(): boolean;
	/** Runs `wake` once, when that may have changed. */
	rest(wake: () => void): void;
}

interface Segment {
	start: number;
	end: number;
	/** Undefined: the end of the stream. */
	data: Uint8Array | undefined;
}

export class Stream {
	#time: VirtualTime;
	#wire: Wire;
	#segments: Segment[] = [];
	#end = 0;
	#acknowledged = 0;
	/** The receiver's: all before this was taken. */
	#expected = 0;
	#progressed: Milliseconds = 0;
	#interval: Milliseconds = REPEAT_MIN;
	#timer: Task | undefined;
	#stopped = false;
	#again = () => this.#repeat();
	/** Since when it rests, at an instant of a repetition; undefined: it does not. */
	#restsSince: Milliseconds | undefined;
	#wake = () => this.#resume();

	constructor(time: VirtualTime, wire: Wire) {
		this.#time = time;
		this.#wire = wire;
	}

	/** Bytes written and not yet acknowledged; the end counts as one. */
	get outstanding(): number {
		return this.#end - this.#acknowledged;
	}

	write(data: Uint8Array): void {
		for (let at = 0; at < data.length; at += SEGMENT_MAX)
			this.#queue(data.slice(at, at + SEGMENT_MAX));
	}

	/** Ends the stream behind what was written. */
	finish(): void {
		this.#queue(undefined);
	}

	/** Forgets everything: the sender is gone. */
	stop(): void {
		this.#stopped = true;
		this.#segments = [];
		this.#time.cancel(this.#timer);
	}

	#queue(data: Uint8Array | undefined): void {
		if (this.#stopped) return;
		const segment = { start: this.#end, end: this.#end + (data?.length ?? 1), data };
		this.#end = segment.end;
		if (this.#segments.length === 0) {
			this.#progressed = this.#time.now;
			this.#interval = REPEAT_MIN;
			this.#arm();
		}
		this.#segments.push(segment);
		this.#transmit(segment);
	}

	#transmit(segment: Segment): void {
		const size = OVERHEAD + (segment.data?.length ?? 0);
		this.#wire.forward(size, () => this.#arrived(segment));
	}

	#arrived(segment: Segment): void {
		if (segment.start === this.#expected && this.#wire.take(segment.data))
			this.#expected = segment.end;
		const taken = this.#expected;
		this.#wire.backward(OVERHEAD, () => this.#answered(taken));
	}

	/** The receiver lives: even when it had no room, the minute begins anew. */
	#answered(taken: number): void {
		if (this.#stopped) return;
		this.#progressed = this.#time.now;
		if (taken <= this.#acknowledged) return;
		this.#acknowledged = taken;
		while ((this.#segments[0]?.end ?? Infinity) <= taken) this.#segments.shift();
		this.#interval = REPEAT_MIN;
		this.#arm();
		this.#wire.acknowledged();
	}

	#arm(): void {
		this.#restsSince = undefined;
		this.#time.cancel(this.#timer);
		this.#timer = undefined;
		if (this.outstanding === 0) return;
		const left = this.#progressed + GIVE_UP - this.#time.now;
		this.#timer = this.#time.after(Math.min(this.#interval, left), this.#again);
	}

	#repeat(): void {
		const still = this.#wire.standsStill();
		if (still) this.#progressed = this.#time.now;
		if (this.#time.now - this.#progressed >= GIVE_UP) {
			this.stop();
			this.#wire.gaveUp();
			return;
		}
		// Nothing leaves over a link that is down.
		if (!still) for (const segment of this.#segments) this.#transmit(segment);
		else if (this.#interval === REPEAT_MAX) {
			this.#rest();
			return;
		}
		this.#interval = Math.min(2 * this.#interval, REPEAT_MAX);
		this.#arm();
	}

	/** Repetitions that would come to nothing are left out, until something has changed. */
	#rest(): void {
		this.#restsSince = this.#time.now;
		this.#timer = this.#time.after(RESTS_FOR * REPEAT_MAX, this.#again);
		this.#wire.rest(this.#wake);
	}

	/** The next repetition comes when it would have come. */
	#resume(): void {
		const since = this.#restsSince;
		if (since === undefined || this.#stopped) return;
		this.#restsSince = undefined;
		this.#time.cancel(this.#timer);
		const left = REPEAT_MAX - ((this.#time.now - since) % REPEAT_MAX);
		this.#progressed = this.#time.now + left - REPEAT_MAX;
		this.#timer = this.#time.after(left, this.#again);
	}
}
