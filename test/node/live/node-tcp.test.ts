/**
 * The live board's TCP, resolver and probe classes over real wires: they follow the route, keep to
 * the class's contract, and never call back once closed.
 */

import { healthy, merge } from "../../../hosts/sim/facts-parse.js";
import { LiveNetwork } from "../../../hosts/sim/live/network.js";
import { RECEIVE_MAX, SEND_MAX } from "../../../hosts/sim/live/node-tcp.js";
import { type Wire, Wires } from "../../../hosts/sim/live/wire.js";
import { NOWHERE } from "../../../hosts/sim/network/internet.js";
import { SERVER_ADDRESS, SERVER_HOST, SERVER_PORT } from "../../../hosts/sim/server.js";
import type { Identifier } from "../../../modules/uplink/core/types.js";
import { expect } from "../../expect.js";
import { Device } from "./device.js";
import { Far, settled } from "./ends.js";

describe("the network classes of the live board", () => {
	let far: Far;
	let wires: Wires;
	let network: LiveNetwork;
	let synchronised: number;
	let onSynchronise: () => void;
	const facts = healthy();

	beforeEach(async () => {
		far = await Far.open();
		wires = await Wires.open(["ethernet", "wifi", "cell"], () => far.port);
		synchronised = 0;
		onSynchronise = () => undefined;
		network = new LiveNetwork({
			wires,
			facts: () => facts,
			speed: 1,
			perform: (callback) => {
				synchronised++;
				onSynchronise();
				callback();
			},
		});
		network.route.hold("wifi");
	});

	afterEach(async () => {
		merge(facts, healthy());
		network.powerOff();
		await wires.close();
		far.close();
	});

	function wire(name: Identifier): Wire {
		return wires.get(name) as Wire;
	}

	it('throws "no network" while no interface holds the route', () => {
		network.route.hold(undefined);
		expect(() => new Device(network)).toThrow(Error, "no network");
	});

	it("follows the route when it is constructed, and keeps to it afterwards", async () => {
		const first = new Device(network);
		network.route.hold("cell");
		const second = new Device(network);
		await first.untilHeard("writable");
		await second.untilHeard("writable");
		first.socket.write(Buffer.from("wifi"));
		second.socket.write(Buffer.from("cellular"));
		await (await far.end(1)).until("r");
		await (await far.end(0)).untilBytes(4);
		expect(wire("wifi").counts.toServer).toBe(4);
		expect(wire("cell").counts.toServer).toBe(8);
	});

	it("ends with an error when its interface is released, and only then", async () => {
		const first = new Device(network);
		network.route.hold("cell");
		const second = new Device(network);
		await first.untilHeard("writable");
		await second.untilHeard("writable");
		network.route.release("wifi");
		await first.untilHeard("error");
		await (await far.end(0)).untilEnded();
		second.socket.write(Buffer.from("cellular"));
		await (await far.end(1)).untilBytes(8);
		expect(first.heard).toEqual(["writable", "error"]);
		expect(second.heard.includes("error")).toBe(false);
	});

	it("reads what arrived as ArrayBuffers, whole or in part", async () => {
		const device = new Device(network);
		device.reading = false;
		await device.untilHeard("writable");
		expect(device.socket.read()).toBe(undefined);
		(await far.end(0)).socket.write("abcdef");
		await device.untilHeard("readable 6");
		expect(() => device.socket.read(7)).toThrow(RangeError, "7 bytes asked, 6 arrived");
		expect(device.socket.read(2) instanceof ArrayBuffer).toBe(true);
		device.take(device.socket, 3);
		device.take();
		expect(device.received).toBe("cdef");
		expect(device.socket.read()).toBe(undefined);
	});

	it("throws on more bytes than allowed, and says when more may be written", async () => {
		const device = new Device(network);
		expect(() => device.socket.write(new Uint8Array(1))).toThrow(RangeError, "0 allowed");
		await device.untilHeard("writable");
		expect(device.writable).toBe(SEND_MAX);
		expect(() => device.socket.write(new Uint8Array(SEND_MAX + 1))).toThrow(RangeError, "allowed");
		device.heard.length = 0;
		device.socket.write(new Uint8Array(SEND_MAX));
		expect(() => device.socket.write(new Uint8Array(1))).toThrow(RangeError, "0 allowed");
		await device.until(() => device.writable === SEND_MAX && device.heard.length > 0);
		await (await far.end(0)).untilBytes(SEND_MAX);
	});

	it("holds the sender back while nothing is read", async () => {
		const device = new Device(network);
		device.reading = false;
		await device.untilHeard("writable");
		const server = await far.end(0);
		const size = 32 * 1024 * 1024;
		let flushed = false;
		server.socket.write(Buffer.alloc(size, "x"), () => {
			flushed = true;
		});
		await settled(far);
		expect(flushed).toBe(false);
		expect(device.socket.read()?.byteLength ?? 0).toBeAtMost(2 * RECEIVE_MAX);
	});

	it("brings the clock up to date before each callback, and is silent if that closed it", async () => {
		const device = new Device(network);
		await device.untilHeard("writable");
		expect(synchronised).toBe(1);
		onSynchronise = () => device.socket.close();
		const server = await far.end(0);
		server.socket.write("too late");
		await server.untilEnded();
		await settled(far);
		expect(synchronised).toBe(2);
		expect(device.heard).toEqual(["writable"]);
	});

	it("closes in silence, after what was written", async () => {
		const device = new Device(network);
		await device.untilHeard("writable");
		device.socket.write(Buffer.from("bye"));
		device.socket.close();
		device.socket.close();
		const server = await far.end(0);
		expect(await server.untilEnded()).toBe("end");
		await settled(far);
		expect(server.received).toBe("bye");
		expect(device.heard).toEqual(["writable"]);
		expect(() => device.socket.write(new Uint8Array(1))).toThrow(Error, "closed");
	});

	it("fails once when it is refused, reset, or ended by the server", async () => {
		wire("wifi").mode = "reject";
		const rejected = new Device(network);
		await rejected.untilHeard("error");
		wire("wifi").mode = "pass";
		const nowhere = new Device(network, NOWHERE);
		await nowhere.untilHeard("error");
		const port = new Device(network, SERVER_ADDRESS, SERVER_PORT + 1);
		await port.untilHeard("error");
		const ended = new Device(network);
		await ended.untilHeard("writable");
		(await far.end(0)).socket.end("last words");
		await ended.untilHeard("error");
		await settled(far);
		expect(ended.received).toBe("last words");
		for (const { heard } of [rejected, nowhere, port]) expect(heard).toEqual(["error"]);
		expect(ended.heard.filter((word) => word === "error").length).toBe(1);
	});

	it("fails once all that arrived before is read", async () => {
		const device = new Device(network);
		device.reading = false;
		await device.untilHeard("writable");
		const server = await far.end(0);
		server.socket.end("last words");
		await device.untilHeard("readable 10");
		await settled(far);
		expect(device.heard.includes("error")).toBe(false);
		device.take();
		await device.untilHeard("error");
		expect(device.received).toBe("last words");
	});

	it("hears nothing over a wire that is cut, and what was held once it passes", async () => {
		const device = new Device(network);
		await device.untilHeard("writable");
		wire("wifi").mode = "cut";
		const late = new Device(network);
		(await far.end(0)).socket.write("held");
		await settled(far);
		expect(device.heard).toEqual(["writable"]);
		expect(late.heard).toEqual([]);
		wire("wifi").mode = "pass";
		await late.untilHeard("writable");
		await device.until(() => device.received === "held");
	});

	it("falls silent when the power goes, and tells the server nothing", async () => {
		const device = new Device(network);
		await device.untilHeard("writable");
		network.powerOff();
		await settled(far);
		const server = await far.end(0);
		expect(server.ended).toBe(undefined);
		expect(device.heard).toEqual(["writable"]);
		expect(network.route.interface).toBe(undefined);
	});

	function resolved(over: Identifier, host: string): Promise<string> {
		return new Promise((resolve) => {
			const resolver = new network.resolve.io({ interface: over });
			const done = (answer: string) => {
				resolver.close();
				resolve(answer);
			};
			resolver.resolve({
				host,
				onResolved: (_host, address) => done(address),
				onError: () => done("error"),
			});
		});
	}

	it("resolves over the interface asked, as its name servers answer", async () => {
		merge(facts, { cell0: { dns: "wrong" }, eth0: { upstream: "blackhole" } });
		expect(await resolved("wifi", SERVER_HOST)).toBe(SERVER_ADDRESS);
		expect(await resolved("cell", SERVER_HOST)).toBe(NOWHERE);
		expect(await resolved("ethernet", SERVER_HOST)).toBe(SERVER_ADDRESS);
		expect(await resolved("ethernet", "192.0.2.1")).toBe("192.0.2.1");
		expect(await resolved("wifi", "unknown.example")).toBe("error");
	});

	function probed(
		over: Identifier,
		host = SERVER_HOST,
	): { answer: Promise<boolean>; close(): void } {
		let close: () => void = () => undefined;
		const answer = new Promise<boolean>((resolve) => {
			const probe = new network.probe.io({
				interface: over,
				host,
				port: SERVER_PORT,
				onReachable: () => resolve(true),
				onError: () => resolve(false),
			});
			close = () => probe.close();
		});
		return { answer, close };
	}

	it("probes over the interface asked, whoever holds the route", async () => {
		expect(await probed("cell").answer).toBe(true);
		expect(wires.over((await far.end(0)).socket.remotePort)).toBe("cell");
		wire("ethernet").mode = "reject";
		expect(await probed("ethernet").answer).toBe(false);
		expect(await probed("wifi", NOWHERE).answer).toBe(false);
	});

	it("never answers a probe over a blackholed wire, nor one that was closed", async () => {
		wire("cell").mode = "blackhole";
		let answered = 0;
		const count = () => {
			answered++;
		};
		const swallowed = probed("cell");
		swallowed.answer.then(count);
		const closed = probed("ethernet");
		closed.answer.then(count);
		closed.close();
		expect(await probed("wifi").answer).toBe(true);
		await settled(far);
		expect(answered).toBe(0);
		wire("cell").mode = "pass";
		expect(await swallowed.answer).toBe(true);
	});
});
