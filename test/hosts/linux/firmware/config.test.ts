/** CONFIG.json of the Linux host: what makes no sense is refused by its place. */

import { parseLinuxConfig } from "../../../../hosts/linux/firmware/config.js";
import { expect } from "../../../expect.js";

const GOOD = Object.freeze({
	interfaces: { eth0: { device: "enp1s0" }, wl0: { device: "wlan0", accessPoints: [] } },
	storage: "state",
});

function refusal(value: unknown): string {
	try {
		parseLinuxConfig(value);
	} catch (error) {
		return (error as Error).message;
	}
	return "taken";
}

describe("CONFIG.json of the Linux host", () => {
	it("keeps its own members, and hands the firmware's on", () => {
		const server = { host: "h", port: 1883 };
		const config = parseLinuxConfig({ ...GOOD, control: "control.sock", server, list: ["wifi"] });
		expect(config.control).toBe("control.sock");
		expect(config.clock).toBe("none");
		expect(config.interfaces).toEqual(GOOD.interfaces);
		expect(config.uplink).toEqual({ server, list: ["wifi"] });
		expect(parseLinuxConfig({ ...GOOD, clock: "kernel" }).clock).toBe("kernel");
	});

	it("names the place of what makes no sense", () => {
		const cases: [unknown, string][] = [
			[undefined, "config: expected an object"],
			[[], "config: expected an object"],
			[{}, "config.interfaces: expected an object"],
			[{ interfaces: {} }, "config.interfaces: expected at least one"],
			[
				{ interfaces: { ppp0: { device: "a" } } },
				"config.interfaces.ppp0: expected eth0, wl0 or the like",
			],
			[{ interfaces: { eth0: "enp1s0" } }, "config.interfaces.eth0: expected an object"],
			[
				{ interfaces: { eth0: { device: "a/b" } } },
				"config.interfaces.eth0.device: expected the name of a Linux interface",
			],
			[{ ...GOOD, storage: undefined }, "config.storage: expected the path of a folder"],
			[{ ...GOOD, clock: "radio" }, 'config.clock: expected "none" or "kernel"'],
			[{ ...GOOD, control: 1 }, "config.control: expected a path"],
		];
		for (const [value, words] of cases) expect(refusal(value)).toBe(words);
	});
});
