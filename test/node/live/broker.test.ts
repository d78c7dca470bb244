/**
 * The embedded broker behind wires, spoken to by raw packets: what a subscriber learns of the wire,
 * and what each of the server's misfortunes looks like to a client.
 */

import { type Arrival, Broker } from "../../../hosts/sim/live/broker.js";
import { type Wire, Wires } from "../../../hosts/sim/live/wire.js";
import { expect } from "../../expect.js";
import { dial, type End, OPENED } from "./ends.js";
import {
	connack,
	connectPacket,
	puback,
	publishPacket,
	suback,
	subscribePacket,
} from "./packets.js";

describe("the broker of the live board", () => {
	let broker: Broker;
	let wires: Wires;
	let arrivals: Arrival[];
	const dialled: End[] = [];

	beforeEach(async () => {
		const late: { wires?: Wires } = {};
		broker = await Broker.open((port) => late.wires?.over(port));
		wires = await Wires.open(["ethernet", "wifi"], () => broker.port);
		late.wires = wires;
		arrivals = [];
		broker.subscribe("uplink/demo", (arrival) => arrivals.push(arrival));
	});

	afterEach(async () => {
		for (const { socket } of dialled.splice(0)) socket.destroy();
		await wires.close();
		await broker.close();
	});

	function wire(name: "ethernet" | "wifi"): Wire {
		return wires.get(name) as Wire;
	}

	async function connected(over: "ethernet" | "wifi", client = "device"): Promise<End> {
		const end = dial(wire(over).port);
		dialled.push(end);
		await end.until(OPENED);
		end.socket.write(connectPacket(client));
		return end;
	}

	async function publish(end: End, id: number, data: string, duplicate = false): Promise<void> {
		end.socket.write(publishPacket(id, "uplink/demo", data, duplicate));
		await end.until(puback(id));
	}

	it("tells a subscriber what came, over which wire, and what was marked as a duplicate", async () => {
		const first = await connected("ethernet");
		await first.until(connack(0, false));
		await publish(first, 1, "one");
		wire("ethernet").mode = "cut";
		const second = await connected("wifi");
		await second.until(connack(0, false));
		await publish(second, 1, "one", true);
		await publish(second, 2, "two");
		const topic = "uplink/demo";
		expect(arrivals).toEqual([
			{ topic, text: "one", duplicate: false, over: "ethernet" },
			{ topic, text: "one", duplicate: true, over: "wifi" },
			{ topic, text: "two", duplicate: false, over: "wifi" },
		]);
		expect(first.ended, "the cut connection").toBe(undefined);
	});

	it("keeps its own mark off the wire", async () => {
		const listener = await connected("ethernet", "listener");
		await listener.until(connack(0, false));
		listener.socket.write(subscribePacket(7, "uplink/#"));
		await listener.until(suback(7));
		const device = await connected("wifi");
		await device.until(connack(0, false));
		await publish(device, 1, "one");
		await listener.until("one");
		expect(listener.received.includes("wifi")).toBe(false);
	});

	it("keeps sessions while it is down, refuses connections, and drops who was there", async () => {
		const before = await connected("wifi");
		await before.until(connack(0, false));
		before.socket.write(subscribePacket(3, "downlink"));
		await before.until(suback(3));
		await broker.set("down");
		await before.untilEnded();
		const during = dial(wire("wifi").port);
		dialled.push(during);
		expect(await during.untilEnded()).toBe("reset");
		broker.publish("downlink", "while you were away");
		await broker.set("up");
		const after = await connected("wifi");
		await after.until("while you were away");
		expect(after.received).toContain(connack(0, true));
	});

	it("refusing, drops who was there and answers who comes by not authorized", async () => {
		const before = await connected("wifi");
		await before.until(connack(0, false));
		await broker.set("refusing");
		await before.untilEnded();
		const refused = await connected("wifi");
		await refused.until(connack(5, false));
		await refused.untilEnded();
		await broker.set("up");
		const after = await connected("wifi");
		await after.until(connack(0, false));
	});

	it("says nothing to a subscription that was closed", async () => {
		const heard: string[] = [];
		broker.subscribe("uplink/demo", ({ text }) => heard.push(text)).close();
		const device = await connected("wifi");
		await device.until(connack(0, false));
		await publish(device, 1, "one");
		expect(heard).toEqual([]);
		expect(arrivals.length).toBe(1);
	});
});
