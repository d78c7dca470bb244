/**
 * Wi-Fi on the built host: the SDK's class, quirks and all, among access points that the control
 * socket puts on the air, with a real DHCP server behind them.
 */

import { expect } from "../../expect.js";
import { Bench } from "./bench.js";

const AIR = "wl0 ap depot secret-word 6 -50 02:00:00:00:00:01";

describe("Wi-Fi on the built host", () => {
	const bench = new Bench("wifi");

	async function joined(): Promise<void> {
		const { device } = bench;
		await device.did("interface wl wl0 wlan0");
		await bench.control(AIR);
		await device.did("connect wl depot secret-word");
		await device.until(/^wl connection 500 10\.2\.0\./);
	}

	it("joins, gets its address, and says what it has joined", async () => {
		await joined();
		expect(bench.device.lines).toContain("wl connection 400 undefined");
		await bench.device.did("joined wl");
		await bench.device.until(/^wl joined depot 02:00:00:00:00:01 -50 6$/);
	});

	it("is refused with a wrong password, and hears nothing of a network that is not there", async () => {
		const { device } = bench;
		await device.did("interface wl wl0 wlan0");
		await bench.control(AIR);
		for (const attempt of ["connect wl depot wrong", "connect wl elsewhere secret-word"]) {
			const { mark } = device;
			await device.did(attempt, "tell wl");
			await device.until(/^wl is 300/, mark);
			expect(await device.did(attempt)).toBe("Error: xs_wifi419_connect: already connecting");
			await device.until(/^wl connection 200 undefined$/, mark);
		}
	});

	it("has an attempt ended by the late event of its own disconnect()", async () => {
		await joined();
		const { device } = bench;
		const { mark } = device;
		await device.did("disconnect wl", "tell wl", "connect wl depot secret-word");
		await device.until(/^wl is 200/, mark);
		await device.until(/^wl connection 200 undefined$/, mark);
		await device.did("connect wl depot secret-word");
		await device.until(/^wl connection 500 10\.2\.0\./, mark);
	});

	it("loses its link when no beacon is heard, and forgets it when one is heard in time", async () => {
		await joined();
		const { device } = bench;
		await bench.control("wl0 beacon off");
		await bench.control("wl0 beacon on");
		const { mark } = device;
		await bench.control("wl0 ap depot gone");
		await device.until(/^wl connection 200 undefined$/, mark);
		expect(device.lines.filter((line) => line.startsWith("wl connection 200")).length).toBe(1);
	});

	it("refuses access points that make no sense", async () => {
		const { device } = bench;
		expect(await device.did("air bad 14")).toBe(
			"RangeError: xs_wifi419: accessPoints: 14 is not from 1 to 13",
		);
	});

	it("finds the access points of its options", async () => {
		const { device } = bench;
		await device.did("air wl 3", "connect wl depot secret-word");
		await device.until(/^wl connection 400/);
		await device.did("joined wl");
		await device.until(/^wl joined depot 02:00:00:00:00:09 -40 3$/);
	});

	it("has eight access points around it at most", async () => {
		await bench.device.did("interface wl wl0 wlan0");
		for (let each = 1; each <= 8; each++)
			expect(await bench.control(`wl0 ap "network ${each}" pass`)).toBe("ok");
		expect(await bench.control('wl0 ap "network 8" other')).toBe("ok");
		const told = await bench.control("wl0 ap more pass").catch((error: Error) => error.message);
		expect(told.endsWith("error: too many access points"), told).toBe(true);
		await bench.control('wl0 ap "network 1" gone');
		expect(await bench.control("wl0 ap more pass")).toBe("ok");
	});

	it("goes on with a scan whose program asks for another without saying who is to hear of it", async () => {
		const { device } = bench;
		await device.did("interface wl wl0 wlan0");
		await bench.control(AIR);
		await bench.control("wl0 ap another secret-word 6 -50 02:00:00:00:00:02");
		await device.did("rescan wl");
		await device.until(/^wl complete$/);
		expect(device.lines.filter((line) => line.startsWith("wl found")).sort()).toEqual([
			"wl found another",
			"wl found depot",
		]);
	});

	it("scans, one scan at a time, and roams within its network", async () => {
		await joined();
		const { device } = bench;
		await bench.control("wl0 ap depot secret-word 11 -70 02:00:00:00:00:02");
		await bench.control("wl0 ap faint x 1 -95");
		await device.did("scan wl");
		expect(await device.did("scan wl")).toBe("Error: xs_wifi419_scan: already scanning");
		await device.until(/^wl complete$/);
		const found = device.lines.filter((line) => line.startsWith("wl found"));
		expect(found.length).toBe(2);
		expect(found[1]).toBe(
			'wl found {"SSID":"depot","BSSID":"02:00:00:00:00:02","RSSI":-70,"channel":11,"security":"wpa2_psk"}',
		);
		await bench.control("wl0 roam 02:00:00:00:00:02");
		await device.did("joined wl");
		await device.until(/^wl joined depot 02:00:00:00:00:02 -70 11$/);
	});
});
