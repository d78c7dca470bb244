/**
 * The resolver and the probe on the built host: real name servers, NAT and far ends over two wires,
 * and no default route at all.
 */

import { expect } from "../../expect.js";
import { TestNetwork } from "../support/network.js";

const BROKER = "broker.example";
const ADDRESS = "203.0.113.10";

/** How long `run` took. */
async function duration(run: () => Promise<unknown>): Promise<number> {
	const began = performance.now();
	await run();
	return performance.now() - began;
}

describe("the resolver on the built host", function () {
	this.timeout(40_000);
	const network = new TestNetwork("resolver");

	it("asks each interface's own server, without a route, and leaves no socket", async () => {
		const { device } = network;
		await device.did(
			"resolver R ethernet",
			`ask R ${BROKER}`,
			"resolver S eth1",
			`ask S ${BROKER}`,
		);
		await device.until(/^R broker.example is 203.0.113.10$/);
		await device.until(/^S broker.example is 203.0.113.10$/);
		const before = (await network.state()).udp.length;
		expect((await network.state()).default).toBe(null);
		await device.did(`ask R ${BROKER}`);
		await device.until(/^R /, device.mark);
		expect((await network.state()).udp.length).toBe(before);
	});

	it("answers a quad with itself, later, and names that are none with an error", async () => {
		const { device } = network;
		await device.did(
			"resolver R ethernet",
			"ask R 192.0.2.7",
			"ask R a..b",
			"ask R nobody.example",
		);
		await device.until(/^R 192.0.2.7 is 192.0.2.7$/);
		expect(
			device.lines.indexOf("did ask R 192.0.2.7") <
				device.lines.indexOf("R 192.0.2.7 is 192.0.2.7"),
		).toBe(true);
		const errors = () => device.lines.filter((line) => line === "R error").length;
		const took = await duration(async () => {
			while (errors() < 2) await device.until(/^R error$/, device.lines.lastIndexOf("R error") + 1);
		});
		expect(took).toBeAtMost(1500);
	});

	it("believes the interface's own server, and no other", async () => {
		await network.laboratory.begin({ kind: "dns-wrong", gateway: 1 });
		const { device } = network;
		await device.did(
			"resolver R ethernet",
			`ask R ${BROKER}`,
			"resolver S eth1",
			`ask S ${BROKER}`,
		);
		await device.until(/^R broker.example is 10.1.0.1$/);
		await device.until(/^S broker.example is 203.0.113.10$/);
	});

	it("asks three times, and fails after 8 s of silence", async () => {
		await network.laboratory.begin({ kind: "dns-silent", gateway: 1 });
		const { device } = network;
		const took = await duration(async () => {
			await device.did("resolver R ethernet", `ask R ${BROKER}`);
			await device.until(/^R error$/);
		});
		expect(took).toBeAtLeast(7900);
		expect(took).toBeAtMost(9000);
	});

	it("takes the answer to a later try, of whichever server", async () => {
		await network.laboratory.begin({ kind: "dns-silent", gateway: 1 });
		const { device } = network;
		await device.did("resolver R ethernet", `ask R ${BROKER}`);
		await network.laboratory.clearAll();
		const took = await duration(() => device.until(/^R broker.example is/));
		expect(took).toBeAtMost(2500);
	});

	it("fails the ninth question at a time", async () => {
		await network.laboratory.begin({ kind: "dns-silent", gateway: 1 });
		const { device } = network;
		await device.did("resolver R ethernet", ...Array.from({ length: 9 }, () => `ask R ${BROKER}`));
		await device.until(/^R error$/, 0, 1000);
		expect(device.lines.filter((line) => line === "R error").length).toBe(1);
		expect((await network.state()).udp.filter(({ port }) => port >= 49_152).length).toBe(8);
		await device.did("close R");
		expect((await network.state()).udp.filter(({ port }) => port >= 49_152).length).toBe(0);
		expect(await device.did(`ask R ${BROKER}`)).toContain("the resolver is closed");
	});

	it("may be closed by the answer it gives", async () => {
		const { device } = network;
		await device.did("hasty H ethernet", "collect");
		await device.until(/^H /);
		await device.did("collect", "collect");
		expect(device.lines.filter((line) => line.startsWith("H ")).length).toBe(1);
	});

	it("answers though nobody holds it while it asks, and is silent once closed", async () => {
		const { device } = network;
		await device.did("resolver R ethernet", `ask R ${BROKER}`, "drop R", "collect", "collect");
		await device.until(/^R broker.example is/);
		await device.did(
			"resolver S eth1",
			`ask S ${BROKER}`,
			"close S",
			"resolver T eth1",
			`ask T ${BROKER}`,
		);
		await device.until(/^T broker.example is/);
		expect(device.lines.some((line) => line.startsWith("S "))).toBe(false);
	});
});

describe("the probe on the built host", function () {
	this.timeout(40_000);
	const network = new TestNetwork("probe");
	const connections = async () => (await network.state()).tcp;

	it("reaches over each interface without a route, and leaves no connection behind", async () => {
		const { device } = network;
		await device.did(`probe P ethernet ${BROKER} 1883`, `probe Q eth1 ${ADDRESS} 1883`);
		await device.until(/^P reachable$/);
		await device.until(/^Q reachable$/);
		expect(await connections()).toEqual([]);
	});

	it("is refused at once by a host without a listener, and by a name without a host", async () => {
		const { device } = network;
		const took = await duration(async () => {
			await device.did(`probe P ethernet ${ADDRESS} 9`, "probe Q ethernet nobody.example 80");
			await device.until(/^P unreachable$/);
			await device.until(/^Q unreachable$/);
		});
		expect(took).toBeAtMost(2000);
		expect(await connections()).toEqual([]);
	});

	it("waits where nothing answers, over that interface alone, until it is closed", async () => {
		await network.laboratory.begin({ kind: "upstream", gateway: 1 });
		const { device } = network;
		await device.did(`probe P ethernet ${ADDRESS} 1883`, `probe Q eth1 ${ADDRESS} 1883`);
		await device.until(/^Q reachable$/);
		expect((await connections()).map(({ state }) => state)).toEqual(["SYN_SENT"]);
		await device.did("close P", "close P");
		expect(await connections()).toEqual([]);
		expect(device.lines.some((line) => line.startsWith("P "))).toBe(false);
	});

	it("answers though nobody holds it meanwhile", async () => {
		const { device } = network;
		await device.did(`probe P ethernet ${BROKER} 1883`, "drop P", "collect", "collect");
		await device.until(/^P reachable$/);
		await device.did("collect", "collect");
	});

	it("fails at once over an interface that is down, and outlives one that goes", async () => {
		await network.laboratory.begin({ kind: "upstream", gateway: 1 });
		const { device } = network;
		await device.did(`probe P ethernet ${ADDRESS} 1883`);
		await network.unplug();
		await device.did(`probe Q ethernet ${ADDRESS} 1883`, `probe R cell ${ADDRESS} 1883`);
		await device.until(/^Q unreachable$/, 0, 1000);
		await device.until(/^R unreachable$/, 0, 1000);
		await device.did("close P");
		expect(await connections()).toEqual([]);
	});
});
