/**
 * The board: a device that exists only in memory. The firmware on it is the firmware; its
 * interfaces, flash, network and server are simulated, with the faults of the real ones, in virtual
 * time. It is what tests, scenarios and `npm start` play on, and what users test their own
 * applications with.
 *
 *   set(facts) ──▶ world ──▶ silicon ──▶ drivers ──▶ Uplink ──▶ impOS names ──▶ the caller
 *   advance(ms) ─▶ virtual time                       │
 *   powerOn, powerOff, flash.cutAfter                 └──▶ trace, attempts
 */

import { createImp } from "../../modules/imp/index.js";
import { MQTTSession } from "../../modules/server/mqtt/session.js";
import type { SecurityOptions } from "../../modules/server/security.js";
import { parseIdentifier } from "../../modules/uplink/core/identifiers.js";
import { type PolicyOptions, parsePolicy } from "../../modules/uplink/core/policy.js";
import type { Identifier, Milliseconds, Outcome } from "../../modules/uplink/core/types.js";
import { ROOMY } from "../../modules/uplink/journal.js";
import { Uplink } from "../../modules/uplink/uplink.js";
import type { TimeOptions } from "../../modules/uplink/wall.js";
import type { FactChanges, Facts } from "./facts.js";
import { healthy, merge } from "./facts-parse.js";
import { Flash } from "./flash.js";
import { type Firmware, Machine, type NetworkHost, type WrapFitting } from "./machine.js";
import { Internet } from "./network.js";
import { provision } from "./provision.js";
import { SERVER_HOST, SERVER_PORT, SimServer } from "./server.js";
import { VirtualTime } from "./time.js";
import type { TraceEntry } from "./trace.js";

export interface BoardOptions {
	/** Instances: `eth0`, `wl0`, `cell0`, and further ones. */
	fitted: readonly string[];
	/** All chance on the board comes from this integer. */
	seed?: number;
	/** A preset and what differs from it; `{}` is impOS's. */
	policy?: PolicyOptions;
	/** The link is TLS; the server's certificate is `far.certificate`. */
	tls?: SecurityOptions;
	/** For TLS: whom to ask for the time, and when the firmware was built. */
	time?: TimeOptions;
	/** The owner's second reference; `REFERENCE` answers whenever the upstream does. */
	reference?: { host: string; port: number };
}

/** A host of the simulated world that is not the server, and always there. */
export const REFERENCE = Object.freeze({ host: "reference.uplink.example", port: 443 });
const REFERENCE_ADDRESS = "203.0.113.53";

/** For hosts that replace a part of the world: the live board's network is Node's. */
export interface BoardParts {
	network?: NetworkHost;
	/** What the 32-bit counter of ticks reads at every boot: near its end, it wraps soon. */
	ticks?: Milliseconds;
	/** Puts something between the firmware and an interface's class. */
	wrap?: WrapFitting;
}

/** One turn, as it ended. */
export interface Attempt {
	/** Ms of the board's time when it began. */
	at: Milliseconds;
	/** Ms that it lasted. */
	took: Milliseconds;
	/** As `getserverinterfaces` spells it. */
	interface: Identifier;
	outcome: "connected" | "failed";
	/** The name of the impOS constant. */
	reason: Outcome;
}

const FOREVER: Milliseconds = 4_503_599_627_370_496;

function parseFitted(fitted: unknown): string[] {
	if (!Array.isArray(fitted)) throw new TypeError("fitted: expected an array");
	return fitted.map((name, index) => {
		const identifier = typeof name === "string" ? parseIdentifier(name) : undefined;
		if (identifier === undefined || !/[0-9]$/.test(name))
			throw new TypeError(`fitted[${index}]: expected an instance such as "eth0"`);
		if (fitted.indexOf(name) !== index) throw new RangeError(`fitted[${index}]: fitted twice`);
		return name;
	});
}

export class Board {
	/** Every turn since the board was made, in the order they ended. */
	readonly attempts: Attempt[] = [];
	/** Hears all that happens on the board. */
	trace: ((entry: TraceEntry) => void) | undefined;
	/** The server at the far end, for what `set({server})` does not say. */
	readonly far: SimServer;
	readonly os = Object.freeze({
		connect: () => this.uplink.os.connect(),
		disconnect: () => this.uplink.os.disconnect(),
	});
	#time = new VirtualTime();
	#facts: Facts;
	#fitted: string[];
	#seed: number;
	#policy: PolicyOptions;
	#extras: Pick<BoardOptions, "reference" | "tls" | "time">;
	#flash: Flash;
	#internet = new Internet();
	#parts: BoardParts;
	#machine: Machine | undefined;
	#firmware: Firmware | undefined;
	#boots = 0;
	/** The turn in progress, which a loss of power would cut. */
	#turn: { at: Milliseconds; interface: Identifier } | undefined;
	#bootedAt: Milliseconds = 0;

	constructor(options: BoardOptions, parts: BoardParts = {}) {
		const { fitted, seed = 1, policy = {}, ...extras } = options;
		this.#fitted = parseFitted(fitted);
		if (!Number.isInteger(seed)) throw new TypeError("seed: expected an integer");
		parsePolicy(policy);
		this.#seed = seed;
		this.#policy = policy;
		this.#extras = extras;
		this.#parts = parts;
		this.#facts = healthy(this.#fitted);
		this.#flash = new Flash({ onPowerLost: () => this.#powerLost() });
		provision(this.#flash, seed);
		this.#internet.names.set(REFERENCE.host, REFERENCE_ADDRESS);
		this.#internet.listen(REFERENCE_ADDRESS, REFERENCE.port, () => {});
		this.far = new SimServer({ time: this.#time, internet: this.#internet });
		this.far.onMessage = ({ topic, over, duplicate }) =>
			this.#tell({ at: this.now, kind: "delivered", topic, over, duplicate });
	}

	/** Virtual ms since the board was made. */
	get now(): Milliseconds {
		return this.#time.now;
	}

	get on(): boolean {
		return this.#machine !== undefined;
	}

	/** How often it was powered on, or restarted by its firmware. */
	get boots(): number {
		return this.#boots;
	}

	/** The world as it is: a copy. */
	get facts(): Facts {
		return JSON.parse(JSON.stringify(this.#facts));
	}

	get flash(): Flash {
		return this.#flash;
	}

	get imp() {
		return this.#running.imp;
	}

	get server() {
		return this.#running.server;
	}

	get agent() {
		return this.#running.agent;
	}

	get uplink(): Uplink {
		return this.#running.uplink;
	}

	/** The simulated network of this boot, for what the facts do not say; none on the live board. */
	get network() {
		return this.#machine?.network;
	}

	/** A cold boot, which connects by itself. On a board that is on: nothing. */
	powerOn(): void {
		if (this.#machine) return;
		this.#flash.restore();
		this.#boots += 1;
		this.#bootedAt = this.now;
		const machine = new Machine({
			time: this.#time,
			internet: this.#internet,
			fitted: this.#fitted,
			facts: () => this.#facts,
			flash: this.#flash,
			seed: Math.imul(this.#seed, 0x9e3779b1) + this.#boots,
			parts: this.#parts,
			restart: () => this.#restart(),
		});
		this.#machine = machine;
		this.#tell({ at: this.now, kind: "power", on: true });
		this.#firmware = this.#boot(machine);
	}

	/** Power goes, at once and without a word to anyone. On a board that is off: nothing. */
	powerOff(): void {
		if (!this.#machine) return;
		this.#flash.disarm();
		this.#powerLost();
	}

	/** Grows `now` by exactly `duration`; all that was due has run on return. */
	advance(duration: Milliseconds): void {
		if (!(duration >= 0) || duration > FOREVER)
			throw new RangeError("advance: expected a duration in ms");
		this.#time.advance(duration);
	}

	/** Changes facts of the world. A mistake throws, names its place, and changes nothing. */
	set(changes: FactChanges): void {
		const before = this.#facts.server;
		merge(this.#facts, changes);
		this.#machine?.factsChanged();
		this.far.mode = this.#facts.server;
		if (this.#facts.server !== before)
			this.#tell({ at: this.now, kind: "server", mode: this.#facts.server });
	}

	get #running(): Firmware {
		if (!this.#firmware) throw new Error("the board was never powered on");
		return this.#firmware;
	}

	#boot(machine: Machine): Firmware {
		const { reference, time, tls } = this.#extras;
		const uplink = new Uplink({
			provider: machine.provider,
			policy: this.#policy,
			...(reference && { reference }),
			...(time && { time }),
			server: {
				io: MQTTSession,
				host: SERVER_HOST,
				port: SERVER_PORT,
				clientID: `board-${this.#seed}`,
				...(tls && { tls }),
			},
			boots: this.#boots,
			journal: ROOMY,
			onTrace: (entry) => {
				if (this.#machine === machine) this.#hear(entry);
			},
		});
		const { UDP } = machine.provider;
		const deviceID = `board-${this.#seed}`;
		return {
			uplink,
			...createImp(UDP ? { manager: uplink, UDP, deviceID } : { manager: uplink, deviceID }),
		};
	}

	#hear(
		entry: Parameters<NonNullable<ConstructorParameters<typeof Uplink>[0]["onTrace"]>>[0],
	): void {
		if (entry.kind === "began") {
			this.#turn = { at: this.now, interface: entry.interface };
			return;
		}
		if (entry.kind !== "turn") {
			this.#tell({ at: this.now, ...entry });
			return;
		}
		const { at, took, interface: over, outcome, reason } = entry.turn;
		// The next turn may have begun by the time the row of this one is told.
		if (this.#turn?.interface === over && this.#turn.at === this.#bootedAt + at)
			this.#turn = undefined;
		this.attempts.push({ at: this.#bootedAt + at, took, interface: over, outcome, reason });
	}

	#powerLost(): void {
		const machine = this.#machine;
		if (!machine) return;
		this.#machine = undefined;
		machine.powerOff();
		if (this.#turn) {
			const { at, interface: over } = this.#turn;
			this.#turn = undefined;
			const took = this.now - at;
			this.attempts.push({
				at,
				took,
				interface: over,
				outcome: "failed",
				reason: "NOT_CONNECTED",
			});
		}
		this.#tell({ at: this.now, kind: "power", on: false });
		// What is left of the firmware runs on nothing: it must not look alive, nor touch anything.
		this.#firmware?.uplink.close();
	}

	#restart(): void {
		this.#time.after(0, () => {
			this.powerOff();
			this.powerOn();
		});
	}

	#tell(entry: TraceEntry): void {
		this.trace?.(entry);
	}
}
