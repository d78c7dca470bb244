/**
 * Counts the bytes of a whole run. A board's network counts those of one boot and goes with its
 * power; what it counted is added up before the next one is followed.
 */

import type { Identifier } from "../../../modules/uplink/core/types.js";
import type { Metered } from "./board-shape.js";
import type { TrafficRow } from "./record.js";

export class Meter {
	/** Of the boots before this one. */
	#sums: TrafficRow[];
	#network: Metered | undefined;

	constructor(interfaces: readonly Identifier[]) {
		this.#sums = interfaces.map((over) => ({ interface: over, sent: 0, received: 0 }));
	}

	/** To be called at each boot, once the board has its network. */
	follow(network: Metered | undefined): void {
		if (network === undefined || network === this.#network) return;
		this.#sums = this.read();
		this.#network = network;
	}

	read(): TrafficRow[] {
		const network = this.#network;
		return this.#sums.map(({ interface: over, sent, received }) => {
			const boot = network?.bytes(over as Identifier) ?? { sent: 0, received: 0 };
			return { interface: over, sent: sent + boot.sent, received: received + boot.received };
		});
	}
}
