/**
 * ESP-IDF's idea of the default route and of DNS, faults included (esp_netif_lwip.c, and the
 * numbers in esp_netif_defaults.h), because the firmware's own route has to live with it.
 *
 *   no pin     any netif goes up or down ──▶ re-election: Wi-Fi 100, Ethernet 50, PPP 20
 *   pinned     events are ignored; the pinned netif goes down ──▶ no default route, for good
 *   anchored   pinned to a netif that never starts: only lwIP's own call moves the default
 *
 *   DHCP starts on any netif ──▶ the one DNS table is emptied; only an election fills it again
 */

import type { Identifier, InterfaceClass } from "../../../modules/uplink/core/types.js";

const PRIORITY: Readonly<Record<InterfaceClass, number>> = Object.freeze({
	wifi: 100,
	ethernet: 50,
	cell: 20,
});

export type NetifEvent = "up" | "down" | "dhcp";

/** What the arbiter asks of an interface. */
export interface Candidate {
	readonly id: Identifier;
	readonly class: InterfaceClass;
	up(): boolean;
	addressed(): boolean;
}

export class Arbiter {
	/** Called after anything here may have changed. */
	onTouched: (() => void) | undefined;
	#candidates: readonly Candidate[];
	#default: Identifier | undefined;
	/** Interfaces whose name servers are in lwIP's table. */
	#servers: readonly Identifier[] = [];
	#pinned: Identifier | "anchor" | undefined;

	constructor(candidates: readonly Candidate[]) {
		this.#candidates = candidates;
	}

	/** lwIP's `netif_default`. */
	get default(): Identifier | undefined {
		return this.#default;
	}

	get servers(): readonly Identifier[] {
		return this.#servers;
	}

	event(id: Identifier, kind: NetifEvent): void {
		if (kind === "dhcp") this.#servers = [];
		else if (this.#pinned === undefined) this.#elect();
		else if (kind === "down" && this.#pinned === id) this.#default = undefined;
		this.onTouched?.();
	}

	/** `esp_netif_set_default_netif`: holds until that netif is destroyed. */
	pin(id: Identifier | "anchor"): void {
		this.#pinned = id;
		if (id !== "anchor") this.set(id, [id]);
	}

	/** `esp_netif_destroy`: a pin on it ends, and the others are asked again. */
	destroy(id: Identifier): void {
		if (this.#default === id) this.#default = undefined;
		if (this.#pinned === id) this.#pinned = undefined;
		if (this.#pinned === undefined) this.#elect(id);
		this.onTouched?.();
	}

	/** lwIP's `netif_set_default` and `dns_setserver`, which ESP-IDF does not hear of. */
	set(id: Identifier | undefined, servers: readonly Identifier[]): void {
		this.#default = id;
		this.#servers = [...servers];
		this.onTouched?.();
	}

	/** As at power-on. */
	clear(): void {
		this.onTouched = undefined;
		this.#pinned = undefined;
		this.#default = undefined;
		this.#servers = [];
	}

	#elect(but?: Identifier): void {
		const [best] = this.#candidates
			.filter((each) => each.id !== but && each.up() && each.addressed())
			.sort((a, b) => PRIORITY[b.class] - PRIORITY[a.class]);
		this.#default = best?.id;
		this.#servers = best ? [best.id] : [];
	}
}
