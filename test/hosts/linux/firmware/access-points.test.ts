/** CONFIG.json of the Linux host: access points, whose mistakes no driver could tell. */

import { parseLinuxConfig } from "../../../../hosts/linux/firmware/config.js";
import { expect } from "../../../expect.js";

function refused(accessPoints: unknown): string {
	try {
		parseLinuxConfig({ storage: "state", interfaces: { wl0: { device: "wlan0", accessPoints } } });
		return "";
	} catch (error) {
		return (error as Error).message.replace("config.interfaces.wl0.accessPoints", "…");
	}
}

describe("access points in the Linux host's configuration", () => {
	it("are taken as the radio can have them", () => {
		const BSSID = "02:00:00:00:Ab:01";
		const whole = { SSID: "depot", password: "secret", channel: 13, RSSI: -127, BSSID };
		expect(refused([whole, { SSID: "open" }])).toBe("");
		expect(refused(undefined)).toBe("");
		expect(refused(Array(8).fill(whole))).toBe("");
	});

	it("are refused by their place, and no password is told", () => {
		const SSID = "depot";
		expect(refused({})).toBe("…: expected an array of at most 8");
		expect(refused(Array(9).fill({ SSID }))).toBe("…: expected an array of at most 8");
		expect(refused([{ SSID }, 5])).toBe("…[1]: expected an object");
		expect(refused([{}])).toBe("…[0].SSID: expected 1 to 32 bytes of text");
		expect(refused([{ SSID: "ü".repeat(17) }])).toBe("…[0].SSID: expected 1 to 32 bytes of text");
		expect(refused([{ SSID, password: "s".repeat(65) }])).toBe(
			"…[0].password: expected at most 64 bytes of text",
		);
		expect(refused([{ SSID, channel: 14 }])).toBe("…[0].channel: expected 1 to 13");
		expect(refused([{ SSID, RSSI: -50.5 }])).toBe("…[0].RSSI: expected -127 to 0");
		expect(refused([{ SSID, BSSID: "02:00" }])).toBe(
			"…[0].BSSID: expected six bytes as 02:00:00:00:00:01",
		);
		expect(refused([{ SSID, rssi: 0 }])).toBe("…[0].rssi: unknown key");
	});
});
