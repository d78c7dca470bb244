/**
 * The SDK's module `embedded:network/interface/wifi` over a Linux interface with access points in
 * front of it (wifi.c): `device` names the one, `accessPoints` the others, and `interface` says by
 * which identifier the firmware knows it.
 */

import type { StaticAddress } from "../../../modules/uplink/provider.js";

class WiFi extends Native("xs_wifi419_destructor") {
	constructor(options: object) {
		super();
		native("xs_wifi419").call(this, options);
	}
	close(): void {
		return native("xs_wifi419_close").call(this);
	}
	scan(options: object): void {
		return native("xs_wifi419_scan").call(this, options);
	}
	connect(options: { SSID: string; password?: string; channel?: number }): void {
		return native("xs_wifi419_connect").call(this, options);
	}
	disconnect(): void {
		return native("xs_wifi419_disconnect").call(this);
	}
	configure(options: { hostname?: string; static?: StaticAddress | false }): void {
		return native("xs_wifi419_configure").call(this, options);
	}
	get connection(): number {
		return native("xs_wifi419_connection_get").call(this);
	}
	get address(): string | undefined {
		return native("xs_wifi419_address_get").call(this);
	}
	get MAC(): string | undefined {
		return native("xs_wifi419_MAC_get").call(this);
	}
	get SSID(): string | undefined {
		return native("xs_wifi419_SSID_get").call(this);
	}
	get BSSID(): string | undefined {
		return native("xs_wifi419_BSSID_get").call(this);
	}
	get RSSI(): number | undefined {
		return native("xs_wifi419_RSSI_get").call(this);
	}
	get channel(): number | undefined {
		return native("xs_wifi419_channel_get").call(this);
	}
}

export default WiFi;
