/**
 * A core's whole record as text and back: what the journal begins with, and a replay. JSON has no
 * infinity, and a core has deadlines that never come.
 */

import { type Core, createCore } from "./core/core.js";
import type { Policy } from "./core/policy.js";
import { stringify } from "./json.js";

const INFINITE = "∞";
const BEFORE_TIME = "-∞";

function write(value: unknown): string {
	return stringify(value, (member) => {
		if (member === Infinity) return INFINITE;
		return member === -Infinity ? BEFORE_TIME : member;
	}) as string;
}

export function freeze(core: Core): string {
	return write(core);
}

/** Without the policy, which is the same for the whole boot: `withPolicy` puts it back. */
export function freezeState(core: Core): string {
	const { policy: _, ...state } = core;
	return write(state);
}

export function withPolicy(state: string, policy: Policy): string {
	return `{"policy":${write(policy)},${state.slice(1)}`;
}

/**
 * A core of today's shape, filled with what was frozen: what JSON does not tell (that an interface's
 * one budget serves two paths, which members there are) is as in a core that was never frozen.
 */
export function thaw(checkpoint: string): Core {
	const frozen: Core = JSON.parse(checkpoint);
	const { policy, fitted, list, strict, generator, references } = frozen;
	const { state: seed } = generator;
	const reference = references.length > 0;
	const core = createCore({ policy, fitted, list, strict, seed, reference });
	fill(core as unknown as Table, frozen as unknown as Table);
	return core;
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
