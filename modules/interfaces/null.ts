/**
 * The driver of an interface that is declared fitted and has no class to drive it: it never connects
 * and says why, so that the interface stays in every list and fails in its turn like any other.
 */

import type { InterfaceClass, Reason } from "../uplink/core/types.js";
import type { Driver, DriverOptions, LinkSettings } from "./driver.js";

const REASONS: Readonly<Record<InterfaceClass, Reason>> = Object.freeze({
	ethernet: "NO_LINK",
	wifi: "NO_WIFI",
	cell: "NO_MODEM",
});

export class NullDriver implements Driver {
	readonly class: InterfaceClass;
	readonly connection = 0;
	readonly address = undefined;
	readonly #reason: Reason;
	readonly #options: DriverOptions;

	/** `reason`: what to fail with, where the class's usual one is not the truth. */
	constructor(fitting: { class: InterfaceClass; reason?: Reason }, options: DriverOptions) {
		this.class = fitting.class;
		this.#reason = fitting.reason ?? REASONS[fitting.class];
		this.#options = options;
	}

	start(_settings: LinkSettings): void {
		this.#options.onChanged(0, this.#reason);
	}

	stop(): void {}

	recover(_rung: number): void {}

	information(): Readonly<Record<string, string | number>> {
		return {};
	}

	close(): void {}
}
