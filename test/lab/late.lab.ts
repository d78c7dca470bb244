/**
 * An adapter that is plugged in after the firmware has begun, as a USB one may be: it is looked for
 * anew at each attempt, and used once it is there.
 */

import { expect } from "../expect.js";
import { Bench, type Name } from "./support/bench.js";
import { within } from "./support/limits.js";

const FOUND_MAX = 30_000;

describe("in the laboratory, an adapter that comes late", () => {
	const bench = new Bench("late");
	const name: Name = "ethernet";

	it("is used once it is there", async function () {
		this.timeout(within(2 * FOUND_MAX));
		const interfaces = { eth0: { device: "cable0" }, wl0: { device: "wlan0" } };
		const device = await bench.boot({ list: [name], configuration: { interfaces } });
		const { text } = await device.until(/ethernet climbing → waiting/, within(FOUND_MAX));
		expect(text).toContain("NO_LINK");
		const { namespaces } = bench.laboratory.site;
		const { mark } = device;
		await namespaces.ip("device", [
			"link set eth0 down",
			"link set eth0 name cable0",
			"link set cable0 up",
		]);
		await bench.active(name, mark, FOUND_MAX);
		// It may be asked for again and again; the bench accepts no other complaint.
		device.complaints = device.complaints.replaceAll("uplink: cable0: No such device\n", "");
	});
});
