/**
 * The silicon of simulated Wi-Fi: the radio, its driver, and the globals of the C file beneath the
 * SDK's class. Read modules/io/wifi/esp32/wifi-esp32.c beside this; names in comments are its.
 *
 *            esp_wifi_connect           joined
 *   idle ─────────────────────▶ joining ─────────▶ associated
 *    ▲ ▲                          │ no network,       │ beacons lost: DISCONNECTED
 *    │ └──────── DISCONNECTED ────┘ refused           │
 *    └──── esp_wifi_disconnect: now; its event later ─┘
 */

import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import type { WiFiFacts } from "../facts.js";
import type { Task, VirtualTime } from "../time.js";
import { Netif, type Netifs } from "./netifs.js";
import { hardwareAddress, leaseOf, type NetifEvent, Power, type Silicon } from "./silicon.js";

/** What the factory stores in a board. The world joins whoever asks: its facts alone decide. */
export const SSID = "depot";
export const PASSWORD = "correct horse";

const JOIN_TAKES: Milliseconds = 1_500;
const ABSENT_AFTER: Milliseconds = 3_000;
const REFUSED_AFTER: Milliseconds = 4_000;
const BEACONS_LOST_AFTER: Milliseconds = 2_000;
const DHCP_TAKES: Milliseconds = 600;
/** From esp_wifi_disconnect to its event: longer when there is an access point to tell. */
const LEAVING_TAKES: Milliseconds = 120;
const GIVING_UP_TAKES: Milliseconds = 50;
/** All channels, actively, at the default of 120 ms each. */
const SCAN_TAKES: Milliseconds = 1_600;
const STOPPING_TAKES: Milliseconds = 20;
/** dBm; below it nothing is heard. */
const SENSITIVITY = -90;

/** The bits of `ip`. 500 needs both. */
export const IPv4 = 1;
export const IPv6 = 2;
export const BOTH = 3;

export interface Message {
	event: "connected" | "disconnected" | "gotIP";
	ip?: number;
	addressChanged?: boolean;
}

/** What a view's scan hears of one access point. */
export interface Heard {
	SSID: string;
	BSSID: string;
	RSSI: number;
	channel: number;
	security: string;
}

export interface WiFiSiliconOptions {
	time: VirtualTime;
	facts: () => WiFiFacts;
	netifs: Netifs;
	/** 0 for wl0. */
	index?: number;
}

export class WiFiSilicon implements Silicon {
	onNetif: ((event: NetifEvent) => void) | undefined;
	readonly MAC: string;
	/** gStation. */
	readonly netif: Netif;
	/** gIP and gWiFiList. */
	ip = 0;
	views: { deliver(message: Message): void }[] = [];
	/** The network that was asked for last. */
	SSID: string | undefined;

	readonly #facts: () => WiFiFacts;
	readonly #netifs: Netifs;
	readonly #power: Power;
	#initialized = false;
	#station: "idle" | "joining" | "associated" = "idle";
	#attempt: Task | undefined;
	#loss: Task | undefined;
	/** gScan: whose scan is under way, one at a time for all views. */
	scanning: { hear(found: readonly Heard[]): void } | undefined;
	#scan: Task | undefined;

	constructor(options: WiFiSiliconOptions) {
		const index = options.index ?? 0;
		this.#facts = options.facts;
		this.#netifs = options.netifs;
		this.#power = new Power(options.time);
		this.MAC = hardwareAddress("wl", index);
		this.netif = new Netif({
			power: this.#power,
			netifs: this.#netifs,
			dhcp: () => this.#audible() && this.#facts().dhcp,
			lease: leaseOf("wl", index),
			latency: DHCP_TAKES,
			linkLocal: `FE80::F0:${index + 1}`,
			onGotIP: () => this.#gotIP(IPv4),
			onNetif: (event) => this.onNetif?.(event),
		});
	}

	get up(): boolean {
		return this.associated && this.#audible() && this.addressed;
	}

	get addressed(): boolean {
		return this.netif.addressed;
	}

	get IPv4(): string | undefined {
		return this.netif.IPv4;
	}

	/** Does esp_wifi_sta_get_ap_info answer? */
	get associated(): boolean {
		return this.#station === "associated";
	}

	get signal(): number {
		return this.#facts().signal;
	}

	/** initWiFi. */
	initialize(): void {
		if (this.#initialized) return;
		this.#initialized = true;
		this.#netifs.onGotIP6(() => {
			if (this.ip !== BOTH) this.#gotIP(IPv6);
		});
	}

	factsChanged(): void {
		if (this.associated && !this.#audible()) {
			this.#loss ??= this.#power.after(BEACONS_LOST_AFTER, () => this.#disconnected());
		} else {
			this.#power.cancel(this.#loss);
			this.#loss = undefined;
		}
		this.netif.factsChanged();
	}

	powerOff(): void {
		this.#power.off();
	}

	/** Hands a message to every view through the machine's queue. */
	post(message: Message): void {
		for (const view of this.views) this.#power.after(0, () => view.deliver(message));
	}

	/** esp_wifi_scan_start: false where it answers with an error, as during an attempt to join. */
	startScan(view: { hear(found: readonly Heard[]): void }): boolean {
		if (this.#station === "joining") return false;
		this.scanning = view;
		this.#scan = this.#power.after(SCAN_TAKES, () => this.#scanDone(this.#heard()));
		return true;
	}

	/** esp_wifi_scan_stop: its event comes later, and ends whatever scan is under way by then. */
	stopScan(): void {
		this.#power.cancel(this.#scan);
		this.scanning = undefined;
		this.#power.after(STOPPING_TAKES, () => {
			this.#power.cancel(this.#scan);
			this.#scanDone([]);
		});
	}

	/** WIFI_EVENT_SCAN_DONE. */
	#scanDone(found: readonly Heard[]): void {
		const by = this.scanning;
		this.scanning = undefined;
		this.#power.after(0, () => by?.hear(found));
	}

	#heard(): Heard[] {
		if (!this.#audible()) return [];
		const asked = this.SSID ?? SSID;
		const BSSID = "02:00:00:00:aa:01";
		return [{ SSID: asked, BSSID, RSSI: this.signal, channel: 6, security: "wpa2_psk" }];
	}

	/**
	 * esp_wifi_connect: false where it answers with an error. Taken as one during a scan: ESP-IDF does
	 * not say what becomes of either.
	 */
	connect(wantedSSID: string): boolean {
		if (this.#station !== "idle" || this.scanning) return false;
		this.#station = "joining";
		this.SSID = wantedSSID;
		this.#attempt = this.#power.after(JOIN_TAKES, () => {
			if (this.#audible() && this.#facts().passwordAccepted) this.#associated();
			else {
				const total = this.#audible() ? REFUSED_AFTER : ABSENT_AFTER;
				this.#attempt = this.#power.after(total - JOIN_TAKES, () => this.#disconnected());
			}
		});
		return true;
	}

	/** esp_wifi_disconnect: the link is gone on return, the event of it comes later. */
	disconnect(): void {
		if (this.#station === "idle") return;
		const delay = this.associated ? LEAVING_TAKES : GIVING_UP_TAKES;
		this.#leave();
		this.#power.after(delay, () => this.#disconnected());
	}

	#audible(): boolean {
		const { accessPoint, signal } = this.#facts();
		return accessPoint && signal >= SENSITIVITY;
	}

	#leave(): void {
		this.#power.cancel(this.#attempt);
		this.#power.cancel(this.#loss);
		this.#loss = undefined;
		this.#station = "idle";
	}

	#associated(): void {
		this.#station = "associated";
		this.netif.actionConnected();
		this.netif.createLinkLocal();
		this.ip = this.netif.stopped ? IPv4 : 0;
		this.post({ event: "connected", ip: this.ip });
		if (!this.#audible()) this.factsChanged();
	}

	/** WIFI_EVENT_STA_DISCONNECTED. A stale one ends whatever attempt is under way. */
	#disconnected(): void {
		this.#leave();
		this.netif.actionDisconnected();
		this.ip = 0;
		this.post({ event: "disconnected" });
	}

	/** doIPEvent. */
	#gotIP(bit: number): void {
		this.ip |= bit;
		if (this.ip === BOTH) this.post({ event: "gotIP" });
	}
}
