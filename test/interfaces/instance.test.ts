/** An instance of a class that does not keep to the standard. */

import { Instance } from "../../modules/interfaces/instance.js";
import type { Fitting } from "../../modules/uplink/provider.js";
import { expect } from "../expect.js";

describe("an instance", () => {
	it("reads 0 where the class answers with no number, or with none that can be compared", () => {
		for (const connection of [Number.NaN, Number.POSITIVE_INFINITY, "500", undefined, {}]) {
			const io = class {
				readonly connection = connection;
				close(): void {}
			};
			const instance = new Instance({ io } as unknown as Fitting);
			expect(instance.connection, String(connection)).toBe(0);
			expect(instance.address).toBe(undefined);
		}
	});
});
