/**
 * The Ethernet Network Interface (ECMA-419 §17), which `@moddable/typings` lacks. On the SDK's ESP32
 * every instance is a view of the one interface, which is started by the first of them.
 */

declare module "embedded:network/interface/ethernet" {
	export interface EthernetOptions {
		/** Names what changed, "connection" before "address"; its getter has the value. */
		onChanged?(this: Ethernet, property: "connection" | "address"): void;
	}

	export default class Ethernet {
		constructor(options: EthernetOptions);
		/** Throws "already connecting" after an earlier call, also once connected. */
		connect(): void;
		disconnect(): void;
		/** Lets go of this instance. The interface stays as it is. */
		close(): void;
		/** `static: false` goes back to DHCP. Throws "not initialized" when no chip answered. */
		configure(options: {
			hostname?: string;
			static?: { address: string; mask: string; gateway: string } | false;
		}): void;
		/** 200 no carrier, 300 connecting, 400 carrier, 500 address. */
		readonly connection: number;
		readonly address: string | undefined;
		readonly MAC: string | undefined;
	}
}
