/**
 * A record as spans of time: for each interface what its link did and what the session did over it;
 * when the board was off; what the server was. The words' summary and the picture both read this.
 *
 *   entries:  link wifi climbing · up · session opening · proven · suspect · idle NO_SERVER
 *   spans:    ├─ climbing ─┼──────── up ────────────────────────┤
 *                          ├ opening ┼─ proven ─┼─ suspect ─┤ × NO_SERVER
 */

import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import type { LinkPhase, SessionPhase, TraceEntry } from "../trace.js";
import type { ScenarioRecord } from "./record.js";

export interface Span<Phase> {
	from: Milliseconds;
	to: Milliseconds;
	phase: Phase;
}

export interface Failure {
	at: Milliseconds;
	reason: string;
	/** How often in a row, with no success between. */
	times: number;
}

export interface Lane {
	interface: string;
	links: Span<LinkPhase>[];
	sessions: Span<SessionPhase>[];
	/** When the server could be reached: proven, suspect, and while a better one is tried. */
	connected: Span<"connected">[];
	failures: Failure[];
	deliveries: { at: Milliseconds; duplicate: boolean }[];
}

export interface Story {
	lanes: Lane[];
	server: Span<string>[];
	off: Span<"off">[];
	/** The connected spans of all lanes, in order. */
	route: { from: Milliseconds; to: Milliseconds; interface: string }[];
}

/** Collects spans of one thing that is in one phase at a time; empty ones are dropped. */
class Track<Phase extends string> {
	readonly spans: Span<Phase>[] = [];
	readonly #resting: Phase;
	#phase: Phase;
	#since: Milliseconds = 0;

	constructor(resting: Phase) {
		this.#resting = resting;
		this.#phase = resting;
	}

	turn(at: Milliseconds, phase: Phase): void {
		if (phase === this.#phase) return;
		if (this.#phase !== this.#resting && at > this.#since)
			this.spans.push({ from: this.#since, to: at, phase: this.#phase });
		this.#phase = phase;
		this.#since = at;
	}

	rest(at: Milliseconds): void {
		this.turn(at, this.#resting);
	}
}

/** Ends that the application or the owner of the board brought about, and success. */
const UNREMARKABLE: readonly string[] = ["NOT_CONNECTED", "SERVER_CONNECTED"];
const STEADY: Milliseconds = 30_000;

class LaneTracks {
	readonly link = new Track<LinkPhase>("idle");
	readonly session = new Track<SessionPhase>("idle");
	readonly connected = new Track<"connected" | "not">("not");
	readonly failures: Failure[] = [];
	readonly deliveries: Lane["deliveries"] = [];

	/** While nothing has gone well since the last failure. */
	#again = false;
	#failedAt: Milliseconds = -1;
	#upSince: Milliseconds | undefined;

	fail(at: Milliseconds, reason: string | undefined): void {
		if (reason === undefined || UNREMARKABLE.includes(reason)) return;
		const last = this.failures.at(-1);
		// A link and the turn that waited for it fail at one instant, of one cause.
		if (last && this.#failedAt === at && last.reason === reason) return;
		this.#failedAt = at;
		if (last && this.#again && last.reason === reason) last.times++;
		else this.failures.push({ at, reason, times: 1 });
		this.#again = true;
	}

	succeed(): void {
		this.#again = false;
	}

	/** To have been up for a while counts as a success; a mere moment of it does not. */
	follow(at: Milliseconds, phase: LinkPhase): void {
		this.link.turn(at, phase);
		if (phase !== "up" && this.#upSince !== undefined && at - this.#upSince >= STEADY)
			this.succeed();
		this.#upSince = phase === "up" ? (this.#upSince ?? at) : undefined;
	}
}

/** Follows the trace. The session is one; it is told on the lane of its interface. */
class Teller {
	readonly lanes = new Map<string, LaneTracks>();
	readonly server = new Track<string>("up");
	readonly power = new Track<"on" | "off">("on");
	#active: string | undefined;
	#phase: SessionPhase = "idle";
	/** The interface of the session, or of the one it was before it became idle. */
	#over: string | undefined;

	lane(name: string): LaneTracks {
		const lane = this.lanes.get(name) ?? new LaneTracks();
		this.lanes.set(name, lane);
		return lane;
	}

	follow(entry: TraceEntry): void {
		const { at } = entry;
		switch (entry.kind) {
			case "link":
				this.#followLink(entry);
				break;
			case "session":
				this.#followSession(entry);
				break;
			case "active":
				this.#active = entry.interface;
				if (this.#phase !== "trial" && entry.interface !== undefined) this.#over = entry.interface;
				this.#place(at);
				break;
			case "power":
				this.power.turn(at, entry.on ? "on" : "off");
				if (!entry.on) this.rest(at);
				break;
			case "server":
				this.server.turn(at, entry.mode);
				break;
			case "delivered":
				this.lane(entry.over).deliveries.push({ at, duplicate: entry.duplicate });
				break;
			case "note":
				break;
		}
	}

	#followLink(entry: Extract<TraceEntry, { kind: "link" }>): void {
		const lane = this.lane(entry.interface);
		lane.follow(entry.at, entry.phase);
		if (entry.phase !== "climbing" && entry.phase !== "up") lane.fail(entry.at, entry.reason);
	}

	#followSession({ at, phase, interface: over, reason }: Extract<TraceEntry, { kind: "session" }>) {
		const left = over ?? this.#over;
		this.#phase = phase;
		if (phase !== "idle") this.#over = over ?? this.#active ?? this.#over;
		if (phase === "idle" && left !== undefined) this.lane(left).fail(at, reason);
		if (phase === "proven" && this.#over !== undefined) this.lane(this.#over).succeed();
		this.#place(at);
	}

	/** Puts the session's phase on the lanes: on its interface, on no other. */
	#place(at: Milliseconds): void {
		const trial = this.#phase === "trial";
		const holder = trial ? this.#active : this.#over;
		const lives = trial || this.#phase === "proven" || this.#phase === "suspect";
		if (this.#over !== undefined) this.lane(this.#over);
		for (const [name, lane] of this.lanes) {
			lane.session.turn(at, name === this.#over ? this.#phase : "idle");
			lane.connected.turn(at, lives && name === holder ? "connected" : "not");
		}
	}

	rest(at: Milliseconds): void {
		this.#phase = "idle";
		this.#active = undefined;
		this.#over = undefined;
		for (const lane of this.lanes.values()) {
			lane.link.rest(at);
			lane.session.rest(at);
			lane.connected.rest(at);
			lane.succeed();
		}
	}
}

/** Tells the trace, with the turns that failed put in where they ended. */
function follow({ entries, attempts, until }: ScenarioRecord, teller: Teller): void {
	const turns = attempts
		.map((row) => ({ ...row, end: row.at + row.took }))
		.sort((a, b) => a.end - b.end);
	let next = 0;
	const failBefore = (at: Milliseconds): void => {
		for (let turn = turns[next]; turn && turn.end < at; turn = turns[++next])
			teller.lane(turn.interface).fail(turn.end, turn.reason);
	};
	for (const entry of entries) {
		if (entry.kind === "world" || entry.kind === "call" || entry.kind === "callback") continue;
		failBefore(entry.at);
		teller.follow(entry);
	}
	failBefore(until + 1);
	teller.rest(until);
	teller.power.rest(until);
	teller.server.rest(until);
}

export function tellStory(record: ScenarioRecord): Story {
	const teller = new Teller();
	for (const name of record.interfaces) teller.lane(name);
	teller.power.turn(0, "off");
	follow(record, teller);
	const lanes = [...teller.lanes].map(([name, tracks]) => ({
		interface: name,
		links: tracks.link.spans,
		sessions: tracks.session.spans,
		connected: tracks.connected.spans as Span<"connected">[],
		failures: tracks.failures,
		deliveries: tracks.deliveries,
	}));
	const route = lanes
		.flatMap((lane) =>
			lane.connected.map(({ from, to }) => ({ from, to, interface: lane.interface })),
		)
		.sort((a, b) => a.from - b.from);
	const off = teller.power.spans as Span<"off">[];
	return { lanes, server: teller.server.spans, off, route };
}
