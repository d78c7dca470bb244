/**
 * The words every part of the manager shares: time, identifiers, reasons, and the ordered numbers
 * of ECMA-419's `connection`. Words alone; no machine lives here.
 */

/** A span or an instant in milliseconds; instants count from the boot and never wrap. */
export type Milliseconds = number;

/** The class of an interface, spelled as impOS spells it. */
export type InterfaceClass = "ethernet" | "wifi" | "cell";

/**
 * The name of one interface: a class for its first instance (`wifi`), or an instance from 1 on
 * (`wl1`, `eth1`, `cell1`). `wl0`, `eth0` and `cell0` are spellings that fold into the class.
 */
export type Identifier = InterfaceClass | `eth${number}` | `wl${number}` | `cell${number}`;

/**
 * Why something is not better than it is: the names of impOS's constants (impos.md §5.1), and what
 * impOS cannot say. `SERVER_DOWN`: the server is silent and the network is not to blame. `TLS_…`:
 * something answered at the server's address and could not be shown to be the server: no clock to
 * judge its certificate by or one that is not valid yet, another's name, expired, of an issuer we do
 * not know, or a handshake that failed.
 */
export type Reason =
	| "NOT_CONNECTED"
	| "NO_WIFI"
	| "NO_LINK"
	| "NO_IP_ADDRESS"
	| "NOT_RESOLVED"
	| "NO_SERVER"
	| "NO_PROXY"
	| "NOT_AUTHORISED"
	| "NO_MODEM"
	| "SIM_ERROR"
	| "NO_REGISTRATION"
	| "REGISTRATION_DENIED"
	| "NO_PPP_CONNECTION"
	| "PPP_NO_CONNECTIVITY"
	| "SERVER_DOWN"
	| TLSReason;

export type TLSReason = "TLS_CLOCK" | "TLS_NAME" | "TLS_EXPIRED" | "TLS_ISSUER" | "TLS_FAILED";

const TLS_REASONS: readonly string[] = Object.freeze([
	"TLS_CLOCK",
	"TLS_NAME",
	"TLS_EXPIRED",
	"TLS_ISSUER",
	"TLS_FAILED",
]);

export function isTLSReason(reason: unknown): reason is TLSReason {
	return TLS_REASONS.includes(reason as string);
}

/** How an attempt to reach the server ended. */
export type Outcome = Reason | "SERVER_CONNECTED";

/** ECMA-419 §17 `connection`, with Uplink's own last stage. Larger is later. */
export const CLOSED = 0;
export const INITIALIZING = 100;
export const DISCONNECTED = 200;
export const CONNECTING = 300;
export const CONNECTED = 400;
export const ADDRESSED = 500;
export const PROVEN = 600;

/** A deadline that never comes. Only a phase with nothing to wait for may have it. */
export const NEVER: Milliseconds = Infinity;
