/** Our firmware as the subject of a bench, with a standby that is warm or cold. */

import type { PolicyOptions } from "../../../modules/uplink/core/policy.js";
import { Device } from "../lab/device.js";
import type { Laboratory } from "../lab/laboratory.js";
import type { Running, Subject } from "./subject.js";

/**
 * The defaults, but for the wait before a failback, which would be a minute: 2 s are enough to see
 * that it is waited for, and what is beyond them is measured. A session counts when it is 2 s old.
 */
export function benchPolicy(standby: "warm" | "cold"): PolicyOptions {
	return {
		preset: "native",
		dwell: 2000,
		dwellMax: 2000,
		steady: 2000,
		scoutMin: 2000,
		probeInterval: 1000,
		ethernet: { standby },
		wifi: { standby },
	};
}

class RunningUplink implements Running {
	readonly #device: Device;
	readonly #warm: boolean;

	constructor(device: Device, warm: boolean) {
		this.#device = device;
		this.#warm = warm;
	}

	async ready(limit: number): Promise<void> {
		await this.#device.until(/active \S+ → ethernet$/, limit);
		if (this.#warm) await this.#device.until(/wifi \S+ → up/, limit);
	}

	detected(since: number): number | undefined {
		return this.#first(/(ethernet up →|session proven →|active ethernet →)/, since)?.at;
	}

	moved(since: number, limit: number): Promise<number | undefined> {
		return this.#wait(/session \S+ → opening over wifi/, since, limit);
	}

	connected(since: number, limit: number): Promise<number | undefined> {
		return this.#wait(/active \S+ → wifi$/, since, limit);
	}

	back(since: number, limit: number): Promise<number | undefined> {
		return this.#wait(/active \S+ → ethernet$/, since, limit);
	}

	async end(): Promise<void> {
		await this.#device.quit();
	}

	#first(pattern: RegExp, since: number) {
		return this.#device.lines.find(({ at, text }) => at >= since && pattern.test(text));
	}

	async #wait(pattern: RegExp, since: number, limit: number): Promise<number | undefined> {
		const look = () => this.#first(pattern, since);
		const left = since + limit - performance.now();
		try {
			return (await this.#device.expect(look, left, () => String(pattern))).at;
		} catch (error) {
			if (this.#device.alive) return undefined;
			throw error;
		}
	}
}

export function uplink(standby: "warm" | "cold"): Subject {
	return {
		name: `Uplink, ${standby} standby`,
		// A session that has lasted for less would count as none.
		steady: 2500,
		async start(laboratory: Laboratory) {
			const policy = benchPolicy(standby);
			const device = await Device.start(laboratory, { policy, list: ["ethernet", "wifi"] });
			return new RunningUplink(device, standby === "warm");
		},
	};
}
