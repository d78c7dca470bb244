/**
 * The SDK's `timer` and `time` on the Linux host, by what a program sees of them.
 */

import { expect } from "../../expect.js";
import { run } from "../support/run.js";

describe("the Linux host's timers", () => {
	it("fire in order, repeat, end, are scheduled anew, and are kept", async () => {
		const { status, output, complaints } = await run("io/timers", {});
		expect(complaints, "complaints").toBe("");
		expect(output.trimEnd().split("\n")).toEqual([
			"no function: TypeError",
			"wraps: 1",
			"a date: 2001",
			"first",
			"second",
			"third",
			"set by the first",
			"repeated 3 times",
			"first after 30, then each 5",
			"given itself: true",
			"scheduled when over: TypeError",
			"scheduled anew at 80",
			"200 kept",
		]);
		expect(status).toBe(0);
	});
});
