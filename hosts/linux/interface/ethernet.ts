/**
 * The SDK's module `embedded:network/interface/ethernet` over a Linux interface (ethernet.c): the
 * option `device` names it, `interface` says by which identifier the firmware knows it.
 */

import type { StaticAddress } from "../../../modules/uplink/provider.js";

class Ethernet extends Native("xs_ethernet_destructor") {
	constructor(options: object) {
		super();
		native("xs_ethernet").call(this, options);
	}
	close(): void {
		return native("xs_ethernet_close").call(this);
	}
	connect(): void {
		return native("xs_ethernet_connect").call(this);
	}
	disconnect(): void {
		return native("xs_ethernet_disconnect").call(this);
	}
	configure(options: { hostname?: string; static?: StaticAddress | false }): void {
		return native("xs_ethernet_configure").call(this, options);
	}
	get connection(): number {
		return native("xs_ethernet_connection_get").call(this);
	}
	get address(): string | undefined {
		return native("xs_ethernet_address_get").call(this);
	}
	get MAC(): string | undefined {
		return native("xs_ethernet_MAC_get").call(this);
	}
}

export default Ethernet;
