/**
 * Claims: interfaces that the application holds up for local use (impOS's `imp.net.open`), apart
 * from the server's walk. A claim tells its owner each change of its interface's report, later and
 * in order, and lets go when it is closed.
 */

import type { Claim, LinkReport } from "./api.js";
import type { SettingsChange } from "./core/settings.js";
import type { Identifier } from "./core/types.js";

const CLAIMS_MAX = 16;

interface Held {
	interface: Identifier;
	settings: SettingsChange | undefined;
	onChanged: ((report: LinkReport) => void) | undefined;
	/** What was last told, so that silence means no change. */
	told: string;
}

export interface ClaimsOptions {
	report(over: Identifier): LinkReport;
	defer(callback: () => void): void;
	/** The number of claims on an interface is now this. */
	onClaimed(over: Identifier, claims: number): void;
}

function digest(report: LinkReport): string {
	const { phase, connection, reason, address } = report;
	return `${phase} ${connection} ${reason ?? ""} ${address ?? ""}`;
}

export class Claims {
	#options: ClaimsOptions;
	#held: Held[] = [];

	constructor(options: ClaimsOptions) {
		this.#options = options;
	}

	open(
		over: Identifier,
		settings: SettingsChange | undefined,
		onChanged: ((report: LinkReport) => void) | undefined,
	): Claim {
		if (this.#held.length >= CLAIMS_MAX)
			throw new RangeError(`claim: expected at most ${CLAIMS_MAX} at a time`);
		const held: Held = { interface: over, settings, onChanged, told: "" };
		this.#held.push(held);
		this.#options.onClaimed(over, this.#count(over));
		const options = this.#options;
		return {
			get report() {
				return options.report(over);
			},
			close: () => this.#close(held),
		};
	}

	/** The settings that a claim brought for its interface, if any did. */
	settings(over: Identifier): SettingsChange | undefined {
		return this.#held.find((held) => held.interface === over && held.settings)?.settings;
	}

	/** Tells every owner whose interface is not what it was. */
	tell(): void {
		for (const held of this.#held) {
			const report = this.#options.report(held.interface);
			const now = digest(report);
			if (now === held.told) continue;
			held.told = now;
			this.#options.defer(() => {
				if (this.#held.includes(held)) held.onChanged?.(report);
			});
		}
	}

	#close(held: Held): void {
		const at = this.#held.indexOf(held);
		if (at < 0) return;
		this.#held.splice(at, 1);
		this.#options.onClaimed(held.interface, this.#count(held.interface));
	}

	#count(over: Identifier): number {
		return this.#held.filter((held) => held.interface === over).length;
	}
}
