/**
 * impOS's `imp`, as far as it is about connections: the stored settings, `onidle`, and `imp.net`.
 * Each setting is checked in full, then stored; it serves the next attempt, never the live one.
 */

import type { Manager, Settings } from "../uplink/api.js";
import { absent, callbackOf, integer, text } from "./checks.js";
import {
	CONFIG_ALL,
	CONFIG_APN,
	CONFIG_CELLULAR,
	CONFIG_INTERFACES,
	CONFIG_PROXY,
	CONFIG_STATIC_NETWORK,
	CONFIG_WIFI,
	type STATES,
} from "./constants.js";
import type { Net } from "./net.js";
import { APN_LENGTH_MAX, proxyOf, type Secret, staticOf, wifiOf } from "./nic.js";

/** The name of an argument is its place. */
const argument = (name: string): string => name;

export class Imp {
	/** With the state constants as its members. */
	readonly net: Net & Readonly<typeof STATES>;
	#manager: Manager;
	#idle: (() => void) | undefined;

	constructor(manager: Manager, net: Net & Readonly<typeof STATES>) {
		this.#manager = manager;
		this.net = net;
	}

	/** `""` or null is an open network; a blob of `getcurrentconfig` serves as well as the key. */
	setwificonfiguration(ssid: string, key: Secret): void {
		this.#manager.settings = { wifi: wifiOf(ssid, key, argument) };
	}

	setstaticnetworkconfiguration(
		ip: string,
		netmask: string,
		gateway?: string | null,
		dns?: readonly string[] | null,
	): void {
		this.#manager.settings = { static: staticOf({ ip, netmask, gateway, dns }, argument) };
	}

	setproxy(
		type: number,
		address: string,
		port: number,
		user?: string | null,
		password?: Secret,
	): void {
		const proxy = proxyOf({ type, address, port, user, password }, argument);
		this.#manager.settings = { proxy };
	}

	setapn(apn: string): void {
		const APN = text(apn, "apn", APN_LENGTH_MAX);
		this.#manager.settings = { cellular: { ...this.#manager.settings.cellular, APN } };
	}

	/** Bits of CONFIG_*, or everything. A live connection stays until something else ends it. */
	clearconfiguration(action?: number | null): void {
		const bits = absent(action) ? CONFIG_ALL : integer(action, "action", CONFIG_WIFI, CONFIG_ALL);
		if ((bits & ~CONFIG_ALL) !== 0) throw new RangeError("action: expected CONFIG_*");
		const manager = this.#manager;
		if (bits === CONFIG_ALL) {
			manager.clear();
			return;
		}
		const cleared: Settings = {};
		if (bits & CONFIG_WIFI) cleared.wifi = null;
		if (bits & CONFIG_STATIC_NETWORK) cleared.static = null;
		if (bits & CONFIG_PROXY) cleared.proxy = null;
		if (bits & (CONFIG_APN | CONFIG_CELLULAR)) cleared.cellular = this.#cellularWithout(bits);
		if (bits !== CONFIG_INTERFACES) manager.settings = cleared;
		if (bits & CONFIG_INTERFACES) manager.interfaces = [];
	}

	/** Once, when nothing else is left to do. A second call replaces it, null takes it away. */
	onidle(callback?: (() => void) | null): void {
		const idle = callbackOf(callback, "callback");
		this.#idle = idle;
		if (!idle) return;
		this.#manager.defer(() => {
			if (this.#idle !== idle) return;
			this.#idle = undefined;
			idle();
		});
	}

	#cellularWithout(bits: number): NonNullable<Settings["cellular"]> | null {
		const { APN, ...others } = this.#manager.settings.cellular ?? {};
		const kept = {
			...(!(bits & CONFIG_APN) && APN !== undefined && { APN }),
			...(!(bits & CONFIG_CELLULAR) && others),
		};
		return Object.keys(kept).length > 0 ? kept : null;
	}
}
