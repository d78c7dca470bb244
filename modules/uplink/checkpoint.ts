/**
 * A core's whole record as text and back: what the journal begins with, and a replay. JSON has no
 * infinity, and a core has deadlines that never come.
 *
 *   core ──▶ freeze: everything │ freezeChanges: what a core just made would not have ──▶ thaw ──▶ core
 */

import { type Core, createCore } from "./core/core.js";
import { type PolicyOptions, parsePolicy } from "./core/policy.js";
import { stringify } from "./json.js";

const INFINITE = "∞";
const BEFORE_TIME = "-∞";

export function freeze(core: Core): string {
	return stringify(core, (value) => {
		if (value === Infinity) return INFINITE;
		return value === -Infinity ? BEFORE_TIME : value;
	}) as string;
}

/**
 * A core of today's shape, filled with what was frozen: what JSON does not tell (that an interface's
 * one budget serves two paths, which members there are) is as in a core that was never frozen.
 */
export function thaw(checkpoint: string): Core {
	const frozen: Core = JSON.parse(checkpoint);
	const core = freshAs(frozen);
	fill(core as unknown as Table, frozen as unknown as Table);
	return core;
}

/** A core as it was made, from what it was made of. */
function freshAs({ policy, fitted, list, strict, generator, references }: Core): Core {
	const { state: seed } = generator;
	const reference = references.length > 0;
	return createCore({
		policy: parsePolicy(policy as PolicyOptions),
		fitted,
		list,
		strict,
		seed,
		reference,
	});
}

type Table = Record<string, unknown>;

function isTable(value: unknown): value is Table {
	return typeof value === "object" && value !== null;
}

function fill(target: Table, frozen: Table): void {
	if (Array.isArray(target) && Array.isArray(frozen)) target.length = frozen.length;
	for (const key in frozen) {
		const value = frozen[key];
		if (isTable(value)) {
			const present = target[key];
			const inner = isTable(present) ? present : value;
			fill(inner, value);
			target[key] = inner;
		} else if (value === INFINITE) target[key] = Infinity;
		else target[key] = value === BEFORE_TIME ? -Infinity : value;
	}
}

/** What `fill` needs to make `now` of `before`; undefined: nothing, they are alike. */
function changes(before: unknown, now: unknown): unknown {
	if (Object.is(before, now)) return undefined;
	if (!isTable(before) || !isTable(now) || Array.isArray(before) !== Array.isArray(now)) return now;
	if (Array.isArray(now)) return changedElements(before as unknown as unknown[], now);
	const changed: Table = {};
	let any = false;
	for (const key in now) {
		const change = changes(before[key], now[key]);
		if (change === undefined) continue;
		changed[key] = change;
		any = true;
	}
	return any ? changed : undefined;
}

function changedElements(before: unknown[], now: unknown[]): unknown[] | undefined {
	const changed = now.map((element, index) => changes(before[index], element));
	if (before.length === now.length && changed.every((change) => change === undefined))
		return undefined;
	// In its place a table without changes is empty; anything else stands for itself.
	return changed.map((change, index) => change ?? (isTable(now[index]) ? {} : now[index]));
}

/** As `freeze`, but only what has changed since the core was made: some hundred bytes of thousands. */
export function freezeChanges(core: Core): string {
	const { policy, fitted, list, strict, generator, references } = core;
	const { preset } = policy;
	const changed = (changes(freshAs(core), core) as Table | undefined) ?? {};
	const kept = {
		// How many there are tells whether there is a second reference.
		references: references.map(() => ({})),
		...changed,
		policy: { ...(changes(parsePolicy({ preset }), policy) as Table | undefined), preset },
		...{ fitted, list, strict, generator },
	};
	return freeze(kept as unknown as Core);
}
