/**
 * A cellular Network Interface in the manner of ECMA-419 §17. The SDK has none: `modules/cellular`
 * is the class, and this is the name under which a host's manifest offers it.
 */

declare module "embedded:network/interface/cellular" {
	export interface CellularOptions {
		/** Names what changed, "connection" before "address"; its getter has the value. */
		onChanged?(this: Cellular, property: "connection" | "address"): void;
	}

	export interface CellularConnectOptions {
		APN?: string;
		user?: string;
		password?: string;
		authentication?: "none" | "PAP" | "CHAP";
		PIN?: string;
	}

	export default class Cellular {
		constructor(options: CellularOptions);
		/** Throws "already connecting" during an earlier attempt; waits for a hang-up under way. */
		connect(options?: CellularConnectOptions): void;
		/** Hangs up in order and powers the modem down. */
		disconnect(): void;
		close(): void;
		/**
		 * 0 off, 100 powering, 150 modem answers, 200 SIM ready, 300 registering, 320 registered,
		 * 340 dialling, 400 PPP up, 500 address.
		 */
		readonly connection: number;
		readonly address: string | undefined;
		/** Why `connection` fell or does not rise: the name of an impOS constant. */
		readonly reason: string | undefined;
		readonly operator: string | undefined;
		/** dBm. */
		readonly RSSI: number | undefined;
		readonly ICCID: string | undefined;
		readonly IMEI: string | undefined;
		readonly technology: string | undefined;
		readonly registration: string | undefined;
	}
}
