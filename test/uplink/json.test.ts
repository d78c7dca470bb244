/** JSON of what may lie in flash: under XS the policies below do, and stringify as what they are. */

import { parsePolicy } from "../../modules/uplink/core/policy.js";
import { stringify } from "../../modules/uplink/json.js";
import { expect } from "../expect.js";

describe("JSON of values in flash", () => {
	it("is that of any other value", () => {
		const values: unknown[] = [1, "a", null, [], {}, [[1, [2]], { a: [{ b: "c" }, null] }]];
		values.push({ a: undefined, b: () => 1, c: Number.NaN }, { deep: [{ er: [{ and: {} }, 1] }] });
		for (const value of values) expect(stringify(value)).toBe(JSON.stringify(value) as string);
		expect(stringify(undefined)).toBe(undefined);
	});

	it("is there for the defaults of a policy, which are the module's own", () => {
		const text = stringify(parsePolicy({ preset: "native" })) as string;
		expect(stringify(JSON.parse(text))).toBe(text);
		expect(text.length).toBeAtLeast(100);
	});

	it("is of what `replace` makes of each member", () => {
		const signed = (value: unknown) => (value === -1 ? "minus" : value);
		expect(stringify([-1, { a: -1 }], signed)).toBe('["minus",{"a":"minus"}]');
	});

	it("is refused for a circle, and for what is nested too deeply", () => {
		const circle: unknown[] = [];
		circle.push([circle]);
		expect(() => stringify(circle)).toThrow(TypeError, "a circle");
		let deep: unknown[] = [];
		for (let depth = 1; depth < 24; depth++) deep = [deep];
		expect(stringify(deep)).toBe(`${"[".repeat(24)}${"]".repeat(24)}`);
		expect(() => stringify([deep])).toThrow(TypeError, "nested too deeply");
		// One after the other is not one within the other.
		const many = Array.from({ length: 100 }, () => [[]]);
		expect(stringify(many)).toBe(JSON.stringify(many));
	});
});
