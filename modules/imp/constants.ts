/**
 * impOS's constants under impOS's names, and the way between its numbers and our reasons. Numbers
 * that Electric Imp published are theirs; the others are ours, each used once, so that a constant
 * given in the wrong place is caught. Compare by name: impOS itself may renumber.
 *
 *   Outcome ("NO_LINK") ──codeOf──▶ 1 ──outcomeOf──▶ "NO_WIFI" | "NO_LINK"
 */

import type { InterfaceClass, Outcome } from "../uplink/core/types.js";

/** How a connection attempt ended. 5 is success and 0 a failure: never test for truth. */
export const NOT_CONNECTED = 0;
export const NO_WIFI = 1;
/** The same number as NO_WIFI, in impOS too. */
export const NO_LINK = 1;
export const NO_IP_ADDRESS = 2;
export const NOT_RESOLVED = 3;
export const NO_SERVER = 4;
export const SERVER_CONNECTED = 5;
export const NO_PROXY = 6;
export const NOT_AUTHORISED = 7;
export const NO_MODEM = 8;
export const SIM_ERROR = 9;
export const NO_REGISTRATION = 10;
export const REGISTRATION_DENIED = 11;
export const NO_PPP_CONNECTION = 12;
export const PPP_NO_CONNECTIVITY = 13;
/** Ours: the server is silent and the network is not to blame. */
export const SERVER_DOWN = 50;

/** Who gives up when nothing connects. */
export const SUSPEND_ON_ERROR = 60;
export const RETURN_ON_ERROR = 61;
export const RETURN_ON_ERROR_NO_DISCONNECT = 62;

/** What a send waits for. Here nothing blocks; both are accepted. */
export const WAIT_TIL_SENT = 70;
export const WAIT_FOR_ACK = 71;

/** What a send returns; 0 is success. */
export const SEND_ERROR_NOT_CONNECTED = 1;
export const SEND_ERROR_TIMEOUT = 2;
export const SEND_ERROR_DISCONNECTED = 3;
export const SEND_ERROR_WOULDBLOCK = 4;

/** What `imp.clearconfiguration` clears: single bits, to be joined with `|`. */
export const CONFIG_WIFI = 0x100;
export const CONFIG_STATIC_NETWORK = 0x200;
export const CONFIG_PROXY = 0x400;
export const CONFIG_APN = 0x800;
/** Ours: the list of `imp.net.setserverinterfaces`, which impOS clears with CONFIG_ALL alone. */
export const CONFIG_INTERFACES = 0x1000;
/** Ours: what else is stored for cellular (user, password, PIN). */
export const CONFIG_CELLULAR = 0x2000;
export const CONFIG_ALL =
	CONFIG_WIFI |
	CONFIG_STATIC_NETWORK |
	CONFIG_PROXY |
	CONFIG_APN |
	CONFIG_INTERFACES |
	CONFIG_CELLULAR;

export const PROXY_TYPE_NONE = 80;
export const PROXY_TYPE_HTTP = 81;

/** What an interface object's `getstate` answers; members of `imp.net` too. */
export const UNKNOWN = -1;
export const STARTING = 0;
export const CONNECTED = 1;
export const WIFI_SCANNING = 100;
export const WIFI_JOINING = 101;
export const WIFI_WPSING = 102;
export const WIFI_LINK_UP = 103;
export const WIFI_DHCPING = 104;
export const WIFI_STOPPED = 105;
export const WIFI_STOPPED_UNHAPPY = 106;
export const ETHERNET_LINK_UP = 200;
export const ETHERNET_DHCPING = 201;
export const ETHERNET_STOPPED = 202;
export const ETHERNET_STOPPED_UNHAPPY = 203;
export const ETHERNET_STOPPED_NO_LINK = 204;
export const CELLULAR_PINGING = 300;
export const CELLULAR_WAITING_FOR_SIM = 301;
export const CELLULAR_PPP_CONNECTING = 302;
export const CELLULAR_REGISTERING = 303;
export const CELLULAR_REGISTRATION_DENIED = 304;
export const CELLULAR_STOPPED = 305;
export const CELLULAR_STOPPED_UNHAPPY = 306;

/** The state constants, as `imp.net` has them. */
export const STATES = Object.freeze({
	UNKNOWN,
	STARTING,
	CONNECTED,
	WIFI_SCANNING,
	WIFI_JOINING,
	WIFI_WPSING,
	WIFI_LINK_UP,
	WIFI_DHCPING,
	WIFI_STOPPED,
	WIFI_STOPPED_UNHAPPY,
	ETHERNET_LINK_UP,
	ETHERNET_DHCPING,
	ETHERNET_STOPPED,
	ETHERNET_STOPPED_UNHAPPY,
	ETHERNET_STOPPED_NO_LINK,
	CELLULAR_PINGING,
	CELLULAR_WAITING_FOR_SIM,
	CELLULAR_PPP_CONNECTING,
	CELLULAR_REGISTERING,
	CELLULAR_REGISTRATION_DENIED,
	CELLULAR_STOPPED,
	CELLULAR_STOPPED_UNHAPPY,
});

const CODES: Readonly<Record<Outcome, number>> = Object.freeze({
	NOT_CONNECTED,
	NO_WIFI,
	NO_LINK,
	NO_IP_ADDRESS,
	NOT_RESOLVED,
	NO_SERVER,
	SERVER_CONNECTED,
	NO_PROXY,
	NOT_AUTHORISED,
	NO_MODEM,
	SIM_ERROR,
	NO_REGISTRATION,
	REGISTRATION_DENIED,
	NO_PPP_CONNECTION,
	PPP_NO_CONNECTIVITY,
	SERVER_DOWN,
	// An application of impOS's knows no TLS: what could not be verified is no server to it.
	TLS_CLOCK: NO_SERVER,
	TLS_NAME: NO_SERVER,
	TLS_EXPIRED: NO_SERVER,
	TLS_ISSUER: NO_SERVER,
	TLS_FAILED: NO_SERVER,
});

export function codeOf(outcome: Outcome): number {
	return CODES[outcome];
}

/** The name of a code, or undefined. 1 has two; the class of the interface decides. */
export function outcomeOf(code: number, over: InterfaceClass = "wifi"): Outcome | undefined {
	if (code === NO_LINK && over === "ethernet") return "NO_LINK";
	for (const outcome of Object.keys(CODES) as Outcome[])
		if (CODES[outcome] === code) return outcome;
	return undefined;
}
