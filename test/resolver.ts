/** A resolver over scripted interfaces, in virtual time: each name has one address, or none has any. */

import type { VirtualTime } from "../hosts/sim/time.js";
import type { Provider } from "../modules/uplink/provider.js";

/** Whose names they are. */
export interface Names {
	readonly time: Pick<VirtualTime, "after">;
	/** Does a name have an address? Looked at when the answer is due. */
	names: boolean;
	/** What was asked, with its interface: `wifi broker.test`. */
	readonly asked: string[];
}

/** The class for a provider's `resolve`: it answers with `address` after `latency`, unless closed. */
export function resolverOf(
	world: Names,
	latency: number,
	address: string,
): Provider["resolve"]["io"] {
	return class {
		#over: string;
		#closed = false;

		constructor(options: { interface: string }) {
			this.#over = options.interface;
		}

		resolve(options: {
			host: string;
			onResolved(host: string, address: string): void;
			onError(): void;
		}): void {
			world.asked.push(`${this.#over} ${options.host}`);
			world.time.after(latency, () => {
				if (this.#closed) return;
				if (world.names) options.onResolved(options.host, address);
				else options.onError();
			});
		}

		close(): void {
			this.#closed = true;
		}
	};
}
