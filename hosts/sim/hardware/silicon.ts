/**
 * What the simulated interfaces share: the shape in which the simulated network sees a chip, the
 * board's power over its timers, and the numbers an instance is known by.
 *
 *   facts ──▶ silicon (chip, driver, netif; one a power-on) ──▶ instances (views with flags of their own)
 *                │ up, addressed, onNetif
 *                ▼
 *        simulated network
 */

import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import type { StaticAddress } from "../../../modules/uplink/provider.js";
import type { Task, VirtualTime } from "../time.js";

/** `up`: lwIP got an address. `down`: the netif went down. `dhcp`: lwIP's DNS table was wiped. */
export type NetifEvent = "up" | "down" | "dhcp";

/** One interface's hardware for one power-on of the board. */
export interface Silicon {
	/** Can an IPv4 packet leave and come back right now: a link in fact, and an address? */
	readonly up: boolean;
	/** Does lwIP believe that it has an IPv4 address? A stale lease counts. */
	readonly addressed: boolean;
	readonly IPv4: string | undefined;
	/** For the default route's re-election and the DNS table, as ESP-IDF does them. */
	onNetif: ((event: NetifEvent) => void) | undefined;
	/** The facts it reads have changed. */
	factsChanged(): void;
	/** Nothing happens afterwards, not even what was pending. */
	powerOff(): void;
}

export type OnChanged<Instance> =
	| ((this: Instance, property: "connection" | "address") => void)
	| undefined;

/** Virtual time for as long as the board has power. */
export class Power {
	readonly #time: VirtualTime;
	on = true;

	constructor(time: VirtualTime) {
		this.#time = time;
	}

	after(delay: Milliseconds, run: () => void): Task {
		return this.#time.after(delay, run, this);
	}

	cancel(task: Task | undefined): void {
		this.#time.cancel(task);
	}

	off(): void {
		this.on = false;
	}
}

const NETWORKS = {
	eth: (index: number) => `192.168.${1 + index}.10`,
	wl: (index: number) => `10.0.${index}.20`,
	cell: (index: number) => `100.64.${index}.30`,
};

/** The IPv4 address that the simulated network gives to an instance. */
export function leaseOf(kind: keyof typeof NETWORKS, index: number): string {
	return NETWORKS[kind](index);
}

export function hardwareAddress(kind: "eth" | "wl", index: number): string {
	return `02:00:00:00:${kind === "eth" ? "e0" : "f0"}:0${index % 10}`;
}

/** What esp_netif_str_to_ip4 takes. */
function isIPv4(text: unknown): boolean {
	if (typeof text !== "string" || !/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return false;
	return text.split(".").every((octet) => Number(octet) <= 255);
}

/** The three checks and messages of both C classes' `configure`. */
export function checkStatic(wanted: StaticAddress): void {
	if (!isIPv4(wanted.address)) throw new RangeError("invalid address");
	if (!isIPv4(wanted.mask)) throw new RangeError("invalid mask");
	if (!isIPv4(wanted.gateway)) throw new RangeError("invalid gateway");
}

/** ESP-IDF holds host names of 32 bytes. */
export function checkHostname(hostname: string | undefined): void {
	if (hostname !== undefined && `${hostname}`.length > 32) throw new Error("set hostname failed");
}
