/** The errand's verdict: when a walk without success goes on, goes quiet or gives up. */

import { type Errand, judge, judgedAt, overdue } from "../../../modules/uplink/core/errand.js";
import { parsePolicy } from "../../../modules/uplink/core/policy.js";
import { NEVER } from "../../../modules/uplink/core/types.js";
import { expect } from "../../expect.js";

const policy = parsePolicy();

function errand(kind: Errand["kind"], passes: number, deadline = NEVER): Errand {
	return { kind, began: 0, deadline, cut: NEVER, passes, told: false };
}

describe("an errand", () => {
	it("never gives up under `persist`, nor for the OS", () => {
		for (const kind of ["boot", "connect", "loss"] as const)
			expect(judge(errand(kind, 9), "persist", 1e9, policy)).toBe("go on");
		expect(judge(errand("os", 9), "return", 1e9, policy)).toBe("go on");
		expect(judgedAt(errand("os", 9), "return", policy)).toBe(NEVER);
	});

	it("goes quiet under `suspend` after a minute, whatever the passes", () => {
		for (const passes of [0, 3]) {
			expect(judge(errand("boot", passes), "suspend", 59_999, policy)).toBe("go on");
			expect(judge(errand("boot", passes), "suspend", 60_000, policy)).toBe("be quiet");
		}
		expect(judgedAt(errand("boot", 0), "suspend", policy)).toBe(60_000);
	});

	it("gives up under `return` at the later of a minute and the end of the first pass", () => {
		for (const kind of ["boot", "loss"] as const) {
			expect(judge(errand(kind, 0), "return", 200_000, policy)).toBe("go on");
			expect(judge(errand(kind, 1), "return", 59_999, policy)).toBe("go on");
			expect(judge(errand(kind, 1), "return", 60_000, policy)).toBe("give up");
		}
	});

	it("gives up a caller's attempt after one pass or at its deadline", () => {
		expect(judge(errand("connect", 0, 30_000), "return", 29_999, policy)).toBe("go on");
		expect(judge(errand("connect", 0, 30_000), "return", 30_000, policy)).toBe("give up");
		expect(judge(errand("connect", 1, 240_000), "return", 3000, policy)).toBe("give up");
		expect(judgedAt(errand("connect", 0, 30_000), "return", policy)).toBe(30_000);
	});

	it("has a caller wait for one pass or for its deadline, and nobody else", () => {
		expect(overdue(errand("connect", 0, 30_000), 29_999)).toBe(false);
		expect(overdue(errand("connect", 0, 30_000), 30_000)).toBe(true);
		expect(overdue(errand("connect", 1, 30_000), 3000)).toBe(true);
		for (const kind of ["boot", "loss", "os"] as const)
			expect(overdue(errand(kind, 1), 100_000), kind).toBe(false);
	});

	it("ends a caller's pause under `suspend` at its minute, or at the caller's time before it", () => {
		expect(judgedAt(errand("connect", 0, 240_000), "suspend", policy)).toBe(60_000);
		expect(judgedAt(errand("connect", 0, 30_000), "suspend", policy)).toBe(30_000);
		expect(judgedAt(errand("os", 0), "suspend", policy)).toBe(NEVER);
		expect(judgedAt(errand("loss", 0), "persist", policy)).toBe(NEVER);
		expect(judgedAt(errand("loss", 0), "return", policy)).toBe(60_000);
	});
});
