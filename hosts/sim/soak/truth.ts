/**
 * The truth about a soaked world, as its steps made it: what the firmware has to find out, the
 * checks know from here. An interface is healthy when nothing in the world keeps it from the server.
 */

import { classOf, spell } from "../../../modules/uplink/core/identifiers.js";
import type { Policy } from "../../../modules/uplink/core/policy.js";
import type { Identifier, Milliseconds } from "../../../modules/uplink/core/types.js";
import type { CellularFacts, EthernetFacts, FactChanges, Facts, WiFiFacts } from "../facts.js";
import { healthy, merge } from "../facts-parse.js";
import { type Quirk, wellBehaved } from "./misbehave.js";

/** dBm: comfortably above what the simulated radio hears. */
const AUDIBLE = -88;
/** From the radio on to registration there is a SIM to read first. */
const MODEM_TAKES: Milliseconds = 30_000;

export class Truth {
	readonly facts: Facts;
	silent = false;
	/** Is the Wi-Fi's password that the firmware has in memory the right one? */
	passwordIsRight = true;
	/** Has the server refused since the firmware was last connected? */
	refused = false;
	/** Interfaces whose class has misbehaved since the boot. */
	readonly misbehaved = new Set<Identifier>();
	#quirks = new Map<Identifier, Quirk>();
	#policy: Policy;

	constructor(fitted: readonly string[], policy: Policy) {
		this.facts = healthy(fitted);
		this.#policy = policy;
	}

	set(changes: FactChanges): void {
		merge(this.facts, changes);
		if (this.facts.server === "refusing") this.refused = true;
	}

	quirk(over: Identifier): Quirk {
		return this.#quirks.get(over) ?? {};
	}

	setQuirk(over: Identifier, quirk: Quirk): void {
		this.#quirks.set(over, quirk);
		if (!wellBehaved(quirk)) this.misbehaved.add(over);
	}

	/** A boot: whatever a class did to the firmware of the last one is forgotten. */
	booted(): void {
		this.misbehaved.clear();
		for (const [over, quirk] of this.#quirks) if (!wellBehaved(quirk)) this.misbehaved.add(over);
	}

	get served(): boolean {
		return this.facts.server === "up" && !this.silent;
	}

	/** Could a session be opened over it, by a firmware that does everything right? */
	healthy(over: Identifier): boolean {
		const facts = this.facts[spell(over) as "eth0"];
		if (!facts || !wellBehaved(this.#quirks.get(over))) return false;
		if (!facts.dhcp || facts.dns !== "ok" || facts.upstream !== "ok") return false;
		switch (classOf(over)) {
			case "ethernet":
				return (facts as EthernetFacts).cable && (facts as EthernetFacts).answers;
			case "wifi":
				return this.#heard(facts as unknown as WiFiFacts);
			case "cell":
				return this.#registers(facts as unknown as CellularFacts);
		}
	}

	#heard({ accessPoint, passwordAccepted, signal }: WiFiFacts): boolean {
		return this.passwordIsRight && accessPoint && passwordAccepted && signal >= AUDIBLE;
	}

	#registers({ modem, sim, registration, registersAfter, ppp }: CellularFacts): boolean {
		const admitted = registration === "home" || registration === "roaming";
		const inTime = registersAfter + MODEM_TAKES <= this.#policy.cell.link;
		return modem && sim === "ready" && admitted && inTime && ppp;
	}
}
