/**
 * Plays a world under a policy and counts what it cost. The firmware says what it believes, the
 * world's facts say what is so, and being online takes both.
 *
 *   steps ──▶ board ──▶ trace: active, trial, climbing ─┐
 *     └─────▶ truth ────────────────────────────────────┴──▶ watch ──▶ counts
 *
 * The application connects and then says nothing: every byte is the price of staying connected.
 */

import { classOf, parseIdentifier } from "../../../modules/uplink/core/identifiers.js";
import { type PolicyOptions, parsePolicy } from "../../../modules/uplink/core/policy.js";
import type {
	Identifier,
	InterfaceClass,
	Milliseconds,
} from "../../../modules/uplink/core/types.js";
import { Board, REFERENCE } from "../board.js";
import type { CellularFacts, EthernetFacts, FactChanges, WiFiFacts } from "../facts.js";
import { Meter } from "../scenario/meter.js";
import { Truth } from "../soak/truth.js";
import type { SessionPhase, TraceEntry } from "../trace.js";
import { drawSteps, type WorldOptions } from "./worlds.js";

const HOUR: Milliseconds = 3_600_000;
/** A failback that is lost again within this did not last; one measure for every policy's dwell. */
const LASTED: Milliseconds = 300_000;

export interface Counts {
	/** Ms of the run, of them offline, and of those with a healthy interface and the server up. */
	took: Milliseconds;
	offline: Milliseconds;
	avoidable: Milliseconds;
	/** How long each silent upstream under a session went unnoticed, not counting healed ones. */
	unmetered: Milliseconds[];
	metered: Milliseconds[];
	switches: number;
	failbacks: number;
	undone: number;
	/** Sent and received, heads and repetitions included. */
	bytes: Record<InterfaceClass, number>;
	modemStarts: number;
}

export function noCounts(): Counts {
	return {
		took: 0,
		offline: 0,
		avoidable: 0,
		unmetered: [],
		metered: [],
		switches: 0,
		failbacks: 0,
		undone: 0,
		bytes: { ethernet: 0, wifi: 0, cell: 0 },
		modemStarts: 0,
	};
}

class Watch {
	readonly counts = noCounts();
	readonly #board: Board;
	readonly #ids: Identifier[];
	readonly #truth: Truth;
	readonly #meter: Meter;
	#active: string | undefined;
	/** The last interface that was active. */
	#last: string | undefined;
	#trying = false;
	#movedAt: Milliseconds | undefined;
	/** Since when the upstream under the session swallows everything, unnoticed. */
	#silentAt: Milliseconds | undefined;
	#since: Milliseconds = 0;
	#online = false;
	#possible = true;

	constructor(board: Board, fitted: readonly string[], policy: PolicyOptions) {
		this.#board = board;
		this.#ids = fitted.map((instance) => parseIdentifier(instance) as Identifier);
		this.#truth = new Truth(fitted, parsePolicy(policy));
		this.#meter = new Meter(this.#ids);
		board.trace = (entry) => this.#hear(entry);
	}

	set(changes: FactChanges): void {
		this.#account();
		const before = this.#underSession();
		this.#board.set(changes);
		this.#truth.set(changes);
		const after = this.#underSession();
		if (before !== after) this.#silentAt = undefined;
		if (before?.endsWith("ok") && after === before.replace(/ok$/, "blackhole"))
			this.#silentAt = this.#board.now;
		this.#settle();
	}

	/** To be called once, when the run is over. */
	end(): Counts {
		this.#account();
		this.counts.took = this.#board.now;
		for (const { interface: over, sent, received } of this.#meter.read())
			this.counts.bytes[classOf(over as Identifier)] += sent + received;
		return this.counts;
	}

	#hear(entry: TraceEntry): void {
		if (entry.kind === "link") {
			if (entry.phase === "climbing" && entry.interface.startsWith("cell"))
				this.counts.modemStarts += 1;
		} else if (entry.kind === "session") this.#sessionTold(entry.phase, entry.interface);
		else if (entry.kind === "active") this.#activated(entry.interface);
		else if (entry.kind === "power") {
			if (entry.on) this.#meter.follow(this.#board.network);
			else this.#activated(undefined);
		}
	}

	/** Between a trial and its failback there is a moment without an active interface. */
	#sessionTold(phase: SessionPhase, over: string | undefined): void {
		if (phase === "trial") this.#trying = true;
		else if (phase === "opening" || phase === "idle") this.#trying = false;
		else if (phase === "proven" && over === this.#active) this.#trying = false;
	}

	#activated(over: string | undefined): void {
		this.#account();
		const { counts } = this;
		const { now } = this.#board;
		if (this.#silentAt !== undefined) {
			const metered = this.#active?.startsWith("cell");
			counts[metered ? "metered" : "unmetered"].push(now - this.#silentAt);
			this.#silentAt = undefined;
		}
		if (this.#movedAt !== undefined && now - this.#movedAt < LASTED) counts.undone += 1;
		this.#movedAt = undefined;
		if (over !== undefined && this.#last !== undefined && over !== this.#last) {
			counts.switches += 1;
			if (this.#trying) {
				counts.failbacks += 1;
				this.#movedAt = now;
			}
		}
		if (over !== undefined) this.#trying = false;
		this.#active = over;
		this.#last = over ?? this.#last;
		this.#settle();
	}

	/** All facts that the session now stands on, its upstream last; any change of them is told. */
	#underSession(): string | undefined {
		const facts = this.#factsOf(this.#active);
		if (!facts) return undefined;
		const { upstream, ...others } = facts;
		return `${this.#active} ${JSON.stringify(others)} ${this.#truth.facts.server} ${upstream}`;
	}

	#factsOf(over: string | undefined): EthernetFacts | WiFiFacts | CellularFacts | undefined {
		const instance = { ethernet: "eth0", wifi: "wl0", cell: "cell0" }[over ?? ""];
		return instance === undefined ? undefined : this.#truth.facts[instance as "eth0"];
	}

	/** Time since the last change goes where the state that held until now says. */
	#account(): void {
		const span = this.#board.now - this.#since;
		this.#since = this.#board.now;
		if (this.#online) return;
		this.counts.offline += span;
		if (this.#possible) this.counts.avoidable += span;
	}

	#settle(): void {
		this.#online = this.#truth.served && this.#carries();
		this.#possible = this.#truth.served && this.#ids.some((each) => this.#truth.healthy(each));
	}

	/** Do packets pass under the session? A lease and a name are for the next one to need. */
	#carries(): boolean {
		const facts = this.#factsOf(this.#active);
		if (facts?.upstream !== "ok") return false;
		if ("cable" in facts) return facts.cable && facts.answers;
		if ("accessPoint" in facts) return facts.accessPoint;
		const admitted = facts.registration === "home" || facts.registration === "roaming";
		return facts.modem && facts.ppp && admitted;
	}
}

/** One world under one policy; `reference` names the simulated world's second reference. */
export function measure(world: WorldOptions, policy: PolicyOptions, reference = false): Counts {
	const { seed, fitted, hours } = world;
	const board = new Board({ fitted, seed, policy, ...(reference && { reference: REFERENCE }) });
	const watch = new Watch(board, fitted, policy);
	board.powerOn();
	for (const { at, set } of drawSteps(world)) {
		board.advance(at - board.now);
		watch.set(set);
	}
	board.advance(hours * HOUR - board.now);
	return watch.end();
}

/** What several runs came to together. */
export function addUp(runs: readonly Counts[]): Counts {
	const sum = noCounts();
	for (const run of runs) {
		for (const name of ["took", "offline", "avoidable", "switches", "failbacks", "undone"] as const)
			sum[name] += run[name];
		sum.modemStarts += run.modemStarts;
		sum.unmetered.push(...run.unmetered);
		sum.metered.push(...run.metered);
		for (const each of ["ethernet", "wifi", "cell"] as const) sum.bytes[each] += run.bytes[each];
	}
	return sum;
}
