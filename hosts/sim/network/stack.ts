/**
 * The board's IP stack: it carries packets between sockets and the internet over interfaces that the
 * board gives it, or loses them as the facts say. Every socket, name question and route of the
 * firmware lives here and dies, silently, with the power.
 *
 *   socket ──▶ outbound ──▶ interface up? ──▶ upstream ok now? ──▶ latency ──▶ still? ──▶ arrive
 *                             │ no: lost         │ blackhole: lost    │ no: lost
 *                                                │ reject: rejected, a round trip later
 */

import type {
	Identifier,
	InterfaceClass,
	Milliseconds,
} from "../../../modules/uplink/core/types.js";
import type { NetworkFacts } from "../facts.js";
import type { VirtualTime } from "../time.js";
import { Arbiter, type Candidate, type NetifEvent } from "./arbiter.js";
import { Internet } from "./internet.js";

/** One interface as the stack sees it; the board gives it, and it outlives power cycles. */
export interface Netif extends Candidate {
	/** Can it carry packets to its network: cable, association, PPP? */
	up(): boolean;
	/** Has it an address? */
	addressed(): boolean;
	facts(): NetworkFacts;
}

/** One way, board to server. */
const LATENCY: Readonly<Record<InterfaceClass, Milliseconds>> = Object.freeze({
	ethernet: 2,
	wifi: 5,
	cell: 60,
});

/** Within an interface's own network. */
const LOCAL_LATENCY: Milliseconds = 1;

/** The IP and TCP heads of every packet. */
export const OVERHEAD = 40;

export type Direction = "sent" | "received";

export interface Traffic {
	sent: number;
	received: number;
}

/** What lives in the board's memory: it is dropped without a word when the power goes. */
export interface Resident {
	drop(): void;
	/** An interface was left, and what stands on it has had its time. */
	abandon?(over: Identifier): void;
}

export interface StackOptions {
	time: VirtualTime;
	netifs: readonly Netif[];
	internet?: Internet;
	/** Runs each callback of the firmware; the board may stop what throws in it. */
	perform?(callback: () => void): void;
}

export class Stack {
	readonly time: VirtualTime;
	readonly internet: Internet;
	readonly arbiter: Arbiter;
	/** Every packet: over what, how many bytes, which way. */
	observe: ((over: Identifier, bytes: number, direction: Direction) => void) | undefined;
	#netifs: ReadonlyMap<Identifier, Netif>;
	#traffic = new Map<Identifier, Traffic>();
	#residents = new Set<Resident>();
	#perform: (callback: () => void) => void;

	constructor({ time, netifs, internet = new Internet(), perform }: StackOptions) {
		this.time = time;
		this.internet = internet;
		this.#netifs = new Map(netifs.map((netif) => [netif.id, netif]));
		this.arbiter = new Arbiter(netifs);
		this.#perform = perform ?? ((callback) => callback());
	}

	/** The board's report: an interface got its address, lost its network, or asks for a lease. */
	netifEvent(id: Identifier, kind: NetifEvent): void {
		this.netif(id);
		this.arbiter.event(id, kind);
	}

	/** `esp_netif_set_default_netif`, for code that fights ESP-IDF instead of switching it off. */
	setDefault(id: Identifier): void {
		this.netif(id);
		this.arbiter.pin(id);
	}

	/** A fault: other code moved the default route, and emptied DNS with it. */
	disturb(id: Identifier | undefined): void {
		if (id) this.netif(id);
		this.arbiter.set(id, []);
	}

	/** Bytes so far, heads and repetitions included. */
	bytes(id: Identifier): Readonly<Traffic> {
		this.netif(id);
		return { sent: 0, received: 0, ...this.#traffic.get(id) };
	}

	/** The power goes: nothing is called, and no peer is told. */
	powerOff(): void {
		for (const resident of [...this.#residents]) resident.drop();
		this.#residents.clear();
		this.arbiter.clear();
	}

	/** Throws RangeError for an interface the board has not got. */
	netif(id: Identifier): Netif {
		const netif = this.#netifs.get(id);
		if (!netif) throw new RangeError(`interface: "${id}" is not fitted`);
		return netif;
	}

	/** The interface of the default route; throws when there is none, as the SDK's sockets do. */
	defaultNetif(): Netif {
		const id = this.arbiter.default;
		if (id === undefined) throw new Error("no network");
		return this.netif(id);
	}

	/** Ends the connections that stand on an interface, but for those bound to it. */
	release(over: Identifier): void {
		for (const resident of [...this.#residents]) resident.abandon?.(over);
	}

	add(resident: Resident): void {
		this.#residents.add(resident);
	}

	remove(resident: Resident): void {
		this.#residents.delete(resident);
	}

	/** How many residents are of a kind: for the stack's own bounds. */
	count(kind: abstract new (...values: never[]) => Resident): number {
		let count = 0;
		for (const resident of this.#residents) if (resident instanceof kind) count++;
		return count;
	}

	/** Runs a callback of the firmware. */
	perform(callback: () => void): void {
		this.#perform(callback);
	}

	/** One packet to the internet. `rejected` runs when the network beyond turned it back. */
	outbound(netif: Netif, size: number, arrive: () => void, rejected: () => void): void {
		if (!reachesGateway(netif)) return;
		this.#account(netif.id, size, "sent");
		const latency = LATENCY[netif.class];
		const turnBack = (after: Milliseconds): void => {
			this.time.after(after, () => {
				if (!reachesGateway(netif)) return;
				this.#account(netif.id, OVERHEAD, "received");
				rejected();
			});
		};
		const { upstream } = netif.facts();
		if (upstream === "reject") turnBack(2 * latency);
		if (upstream !== "ok") return;
		this.time.after(latency, () => {
			if (!reachesGateway(netif)) return;
			const { upstream } = netif.facts();
			if (upstream === "reject") turnBack(latency);
			if (upstream === "ok") arrive();
		});
	}

	/** One packet from the internet. */
	inbound(netif: Netif, size: number, arrive: () => void): void {
		const passes = (): boolean => reachesGateway(netif) && netif.facts().upstream === "ok";
		if (!passes()) return;
		this.time.after(LATENCY[netif.class], () => {
			if (!passes()) return;
			this.#account(netif.id, size, "received");
			arrive();
		});
	}

	/** One packet to or from the interface's own name servers: as far as the internet, on this side. */
	beside(netif: Netif, size: number, direction: Direction, arrive: () => void): void {
		this.local(netif, size, direction, arrive, LATENCY[netif.class]);
	}

	/** One packet within an interface's own network. */
	local(
		netif: Netif,
		size: number,
		direction: Direction,
		arrive: () => void,
		latency = LOCAL_LATENCY,
	): void {
		if (!reachesGateway(netif)) return;
		if (direction === "sent") this.#account(netif.id, size, direction);
		this.time.after(latency, () => {
			if (!reachesGateway(netif)) return;
			if (direction === "received") this.#account(netif.id, size, direction);
			arrive();
		});
	}

	#account(id: Identifier, bytes: number, direction: Direction): void {
		const traffic = this.#traffic.get(id) ?? { sent: 0, received: 0 };
		traffic[direction] += bytes;
		this.#traffic.set(id, traffic);
		this.observe?.(id, bytes, direction);
	}
}

/** Do packets leave this interface and reach what is next to it? */
export function reachesGateway(netif: Netif): boolean {
	return netif.up() && netif.addressed();
}
