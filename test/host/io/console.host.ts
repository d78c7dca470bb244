/**
 * A person at the console who mistypes for ever does not use up the engine.
 */

import { expect } from "../../expect.js";
import { run } from "../support/run.js";

describe("the console on the device's engine", () => {
	it("makes no key of what is typed", async () => {
		const { status, output } = await run("io/console", {});
		expect(output).toBe("refused 202, new keys 0\n");
		expect(status).toBe(0);
	});
});
