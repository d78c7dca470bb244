/**
 * `imp.net`: the owner's list of interfaces, what is connected and how, and interfaces for local
 * use. Reading it never throws and never shows a secret in clear.
 */

import type { LinkReport, Manager, Settings } from "../uplink/api.js";
import type { Identifier } from "../uplink/core/types.js";
import type { Provider } from "../uplink/provider.js";
import { callbackOf } from "./checks.js";
import { codeOf } from "./constants.js";
import { LocalInterface, type StateCallback } from "./local.js";
import { type NIC, type ParsedNIC, parseNIC, writeNIC } from "./nic.js";
import { type IPv4Table, ipv4Of } from "./states.js";

/** Interface objects open at once. */
export const INTERFACES_MAX = 8;

/** One fitted interface, as `info()` tells it. */
export interface InterfaceInfo {
	type: "ethernet" | "wifi" | "cell";
	/** Wi-Fi: the network that is set, and the one that is joined. */
	ssid?: string;
	connectedssid?: string;
	/** Cellular: the APN that the modem was last given, not one that is set for later. */
	apn?: string;
	macaddress?: string | number;
	/** Why it is not up, or last failed: a code of `server.connect`. Ours. */
	lasterror?: number;
	/** What its driver knows: `rssi`, `imei`, `iccid`, `model`… */
	[key: string]: string | number | undefined;
}

export interface NetInfo {
	interface: InterfaceInfo[];
	/** Where the interface of the connection is in `interface`; absent when not connected. */
	active?: number;
	/** Absent when not connected, and over cellular. */
	ipv4?: IPv4Table;
	/** A code of `server.connect`; absent when connected. */
	lasterror?: number;
}

/**
 * What a NIC's tables mean beside what is stored: cellular's are laid over the stored ones, for a
 * NIC that names an APN must not lose the PIN.
 */
export function settingsOf(nic: ParsedNIC, manager: Manager): Settings | undefined {
	const { settings } = nic;
	if (!settings?.cellular) return settings;
	return { ...settings, cellular: { ...manager.settings.cellular, ...settings.cellular } };
}

export class Net {
	#manager: Manager;
	#UDP: Provider["UDP"];
	#open: LocalInterface[] = [];

	constructor(manager: Manager, UDP: Provider["UDP"]) {
		this.#manager = manager;
		this.#UDP = UDP;
	}

	/** Stores the order in which interfaces are tried; `[]` is the default order again. */
	setserverinterfaces(identifiers: readonly string[]): void {
		this.#manager.interfaces = identifiers;
	}

	/** The order in force: as stored, or the default order of what is fitted. */
	getserverinterfaces(): string[] {
		return [...this.#manager.interfaces];
	}

	/** The NIC of the last connection that was made, also after it ended; null before the first. */
	getcurrentconfig(): NIC | null {
		const { current } = this.#manager;
		return current ? writeNIC(current.interface, current.settings) : null;
	}

	info(): NetInfo {
		const manager = this.#manager;
		const { links, active } = manager;
		const info: NetInfo = { interface: links.map((link) => this.#describe(link)) };
		if (manager.connected) {
			const index = links.findIndex((link) => link.interface === active);
			const link = links[index];
			if (!link) return info;
			info.active = index;
			if (link.class !== "cell")
				info.ipv4 = ipv4Of(link.address, this.#settingsInForce(link.interface));
		} else if (manager.reason !== undefined) info.lasterror = codeOf(manager.reason);
		return info;
	}

	/** Brings an interface up for local use. It may not be up yet on return. */
	open(nic: NIC, callback?: StateCallback | null): LocalInterface {
		const parsed = parseNIC(nic, this.#manager.fitted);
		const onState = callbackOf(callback, "callback");
		const over = parsed.interface;
		if (parsed.settings && this.#inUse(over))
			throw new Error(`open: ${parsed.name} is busy, give only its name to share it`);
		if (this.#open.length >= INTERFACES_MAX)
			throw new RangeError(`open: at most ${INTERFACES_MAX} interfaces, close one first`);
		const opened = new LocalInterface({
			manager: this.#manager,
			UDP: this.#UDP,
			over,
			settings: settingsOf(parsed, this.#manager),
			onState,
			onClose: (closed) => {
				this.#open = this.#open.filter((each) => each !== closed);
			},
		});
		this.#open.push(opened);
		return opened;
	}

	#inUse(over: Identifier): boolean {
		const link = this.#manager.links.find((each) => each.interface === over);
		return link !== undefined && link.wanted.length > 0;
	}

	#settingsInForce(over: Identifier): Settings {
		const { current, settings } = this.#manager;
		return current?.interface === over ? current.settings : settings;
	}

	#describe(link: LinkReport): InterfaceInfo {
		const info: InterfaceInfo = { type: link.class };
		const { SSID, MAC, ...known } = this.#manager.information(link.interface);
		for (const key of Object.keys(known)) info[key.toLowerCase()] = known[key];
		if (MAC !== undefined) info.macaddress = MAC;
		if (link.class === "wifi") {
			const wifi = this.#settingsInForce(link.interface).wifi;
			if (wifi) info.ssid = wifi.SSID;
			if (typeof SSID === "string" && link.phase === "up") info.connectedssid = SSID;
		}
		if (link.reason !== undefined && link.phase !== "up") info.lasterror = codeOf(link.reason);
		return info;
	}
}
