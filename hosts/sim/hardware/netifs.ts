/**
 * ESP-IDF's network interfaces as the SDK's classes meet them: one netif each (its IPv4 address,
 * DHCP client and IPv6 link-local address), and the event loop they share, over which one netif's
 * IP_EVENT_GOT_IP6 reaches every class (both classes' doIPEvent do not look whose it is).
 *
 *            actionConnected              lease, or static address
 *   down ───────────────────────▶ up ───────────────────────────────▶ addressed
 *    ▲                             │                                     │ lease over: silently back
 *    └─────────────────────────────┴──────────── actionDisconnected ─────┘
 *
 * Copied from esp_netif_lwip.c: going down forgets a lease but keeps a static address; an address
 * that comes back the same raises no event; a lost lease raises none that a class listens to.
 */

import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import type { Task } from "../time.js";
import type { NetifEvent, Power } from "./silicon.js";

/** From link-up to the end of duplicate address detection. */
const LINK_LOCAL_AFTER: Milliseconds = 1_000;
/** How long an address lasts once nobody renews it. */
const LEASE: Milliseconds = 3_600_000;

/** The part of the default event loop that the interfaces share. */
export class Netifs {
	readonly #handlers: (() => void)[] = [];

	/** Runs at every IP_EVENT_GOT_IP6, whichever netif's it is. */
	onGotIP6(handler: () => void): void {
		this.#handlers.push(handler);
	}

	gotIP6(): void {
		for (const handler of this.#handlers) handler();
	}
}

export interface NetifOptions {
	power: Power;
	netifs: Netifs;
	/** Would a DHCP server answer us now? */
	dhcp(): boolean;
	/** What it would give us, and how long that takes. */
	lease: string;
	latency: Milliseconds;
	linkLocal: string;
	onGotIP(): void;
	onNetif(event: NetifEvent): void;
}

export class Netif {
	readonly #options: NetifOptions;
	#up = false;
	#client: "init" | "started" | "stopped" = "init";
	/** esp_netif's own copy, which outlives the netif's. */
	#saved: string | undefined;
	#assigned: string | undefined;
	#linkLocal: string | undefined;
	#offer: Task | undefined;
	#expiry: Task | undefined;
	#detection: Task | undefined;

	constructor(options: NetifOptions) {
		this.#options = options;
	}

	/** As esp_netif_get_ip_info: what is saved, while the netif is down. */
	get IPv4(): string | undefined {
		return this.#up ? this.#assigned : this.#saved;
	}

	/** Does the stack have an IPv4 address to send from? */
	get addressed(): boolean {
		return this.#up && this.#assigned !== undefined;
	}

	get linkLocal(): string | undefined {
		return this.#linkLocal;
	}

	/** Was the DHCP client stopped, for a static address? */
	get stopped(): boolean {
		return this.#client === "stopped";
	}

	actionConnected(): void {
		this.#up = true;
		this.#assigned = this.#saved;
		if (this.#client === "init") this.startDHCP();
		else if (this.#client === "stopped" && this.#saved !== undefined) this.#gotIP();
	}

	createLinkLocal(): void {
		const { power, netifs, linkLocal } = this.#options;
		this.#detection = power.after(LINK_LOCAL_AFTER, () => {
			this.#linkLocal = linkLocal;
			netifs.gotIP6();
		});
	}

	actionDisconnected(): void {
		if (!this.#up) return;
		const { power } = this.#options;
		power.cancel(this.#detection);
		this.#endLease();
		if (this.#client === "started") {
			this.#client = "init";
			this.#saved = undefined;
		}
		this.#linkLocal = undefined;
		this.#assigned = undefined;
		this.#up = false;
		this.#options.onNetif("down");
	}

	/** esp_netif_dhcpc_start. */
	startDHCP(): void {
		if (this.#client === "started") return;
		this.#saved = undefined;
		this.#assigned = undefined;
		this.#client = this.#up ? "started" : "init";
		this.#options.onNetif("dhcp");
		if (this.#up) this.#discover();
	}

	/** esp_netif_dhcpc_stop and esp_netif_set_ip_info. */
	setStatic(address: string): void {
		this.#endLease();
		this.#client = "stopped";
		this.#saved = address;
		this.#options.onNetif("dhcp");
		if (!this.#up) return;
		this.#assigned = address;
		this.#gotIP();
	}

	/** esp_netif_set_ip_info with zeros, which a running DHCP client refuses. */
	clearStatic(): void {
		if (this.#client !== "stopped") return;
		this.#saved = undefined;
		this.#assigned = undefined;
	}

	/** The DHCP server has come or gone. A lease that cannot be renewed ends in its time. */
	factsChanged(): void {
		const { power } = this.#options;
		if (this.#client !== "started") return;
		if (this.#options.dhcp()) {
			power.cancel(this.#expiry);
			this.#expiry = undefined;
			if (this.#assigned === undefined) this.#discover();
		} else if (this.#assigned !== undefined && !this.#expiry) {
			this.#expiry = power.after(LEASE, () => {
				this.#expiry = undefined;
				this.#assigned = undefined;
				this.#discover();
			});
		}
	}

	#discover(): void {
		const { power, latency, lease } = this.#options;
		if (this.#offer) return;
		this.#offer = power.after(latency, () => {
			this.#offer = undefined;
			if (!this.#options.dhcp()) return;
			this.#assigned = lease;
			if (this.#saved === lease) return;
			this.#saved = lease;
			this.#gotIP();
		});
	}

	#gotIP(): void {
		this.#options.onNetif("up");
		this.#options.power.after(0, this.#options.onGotIP);
	}

	#endLease(): void {
		const { power } = this.#options;
		power.cancel(this.#offer);
		power.cancel(this.#expiry);
		this.#offer = undefined;
		this.#expiry = undefined;
	}
}
