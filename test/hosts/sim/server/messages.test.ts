/**
 * The simulated server and its messages: logged, handed on, kept and sent again.
 */

import { expect } from "../../../expect.js";
import { start } from "./bench.js";
import { RawClient } from "./raw-client.js";

describe("the simulated server's messages", () => {
	it("logs each publication with its time, its way and its marks, and acknowledges QoS 1", () => {
		const { bench, server, heard, connected } = start();
		const entries: unknown[] = [];
		server.onMessage = (entry) => entries.push(entry);
		const client = connected();
		const at = bench.time.now + 2;
		client.publish("a/b", "zero");
		client.publish("a/b", "one", { qos: 1, pkt_id: 9 });
		client.publish("a/b", "one", { qos: 1, pkt_id: 9, dup: true });
		expect(heard()).toEqual(["client puback 9", "client puback 9"]);
		const common = { at, client: "board", topic: "a/b", over: "ethernet" };
		expect(server.received).toEqual([
			{ ...common, data: "zero", duplicate: false, QoS: 0 },
			{ ...common, data: "one", duplicate: false, QoS: 1 },
			{ ...common, data: "one", duplicate: true, QoS: 1 },
		]);
		expect(entries).toEqual(server.received);
	});

	it("logs what is no text by its bytes", () => {
		const { server, heard, connected } = start();
		const client = connected();
		for (const data of ["grün", new Uint8Array([0xff, 0, 0x41])]) client.publish("a/b", data);
		heard();
		expect(server.received.map(({ data }) => data)).toEqual(["grün", "ff 00 41"]);
	});

	it("keeps the newest 10 000 in its log and counts all", () => {
		const { bench, server, connected } = start();
		const client = connected();
		for (let count = 0; count < 10_010; count++) {
			client.publish("t", `${count}`);
			if (count % 500 === 0) bench.run(10);
		}
		bench.run(100);
		expect(server.receivedCount).toBe(10_010);
		expect(server.received.length).toBe(10_000);
		expect(server.received[0]?.data).toBe("10");
	});

	it("gives to whom a filter matches, with the lesser QoS of the two", () => {
		const { server, heard, connected } = start();
		const client = connected();
		client.subscribe("plain", "one/+/three", "all/#", "+");
		expect(heard()).toEqual(["client suback 1,1,1,1"]);
		for (const topic of ["plain", "one/two/three", "one/two", "all", "all/of/it", "$SYS", "no/ne"])
			server.publish(topic, "x", { QoS: 1 });
		server.publish("plain", "y");
		expect(heard()).toEqual([
			"client plain x QoS 1",
			"client one/two/three x QoS 1",
			"client all x QoS 1",
			"client all/of/it x QoS 1",
			"client plain y QoS 0",
		]);
	});

	it("carries from one client to another, and to none after UNSUBSCRIBE", () => {
		const { heard, connected } = start();
		const listener = connected("listener", { client_id: "listener" });
		listener.subscribe("t");
		heard();
		const speaker = connected("speaker", { client_id: "speaker" });
		speaker.publish("t", "hello");
		expect(heard()).toEqual(["listener t hello QoS 0"]);
		listener.send("unsubscribe", { pkt_id: 5, topics: ["t"] });
		expect(heard()).toEqual(["listener unsuback 5"]);
		speaker.publish("t", "hello");
		expect(heard()).toEqual([]);
	});

	it("refuses a filter that is none, and takes the others of the same packet", () => {
		const { server, heard, connected } = start();
		connected().subscribe("a#", "good", "+b/c", "#/d");
		expect(heard()).toEqual(["client suback 128,1,128,128"]);
		server.publish("good", "x");
		expect(heard()).toEqual(["client good x QoS 0"]);
	});

	it("keeps QoS 1 for a client that is away, in order, and not QoS 0", () => {
		const { bench, server, heard, connected } = start();
		const client = connected();
		client.subscribe("t");
		heard();
		client.send("disconnect");
		heard();
		server.publish("t", "first", { QoS: 1 });
		server.publish("t", "lost");
		server.publish("t", "second", { QoS: 1 });
		new RawClient(bench).connect();
		expect(heard()).toEqual([
			"client connack 0 present",
			"client t first QoS 1",
			"client t second QoS 1",
		]);
		expect(heard(600_000)).toEqual([]);
	});

	it("sends again with DUP what the last connection did not acknowledge", () => {
		const { bench, server, heard, connected } = start();
		const client = connected();
		client.subscribe("t");
		heard();
		client.acknowledges = false;
		server.publish("t", "first", { QoS: 1 });
		expect(heard()).toEqual(["client t first QoS 1"]);
		client.close();
		heard();
		server.publish("t", "second", { QoS: 1 });
		const again = new RawClient(bench, "again").connect();
		expect(heard()).toEqual([
			"again connack 0 present",
			"again t first QoS 1 dup",
			"again t second QoS 1",
		]);
		again.send("disconnect");
		heard();
		new RawClient(bench, "third").connect();
		expect(heard()).toEqual(["third connack 0 present"]);
	});

	it("has 20 unacknowledged at a time, and keeps a thousand", () => {
		const { server, heard, connected } = start();
		const client = connected();
		client.subscribe("t");
		heard();
		client.acknowledges = false;
		for (let count = 0; count < 1010; count++) server.publish("t", `${count}`, { QoS: 1 });
		expect(heard().length).toBe(20);
		client.acknowledges = true;
		for (let id = 1; id <= 20; id++) client.send("puback", { pkt_id: id });
		expect(heard(100_000).length).toBe(980);
	});

	it("keeps a retained message for who subscribes later, and forgets it when it is emptied", () => {
		const { server, heard, connected } = start();
		server.publish("state", "on", { QoS: 1, retain: true });
		const client = connected();
		client.subscribe("state");
		expect(heard()).toEqual(["client suback 1", "client state on QoS 1 retain"]);
		server.publish("state", "", { retain: true });
		expect(heard()).toEqual(["client state  QoS 0"]);
		client.subscribe("state");
		expect(heard()).toEqual(["client suback 1"]);
		expect(() => server.publish("a/+", "x")).toThrow(RangeError, "not a topic");
	});

	it("keeps 1000 retained messages, and no further topic's", () => {
		const { server, heard, connected } = start();
		for (let count = 0; count <= 1000; count++)
			server.publish(`state/${count}`, "on", { retain: true });
		connected().subscribe("state/999", "state/1000");
		expect(heard()).toEqual(["client suback 1,1", "client state/999 on QoS 0 retain"]);
	});
});
