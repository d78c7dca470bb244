/** The null driver, and the classes that each driver is meant for. */

import type Cellular from "embedded:network/interface/cellular";
import type Ethernet from "embedded:network/interface/ethernet";
import type WiFi from "embedded:network/interface/wifi";
import type keyValue from "embedded:storage/key-value";
import { NullDriver } from "../../modules/interfaces/null.js";
import type { Fitting, KeyValue } from "../../modules/uplink/provider.js";
import { expect } from "../expect.js";
import { Bench } from "../hosts/sim/hardware/bench.js";
import { exercise, reportingTo } from "./watcher.js";

describe("null driver", () => {
	it("fails at each start with the reason of its class, or the one it was given", () => {
		const tries = [
			[{ class: "ethernet" }, "0 0 NO_LINK"],
			[{ class: "wifi" }, "0 0 NO_WIFI"],
			[{ class: "cell" }, "0 0 NO_MODEM"],
			[{ class: "cell", reason: "SIM_ERROR" }, "0 0 SIM_ERROR"],
		] as const;
		for (const [fitting, report] of tries) {
			const bench = new Bench();
			const driver = new NullDriver(fitting, reportingTo(bench));
			expect([driver.class, driver.connection, bench.news().length]).toEqual([fitting.class, 0, 0]);
			driver.start({});
			expect(bench.news()).toEqual([report]);
			exercise(driver);
		}
	});

	it("has company: the platform's own classes fit the slots of the provider", () => {
		// Only the compiler can judge this; it fails the build where one does not fit.
		const classes: readonly (Fitting["io"] | undefined)[] = [
			undefined as typeof Cellular | undefined,
			undefined as typeof Ethernet | undefined,
			undefined as typeof WiFi | undefined,
		];
		const storage: KeyValue | undefined = undefined as typeof keyValue | undefined;
		expect([...classes, storage]).toEqual([undefined, undefined, undefined, undefined]);
	});
});
