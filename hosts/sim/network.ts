/**
 * The simulated network, whole: the stack, the internet behind it, the neighbours on its segments,
 * and at each boot the classes that the firmware's provider takes from it.
 *
 *   Board ──▶ Network ──▶ provide() ──▶ TCP, UDP, route, resolve, probe ──▶ firmware
 *                └─ internet: names, listeners (the server, proxies)
 */

import type { Identifier } from "../../modules/uplink/core/types.js";
import type {
	ProbeOptions,
	Provider,
	TCPOptions,
	UDPOptions,
} from "../../modules/uplink/provider.js";
import { SimProbe } from "./network/probe.js";
import { SimResolver } from "./network/resolve.js";
import { SimRoute, type SimRouteOptions } from "./network/route.js";
import { Stack } from "./network/stack.js";
import { SimTCP } from "./network/tcp.js";
import { SimTLS } from "./network/tls.js";
import { type Datagram, Segments, SimUDP } from "./network/udp.js";

export { type Accept, Internet, NOWHERE, type Peer } from "./network/internet.js";
export type { SimRouteOptions } from "./network/route.js";
export type { Direction, Netif, StackOptions, Traffic } from "./network/stack.js";
export { authority, type Certificate, serveTLS } from "./network/tls.js";
export type { Datagram } from "./network/udp.js";

export type NetworkProvider = Pick<Provider, "TCP" | "route" | "resolve" | "probe"> &
	Required<Pick<Provider, "UDP" | "TLS">>;

export class Network extends Stack {
	#segments = new Segments(this);

	/** Puts a peer on an interface's own segment; the answer sends to a port of the board. */
	attachUDP(
		over: Identifier,
		address: string,
		port: number,
		onDatagram: (datagram: Datagram) => void,
	): (data: Uint8Array, port: number) => void {
		return this.#segments.attach(over, address, port, onDatagram);
	}

	/** What one boot of the firmware gets; all of it is dead after `powerOff`. */
	provide(options?: SimRouteOptions): NetworkProvider {
		const stack = this;
		const segments = this.#segments;
		return {
			TCP: {
				io: class extends SimTCP {
					constructor(options: TCPOptions) {
						super(stack, options);
					}
				},
			},
			TLS: { io: SimTLS },
			UDP: {
				io: class extends SimUDP {
					constructor(options: UDPOptions) {
						super(stack, segments, options);
					}
				},
			},
			route: new SimRoute(stack, options),
			resolve: {
				io: class extends SimResolver {
					constructor(options: { interface: Identifier }) {
						super(stack, options);
					}
				},
			},
			probe: {
				io: class extends SimProbe {
					constructor(options: ProbeOptions) {
						super(stack, options);
					}
				},
			},
		};
	}
}
