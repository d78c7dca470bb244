/**
 * The simulated server and its clients: who is let in, kept, ended and remembered.
 */

import { SERVER_ADDRESS, SERVER_HOST } from "../../../../hosts/sim/server.js";
import { expect } from "../../../expect.js";
import { start } from "./bench.js";
import { RawClient } from "./raw-client.js";

describe("the simulated server's sessions", () => {
	it("puts its name where the name servers look", () => {
		const { bench } = start();
		expect(bench.network.internet.names.get(SERVER_HOST)).toBe(SERVER_ADDRESS);
	});

	it("accepts a client, and says from the second time on that it knows the session", () => {
		const { bench, server, heard } = start();
		const first = new RawClient(bench).connect();
		expect(heard()).toEqual(["client connack 0"]);
		expect(server.clients).toEqual([
			{ client: "board", over: "ethernet", since: 6, persistent: true },
		]);
		first.send("disconnect");
		expect(heard()).toEqual(["client ended"]);
		expect(server.clients).toEqual([]);
		new RawClient(bench).connect();
		expect(heard()).toEqual(["client connack 0 present"]);
	});

	it("forgets a clean session at its end, and drops an old one for it", () => {
		const { bench, heard, connected } = start();
		connected().send("disconnect");
		heard();
		const clean = { flags: { clean_start: true } };
		const client = new RawClient(bench).connect(clean);
		expect(heard()).toEqual(["client connack 0"]);
		client.send("disconnect");
		heard();
		new RawClient(bench).connect();
		expect(heard()).toEqual(["client connack 0"]);
	});

	it("closes the first when a second one says it is the same client", () => {
		const { bench, server, heard, connected } = start();
		connected("first");
		bench.provider.route.hold("wifi");
		new RawClient(bench, "second").connect();
		expect(heard()).toEqual(["first ended", "second connack 0 present"]);
		expect(server.clients.map(({ over }) => over)).toEqual(["wifi"]);
	});

	it("names a clean client that has no name, and refuses one that wants to be kept", () => {
		const { bench, server, heard } = start();
		new RawClient(bench).connect({ client_id: "", flags: { clean_start: true } });
		expect(heard()).toEqual(["client connack 0"]);
		expect(server.clients.map(({ client }) => client)).toEqual(["unnamed-1"]);
		new RawClient(bench).connect({ client_id: "" });
		expect(heard()).toEqual(["client connack 2", "client ended"]);
	});

	it("refuses another level of the protocol, and speaks with the next client as before", () => {
		const { bench, heard } = start();
		const level5 = [0x10, 14, 0, 4, 77, 81, 84, 84, 5, 2, 0, 0, 0, 0, 1, 120];
		new RawClient(bench).raw(level5);
		expect(heard()).toEqual(["client connack 1", "client ended"]);
		new RawClient(bench).connect();
		expect(heard()).toEqual(["client connack 0"]);
	});

	it("ends a client that is silent for one and a half keep-alives, and hears a ping", () => {
		const { heard, connected } = start();
		const client = connected("client", { keep_alive: 10 });
		heard(13_000);
		client.send("pingreq");
		expect(heard()).toEqual(["client pingresp"]);
		expect(heard(14_800)).toEqual([]);
		expect(heard(200)).toEqual(["client ended"]);
	});

	it("ends a connection without CONNECT after 30 s, and keeps one with keep-alive 0", () => {
		const { bench, heard, connected } = start();
		connected("kept");
		new RawClient(bench, "mute");
		expect(heard(30_000)).toEqual(["mute ended"]);
		expect(heard(1_000_000)).toEqual([]);
	});

	it("notices by its keep-alive alone that the board lost its power", () => {
		const { bench, server, connected } = start();
		connected("client", { keep_alive: 60 });
		bench.network.powerOff();
		bench.ethernet.isUp = false;
		bench.run(89_000);
		expect(server.clients.length).toBe(1);
		bench.run(1000);
		expect(server.clients.length).toBe(0);
	});

	it("loses its sessions when told to forget", () => {
		const { bench, server, heard, connected } = start();
		connected("here", { client_id: "here" });
		connected("gone", { client_id: "gone" }).send("disconnect");
		heard();
		server.forget();
		expect(heard()).toEqual([]);
		new RawClient(bench, "gone").connect({ client_id: "gone" });
		expect(heard()).toEqual(["gone connack 0"]);
		new RawClient(bench, "here").connect({ client_id: "here" });
		expect(heard()).toEqual(["here ended", "here connack 0"]);
	});

	it("takes 64 connections and closes a further one", () => {
		const { bench, server, heard } = start();
		const { internet } = bench.network;
		const accept = internet.listener(SERVER_ADDRESS, 1883);
		let closed = 0;
		for (let count = 0; count < 65; count++)
			accept?.({
				over: "cell",
				onData: undefined,
				onClose: undefined,
				send: () => undefined,
				close: () => closed++,
				reset: () => undefined,
			});
		expect(closed).toBe(1);
		heard(31_000);
		expect(closed).toBe(65);
		expect(server.clients).toEqual([]);
	});

	it("keeps 1000 sessions, and drops the oldest without a connection for a further one", () => {
		const { bench, heard, connected } = start();
		const here = connected("here", { client_id: "here" });
		for (let count = 0; count < 1000; count++) {
			const client = new RawClient(bench).connect({ client_id: `${count}` });
			bench.time.advance(10);
			client.send("disconnect");
			bench.time.advance(10);
		}
		heard();
		here.send("pingreq");
		new RawClient(bench, "oldest").connect({ client_id: "0" });
		new RawClient(bench, "newest").connect({ client_id: "999" });
		expect(heard()).toEqual(["here pingresp", "oldest connack 0", "newest connack 0 present"]);
	});
});
