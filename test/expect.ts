/**
 * The one assertion library of the tests of `modules/`: small enough to run under XS as well.
 * It imports nothing of Node, and prints both values where they differ.
 */

function print(value: unknown): string {
	return typeof value === "string"
		? JSON.stringify(value)
		: (JSON.stringify(value) ?? String(value));
}

/** Deep equality of plain data: arrays by order, objects by own keys, numbers by `Object.is`. */
export function equal(a: unknown, b: unknown): boolean {
	if (Object.is(a, b)) return true;
	if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
	if (Array.isArray(a) !== Array.isArray(b)) return false;
	// Their contents are no keys: two of them would look alike whatever they hold.
	if (a instanceof Set || a instanceof Map) throw new Error("expect: compare arrays instead");
	const keys = Object.keys(a);
	if (keys.length !== Object.keys(b).length) return false;
	return keys.every(
		(key) =>
			Object.hasOwn(b, key) &&
			equal((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
	);
}

/** By its prototype: a device's functions have no names. */
function nameOf(type: abstract new (...values: never[]) => Error): string {
	return type.prototype.name;
}

export interface Expectation {
	/** The same plain data. */
	toEqual(expected: unknown): void;
	/** The same value (`Object.is`). */
	toBe(expected: unknown): void;
	toBeAtLeast(least: number): void;
	toBeAtMost(most: number): void;
	/** A string that holds `part`, or an array with an element that equals it. */
	toContain(part: unknown): void;
	/** A function that throws an error of `type`, whose message holds `part`. */
	toThrow(type: abstract new (...values: never[]) => Error, part?: string): void;
}

/** `what` names the thing in the failure's message. */
export function expect(actual: unknown, what = "value"): Expectation {
	const fail = (relation: string, expected: unknown): never => {
		throw new Error(`${what}: expected ${relation} ${print(expected)}, got ${print(actual)}`);
	};
	return {
		toEqual(expected) {
			if (!equal(actual, expected)) fail("", expected);
		},
		toBe(expected) {
			if (!Object.is(actual, expected)) fail("", expected);
		},
		toBeAtLeast(least) {
			if (!((actual as number) >= least)) fail("at least", least);
		},
		toBeAtMost(most) {
			if (!((actual as number) <= most)) fail("at most", most);
		},
		toContain(part) {
			const found = Array.isArray(actual)
				? actual.some((element) => equal(element, part))
				: typeof actual === "string" && actual.includes(part as string);
			if (!found) fail("to contain", part);
		},
		toThrow(type, part = "") {
			let thrown: unknown;
			try {
				(actual as () => unknown)();
			} catch (error) {
				thrown = error;
			}
			if (thrown === undefined)
				throw new Error(`${what}: expected a ${nameOf(type)}, nothing thrown`);
			if (!(thrown instanceof type) || !thrown.message.includes(part))
				throw new Error(`${what}: expected ${nameOf(type)} with ${print(part)}, got ${thrown}`);
		},
	};
}
