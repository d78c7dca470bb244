/**
 * One failover each way in the build that stops at the first wrong access: `npm run build:linux --
 * --variant asan64` makes it. Any complaint ends the firmware, so that it does not get to the end.
 */

import { existsSync } from "node:fs";
import { firmwareFile } from "../../hosts/linux/lab/device.js";
import { expect } from "../expect.js";
import { Bench } from "./support/bench.js";
import { within } from "./support/limits.js";

const SANITIZED = "asan64";
const MOVE_MAX = 30_000;

describe("in the laboratory, sanitized", () => {
	const bench = new Bench("sanitized");

	it("fails over and back without a complaint", async function () {
		this.timeout(within(120_000));
		if (!existsSync(firmwareFile(SANITIZED))) {
			console.log(`laboratory: npm run build:linux -- --variant ${SANITIZED}`);
			this.skip();
		}
		const device = await bench.bootOver("ethernet", { variant: SANITIZED, tls: "good" });
		await bench.delivers();
		await bench.begin("carrier", 1);
		await bench.active("wifi", 0, MOVE_MAX);
		await bench.delivers();
		const { mark } = device;
		await bench.clear("carrier", 1);
		await bench.active("ethernet", mark, MOVE_MAX);
		await bench.delivers();
		expect(await device.quit(), "end").toBe("exit 0");
		expect(device.complaints, "complaints").toBe("");
	});
});
