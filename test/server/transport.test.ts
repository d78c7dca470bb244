/** A transport by itself: its order of calls, and a socket that breaks its word. */

import { Transport } from "../../modules/server/transport.js";
import { expect } from "../expect.js";
import { Bench } from "./support/bench.js";

function createTransport(): { bench: Bench; transport: Transport; calls: string[] } {
	const bench = new Bench();
	bench.parses = false;
	const calls: string[] = [];
	const transport = new Transport({
		environment: bench.environment(),
		over: "wifi",
		host: "server.test",
		port: 7,
		proxy: undefined,
		security: undefined,
		onTiming() {},
		onResolved: () => calls.push("resolved"),
		onOpened: () => calls.push("opened"),
		onBytes: (bytes) => calls.push(`${bytes.length} bytes`),
		onRoom: () => calls.push("room"),
		onLost: (reason) => calls.push(`lost ${reason}`),
		ready: () => true,
	});
	return { bench, transport, calls };
}

describe("a transport", () => {
	it("takes nothing to send before it is open or after it is closed", () => {
		const { bench, transport, calls } = createTransport();
		transport.send(new Uint8Array(4));
		expect([transport.room, calls]).toEqual([false, []]);
		bench.time.advance(100);
		expect([transport.room, calls]).toEqual([true, ["resolved", "opened"]]);
		transport.close();
		transport.send(new Uint8Array(4));
		expect([transport.room, bench.socket.sent]).toEqual([false, []]);
	});

	it("may be closed from within each of its callbacks", () => {
		for (const stage of ["onResolved", "onOpened", "onBytes", "onRoom"] as const) {
			const bench = new Bench();
			bench.parses = false;
			let calls = 0;
			const close = () => {
				calls += 1;
				transport.close();
			};
			const transport: Transport = new Transport({
				environment: bench.environment(),
				over: "wifi",
				host: "server.test",
				port: 7,
				proxy: undefined,
				security: undefined,
				onTiming() {},
				onResolved() {},
				onOpened() {},
				onBytes() {},
				onRoom() {},
				onLost: () => {
					throw new Error("lost after close");
				},
				ready: () => true,
				[stage]: close,
			});
			bench.time.advance(100);
			bench.sockets[0]?.allow(100);
			bench.sockets[0]?.say(...new Array<number>(1_000).fill(0));
			bench.sockets[0]?.reset();
			bench.time.advance(1_000);
			expect(calls, stage).toBe(1);
			expect(bench.sockets.length, `${stage}: sockets`).toBe(stage === "onResolved" ? 0 : 1);
		}
	});

	it("asks the socket for no more than has arrived: more would throw", () => {
		const { bench, transport, calls } = createTransport();
		bench.time.advance(100);
		bench.socket.say(...new Array<number>(600).fill(0));
		bench.socket.say(1);
		transport.receive();
		expect(calls).toEqual(["resolved", "opened", "512 bytes", "88 bytes", "1 bytes"]);
		expect(bench.socket.unread).toBe(0);
	});

	it("is lost, later and once, when the socket refuses what it had allowed", () => {
		const { bench, transport, calls } = createTransport();
		bench.time.advance(100);
		bench.socket.write = () => {
			throw new Error("closed");
		};
		transport.send(new Uint8Array(4));
		transport.send(new Uint8Array(4));
		expect(calls).toEqual(["resolved", "opened"]);
		bench.time.advance(0);
		expect(calls).toEqual(["resolved", "opened", "lost NO_SERVER"]);
	});

	it("is lost, later, when a resolver cannot even be made", () => {
		const bench = new Bench();
		const calls: string[] = [];
		const environment = bench.environment();
		environment.resolve.io = class {
			constructor() {
				throw new Error("no netif");
			}
			resolve(): void {}
			close(): void {}
		};
		const silent = () => {};
		new Transport({
			environment,
			over: "wifi",
			host: "server.test",
			port: 7,
			proxy: undefined,
			security: undefined,
			onTiming() {},
			onResolved: silent,
			onOpened: silent,
			onBytes: silent,
			onRoom: silent,
			onLost: (reason) => calls.push(reason),
			ready: () => true,
		});
		expect(calls).toEqual([]);
		bench.time.advance(0);
		expect(calls).toEqual(["NOT_RESOLVED"]);
	});
});
