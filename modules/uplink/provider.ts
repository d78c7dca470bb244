/**
 * What a host gives the firmware: one slot for each thing, typed once for every host. Hardware
 * arrives as constructors in options objects (the ECMA-419 idiom), so that nothing in `modules/`
 * imports a host.
 *
 *   host's edge ──▶ Provider ──▶ Uplink (and through it: drivers, server link, store, clock)
 */

import type { Probe } from "../lwip/probe.js";
import type { Resolver } from "../lwip/resolve.js";
import type { Route } from "../lwip/route.js";
import type { UART } from "../lwip/uart.js";
import type { Identifier, Milliseconds } from "./core/types.js";

/** A static IPv4 address, as ECMA-419 Network Interfaces take it in `configure`. */
export interface StaticAddress {
	address: string;
	mask: string;
	gateway: string;
}

/** An ECMA-419 Network Interface (§17). What is optional not every class has. */
export interface NetworkInterface {
	connect(options?: object): void;
	disconnect(): void;
	close(): void;
	configure?(options: { hostname?: string; static?: StaticAddress | false }): void;
	readonly connection: number;
	readonly address: string | undefined;
	readonly MAC?: string | undefined;
	readonly SSID?: string | undefined;
	readonly RSSI?: number | undefined;
	/** Cellular: why `connection` fell, the name of an impOS constant. */
	readonly reason?: string | undefined;
	readonly operator?: string | undefined;
	readonly ICCID?: string | undefined;
	readonly IMEI?: string | undefined;
}

export interface NetworkInterfaceOptions {
	/** Says what changed; the reader asks the getter. */
	onChanged?(this: NetworkInterface, property: "connection" | "address"): void;
}

/** One fitted interface: its class and whatever else its constructor takes (pins, UART). */
export interface Fitting {
	io: new (options: never) => NetworkInterface;
	/** May the class be constructed again when no chip answered, and will it look anew? */
	recreate?: boolean;
	[option: string]: unknown;
}

/** ECMA-419 TCP (§10), in the `buffer` format. It follows the default route: it cannot bind. */
export interface TCPSocket {
	/**
	 * Exactly `count` bytes that have arrived, or all of them; undefined when there are none. Throws
	 * when some have arrived and `count` is more than those.
	 */
	read(count?: number): ArrayBuffer | undefined;
	/** Throws when more is given than the last `onWritable` allowed. */
	write(data: ArrayBuffer | Uint8Array): void;
	close(): void;
}

export interface TCPOptions {
	address: string;
	port: number;
	nodelay?: boolean;
	format?: "buffer";
	/** `count` bytes have arrived and are not yet read. */
	onReadable?(this: TCPSocket, count: number): void;
	/** The first call says that the connection is open; `count` bytes may be written. */
	onWritable?(this: TCPSocket, count: number): void;
	/** The connection failed, was refused, or ended, and what had arrived before is read. */
	onError?(this: TCPSocket): void;
}

/** The SDK's TLS over TCP: constructed over a TCP class, it behaves as a TCP socket. */
export interface TLSSocket extends TCPSocket {
	/**
	 * In `onError`: the name of our reason for which the peer could not be verified. Undefined when
	 * TLS is not to blame, and where a class cannot tell.
	 */
	readonly reason?: string | undefined;
}

/** What TLS verifies the peer by. */
export interface SecureOptions {
	/** The name the certificate must be for; it is sent to the server, too, unless it is an address. */
	serverName: string;
	/** The authorities we trust, as DER; without any, those that the host has built in. */
	certificate?: ArrayBuffer | readonly ArrayBuffer[];
	/** Wall time, which validity is judged by. */
	now: Milliseconds;
}

export interface TLSOptions {
	host: string;
	format?: "buffer";
	secure: SecureOptions;
	/** What carries it. */
	TCP: { io: new (options: TCPOptions) => TCPSocket };
	onReadable?(this: TLSSocket, count: number): void;
	/** The first call says that the peer is verified. */
	onWritable?(this: TLSSocket, count: number): void;
	onError?(this: TLSSocket): void;
}

/** ECMA-419 UDP (§11), in the `buffer` format. */
export interface UDPSocket {
	read(): (ArrayBuffer & { address: string; port: number }) | undefined;
	write(data: ArrayBuffer | Uint8Array, address: string, port: number): void;
	close(): void;
}

export interface UDPOptions {
	address?: string;
	port?: number;
	format?: "buffer";
	onReadable?(this: UDPSocket, count: number): void;
	onError?(this: UDPSocket): void;
}

/** One open domain of ECMA-419's key-value storage, in the `buffer` format. */
export interface KeyValueDomain {
	read(key: string): ArrayBuffer | undefined;
	/** Returns when the value is in flash: afterwards the old value or the new one is read. */
	write(key: string, value: ArrayBuffer): void;
	delete(key: string): void;
	close(): void;
}

export interface KeyValue {
	open(options: { path: string; mode?: "r" | "r+"; format?: "buffer" }): KeyValueDomain;
}

/** The SDK's `timer`, as far as we use it. */
export interface Timer {
	set(callback: () => void, interval: Milliseconds): unknown;
	clear(handle: unknown): void;
}

/** The SDK's `time`: signed 32-bit milliseconds that wrap every 49.7 days, through negatives. */
export interface Time {
	readonly ticks: number;
	/** Wall time in ms since 1970, or undefined while nobody has told it. */
	readonly now?: Milliseconds | undefined;
	/** Tells the platform the wall time, for what asks its clock alone (the SDK's TLS does). */
	set?(now: Milliseconds): void;
}

export interface Provider {
	/** What is fitted, declared and never probed: hardware that does not answer stays. */
	interfaces: Readonly<Partial<Record<string, Fitting>>>;
	TCP: { io: new (options: TCPOptions) => TCPSocket };
	/** Without it a server link cannot be given `tls`. */
	TLS?: { io: new (options: TLSOptions) => TLSSocket };
	UDP?: { io: new (options: UDPOptions) => UDPSocket };
	/** The modem's serial port, for hosts whose cellular class is ours. */
	UART?: { io: new (options: never) => UART };
	route: Route;
	resolve: { io: new (options: { interface: Identifier }) => Resolver };
	probe: { io: new (options: ProbeOptions) => Probe };
	storage: KeyValue;
	timer: Timer;
	time: Time;
	/** A uniform unsigned 32-bit integer. */
	random(): number;
	/** Restarts the board, for the last rung of the recovery ladder. */
	restart?(): void;
	/** Deep sleep, where the host offers it. */
	sleep?(duration: Milliseconds): void;
}

export interface ProbeOptions {
	interface: Identifier;
	host: string;
	port: number;
	onReachable(): void;
	onError(): void;
}
