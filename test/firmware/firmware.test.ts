/** The firmware as every host starts it: configuration into flash once, journal out, messages away. */

import { expect } from "../expect.js";
import { Bench, SERVER } from "./bench.js";

const WIFI = Object.freeze({ SSID: "depot", password: "correct horse" });

function refused(config: Record<string, unknown>): string {
	try {
		new Bench().boot(config);
	} catch (error) {
		return (error as Error).message;
	}
	return "taken";
}

describe("the firmware", () => {
	it("connects by itself, writes its journal to the debug line, and publishes a sequence", () => {
		const bench = new Bench();
		bench.boot();
		bench.time.advance(10_000);
		expect(bench.firmware.uplink.active).toEqual("ethernet");
		expect(bench.lines.some((line) => /^ +\d+ active none → ethernet$/.test(line))).toEqual(true);
		expect(bench.far.received.map(({ topic }) => topic).slice(0, 2)).toEqual([
			"uplink/demo",
			"uplink/demo",
		]);
		expect(bench.firmware.accepted >= 9).toEqual(true);
	});

	it("takes the configuration's list and settings into flash where nothing is stored", () => {
		const bench = new Bench();
		bench.boot({ list: ["wifi", "cell"], settings: { wifi: WIFI } });
		expect(bench.firmware.uplink.interfaces).toEqual(["wifi", "cell"]);
		expect(bench.firmware.uplink.settings.wifi?.SSID).toEqual("depot");
		bench.time.advance(20_000);
		expect(bench.firmware.uplink.active).toEqual("wifi");
	});

	it("leaves what an owner stored or cleared as it is, until another configuration comes", () => {
		const bench = new Bench();
		bench.boot({ list: ["wifi"], settings: { wifi: WIFI } });
		bench.type("list cell ethernet");
		bench.type("set wifi none");
		bench.boot({ list: ["wifi"], settings: { wifi: WIFI } });
		expect(bench.firmware.uplink.interfaces).toEqual(["cell", "ethernet"]);
		expect(bench.firmware.uplink.settings.wifi).toEqual(null);
		bench.boot({ list: ["wifi"], settings: { wifi: { SSID: "new", password: "" } } });
		expect(bench.firmware.uplink.interfaces).toEqual(["cell", "ethernet"]);
		expect(bench.firmware.uplink.settings.wifi?.SSID).toEqual("new");
	});

	it("counts its boots in flash", () => {
		const bench = new Bench();
		bench.boot();
		bench.boot();
		bench.boot();
		expect(bench.firmware.boot).toEqual(3);
		bench.time.advance(5_000);
		expect(bench.firmware.uplink.journal[0]?.boot).toEqual(3);
	});

	it("refuses a configuration that makes no sense, naming the place", () => {
		expect(refused({ server: { ...SERVER, port: 0 } })).toEqual(
			"config.server.port: expected an integer from 1 to 65535",
		);
		expect(refused({ server: { port: 1 } })).toEqual(
			"config.server.host: expected a non-empty string",
		);
		expect(refused({ sever: {} })).toEqual("config.sever: unknown key");
		expect(refused({ list: "wifi" })).toEqual("config.list: expected an array");
		expect(refused({ list: ["wifi", "token"] })).toEqual(
			'interfaces[1]: unknown interface "token"',
		);
		expect(refused({ settings: { wifi: { SSID: "a" } } })).toEqual(
			"settings.wifi.password: expected a value",
		);
		expect(refused({ policy: { dwell: "long" } })).toEqual("policy.dwell: expected an integer");
		expect(refused({ reference: { host: "h" } })).toEqual(
			"config.reference.port: expected an integer from 1 to 65535",
		);
		expect(refused({ application: { interval: 0 } })).toEqual(
			"config.application.interval: expected a duration such as 1s",
		);
		for (const topic of [5, "", "a/#", "+/a", "a\0", "a".repeat(201)])
			expect(refused({ application: { topic } })).toEqual(
				"config.application.topic: expected a topic without + and #",
			);
		expect(refused({ application: { topics: "" } })).toEqual(
			"config.application.topics: unknown key",
		);
	});

	it("goes on without a demonstration that its outbox is too small for", () => {
		const bench = new Bench();
		bench.boot({ server: { ...SERVER, outbox: { bytes: 4 } } });
		bench.time.advance(10_000);
		expect(bench.firmware.uplink.connected).toBe(true);
		expect(bench.lines.filter((line) => line.startsWith("application stopped: ")).length).toBe(1);
	});

	it("publishes nothing of its own without the demonstration", () => {
		const bench = new Bench();
		bench.boot({ application: false });
		bench.time.advance(10_000);
		expect(bench.firmware.uplink.connected).toEqual(true);
		expect(bench.far.received.length).toEqual(0);
	});
});
