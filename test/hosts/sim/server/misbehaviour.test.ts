/**
 * The simulated server on its bad days, and what it does with clients on theirs.
 */

import { SERVER_ADDRESS } from "../../../../hosts/sim/server.js";
import { expect } from "../../../expect.js";
import { start } from "./bench.js";
import { RawClient } from "./raw-client.js";

describe("the simulated server on demand", () => {
	it("refuses with the code it is told, and closes who is there when it begins to", () => {
		const { bench, server, heard, connected } = start();
		connected();
		server.mode = "refusing";
		expect(heard()).toEqual(["client ended"]);
		new RawClient(bench).connect();
		expect(heard()).toEqual(["client connack 5", "client ended"]);
		server.refusal = 3;
		new RawClient(bench).connect();
		expect(heard()).toEqual(["client connack 3", "client ended"]);
		expect(() => {
			server.refusal = 6;
		}).toThrow(RangeError, "server.refusal");
		server.mode = "up";
		new RawClient(bench).connect();
		expect(heard()).toEqual(["client connack 0 present"]);
	});

	it("resets who is there when it goes down, and nobody is answered until it is up", () => {
		const { bench, server, heard, connected } = start();
		connected();
		server.mode = "down";
		expect(heard()).toEqual(["client ended"]);
		bench.connect("socket", SERVER_ADDRESS, 1883);
		expect(heard()).toEqual(["socket error"]);
		server.mode = "up";
		new RawClient(bench).connect();
		expect(heard()).toEqual(["client connack 0 present"]);
	});

	it("reads and says nothing while it is silent, then goes on with whom it knows", () => {
		const { server, heard, connected, bench } = start();
		const client = connected();
		client.subscribe("t");
		heard();
		server.silent = true;
		client.send("pingreq").publish("t", "unheard", { qos: 1 });
		server.publish("t", "later", { QoS: 1 });
		const newcomer = new RawClient(bench, "newcomer").connect({ client_id: "newcomer" });
		expect(heard(500_000)).toEqual([]);
		expect(server.received).toEqual([]);
		server.silent = false;
		expect(heard()).toEqual(["client t later QoS 1"]);
		client.send("pingreq");
		newcomer.send("pingreq");
		expect(heard()).toEqual(["client pingresp", "newcomer ended"]);
	});

	it("closes a connection that breaks the protocol, and no other", () => {
		const hello = [0x10, 15, 0, 4, 77, 81, 84, 84, 4, 2, 0, 0, 0, 3, 98, 97, 100];
		const bad: Record<string, number[]> = {
			"a packet before CONNECT": [0xc0, 0],
			"a second CONNECT": [...hello, ...hello],
			"another protocol": [0x10, 15, 0, 4, 77, 81, 84, 88, 4, 2, 0, 0, 0, 3, 98, 97, 100],
			"a CONNECT cut short": [0x10, 10, 0, 4, 77, 81, 84, 84, 4, 2, 0, 0],
			"a name longer than its packet": [
				0x10, 15, 0, 4, 77, 81, 84, 84, 4, 2, 0, 0, 0, 9, 98, 97, 100,
			],
			"a reserved flag": [0x10, 15, 0, 4, 77, 81, 84, 84, 4, 3, 0, 0, 0, 3, 98, 97, 100],
			"an empty CONNECT": [0x10, 0],
			"a length of five bytes": [...hello, 0x30, 0xff, 0xff, 0xff, 0xff, 1],
			"a packet too large": [...hello, 0x30, 0xff, 0xff, 0xff, 0x7f],
			"a topic with a wildcard": [...hello, 0x30, 3, 0, 1, 0x23],
			"a topic longer than its packet": [...hello, 0x30, 3, 0, 9, 65],
			"an empty PUBLISH": [...hello, 0x30, 0],
			"QoS 2": [...hello, 0x34, 5, 0, 1, 65, 0, 1],
			"QoS 3": [...hello, 0x36, 5, 0, 1, 65, 0, 1],
			"QoS 1 with identifier 0": [...hello, 0x32, 5, 0, 1, 65, 0, 0],
			"a PUBACK without identifier": [...hello, 0x40, 0],
			"a SUBSCRIBE without filters": [...hello, 0x82, 2, 0, 1],
			"a SUBSCRIBE cut short": [...hello, 0x82, 5, 0, 1, 0, 1, 65],
			"a SUBSCRIBE with wrong flags": [...hello, 0x80, 6, 0, 1, 0, 1, 65, 1],
			"an UNSUBSCRIBE without filters": [...hello, 0xa2, 2, 0, 1],
			"a packet of the server": [...hello, 0x20, 2, 0, 0],
			"kind 0": [...hello, 0, 0],
			"kind 15": [...hello, 0xf0, 0],
		};
		for (const [what, data] of Object.entries(bad)) {
			const { bench, heard, connected } = start();
			const good = connected("good");
			new RawClient(bench, "bad").raw(data);
			expect(
				heard().filter((line) => !line.includes("connack")),
				what,
			).toEqual(["bad ended"]);
			good.send("pingreq");
			expect(heard(), what).toEqual(["good pingresp"]);
		}
	});

	it("understands packets that come in pieces, and several in one", () => {
		const { bench, server, heard } = start();
		const client = new RawClient(bench);
		const hello = [0x10, 15, 0, 4, 77, 81, 84, 84, 4, 2, 0, 0, 0, 3, 97, 98, 99];
		for (const byte of hello) {
			client.raw([byte]);
			bench.time.advance(5);
		}
		expect(heard()).toEqual(["client connack 0"]);
		client.raw([0x30, 4, 0, 1, 65, 66, 0xc0, 0, 0x30, 4, 0, 1, 65]);
		expect(heard()).toEqual(["client pingresp"]);
		client.raw([67]);
		heard();
		expect(server.received.map(({ topic, data }) => topic + data)).toEqual(["AB", "AC"]);
	});
});
