/**
 * Simulated Wi-Fi: the SDK's class for the ESP32 with its faults, not its data sheet (wifi-esp32.c;
 * names in comments are its). Each instance is a view of the one radio (wifi-silicon.ts) with flags of
 * its own, brought up to date by messages alone.
 */

import type { NetworkInterface, StaticAddress } from "../../../modules/uplink/provider.js";
import { checkHostname, checkStatic, type OnChanged } from "./silicon.js";
import { BOTH, type Heard, IPv4, IPv6, type Message, type WiFiSilicon } from "./wifi-silicon.js";

export interface WiFiOptions {
	silicon: WiFiSilicon;
	onChanged?: OnChanged<NetworkInterface>;
}

export class WiFi implements NetworkInterface {
	readonly #onChanged: OnChanged<NetworkInterface>;
	#silicon: WiFiSilicon | undefined;
	#connected = false;
	#connecting = false;
	#ip = 0;
	#onFound: ((found: Heard) => void) | undefined;
	#onComplete: (() => void) | undefined;

	constructor(options: WiFiOptions) {
		const { silicon } = options;
		this.#onChanged = options.onChanged;
		this.#silicon = silicon;
		silicon.initialize();
		if (silicon.associated) {
			this.#connected = true;
			if (silicon.netif.IPv4 !== undefined) this.#ip |= IPv4;
			if (silicon.netif.linkLocal !== undefined) this.#ip |= IPv6;
			silicon.ip = this.#ip;
		}
		silicon.views.unshift(this);
	}

	connect(options: { SSID?: string; password?: string; channel?: number }): void {
		const silicon = this.#open();
		if (this.#connecting) throw new Error("already connecting");
		if (options?.SSID === undefined) throw new Error("SSID required");
		const channel = options.channel ?? 1;
		if (channel < 1 || channel > 13) throw new RangeError("invalid channel");
		if (!silicon.connect(`${options.SSID}`)) throw new Error("connect failed");
		this.#connecting = true;
	}

	disconnect(): void {
		const silicon = this.#open();
		silicon.disconnect();
		this.#connecting = false;
		this.#connected = false;
		this.#ip = 0;
		silicon.ip = 0;
	}

	scan(options: { onFound?(found: Heard): void; onComplete?(): void }): void {
		const silicon = this.#open();
		if (silicon.scanning) throw new Error("already scanning");
		if (!options?.onFound) throw new Error("onFound required");
		this.#onFound = options.onFound;
		this.#onComplete = options.onComplete;
		if (!silicon.startScan(this)) throw new Error("scan failed");
	}

	/** wifiScanDeliver: what `onFound` throws is swallowed. */
	hear(found: readonly Heard[]): void {
		if (!this.#silicon) return;
		for (const each of found)
			try {
				this.#onFound?.call(this, { ...each });
			} catch {
				// As xsTry and xsCatch around each call.
			}
		this.#onComplete?.call(this);
	}

	close(): void {
		const silicon = this.#silicon;
		if (!silicon) return;
		if (silicon.scanning === this) silicon.stopScan();
		silicon.views = silicon.views.filter((view) => view !== this);
		this.#silicon = undefined;
	}

	configure(options: { hostname?: string; static?: StaticAddress | false }): void {
		const silicon = this.#open();
		checkHostname(options.hostname);
		if (options.static) {
			checkStatic(options.static);
			silicon.netif.setStatic(options.static.address);
			if (!silicon.associated) return;
			silicon.ip = BOTH;
			silicon.post({ event: "gotIP", addressChanged: true });
		} else if (options.static !== undefined) {
			silicon.netif.clearStatic();
			silicon.netif.startDHCP();
			if (!silicon.associated) return;
			silicon.ip = 0;
			silicon.post({ event: "connected" });
		}
	}

	/** wifiConnectDeliver. */
	deliver(message: Message): void {
		if (!this.#silicon) return;
		const [connected, connecting, ip] = [this.#connected, this.#connecting, this.#ip];
		this.#connected = message.event !== "disconnected";
		if (message.event !== "gotIP") this.#connecting = false;
		this.#ip = message.event === "gotIP" ? BOTH : (message.ip ?? 0);

		const changed =
			connected !== this.#connected || connecting !== this.#connecting || ip !== this.#ip;
		const gained = (ip & IPv4) === 0 && (this.#ip & IPv4) !== 0;
		if (changed) this.#onChanged?.call(this, "connection");
		if ((gained || message.addressChanged) && this.#silicon) this.#onChanged?.call(this, "address");
	}

	get connection(): number {
		this.#open();
		if (this.#connected) return this.#ip === BOTH ? 500 : 400;
		return this.#connecting ? 300 : 200;
	}

	get address(): string | undefined {
		const { netif } = this.#open();
		return netif.IPv4 ?? netif.linkLocal;
	}

	get MAC(): string {
		return this.#open().MAC;
	}

	get SSID(): string | undefined {
		return this.#open().associated ? this.#open().SSID : undefined;
	}

	get RSSI(): number | undefined {
		const silicon = this.#open();
		return silicon.associated ? silicon.signal : undefined;
	}

	#open(): WiFiSilicon {
		if (!this.#silicon) throw new Error("closed");
		return this.#silicon;
	}
}
