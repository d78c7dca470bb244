/**
 * TLS on real links: a failover and a failback with every handshake verified, and what must not be
 * trusted is not, each with its own reason.
 */

import { Bench } from "./support/bench.js";
import { within } from "./support/limits.js";

const UP_MAX = 30_000;

describe("in the laboratory, over TLS", () => {
	const bench = new Bench("tls");

	it("fails over and back", async function () {
		this.timeout(within(90_000));
		await bench.bootOver("ethernet", { tls: "good" });
		await bench.delivers();
		let { mark } = bench.device;
		await bench.begin("carrier", 1);
		await bench.active("wifi", mark, UP_MAX);
		await bench.delivers();
		mark = bench.device.mark;
		await bench.clear("carrier", 1);
		await bench.active("ethernet", mark, UP_MAX);
		await bench.delivers();
	});

	it("dials nobody where nobody tells the time: TLS_CLOCK", async () => {
		const device = await bench.boot({ tls: "good", configuration: { time: {} } });
		await device.until(/session \S+ → idle.* TLS_CLOCK/, within(UP_MAX));
	});

	it("connects without a time server when the build date is late enough", async () => {
		const built = Date.now();
		await bench.bootOver("ethernet", { tls: "good", configuration: { time: { built } } });
		await bench.delivers();
	});

	for (const [kind, reason] of [
		["wrong-name", "TLS_NAME"],
		["expired", "TLS_EXPIRED"],
		["unknown-issuer", "TLS_ISSUER"],
	] as const)
		it(`refuses a certificate that is ${kind}: ${reason}`, async () => {
			const device = await bench.boot({ tls: kind, list: ["ethernet", "wifi"] });
			await device.until(new RegExp(`session \\S+ → idle.* ${reason}`), within(UP_MAX));
		});
});
