/**
 * The driver contract: what turns a link's commands into calls on an ECMA-419 Network Interface and
 * its callbacks into events. One driver an interface; docs/drivers.md says how to write one.
 */

import type { InterfaceClass, Reason } from "../uplink/core/types.js";
import type { StaticAddress } from "../uplink/provider.js";

/** What a link connects with. Absent members: the network decides (DHCP, open network). */
export interface LinkSettings {
	wifi?: { SSID: string; password: string };
	cellular?: {
		APN?: string;
		user?: string;
		password?: string;
		authentication?: "none" | "PAP" | "CHAP";
		PIN?: string;
	};
	static?: StaticAddress & { DNS?: readonly string[] };
}

export interface Driver {
	readonly class: InterfaceClass;
	/** The stage reached, as `onChanged` last reported it. */
	readonly connection: number;
	readonly address: string | undefined;
	/**
	 * Begins to climb to an address. Never throws: what goes wrong is reported by `onChanged`,
	 * also from within this call.
	 */
	start(settings: LinkSettings): void;
	/** Stops climbing and lets go. Silent: no `onChanged` follows but that of carrier. */
	stop(): void;
	/**
	 * While stopped: listens once for the network that `start` last sought, where the class can, and
	 * reports by `onEvidence` that it has come. Disturbs no attempt, and is given up for one.
	 */
	scan?(): void;
	/** Rung `rung` of the recovery ladder: harder than stop and start. */
	recover(rung: number): void;
	/** What is known of it for `imp.net.info()`; no secret. */
	information(): Readonly<Record<string, string | number>>;
	close(): void;
}

export interface DriverOptions {
	/**
	 * `connection` changed while started. `reason` where the hardware gives one. A started driver
	 * that falls to 200 or less has failed.
	 */
	onChanged(connection: number, reason: Reason | undefined): void;
	/** While stopped: signs of life (carrier, the network has come). Evidence that a wait may end. */
	onEvidence(): void;
}
