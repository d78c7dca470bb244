/**
 * What the manager knows of an interface, in impOS's words: the state of an interface object
 * (`getstate`) and its IPv4 table. Pure; the numbers of `connection` are ECMA-419's and, for
 * cellular, those of our class (100 powering, 150 answers, 200 SIM ready, 300 registering,
 * 320 registered, 340 dialling, 400 PPP).
 *
 *   phase      climbing ─────────────▶ up          waiting            idle, stopping
 *   state      STARTING … _DHCPING     CONNECTED   _STOPPED_UNHAPPY   _STOPPED
 */

import type { LinkReport, Settings } from "../uplink/api.js";
import {
	ADDRESSED,
	CONNECTED as ASSOCIATED,
	CONNECTING,
	DISCONNECTED,
	type InterfaceClass,
} from "../uplink/core/types.js";
import { isDottedQuad } from "./checks.js";
import {
	CELLULAR_PINGING,
	CELLULAR_PPP_CONNECTING,
	CELLULAR_REGISTERING,
	CELLULAR_REGISTRATION_DENIED,
	CELLULAR_STOPPED,
	CELLULAR_STOPPED_UNHAPPY,
	CELLULAR_WAITING_FOR_SIM,
	CONNECTED,
	ETHERNET_DHCPING,
	ETHERNET_STOPPED,
	ETHERNET_STOPPED_NO_LINK,
	ETHERNET_STOPPED_UNHAPPY,
	PROXY_TYPE_HTTP,
	PROXY_TYPE_NONE,
	STARTING,
	WIFI_DHCPING,
	WIFI_JOINING,
	WIFI_STOPPED,
	WIFI_STOPPED_UNHAPPY,
} from "./constants.js";
import { NO_ADDRESS } from "./nic.js";

/** Where cellular's `connection` begins to mean these. */
const MODEM_ANSWERS = 150;
const DIALLING = 340;

const STOPPED: Readonly<Record<InterfaceClass, number>> = Object.freeze({
	ethernet: ETHERNET_STOPPED,
	wifi: WIFI_STOPPED,
	cell: CELLULAR_STOPPED,
});

const UNHAPPY: Readonly<Record<InterfaceClass, number>> = Object.freeze({
	ethernet: ETHERNET_STOPPED_UNHAPPY,
	wifi: WIFI_STOPPED_UNHAPPY,
	cell: CELLULAR_STOPPED_UNHAPPY,
});

const CLIMBING: Readonly<Record<InterfaceClass, (connection: number) => number>> = Object.freeze({
	ethernet: (connection: number) => (connection >= ASSOCIATED ? ETHERNET_DHCPING : STARTING),
	wifi(connection: number) {
		if (connection >= ASSOCIATED) return WIFI_DHCPING;
		return connection >= CONNECTING ? WIFI_JOINING : STARTING;
	},
	cell(connection: number) {
		if (connection >= DIALLING) return CELLULAR_PPP_CONNECTING;
		if (connection >= DISCONNECTED) return CELLULAR_REGISTERING;
		return connection >= MODEM_ANSWERS ? CELLULAR_WAITING_FOR_SIM : CELLULAR_PINGING;
	},
});

export function stoppedStateOf(kind: InterfaceClass): number {
	return STOPPED[kind];
}

/** The state constant that says best where the interface is. */
export function stateOf(report: LinkReport): number {
	const { class: kind, phase, connection, reason } = report;
	if (phase === "up" || (phase === "climbing" && connection >= ADDRESSED)) return CONNECTED;
	if (phase === "climbing") return CLIMBING[kind](connection);
	if (phase !== "waiting") return STOPPED[kind];
	if (reason === "NO_LINK" && kind === "ethernet") return ETHERNET_STOPPED_NO_LINK;
	if (reason === "REGISTRATION_DENIED") return CELLULAR_REGISTRATION_DENIED;
	return UNHAPPY[kind];
}

export interface IPv4Table {
	address?: string;
	broadcast?: string;
	dnsserver?: string[];
	gateway?: string;
	netmask?: string;
	proxy?: { type: number; address?: string; port?: number };
}

/**
 * What is known of an interface's IPv4: its address and, where it was set by hand, the rest. What
 * DHCP brought beside the address ECMA-419 does not tell, and nothing is made up.
 */
export function ipv4Of(address: string | undefined, settings: Settings): IPv4Table {
	const table: IPv4Table = {};
	if (address === undefined || !isDottedQuad(address) || address === NO_ADDRESS) return table;
	table.address = address;
	const { static: fixed, proxy } = settings;
	if (fixed) {
		table.netmask = fixed.mask;
		table.broadcast = broadcastOf(address, fixed.mask);
		if (fixed.gateway !== NO_ADDRESS) table.gateway = fixed.gateway;
		if (fixed.DNS && fixed.DNS.length > 0) table.dnsserver = [...fixed.DNS];
	}
	table.proxy = proxy
		? { type: PROXY_TYPE_HTTP, address: proxy.address, port: proxy.port }
		: { type: PROXY_TYPE_NONE };
	return table;
}

function broadcastOf(address: string, mask: string): string {
	const masks = mask.split(".");
	return address
		.split(".")
		.map((octet, index) => (Number(octet) & Number(masks[index])) | (255 - Number(masks[index])))
		.join(".");
}
