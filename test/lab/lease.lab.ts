/**
 * A lease that ends while its link stays: the DHCP server falls silent, and after two minutes, the
 * least that it gives, lwIP gives up the address without a word to anybody.
 */

import { Bench } from "./support/bench.js";
import { within } from "./support/limits.js";

/** The lease, in lwIP's minutes, and then some. */
const EXPIRY_MAX = 190_000;
const BACK_MAX = 60_000;

describe("in the laboratory, a lease that ends", () => {
	const bench = new Bench("lease");

	it("is noticed, and its interface left, and come back to with a new one", async function () {
		this.timeout(within(EXPIRY_MAX + 2 * BACK_MAX));
		const device = await bench.bootOver("ethernet");
		await bench.begin("dhcp-gone", 1);
		const { mark } = device;
		await bench.active("wifi", mark, EXPIRY_MAX);
		await bench.delivers();
		const left = device.mark;
		await bench.clear("dhcp-gone", 1);
		await bench.active("ethernet", left, BACK_MAX);
		await bench.delivers();
	});
});
