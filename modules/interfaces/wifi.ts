/**
 * Wi-Fi: a driver over an ECMA-419 class of which several instances are views of one interface, as
 * on the SDK's ESP32. The class has one trap that shapes this file (wifi-esp32.c,
 * xs_wifi419_disconnect): disconnect() is silent and immediate for its own view, while the radio's
 * own event comes up to a tenth of a second later, and cancels an attempt begun meanwhile. So we
 * disconnect through a second view: ours hears the event, and until it has, start() waits.
 *
 *              start                     fell: onChanged(200, NO_WIFI)
 *   stopped ───────────▶ started ───────────────────────────────────────▶ (until stop)
 *      ▲                    │ ▲
 *      │ the radio's event  │ │ the radio's event
 *      │              stop  ▼ │
 *      └──────────────── leaving ◀──▶ start only marks what to join next
 *
 * While stopped it can listen for the network it sought: one that was absent and has come is evidence.
 */

import type { Reason } from "../uplink/core/types.js";
import type { Fitting, StaticAddress } from "../uplink/provider.js";
import type { Driver, DriverOptions, LinkSettings } from "./driver.js";
import { Instance, known, sameStatic, staticOf } from "./instance.js";

const DISCONNECTED = 200;

export class WiFiDriver implements Driver {
	readonly class = "wifi";
	readonly #fitting: Fitting;
	readonly #options: DriverOptions;
	#instance: Instance;
	/** What is being joined, while started. */
	#settings: LinkSettings | undefined;
	/** The radio's event of a disconnect has yet to come. */
	#leaving = false;
	/** Do other views' disconnects reach ours? Believed until an event never comes. */
	#shared = true;
	#closed = false;
	#reported = DISCONNECTED;
	/** The static address that the class was told. */
	#static: StaticAddress | undefined;
	/** What `start` last sought, and whether the last scan found it absent. */
	#sought: string | undefined;
	#absent = false;
	/** The view that scans, until it is done. */
	#scanner: Instance | undefined;

	constructor(fitting: Fitting, options: DriverOptions) {
		this.#fitting = fitting;
		this.#options = options;
		this.#instance = this.#open();
	}

	get connection(): number {
		const live = this.#settings !== undefined && !this.#leaving;
		return live ? this.#instance.connection : DISCONNECTED;
	}

	get address(): string | undefined {
		return this.#leaving ? undefined : this.#instance.address;
	}

	start(settings: LinkSettings): void {
		if (this.#closed) return;
		if (this.#settings) this.stop();
		if (!this.#instance.present) this.#instance = this.#open();
		this.#reported = DISCONNECTED;
		this.#settings = settings;
		this.#endScan();
		const SSID = settings.wifi?.SSID;
		if (SSID !== this.#sought) this.#absent = false;
		this.#sought = SSID;
		// Joined by somebody before us, to we cannot know what.
		if (!this.#leaving && this.#instance.connection > DISCONNECTED) this.#leave();
		if (!this.#leaving) this.#join();
	}

	stop(): void {
		if (!this.#settings) return;
		this.#settings = undefined;
		this.#reported = DISCONNECTED;
		this.#leave();
	}

	/**
	 * By a view of its own, which is closed when an attempt begins: closing ends its scan. Only a
	 * network that comes is evidence: one that was there all the time has refused us.
	 */
	scan(): void {
		if (this.#closed || this.#settings || this.#leaving || this.#sought === undefined) return;
		// One that has not ended by now is given up; the event of that must not end the next one.
		if (this.#scanner) {
			this.#endScan();
			return;
		}
		const scanner = new Instance(this.#fitting);
		this.#scanner = scanner;
		let found = false;
		const begun = scanner.scan({
			onFound: ({ SSID }) => {
				found ||= SSID === this.#sought;
			},
			onComplete: () => {
				if (this.#scanner === scanner) this.#scanned(found);
			},
		});
		if (!begun) this.#endScan();
	}

	#scanned(found: boolean): void {
		this.#endScan();
		const came = found && this.#absent;
		this.#absent = !found;
		if (came) this.#options.onEvidence();
	}

	#endScan(): void {
		this.#scanner?.close();
		this.#scanner = undefined;
	}

	/** Constructs the view anew; on a class that kept us waiting, by its own disconnect. */
	recover(_rung: number): void {
		const waited = this.#leaving;
		this.stop();
		this.#endScan();
		if (this.#closed) return;
		if (waited && this.#leaving) {
			this.#shared = false;
			this.#instance.disconnect();
		}
		this.#instance.close();
		this.#leaving = false;
		this.#instance = this.#open();
	}

	information(): Readonly<Record<string, string | number>> {
		const SSID = this.#settings?.wifi?.SSID;
		const facts = known(this.#instance, { SSID: "connectedSSID", RSSI: "RSSI", MAC: "MAC" });
		return SSID === undefined ? facts : { SSID, ...facts };
	}

	close(): void {
		this.stop();
		this.#endScan();
		this.#closed = true;
		this.#instance.close();
	}

	#open(): Instance {
		return new Instance(this.#fitting, () => this.#changed());
	}

	#join(): void {
		const wifi = this.#settings?.wifi;
		if (!wifi) {
			this.#report(DISCONNECTED, "NO_WIFI");
			return;
		}
		this.#configure(staticOf(this.#settings?.static));
		const { SSID, password } = wifi;
		if (!this.#instance.connect(password === "" ? { SSID } : { SSID, password }))
			this.#report(DISCONNECTED, "NO_WIFI");
		else this.#changed();
	}

	/** Only between two connections: on a joined interface `static: false` would lose its 500. */
	#configure(wanted: StaticAddress | undefined): void {
		if (sameStatic(wanted, this.#static)) return;
		if (this.#instance.configure({ static: wanted ?? false })) this.#static = wanted;
	}

	#leave(): void {
		if (!this.#leaving && this.#instance.connection > DISCONNECTED) {
			if (!this.#shared || !this.#disconnectFromAside()) this.#instance.disconnect();
		}
		this.#leaving = this.#instance.connection > DISCONNECTED;
	}

	#disconnectFromAside(): boolean {
		const other = new Instance(this.#fitting);
		const told = other.disconnect();
		other.close();
		return told;
	}

	#changed(): void {
		const { connection } = this.#instance;
		if (this.#leaving) {
			if (connection > DISCONNECTED) return;
			this.#leaving = false;
			if (this.#settings) this.#join();
			return;
		}
		if (!this.#settings || connection === this.#reported) return;
		this.#report(connection, connection <= DISCONNECTED ? "NO_WIFI" : undefined);
	}

	#report(connection: number, reason: Reason | undefined): void {
		this.#reported = connection;
		this.#options.onChanged(connection, reason);
	}
}
