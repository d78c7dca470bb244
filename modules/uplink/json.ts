/**
 * JSON of values that may lie in flash. XS marks each object while it writes it, to find circles, and
 * so throws "read only value" for those of preloaded modules: defaults, constants, the configuration.
 * A copy of each, one at a time, can be marked; circles are then found by their depth.
 *
 *   value in flash ─▶ copied, its members still in flash ─▶ written ─▶ member ─▶ copied …
 */

/** Deeper than any record of ours, and than what people send; far from the end of a device's stack. */
const DEPTH_MAX = 24;

type Replace = (value: unknown) => unknown;

function copyOf(value: object): object {
	return Array.isArray(value) ? value.slice() : { ...value };
}

/** As JSON.stringify, with each value first given to `replace`. Throws TypeError for a circle. */
export function stringify(value: unknown, replace: Replace = (same) => same): string | undefined {
	// Whose members are being written: each copy within the one before it.
	const holders: unknown[] = [];
	return JSON.stringify(value, function (this: unknown, _key, original: unknown) {
		const member = replace(original);
		if (typeof member !== "object" || member === null) return member;
		while (holders.length > 0 && holders[holders.length - 1] !== this) holders.pop();
		if (holders.length >= DEPTH_MAX) throw new TypeError("a circle, or nested too deeply");
		const copy = copyOf(member);
		holders.push(copy);
		return copy;
	});
}
