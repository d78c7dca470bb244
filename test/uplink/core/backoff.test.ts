/** Back-off: doubling between its bounds, with jitter that only lengthens. */

import { backoff } from "../../../modules/uplink/core/backoff.js";
import { expect } from "../../expect.js";

describe("back-off", () => {
	it("doubles with each failure in a row, and adds at most a fifth", () => {
		const generator = { state: 1 };
		[2000, 4000, 8000, 16_000, 32_000].forEach((least, index) => {
			const wait = backoff(index + 1, 2000, 300_000, generator);
			expect(wait, `failure ${index + 1}`).toBeAtLeast(least);
			expect(wait, `failure ${index + 1}`).toBeAtMost(least + least / 5);
		});
	});

	it("never waits less than the least nor more than the most and its fifth", () => {
		const generator = { state: 7 };
		for (let failures = 0; failures < 2000; failures++) {
			const wait = backoff(failures, 5000, 900_000, generator);
			expect(wait).toBeAtLeast(5000);
			expect(wait).toBeAtMost(1_080_000);
			expect(Number.isInteger(wait)).toBe(true);
		}
	});

	it("stays at the most after any number of failures", () => {
		const wait = backoff(1_000_000_000, 5000, 900_000, { state: 3 });
		expect(wait).toBeAtLeast(900_000);
		expect(wait).toBeAtMost(1_080_000);
	});

	it("parts two devices that failed together", () => {
		const waits = new Set<number>();
		for (let seed = 0; seed < 50; seed++) waits.add(backoff(6, 2000, 300_000, { state: seed }));
		expect(waits.size).toBeAtLeast(45);
	});
});
