/**
 * The resolver on the built host among name servers that refuse, and answers that are forged.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { serveGateway } from "../../../hosts/linux/lab/gateway.js";
import { expect } from "../../expect.js";
import { TestNetwork } from "../support/network.js";

const PROGRAM = fileURLToPath(new URL("./name-server.js", import.meta.url));
const OWN = "10.1.0.2";
const GATEWAY = "10.1.0.1";

describe("the resolver among strange name servers", function () {
	this.timeout(40_000);
	const network = new TestNetwork("servers");
	let server: ChildProcess | undefined;

	/** A server of ours beside the gateway's, and a lease that names these. */
	async function serve(mode: string, ...servers: string[]): Promise<void> {
		const { site } = network.laboratory;
		await serveGateway(site, 1, { options: [`--dhcp-option=6,${servers.join(",")}`] });
		await site.namespaces.ip("gateway1", [`addr add ${OWN}/24 dev lan0`]);
		const command = site.namespaces.attached("gateway1", [process.execPath, PROGRAM, OWN, mode]);
		const [file = "", ...values] = command;
		server = spawn(file, values, { stdio: ["ignore", "pipe", "inherit"] });
		if (server.stdout) await once(server.stdout, "data");
		await network.unplug();
		await network.plug();
		const { eth0 } = (await network.state()).netifs;
		expect(eth0?.servers).toEqual(servers);
	}

	afterEach(async () => {
		server?.kill("SIGKILL");
		const { site } = network.laboratory;
		await site.namespaces.ip("gateway1", [`addr del ${OWN}/24 dev lan0`]);
		await serveGateway(site, 1);
	});

	it("asks the next one at once when one refuses", async () => {
		await serve("refuse", OWN, GATEWAY);
		const { device } = network;
		const began = performance.now();
		await device.did("resolver R ethernet", "ask R broker.example");
		await device.until(/^R broker.example is 203.0.113.10$/);
		expect(performance.now() - began).toBeAtMost(1900);
	});

	it("fails when all it has keep refusing, and not before", async () => {
		await serve("refuse", OWN);
		const { device } = network;
		const began = performance.now();
		await device.did("resolver R ethernet", "ask R broker.example");
		await device.until(/^R error$/);
		expect(performance.now() - began).toBeAtLeast(7900);
	});

	it("believes no answer with another id, question or port, and follows names to their end", async () => {
		await serve("forge", OWN);
		const { device } = network;
		await device.did("resolver R ethernet", "ask R broker.example");
		await device.until(/^R /);
		expect(device.lines.filter((line) => line.startsWith("R "))).toEqual([
			"R broker.example is 192.0.2.7",
		]);
	});
});
