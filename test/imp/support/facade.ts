/** The façade over a manager that the test controls, and a record of every callback. */

import { createImp } from "../../../modules/imp/index.js";
import type { Identifier } from "../../../modules/uplink/core/types.js";
import type { Provider } from "../../../modules/uplink/provider.js";
import { FakeManager } from "./manager.js";

export interface Facade extends ReturnType<typeof createImp> {
	manager: FakeManager;
	/** What callbacks said, in order. */
	heard: unknown[];
	/** A callback that records its arguments under a name. */
	hear(name: string): (...values: unknown[]) => void;
	/** Lets virtual time pass: what was deferred runs. */
	pass(duration?: number): void;
}

export function facade(fitted?: readonly Identifier[], UDP?: Provider["UDP"]): Facade {
	const manager = new FakeManager(fitted);
	const heard: unknown[] = [];
	return {
		...createImp({ manager, UDP, deviceID: "d1" }),
		manager,
		heard,
		hear:
			(name) =>
			(...values) => {
				heard.push([name, ...values]);
			},
		pass: (duration = 0) => manager.time.advance(duration),
	};
}
