/**
 * The last rung of the recovery ladder: nothing has connected for a long time, so the board is
 * restarted, at most once in 24 h of powered time. The count is kept in flash, because memory is
 * what a restart loses; without wall time each boot counts its own day from its start, so a boot
 * that a restart caused restarts no sooner than a day later.
 */

import type { Milliseconds } from "./core/types.js";
import type { Provider } from "./provider.js";
import type { Store } from "./store.js";

const DAY = 86_400_000;

export class RestartLadder {
	#store: Store;
	#provider: Provider;
	#note: (text: string) => void;
	#uptime: () => Milliseconds;
	/** Saves what an orderly restart should not lose. */
	#save: () => void;

	constructor(
		store: Store,
		provider: Provider,
		note: (text: string) => void,
		uptime: () => Milliseconds,
		save: () => void,
	) {
		this.#store = store;
		this.#provider = provider;
		this.#note = note;
		this.#uptime = uptime;
		this.#save = save;
	}

	/** Restarts the board if the host can and the last restart is a day old. */
	restart(): void {
		const { restart, time } = this.#provider;
		if (!restart) return;
		if (this.#store.isForeign("ladder")) return;
		const record = this.#store.read("ladder") as { restarts?: number; at?: number } | undefined;
		const now = time.now;
		// Powered time is all there is without a wall clock, and each boot begins it anew.
		if (now === undefined && this.#uptime() < DAY) return;
		if (now !== undefined && typeof record?.at === "number" && now - record.at < DAY) return;
		const restarts = (typeof record?.restarts === "number" ? record.restarts : 0) + 1;
		try {
			this.#store.write("ladder", now === undefined ? { restarts } : { restarts, at: now });
		} catch {
			this.#note("the restart could not be counted, so the board is not restarted");
			return;
		}
		this.#save();
		this.#note(`nothing connected for a day: restart ${restarts} of the board`);
		restart.call(this.#provider);
	}
}
