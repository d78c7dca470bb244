/**
 * The SDK's `timer` and `time` on the Linux host, by what a program sees of them.
 */

import { expect } from "../../expect.js";
import { run } from "../support/run.js";

const INSTANT = ["first", "second", "third", "set by the first"];
const LATER = [
	"no function: TypeError",
	"wraps: 1",
	"a date: 2001",
	"repeated 3 times",
	"first after 30, then each 5",
	"given itself: true",
	"scheduled when over: TypeError",
	"scheduled anew at 80",
	"200 kept",
];

describe("the Linux host's timers", () => {
	it("fire in order, repeat, end, are scheduled anew, and are kept", async () => {
		const { status, output, complaints } = await run("io/timers", {});
		expect(complaints, "complaints").toBe("");
		const lines = output.trimEnd().split("\n");
		// A slow machine may find several due at once, so only those of one instant have an order.
		expect(lines.filter((line) => INSTANT.includes(line))).toEqual(INSTANT);
		expect([...lines].sort()).toEqual([...INSTANT, ...LATER].sort());
		expect(status).toBe(0);
	});
});
