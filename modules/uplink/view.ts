/**
 * The view: what the manager's getters say, read off its parts and never written. Apart from the
 * face, so that what a number means stands in one place.
 *
 *   core ──▶ connectionOf                one number for an ECMA-419 caller
 *   parts ─▶ currentOf, explanationOf    what worked, and why the device is where it is
 *   face ──▶ Changes                     what is not as it was last told
 */

import type { Explanation, Manager } from "./api.js";
import { type Core, connected, linkOf } from "./core/core.js";
import { words } from "./core/explain.js";
import { sequenceOf } from "./core/identifiers.js";
import { ADDRESSED, CLOSED, CONNECTING, DISCONNECTED, PROVEN } from "./core/types.js";
import type { Parts } from "./parts.js";

/** As far as the attempt in hand has come; offline and at rest it is 200. */
export function connectionOf(core: Core, closed: boolean): number {
	if (closed) return CLOSED;
	if (connected(core)) return PROVEN;
	if (core.session.phase === "opening") return ADDRESSED;
	const turn = core.walk.turn ?? core.side.turn;
	if (!turn) return core.errand ? CONNECTING : DISCONNECTED;
	const { connection } = linkOf(core, turn.interface);
	return Math.max(CONNECTING, Math.min(connection, ADDRESSED));
}

/** The last connection that was proven, secrets sealed. */
export function currentOf({ current, configuration }: Parts): Manager["current"] {
	if (!current) return undefined;
	return { interface: current.interface, settings: configuration.sealed(current.settings) };
}

export function explanationOf(
	parts: Parts,
	{ active, custom, reason }: Pick<Explanation, "active" | "custom" | "reason">,
	closed: boolean,
): Explanation {
	const { core, clock } = parts;
	const { strict, list, notes } = parts.configuration;
	const sequence = sequenceOf(list, core.fitted, strict || core.policy.tail === "none");
	return {
		active,
		interfaces: sequence.map((over) => parts.report(over)),
		custom,
		reason,
		words: closed ? ["Closed."] : words(core, clock.now()),
		notes: [...notes],
	};
}

type Seen = Pick<Manager, "connection" | "address" | "active">;

const PROPERTIES = ["connection", "address", "active"] as const;
const UNCHANGED: readonly (keyof Seen)[] = Object.freeze([]);

/** ECMA-419's order: `connection` before `address`; what changed is said, the value is asked for. */
export class Changes {
	#told: Seen = { connection: DISCONNECTED, address: undefined, active: undefined };

	/** What differs from the last time this was asked. */
	since({ connection, address, active }: Seen): readonly (keyof Seen)[] {
		const told = this.#told;
		const same = connection === told.connection && active === told.active;
		if (same && address === told.address) return UNCHANGED;
		const now: Seen = { connection, address, active };
		this.#told = now;
		return PROPERTIES.filter((name) => now[name] !== told[name]);
	}
}
