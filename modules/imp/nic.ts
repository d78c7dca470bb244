/**
 * The NIC table of `server.connectwith`, `imp.net.open` and `imp.net.getcurrentconfig`: one
 * interface and, if wished, what to connect it with. Parsed here, once, in full, before anything is
 * done with it; and written here from what the manager says is current.
 *
 *   { interface: "wl0", wificonfig: { ssid, key } } ──parseNIC──▶ "wifi", Settings
 *   Manager.current ──writeNIC──▶ the same shape, secrets as blobs
 */

import type { Sealed, Settings } from "../uplink/api.js";
import { classOf, parseIdentifier, spell } from "../uplink/core/identifiers.js";
import type { Identifier, InterfaceClass } from "../uplink/core/types.js";
import { absent, dottedQuad, integer, netmask, type Place, secret, table, text } from "./checks.js";
import { PROXY_TYPE_HTTP, PROXY_TYPE_NONE } from "./constants.js";

/** A secret in clear, a blob from `getcurrentconfig`, or nothing (an open network). */
export type Secret = string | Uint8Array | ArrayBuffer | null;

export interface NIC {
	interface: string;
	wificonfig?: { ssid: string; key: Secret };
	staticconfig?: { ip: string; netmask: string; gateway?: string; dns?: readonly string[] };
	proxyconfig?: {
		type: number;
		address?: string;
		port?: number;
		user?: string;
		password?: Secret;
	};
	/** `apn` is impOS's; the others are ours. */
	cellconfig?: {
		apn?: string;
		user?: string;
		password?: Secret;
		authentication?: string;
		pin?: Secret;
	};
}

export interface ParsedNIC {
	/** The interface as the caller spelled it. */
	name: string;
	interface: Identifier;
	/** What its tables say; undefined when it has none: what is stored is used. */
	settings: Settings | undefined;
}

/** Unchecked members of a table, or arguments under the names of the members. */
type Members<Key extends string> = Partial<Record<Key, unknown>>;

type Part = "wificonfig" | "staticconfig" | "proxyconfig" | "cellconfig";

/** Which tables go with which class of interface. */
const APPLIES: Readonly<Record<Part, readonly InterfaceClass[]>> = Object.freeze({
	wificonfig: ["wifi"],
	staticconfig: ["wifi", "ethernet"],
	proxyconfig: ["wifi", "ethernet"],
	cellconfig: ["cell"],
});

const NIC_PARTS = Object.freeze(Object.keys(APPLIES)) as readonly Part[];

/** `0.0.0.0` stands for "none", and is left out of what is read back. */
export const NO_ADDRESS = "0.0.0.0";

export const SSID_LENGTH_MAX = 32;
export const KEY_LENGTH_MAX = 64;
const PROXY_ADDRESS_LENGTH_MAX = 64;
const PROXY_CREDENTIAL_LENGTH_MAX = 32;
export const APN_LENGTH_MAX = 100;
const APN_CREDENTIAL_LENGTH_MAX = 64;
const PIN_LENGTH_MAX = 8;

/** An interface's table, checked. Throws, naming the place, before anything has been done. */
export function parseNIC(nic: unknown, fitted: readonly Identifier[]): ParsedNIC {
	const members = table(nic, "nic", ["interface", ...NIC_PARTS]);
	const name = text(members.interface, "nic.interface", 16);
	const identifier = parseIdentifier(name);
	if (identifier === undefined) throw new RangeError("nic.interface: unknown interface");
	if (!fitted.includes(identifier)) throw new RangeError(`nic.interface: ${name} is not fitted`);
	const kind = classOf(identifier);
	const settings: Settings = {};
	for (const part of NIC_PARTS) {
		if (absent(members[part])) continue;
		if (!APPLIES[part].includes(kind))
			throw new TypeError(`nic.${part}: does not apply to ${name}`);
		Object.assign(settings, PARSERS[part](members[part], `nic.${part}`));
	}
	const any = Object.keys(settings).length > 0;
	return { name, interface: identifier, settings: any ? settings : undefined };
}

const PARSERS: Readonly<Record<Part, (value: unknown, place: string) => Settings>> = Object.freeze({
	wificonfig(value: unknown, place: string) {
		const { ssid, key } = table(value, place, ["ssid", "key"]);
		return { wifi: wifiOf(ssid, key, (name) => `${place}.${name}`) };
	},
	staticconfig(value: unknown, place: string) {
		const members = table(value, place, ["ip", "netmask", "gateway", "dns"]);
		return { static: staticOf(members, (name) => `${place}.${name}`) };
	},
	proxyconfig(value: unknown, place: string) {
		const members = table(value, place, ["type", "address", "port", "user", "password"]);
		if (members.type === PROXY_TYPE_NONE) return { proxy: null };
		return { proxy: proxyOf(members, (name) => `${place}.${name}`) };
	},
	cellconfig(value: unknown, place: string) {
		const members = table(value, place, ["apn", "user", "password", "authentication", "pin"]);
		return { cellular: cellularOf(members, (name) => `${place}.${name}`) };
	},
});

/** `null` and `""` are open networks; a key left out is a mistake. */
export function wifiOf(ssid: unknown, key: unknown, at: Place): NonNullable<Settings["wifi"]> {
	return {
		SSID: text(ssid, at("ssid"), SSID_LENGTH_MAX),
		password: key === null ? "" : secret(key, at("key"), KEY_LENGTH_MAX),
	};
}

export function staticOf(
	members: Members<"ip" | "netmask" | "gateway" | "dns">,
	at: Place,
): NonNullable<Settings["static"]> {
	const { gateway, dns } = members;
	return {
		address: dottedQuad(members.ip, at("ip")),
		mask: netmask(members.netmask, at("netmask")),
		gateway: absent(gateway) ? NO_ADDRESS : dottedQuad(gateway, at("gateway")),
		...(!absent(dns) && { DNS: nameServers(dns, at("dns")) }),
	};
}

function nameServers(value: unknown, place: string): string[] {
	if (!Array.isArray(value)) throw new TypeError(`${place}: expected an array`);
	const servers: unknown[] = value.length <= 2 ? Array.from(value) : [];
	if (servers.length === 0) throw new RangeError(`${place}: expected one or two addresses`);
	return servers.map((server, index) => dottedQuad(server, `${place}[${index}]`));
}

export function proxyOf(
	members: Members<"type" | "address" | "port" | "user" | "password">,
	at: Place,
): NonNullable<Settings["proxy"]> {
	const { type, address, port, user, password } = members;
	if (typeof type !== "number") throw new TypeError(`${at("type")}: expected a number`);
	if (type !== PROXY_TYPE_HTTP) throw new RangeError(`${at("type")}: expected PROXY_TYPE_HTTP`);
	const most = PROXY_CREDENTIAL_LENGTH_MAX;
	return {
		address: text(address, at("address"), PROXY_ADDRESS_LENGTH_MAX),
		port: integer(port, at("port"), 0, 65535),
		...(!absent(user) && { user: text(user, at("user"), most, 0) }),
		...(!absent(password) && { password: secret(password, at("password"), most) }),
	};
}

function cellularOf(
	members: Members<"apn" | "user" | "password" | "authentication" | "pin">,
	at: Place,
): NonNullable<Settings["cellular"]> {
	const { apn, user, password, authentication, pin } = members;
	const most = APN_CREDENTIAL_LENGTH_MAX;
	return {
		...(!absent(apn) && { APN: text(apn, at("apn"), APN_LENGTH_MAX) }),
		...(!absent(user) && { user: text(user, at("user"), most, 0) }),
		...(!absent(password) && { password: secret(password, at("password"), most) }),
		...(!absent(authentication) && {
			authentication: authenticationOf(authentication, at("authentication")),
		}),
		...(!absent(pin) && { PIN: secret(pin, at("pin"), PIN_LENGTH_MAX) }),
	};
}

function authenticationOf(value: unknown, place: string): "none" | "PAP" | "CHAP" {
	if (value === "none" || value === "PAP" || value === "CHAP") return value;
	if (typeof value !== "string") throw new TypeError(`${place}: expected a string`);
	throw new RangeError(`${place}: expected none, PAP or CHAP`);
}

/** The table that would connect as the manager did, every secret a blob. */
export function writeNIC(over: Identifier, settings: Settings): NIC {
	const kind = classOf(over);
	const nic: NIC = { interface: spell(over) };
	const { wifi, proxy, cellular } = settings;
	if (kind === "cell") {
		if (cellular) nic.cellconfig = writeCellular(cellular);
		return nic;
	}
	if (kind === "wifi" && wifi) nic.wificonfig = { ssid: wifi.SSID, key: blob(wifi.password) };
	if (settings.static) nic.staticconfig = writeStatic(settings.static);
	if (proxy)
		nic.proxyconfig = {
			type: PROXY_TYPE_HTTP,
			address: proxy.address,
			port: proxy.port,
			...(proxy.user !== undefined && { user: proxy.user }),
			...(proxy.password !== undefined && { password: blob(proxy.password) }),
		};
	return nic;
}

function writeStatic(settings: NonNullable<Settings["static"]>): NonNullable<NIC["staticconfig"]> {
	const { address, mask, gateway, DNS } = settings;
	return {
		ip: address,
		netmask: mask,
		...(gateway !== NO_ADDRESS && { gateway }),
		...(DNS && DNS.length > 0 && { dns: [...DNS] }),
	};
}

function writeCellular(
	settings: NonNullable<Settings["cellular"]>,
): NonNullable<NIC["cellconfig"]> {
	const { APN, user, password, authentication, PIN } = settings;
	return {
		...(APN !== undefined && { apn: APN }),
		...(user !== undefined && { user }),
		...(password !== undefined && { password: blob(password) }),
		...(authentication !== undefined && { authentication }),
		...(PIN !== undefined && { pin: blob(PIN) }),
	};
}

/** The manager seals what it gives out; should it not, nothing may leave in clear. */
function blob(value: string | Sealed): Uint8Array | "" {
	if (value === "") return "";
	if (typeof value === "string") throw new Error("getcurrentconfig: a secret is not sealed");
	return value.slice();
}
