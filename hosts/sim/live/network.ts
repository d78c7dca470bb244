/**
 * The network of the live board: stands where the simulated one stands in virtual time, and gives
 * the firmware TCP, name look-ups and probes over the wires.
 *
 *   TCP ──▶ route ──▶ wire of the interface that holds it ──▶ broker
 *   resolve, probe ──▶ wire of the interface they are asked over
 */

import type { Route } from "../../../modules/lwip/route.js";
import type { Identifier, Milliseconds } from "../../../modules/uplink/core/types.js";
import type { Facts } from "../facts.js";
import type { NetworkHost } from "../machine.js";
import { createProbe, createResolver } from "./node-lookup.js";
import { createTCP, type Destination, type Silenceable } from "./node-tcp.js";
import type { Wires } from "./wire.js";
import { isServer, lookUp } from "./wire-mode.js";

export interface LiveNetworkOptions {
	wires: Wires;
	facts(): Facts;
	/** Brings virtual time up to this moment and then calls back. */
	perform(callback: () => void): void;
	/** How many times as fast as ours the board's time runs. */
	speed: number;
}

class LiveRoute implements Route {
	/** Nobody else writes this route, so there is nothing to repair. */
	readonly repairs = 0;
	#interface: Identifier | undefined;
	#onRelease: (over: Identifier) => void;

	constructor(onRelease: (over: Identifier) => void) {
		this.#onRelease = onRelease;
	}

	get interface(): Identifier | undefined {
		return this.#interface;
	}

	hold(interface_: Identifier | undefined): void {
		this.#interface = interface_;
	}

	release(interface_: Identifier): void {
		this.#onRelease(interface_);
	}
}

export class LiveNetwork implements NetworkHost {
	readonly route: Route = new LiveRoute((over) => this.#release(over));
	readonly TCP: NetworkHost["TCP"];
	readonly resolve: NetworkHost["resolve"];
	readonly probe: NetworkHost["probe"];
	readonly #options: LiveNetworkOptions;
	/** What is open, and which interface held the route when it was opened. */
	readonly #open = new Map<Silenceable, Identifier | undefined>();

	constructor(options: LiveNetworkOptions) {
		this.#options = options;
		const { perform, facts } = options;
		const opened = (thing: Silenceable): void => {
			this.#open.set(thing, this.route.interface);
		};
		const closed = (thing: Silenceable): void => {
			this.#open.delete(thing);
		};
		const host = {
			perform,
			opened,
			closed,
			lookUp: (over: Identifier, name: string) => lookUp(facts(), over, name),
			through: (over: Identifier, address: string, port: number) =>
				this.#through(over, address, port),
			destination: (address: string, port: number) => this.#through(this.#held(), address, port),
			later: (callback: () => void, delay: Milliseconds) => this.#later(callback, delay),
		};
		this.TCP = { io: createTCP(host) };
		this.resolve = { io: createResolver(host) };
		this.probe = { io: createProbe(host) };
	}

	/** The board lost its power: nothing of it speaks any more, and nobody was told. */
	powerOff(): void {
		this.#options.wires.abandon();
		for (const thing of this.#open.keys()) thing.silence();
		this.#open.clear();
		this.route.hold(undefined);
	}

	/** Look-ups and probes are bound to their interface, and stay. */
	#release(over: Identifier): void {
		for (const [thing, born] of [...this.#open]) if (born === over) thing.abort?.();
	}

	#held(): Identifier {
		const held = this.route.interface;
		if (held === undefined) throw new Error("no network");
		return held;
	}

	#through(over: Identifier, address: string, port: number): Destination {
		const wire = this.#options.wires.get(over);
		if (!wire) return "silence";
		if (isServer(address, port)) return wire.port;
		return wire.mode === "pass" || wire.mode === "reject" ? "refused" : "silence";
	}

	#later(callback: () => void, delay: Milliseconds): () => void {
		let forgotten = false;
		const perform = () => {
			if (!forgotten) callback();
		};
		const handle = setTimeout(() => this.#options.perform(perform), delay / this.#options.speed);
		return () => {
			forgotten = true;
			clearTimeout(handle);
		};
	}
}
