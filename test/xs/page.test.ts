/** The page that suites stand on under XS, tested on itself there and by mocha on Node. */

import { expect } from "../expect.js";
import { Page } from "./page.js";

/** Titles in the order they ran; what failed with what it threw. */
async function run(write: (page: Page) => void): Promise<string[]> {
	const page = new Page();
	const ran: string[] = [];
	write(page);
	await page.run(({ title, failed, error }) => {
		ran.push(failed ? `${title}: ${(error as Error).message}` : title);
	});
	return ran;
}

describe("the page of describe and it", () => {
	it("runs a suite's own tests before the suites within, in the order written", async () => {
		const ran = await run((page) => {
			page.it("loose", () => {});
			page.describe("a", () => {
				page.describe("b", () => page.it("two", () => {}));
				page.it("one", () => {});
			});
			page.describe("c", () => page.it("three", () => {}));
		});
		expect(ran).toEqual(["loose", "a one", "a b two", "c three"]);
	});

	it("fails a test by what it throws or by a promise refused, and goes on", async () => {
		const ran = await run((page) => {
			page.it("throws", () => {
				throw new Error("at once");
			});
			page
				.it("refuses", async () => {
					await undefined;
					throw new RangeError("later");
				})
				.timeout();
			page.it("passes", async () => await undefined);
		});
		expect(ran).toEqual(["throws: at once", "refuses: later", "passes"]);
	});

	it("runs each test once, also when it is run again", async () => {
		const page = new Page();
		let count = 0;
		page.it("counts", () => {
			count += 1;
		});
		await page.run(() => {});
		await page.run(() => {});
		expect(count).toBe(1);
	});

	it("leaves a suite whose body throws", () => {
		const page = new Page();
		const broken = () =>
			page.describe("a", () => {
				throw new Error("no suite");
			});
		expect(broken).toThrow(Error, "no suite");
	});
});
