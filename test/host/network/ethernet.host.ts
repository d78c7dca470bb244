/**
 * Ethernet on the built host: the SDK's class, quirks and all, against a real DHCP server and a real
 * cable.
 */

import { expect } from "../../expect.js";
import { Bench } from "./bench.js";

describe("Ethernet on the built host", () => {
	const bench = new Bench("ethernet", /^(uplink: absent0: No such device)?$/);

	it("reports without connect(): 400 with the carrier, 500 with both addresses", async () => {
		const { device } = bench;
		await device.did("interface eth eth0 eth0");
		const address = await device.until(/^eth address/);
		expect(/^eth address 500 10\.1\.0\.\d+$/.test(address), address).toBe(true);
		const [, is, connected, addressed] = device.lines.filter((line) => line.startsWith("eth "));
		expect(device.lines.filter((line) => line.startsWith("eth "))[0]).toBe("eth is 200 undefined");
		expect(is).toBe("eth connection 400 undefined");
		expect(connected?.startsWith("eth connection 500 10.1.0.")).toBe(true);
		expect(addressed).toBe(address);
		const { netifs } = await bench.state();
		expect(netifs.eth0?.servers).toEqual(["10.1.0.1"]);
		await device.did("MAC eth");
		await device.until(/^eth MAC ([0-9a-f]{2}:){5}[0-9a-f]{2}$/);
	});

	it("reads 300 for 400 after connect(), throws at another, and disconnect() takes that back", async () => {
		const { device } = bench;
		await device.did("interface eth eth0 eth0");
		await device.until(/^eth connection 400/);
		await device.did("connect eth", "tell eth");
		await device.until(/^eth is 300/);
		expect(await device.did("connect eth")).toBe("Error: xs_ethernet_connect: already connecting");
		await device.until(/^eth address 500/);
		await device.did("disconnect eth", "tell eth");
		await device.until(/^eth is 400 10\.1\.0\./);
		await device.did("interface other eth0 eth0");
		await device.until(/^other is 500 10\.1\.0\./);
	});

	it("loses its address with the cable, and what is sent then is counted", async () => {
		const { device } = bench;
		await bench.addressed("eth");
		const { mark } = device;
		await bench.laboratory.begin({ kind: "carrier", gateway: 1 });
		await device.until(/^eth connection 200 undefined$/, mark);
		const { netifs, default: holder } = await bench.state();
		expect([netifs.eth0?.address, netifs.eth0?.link, holder]).toEqual(["0.0.0.0", false, null]);
		expect(netifs.eth0?.sentNoCarrier).toBeAtLeast(1);
		await bench.laboratory.clear({ kind: "carrier", gateway: 1 });
		await device.until(/^eth connection 500 10\.1\.0\./, mark);
	});

	it("takes a static address, keeps it over the cable's loss, and goes back to DHCP", async () => {
		const { device } = bench;
		await bench.addressed("eth");
		await device.did("static eth 10.1.0.200 255.255.255.0 10.1.0.1");
		await device.until(/^eth address 500 10\.1\.0\.200$/);
		const { mark } = device;
		await bench.laboratory.begin({ kind: "carrier", gateway: 1 });
		await device.until(/^eth connection 200 10\.1\.0\.200$/, mark);
		await bench.laboratory.clear({ kind: "carrier", gateway: 1 });
		await device.until(/^eth connection 500 10\.1\.0\.200$/, mark);
		const back = device.mark;
		await device.did("static eth");
		await device.until(/^eth connection 400/, back);
		expect(await device.did("static eth 10.1.0 255.255.255.0 10.1.0.1")).toBe(
			"did static eth 10.1.0 255.255.255.0 10.1.0.1",
		);
		expect(await device.did("static eth here 255.255.255.0 10.1.0.1")).toBe(
			"RangeError: xs_ethernet_configure: invalid address",
		);
	});

	it("is silent where there is no such Linux interface, and configure() throws", async () => {
		const { device } = bench;
		await device.did("interface eth eth0 absent0");
		await device.until(/^eth is 200 undefined$/);
		expect(await device.did("static eth")).toBe("Error: xs_ethernet_configure: not initialized");
		await device.did("connect eth", "tell eth");
		await device.until(/^eth is 300 undefined$/);
	});
});
