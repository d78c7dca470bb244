/**
 * The Wi-Fi Network Interface (ECMA-419 §17), which `@moddable/typings` lacks: what the standard
 * gives every class of it, and what the SDK's ESP32 class reads and offers beyond.
 */

declare module "embedded:network/interface/wifi" {
	/** An access point that a scan found. */
	export interface AccessPoint {
		SSID: string;
		BSSID?: string;
		channel: number;
		/** dBm. */
		RSSI: number;
		security?: string;
	}

	export interface WiFiOptions {
		/** Names what changed, "connection" before "address"; its getter has the value. */
		onChanged?(this: WiFi, property: "connection" | "address"): void;
	}

	export default class WiFi {
		constructor(options: WiFiOptions);
		/** Throws "already connecting" during an earlier attempt of this instance. */
		connect(options: { SSID: string; password?: string; channel?: number }): void;
		disconnect(): void;
		/** Lets go of this instance. The interface stays as it is. */
		close(): void;
		scan(options: {
			channel?: number;
			onFound(this: WiFi, found: AccessPoint): void;
			onComplete?(this: WiFi): void;
		}): void;
		/** `static: false` goes back to DHCP. */
		configure(options: {
			hostname?: string;
			static?: { address: string; mask: string; gateway: string } | false;
		}): void;
		/** 200 disconnected, 300 connecting, 400 joined, 500 address. */
		readonly connection: number;
		readonly address: string | undefined;
		readonly MAC: string | undefined;
		/** These four while joined. */
		readonly SSID: string | undefined;
		readonly BSSID: string | undefined;
		readonly RSSI: number | undefined;
		readonly channel: number | undefined;
	}
}
