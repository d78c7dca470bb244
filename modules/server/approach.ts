/**
 * What must be known before TCP can be opened over an interface: the address, and where the server is
 * to be verified the time.
 *
 *   naming ──▶ timing ──▶ onKnown(address, now) │ onFailed(reason), once; never after close()
 *              only TLS
 */

import type { Resolver } from "../lwip/resolve.js";
import type { Identifier, Milliseconds, Reason } from "../uplink/core/types.js";
import type { ServerEnvironment } from "./server.js";

export interface ApproachOptions {
	environment: Pick<ServerEnvironment, "resolve" | "defer" | "askTime">;
	over: Identifier;
	host: string;
	needsTime: boolean;
	/** The time is asked for. */
	onTiming(): void;
	/** `now` is wall time, and 0 where it is not needed. */
	onKnown(address: string, now: Milliseconds): void;
	onFailed(reason: Extract<Reason, "NOT_RESOLVED" | "TLS_CLOCK">): void;
}

export class Approach {
	#options: ApproachOptions;
	#phase: "naming" | "timing" | "over" = "naming";
	#resolver: Resolver | undefined;
	#question: { close(): void } | undefined;

	/** Nothing is called back from within. */
	constructor(options: ApproachOptions) {
		this.#options = options;
		const { environment, over, host } = options;
		try {
			this.#resolver = new environment.resolve.io({ interface: over });
			this.#resolver.resolve({
				host,
				onResolved: (_host, address) => this.#named(address),
				onError: () => this.#fail("NOT_RESOLVED"),
			});
		} catch {
			environment.defer(() => this.#fail("NOT_RESOLVED"));
		}
	}

	close(): void {
		this.#phase = "over";
		this.#resolver?.close();
		this.#question?.close();
	}

	#named(address: string): void {
		if (this.#phase !== "naming") return;
		const { environment, over, needsTime, onTiming } = this.#options;
		this.#resolver?.close();
		this.#phase = "timing";
		if (!needsTime) {
			this.#know(address, 0);
			return;
		}
		onTiming();
		if (this.#isOver()) return;
		this.#question = environment.askTime(over, (now) => {
			if (now === undefined) this.#fail("TLS_CLOCK");
			else this.#know(address, now);
		});
	}

	#know(address: string, now: Milliseconds): void {
		if (this.#phase !== "timing") return;
		this.#phase = "over";
		this.#options.onKnown(address, now);
	}

	#fail(reason: "NOT_RESOLVED" | "TLS_CLOCK"): void {
		if (this.#isOver()) return;
		this.close();
		this.#options.onFailed(reason);
	}

	/** Callbacks may close us; a method hides that from the type checker's narrowing. */
	#isOver(): boolean {
		return this.#phase === "over";
	}
}
