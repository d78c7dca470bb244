/**
 * ESP-IDF's habits on the built host: the default route and the DNS table, as they go without a
 * manager, and the control socket that changes them.
 */

import { expect } from "../../expect.js";
import { Bench } from "./bench.js";

describe("ESP-IDF's habits on the built host", () => {
	const bench = new Bench("habits");

	async function both(): Promise<void> {
		const { device } = bench;
		await bench.addressed("eth");
		await device.did("interface wl wl0 wlan0");
		await bench.control("wl0 ap depot secret-word");
		await device.did("connect wl depot secret-word");
		await device.until(/^wl connection 500/);
	}

	it("elect Wi-Fi before Ethernet, and Ethernet when Wi-Fi goes", async () => {
		await both();
		expect((await bench.state()).default).toBe("wl0");
		const { mark } = bench.device;
		await bench.control("wl0 ap depot gone");
		await bench.device.until(/^wl connection 200/, mark);
		const { default: holder, servers } = await bench.state();
		expect([holder, servers]).toEqual(["eth0", ["10.1.0.1"]]);
	});

	it("overwrite the one DNS table by any DHCP; each interface's own servers stay known", async () => {
		await both();
		expect((await bench.state()).servers).toEqual(["10.2.0.1"]);
		const { mark } = bench.device;
		await bench.laboratory.begin({ kind: "carrier", gateway: 1 });
		await bench.device.until(/^eth connection 200/, mark);
		await bench.laboratory.clear({ kind: "carrier", gateway: 1 });
		await bench.device.until(/^eth connection 400/, mark);
		await bench.device.until(/^eth connection 500/, mark);
		const { netifs } = await bench.state();
		expect(netifs.eth0?.servers).toEqual(["10.1.0.1"]);
		expect(netifs.wl0?.servers).toEqual(["10.2.0.1"]);
	});

	it("are switched by the control socket, which says what it does not understand", async () => {
		for (const habit of ["reelect", "dns-table", "source-route"])
			for (const way of ["off", "on"])
				expect(await bench.control(`idf ${habit} ${way}`)).toBe("ok");
		expect(await bench.control("idf lost-ip 0")).toBe("ok");
		for (const [line, complaint] of [
			["idf lost-ip soon", "lost-ip: expected milliseconds, up to an hour"],
			["idf reelect maybe", "expected on or off"],
			["idf luck on", "expected reelect, dns-table, lost-ip or source-route"],
			["wl0 beacon off", "no such interface with a radio"],
			["a b c d e f g h i", "too many words, or a quote left open"],
			["hello", "expected state, idf …, or an interface and what happens to it"],
		] as const) {
			const told = await bench.control(line).catch((error: Error) => error.message);
			expect(told).toBe(`control: ${line}: error: ${complaint}`);
		}
	});

	it("take down a client that sends a line without an end", async () => {
		const told = await bench.control("x".repeat(600)).catch((error: Error) => error.message);
		expect(/closed without an answer$|ECONNRESET$/.test(told), told).toBe(true);
		expect(await bench.control("idf reelect off")).toBe("ok");
	});
});
