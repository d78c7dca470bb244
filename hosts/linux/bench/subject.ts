/**
 * What is measured: something that keeps a device of the laboratory connected. A subject tells of
 * what it does by times; a round of a bench asks for them.
 */

import type { Laboratory } from "../lab/laboratory.js";

/** Times in ms of `performance.now()`, of the first such event after `since`. */
export interface Running {
	/** The preferred interface is in use, and the other one as ready as this subject keeps it. */
	ready(limit: number): Promise<void>;
	/** The first sign that something is amiss; for subjects that do not say, none. */
	detected(since: number): number | undefined;
	/** The default route has left `eth0` for `wlan0`; resolves when the limit is over as well. */
	moved(since: number, limit: number): Promise<number | undefined>;
	/** The broker has answered over the other interface. */
	connected(since: number, limit: number): Promise<number | undefined>;
	/** The preferred interface is in use again. */
	back(since: number, limit: number): Promise<number | undefined>;
	end(): Promise<void>;
}

export interface Subject {
	name: string;
	/** How long it must have been ready before a fault meets what it is like by day. */
	steady: number;
	/** Undefined when it can run here; else what it lacks. */
	lacks?: string | undefined;
	start(laboratory: Laboratory): Promise<Running>;
}
