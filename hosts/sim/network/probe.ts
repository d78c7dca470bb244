/**
 * Can this host and port be reached over that interface? The name is asked and the handshake made
 * over it, whatever the default route is. The asker bounds the wait by `close`.
 *
 *   name ──▶ handshake ──▶ onReachable
 *     └─────────┴────────▶ onError
 */

import type { Probe } from "../../../modules/lwip/probe.js";
import type { ProbeOptions } from "../../../modules/uplink/provider.js";
import { Connection } from "./connection.js";
import { checkPort } from "./internet.js";
import { SimResolver } from "./resolve.js";
import type { Stack } from "./stack.js";

export class SimProbe implements Probe {
	#stack: Stack;
	#resolver: SimResolver;
	#connection: Connection | undefined;

	constructor(stack: Stack, options: ProbeOptions) {
		this.#stack = stack;
		const { host, port, onError } = options;
		checkPort("probe: port", port);
		this.#resolver = new SimResolver(stack, { interface: options.interface });
		this.#resolver.resolve({
			host,
			onResolved: (_, address) => this.#connect(address, options),
			onError: () => {
				this.#resolver.close();
				onError();
			},
		});
	}

	close(): void {
		this.#resolver.close();
		this.#connection?.close();
	}

	#connect(address: string, options: ProbeOptions): void {
		this.#resolver.close();
		const { onReachable, onError } = options;
		const netif = this.#stack.netif(options.interface);
		try {
			this.#connection = new Connection(this.#stack, netif, address, options.port, {
				bound: true,
				opened: () => {
					this.#connection?.close();
					this.#stack.perform(onReachable);
				},
				acknowledged: () => undefined,
				take: () => true,
				ended: () => this.#stack.perform(onError),
			});
		} catch {
			// The stack is full: an answer like any other, and not from within a call.
			onError();
		}
	}
}
