/**
 * The wires of the live board: one for each simulated interface, a TCP relay on loopback through
 * which the bytes of that interface really pass. Pulling a cable is telling its wire to cut.
 *
 *                        ┌─ wire ethernet 127.0.0.1:a ─┐
 *   firmware's sockets ──┼─ wire wifi     127.0.0.1:b ─┼──▶ the embedded broker
 *                        └─ wire cell     127.0.0.1:c ─┘
 *
 *   pass        bytes go through
 *   cut         nothing goes through and nothing is closed; new connections hang
 *   blackhole   the same, further away: the link is well and the network swallows
 *   reject      open connections and new ones are reset
 *
 * The broker asks `Wires.over` by which wire a connection came. Sections to read first: `circuit.ts`.
 */

import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { Identifier } from "../../../modules/uplink/core/types.js";
import { Circuit } from "./circuit.js";

export type WireMode = "pass" | "cut" | "blackhole" | "reject";

/** Connections a wire carries at once; the oldest is reset when one more comes. */
export const CIRCUITS_MAX = 64;

/** Connections whose origin is remembered; the oldest is forgotten. */
export const ORIGINS_MAX = 1024;

/** Where the server listens now, or undefined while it does not. */
type Target = () => number | undefined;

export class Wire {
	readonly name: Identifier;
	readonly #target: Target;
	readonly #onOrigin: (port: number) => void;
	readonly #server: Server;
	readonly #circuits = new Set<Circuit>();
	#mode: WireMode = "pass";
	#toServer = 0;
	#toDevice = 0;

	constructor(name: Identifier, target: Target, onOrigin: (port: number) => void) {
		this.name = name;
		this.#target = target;
		this.#onOrigin = onOrigin;
		this.#server = createServer((near) => this.#accept(near));
	}

	open(): Promise<void> {
		return new Promise((resolve, reject) => {
			this.#server.once("error", reject);
			this.#server.listen(0, "127.0.0.1", resolve);
		});
	}

	get port(): number {
		return (this.#server.address() as AddressInfo).port;
	}

	get mode(): WireMode {
		return this.#mode;
	}

	set mode(mode: WireMode) {
		this.#mode = mode;
		for (const circuit of this.#circuits)
			if (mode === "reject") circuit.reset();
			else circuit.passing = mode === "pass";
	}

	/** Bytes that went through, to the server and to the device. */
	get counts(): { toServer: number; toDevice: number; connections: number } {
		return {
			toServer: this.#toServer,
			toDevice: this.#toDevice,
			connections: this.#circuits.size,
		};
	}

	/** The device lost its power: every connection is gone, and the server is told nothing. */
	abandon(): void {
		for (const circuit of this.#circuits) circuit.abandon();
	}

	/** Ends every connection and listens no longer. */
	close(): Promise<void> {
		for (const circuit of this.#circuits) circuit.reset();
		return new Promise((resolve) => {
			this.#server.close(() => resolve());
		});
	}

	#accept(near: Socket): void {
		if (this.#mode === "reject") {
			near.on("error", () => near.destroy());
			near.resetAndDestroy();
			return;
		}
		if (this.#circuits.size >= CIRCUITS_MAX) this.#resetOldest();
		const circuit: Circuit = new Circuit({
			near,
			target: this.#target,
			onOrigin: this.#onOrigin,
			onToServer: (count) => {
				this.#toServer += count;
			},
			onToDevice: (count) => {
				this.#toDevice += count;
			},
			onGone: () => this.#circuits.delete(circuit),
		});
		this.#circuits.add(circuit);
		circuit.passing = this.#mode === "pass";
	}

	#resetOldest(): void {
		for (const oldest of this.#circuits) {
			this.#circuits.delete(oldest);
			oldest.reset();
			return;
		}
	}
}

export class Wires {
	readonly #wires = new Map<Identifier, Wire>();
	/** Local port of a connection to the server → the wire it came over. */
	readonly #origins = new Map<number, Identifier>();

	/** Afterwards every named wire listens and passes. */
	static async open(names: readonly Identifier[], target: Target): Promise<Wires> {
		const wires = new Wires();
		for (const name of names) {
			const wire = new Wire(name, target, (port) => wires.#remember(port, name));
			await wire.open();
			wires.#wires.set(name, wire);
		}
		return wires;
	}

	get(name: Identifier): Wire | undefined {
		return this.#wires.get(name);
	}

	[Symbol.iterator](): IterableIterator<Wire> {
		return this.#wires.values();
	}

	/** The wire of the connection that reached the server from this port. */
	over(port: number | undefined): Identifier | undefined {
		return port === undefined ? undefined : this.#origins.get(port);
	}

	abandon(): void {
		for (const wire of this) wire.abandon();
	}

	async close(): Promise<void> {
		for (const wire of this) await wire.close();
	}

	#remember(port: number, name: Identifier): void {
		this.#origins.delete(port);
		this.#origins.set(port, name);
		if (this.#origins.size <= ORIGINS_MAX) return;
		for (const oldest of this.#origins.keys()) {
			this.#origins.delete(oldest);
			return;
		}
	}
}
