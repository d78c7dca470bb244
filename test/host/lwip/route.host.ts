/**
 * The route on the built host: lwIP's default netif and DNS table under ESP-IDF's habits, and the
 * sockets of an interface that is left.
 */

import { expect } from "../../expect.js";
import { TestNetwork } from "../support/network.js";

const BROKER = "203.0.113.10";
const REPAIRED = 2500;

describe("the route on the built host", function () {
	this.timeout(40_000);
	const network = new TestNetwork("route");

	async function repairs(): Promise<string> {
		const { device } = network;
		const { mark } = device;
		await device.did("route");
		return device.until(/^route /, mark);
	}

	it("moves the default and the DNS table with who holds it, and away when nobody does", async () => {
		const { device } = network;
		expect((await network.state()).default).toBe(null);
		await device.did("hold ethernet");
		const first = await network.state();
		expect([first.default, ...first.servers]).toEqual(["eth0", "10.1.0.1"]);
		await device.did("hold eth1");
		const second = await network.state();
		expect([second.default, ...second.servers]).toEqual(["eth1", "10.2.0.1"]);
		expect(await repairs()).toBe("route eth1 0");
		await device.did("hold none");
		const last = await network.state();
		expect([last.default, ...last.servers]).toEqual([null]);
		expect(await device.did(`tcp T ${BROKER} 1883`)).toContain("Error");
	});

	it("puts right what an election moved, within its second, and counts it", async () => {
		const { device } = network;
		await network.control("idf reelect on");
		await network.control("idf dns-table off");
		await device.did("hold ethernet");
		await network.unplug();
		await network.becomes(({ default: at }) => at === "eth1");
		await network.becomes(({ default: at }) => at === "eth0", REPAIRED);
		expect(await repairs()).toBe("route ethernet 1");
	});

	it("fills the table again that another interface's DHCP has emptied", async () => {
		const { device } = network;
		await device.did("hold eth1");
		await network.unplug();
		const plugged = network.plug();
		await network.becomes(({ servers }) => servers.join() !== "10.2.0.1");
		await plugged;
		await network.becomes(({ servers }) => servers.join() === "10.2.0.1", REPAIRED);
		expect(Number((await repairs()).split(" ")[2])).toBeAtLeast(1);
	});

	it("takes a lease that comes later for news, not for damage", async () => {
		const { device } = network;
		await network.control("idf lost-ip 0");
		await network.unplug();
		await network.becomes(({ netifs: { eth0 } }) => eth0?.address === "0.0.0.0");
		await device.did("hold ethernet");
		await network.plug();
		await network.becomes(
			({ default: at, servers }) => at === "eth0" && servers.join() === "10.1.0.1",
			REPAIRED,
		);
		expect(await repairs()).toBe("route ethernet 0");
	});

	it("aborts the connections of an interface that is released, and only those", async () => {
		const { device } = network;
		await device.did("hold ethernet", `tcp A ${BROKER} 1883`, "tcp N 10.1.0.1 53");
		await device.until(/^A writable$/);
		await device.until(/^N writable$/);
		await device.did("hold eth1", `tcp B ${BROKER} 1883`);
		await device.until(/^B writable$/);
		await device.did("release ethernet");
		await device.until(/^A error$/);
		const { netifs, tcp } = await network.state();
		const open = tcp.filter(({ state }) => state === "ESTABLISHED");
		const { eth0, eth1 } = netifs;
		expect(open.map(({ local, remotePort }) => `${local} ${remotePort}`).sort()).toEqual(
			[`${eth0?.address} 53`, `${eth1?.address} 1883`].sort(),
		);
		expect(device.lines.filter((line) => / error$/.test(line))).toEqual(["A error"]);
	});

	it("finds nothing to abort where lwIP has done so, with the address", async () => {
		const { device } = network;
		await device.did("hold ethernet", `tcp A ${BROKER} 1883`);
		await device.until(/^A writable$/);
		await network.unplug();
		await device.until(/^A error$/);
		await device.did("hold eth1", "release ethernet", "release cell");
		expect((await network.state()).tcp).toEqual([]);
		expect(device.lines.filter((line) => / error$/.test(line))).toEqual(["A error"]);
	});

	it("aborts none where two networks have given the device one address", async () => {
		const { device } = network;
		await device.did("hold ethernet", `tcp A ${BROKER} 1883`);
		await device.until(/^A writable$/);
		const { eth0 } = (await network.state()).netifs;
		await device.did("hold eth1", `static eth1 ${eth0?.address}`);
		await network.becomes(({ netifs: { eth1 } }) => eth1?.address === eth0?.address);
		await device.did("release ethernet");
		expect((await network.state()).tcp.map(({ state }) => state)).toEqual(["ESTABLISHED"]);
	});

	it("is one object", async () => {
		expect(await network.device.did("second")).toContain("there is one already");
	});
});
