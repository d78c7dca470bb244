/**
 * Simulated Ethernet: the SDK's class for the ESP32 with its faults, not its data sheet. Heads up:
 * read modules/io/ethernet/esp32/ethernet-esp32.c beside this; names in comments are its.
 *
 *   first instance ──▶ chip answers? ──▶ link up ──▶ CONNECTED ──▶ GOT_IP, GOT_IP6
 *                         │ no              ▲ cable        │ cable pulled
 *                         ▼                 └──────────────┘ DISCONNECTED
 *                      no netif: 200 for ever
 *
 * The silicon is the chip, its driver and the C file's globals; every instance is a view with flags
 * of its own, brought up to date by messages alone.
 */

import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import type { NetworkInterface, StaticAddress } from "../../../modules/uplink/provider.js";
import type { EthernetFacts } from "../facts.js";
import type { Task, VirtualTime } from "../time.js";
import { Netif, type Netifs } from "./netifs.js";
import {
	checkHostname,
	checkStatic,
	hardwareAddress,
	leaseOf,
	type NetifEvent,
	type OnChanged,
	Power,
	type Silicon,
} from "./silicon.js";

/** The PHY is polled: a change of carrier, either way, is seen this late. */
const LINK_CHANGE_AFTER: Milliseconds = 100;
const DHCP_TAKES: Milliseconds = 700;

/** The bits of `ip`. 500 needs both. */
const IPv4 = 1;
const IPv6 = 2;
const BOTH = 3;

interface Message {
	event: "connected" | "disconnected" | "gotIP";
	addressChanged?: boolean;
}

export interface EthernetSiliconOptions {
	time: VirtualTime;
	facts: () => EthernetFacts;
	netifs: Netifs;
	/** 0 for eth0. */
	index?: number;
}

export class EthernetSilicon implements Silicon {
	onNetif: ((event: NetifEvent) => void) | undefined;
	readonly MAC: string;
	/** gNetif: undefined while no chip has answered. */
	netif: Netif | undefined;
	/** gConnected, gIP and gEthernetList. */
	connected = false;
	ip = 0;
	views: Ethernet[] = [];

	readonly #facts: () => EthernetFacts;
	readonly #netifs: Netifs;
	readonly #power: Power;
	readonly #index: number;
	/** What the driver last saw on the wire. */
	#carrier = false;
	#linkChange: Task | undefined;

	constructor(options: EthernetSiliconOptions) {
		this.#facts = options.facts;
		this.#netifs = options.netifs;
		this.#power = new Power(options.time);
		this.#index = options.index ?? 0;
		this.MAC = hardwareAddress("eth", this.#index);
	}

	get up(): boolean {
		return this.#wired() && this.#carrier && this.addressed;
	}

	get addressed(): boolean {
		return this.netif?.addressed === true;
	}

	get IPv4(): string | undefined {
		return this.netif?.IPv4;
	}

	/** initEthernet: tried again by each new instance as long as no chip has answered. */
	initialize(): void {
		if (this.netif || !this.#facts().answers) return;
		this.netif = new Netif({
			power: this.#power,
			netifs: this.#netifs,
			dhcp: () => this.#wired() && this.#facts().dhcp,
			lease: leaseOf("eth", this.#index),
			latency: DHCP_TAKES,
			linkLocal: `FE80::E0:${this.#index + 1}`,
			onGotIP: () => this.#gotIP(IPv4),
			onNetif: (event) => this.onNetif?.(event),
		});
		this.#netifs.onGotIP6(() => {
			if (this.ip !== BOTH) this.#gotIP(IPv6);
		});
		this.#watchCable();
	}

	factsChanged(): void {
		this.#watchCable();
		this.netif?.factsChanged();
	}

	powerOff(): void {
		this.#power.off();
	}

	/** Hands a message to one view, or to all, through the machine's queue. */
	post(message: Message, to: readonly Ethernet[] = [...this.views]): void {
		for (const view of to) this.#power.after(0, () => view.deliver(message));
	}

	/** Could a frame travel? */
	#wired(): boolean {
		const { cable, answers } = this.#facts();
		return cable && answers;
	}

	/** A chip that stops answering leaves its driver with the link it last read. */
	#watchCable(): void {
		const { cable, answers } = this.#facts();
		if (!this.netif || !answers) return;
		this.#power.cancel(this.#linkChange);
		if (cable === this.#carrier) return;
		const delay = LINK_CHANGE_AFTER;
		this.#linkChange = this.#power.after(delay, () => this.#changeLink(cable));
	}

	#changeLink(carrier: boolean): void {
		if (!this.#facts().answers) return;
		this.#carrier = carrier;
		this.connected = carrier;
		this.ip = 0;
		if (carrier) {
			this.netif?.actionConnected();
			this.netif?.createLinkLocal();
		} else {
			this.netif?.actionDisconnected();
		}
		this.post({ event: carrier ? "connected" : "disconnected" });
	}

	/** doIPEvent. */
	#gotIP(bit: number): void {
		this.ip |= bit;
		if (this.ip === BOTH) this.post({ event: "gotIP" });
	}
}

export interface EthernetOptions {
	silicon: EthernetSilicon;
	onChanged?: OnChanged<NetworkInterface>;
}

export class Ethernet implements NetworkInterface {
	readonly #onChanged: OnChanged<NetworkInterface>;
	#silicon: EthernetSilicon | undefined;
	#connected = false;
	#connecting = false;
	#ip = 0;

	constructor(options: EthernetOptions) {
		const { silicon } = options;
		this.#onChanged = options.onChanged;
		this.#silicon = silicon;
		silicon.initialize();
		if (silicon.netif?.IPv4 !== undefined) {
			this.#connected = true;
			this.#ip |= IPv4;
		}
		if (silicon.netif?.linkLocal !== undefined) this.#ip |= IPv6;
		if (this.#ip !== 0) {
			silicon.ip = this.#ip;
			silicon.connected = true;
		} else if (silicon.connected) this.#connected = true;
		silicon.views.unshift(this);
	}

	/** With a static address it claims both addresses at once, carrier or not. */
	connect(): void {
		const silicon = this.#open();
		if (this.#connecting) throw new Error("already connecting");
		if (silicon.netif?.stopped) {
			silicon.ip = BOTH;
			silicon.post({ event: "gotIP" }, [this]);
			return;
		}
		this.#connecting = true;
		silicon.netif?.startDHCP();
	}

	/** Link, DHCP and route stay: two flags of this view are all it touches. */
	disconnect(): void {
		this.#open();
		this.#connecting = false;
		this.#ip = 0;
	}

	close(): void {
		const silicon = this.#silicon;
		if (!silicon) return;
		silicon.views = silicon.views.filter((view) => view !== this);
		this.#silicon = undefined;
	}

	configure(options: { hostname?: string; static?: StaticAddress | false }): void {
		const silicon = this.#open();
		if (!silicon.netif) throw new Error("not initialized");
		checkHostname(options.hostname);
		if (options.static) {
			checkStatic(options.static);
			silicon.netif.setStatic(options.static.address);
			if (!silicon.connected) return;
			silicon.ip = BOTH;
			silicon.post({ event: "gotIP", addressChanged: true });
		} else if (options.static !== undefined) {
			silicon.netif.clearStatic();
			silicon.netif.startDHCP();
			if (!silicon.connected) return;
			silicon.ip = 0;
			silicon.post({ event: "connected" });
		}
	}

	/** ethernetConnectDeliver. */
	deliver(message: Message): void {
		if (!this.#silicon) return;
		const [connected, connecting, ip] = [this.#connected, this.#connecting, this.#ip];
		this.#connected = message.event !== "disconnected";
		if (message.event === "disconnected") this.#connecting = false;
		this.#ip = message.event === "gotIP" ? BOTH : 0;

		const changed =
			connected !== this.#connected || connecting !== this.#connecting || ip !== this.#ip;
		const gained = (ip & IPv4) === 0 && (this.#ip & IPv4) !== 0;
		if (changed) this.#onChanged?.call(this, "connection");
		if ((gained || message.addressChanged) && this.#silicon) this.#onChanged?.call(this, "address");
	}

	get connection(): number {
		this.#open();
		if (this.#connected && this.#ip === BOTH) return 500;
		if (this.#connecting) return 300;
		return this.#connected ? 400 : 200;
	}

	get address(): string | undefined {
		const { netif } = this.#open();
		return netif?.IPv4 ?? netif?.linkLocal;
	}

	get MAC(): string {
		return this.#open().MAC;
	}

	#open(): EthernetSilicon {
		if (!this.#silicon) throw new Error("closed");
		return this.#silicon;
	}
}
