/**
 * Reading from the simulated TCP: exact counts as the SDK's `read` demands, and the end of a
 * connection behind the bytes that came before it.
 */

import { expect } from "../../../expect.js";
import { ADDRESS, Bench, letters, spell } from "./bench.js";

/** A socket that reads nothing by itself and logs its end. */
function openUnread() {
	const bench = new Bench();
	const peers = bench.listen();
	bench.provider.route.hold("ethernet");
	const socket = new bench.provider.TCP.io({
		address: ADDRESS,
		port: 80,
		onError: () => bench.log("error"),
	});
	bench.run(1000);
	const [peer] = peers;
	if (!peer) throw new Error("nobody was accepted");
	return { bench, socket, peer };
}

describe("reading from the simulated TCP", () => {
	it("reads exactly what is asked, and throws at more than has arrived", () => {
		const { socket, peer, bench } = openUnread();
		expect(socket.read(100)).toBe(undefined);
		peer.send(letters("abcdef"));
		bench.run(1000);
		expect(() => socket.read(7)).toThrow(RangeError, "7 bytes read where 6 may be");
		expect(() => socket.read(0)).toThrow(RangeError, "0 bytes");
		expect(spell(new Uint8Array(socket.read(2) ?? []))).toBe("ab");
		expect(() => socket.read(5)).toThrow(RangeError, "where 4 may be");
		expect(spell(new Uint8Array(socket.read() ?? []))).toBe("cdef");
		expect(socket.read(1)).toBe(undefined);
	});

	it("tells the end once all that came before it is read, and not from within the read", () => {
		const { socket, peer, bench } = openUnread();
		peer.send(letters("bye"));
		peer.close();
		expect(bench.run(200_000)).toEqual([]);
		expect(() => socket.write(letters("x"))).toThrow(Error, "not connected");
		socket.read(1);
		expect(bench.run(200_000)).toEqual([]);
		socket.read();
		expect(bench.run(0)).toEqual(["401000 error"]);
	});

	it("does not tell an end that was read and then closed, or cut by the power", () => {
		for (const cut of ["close", "power"] as const) {
			const { socket, peer, bench } = openUnread();
			peer.send(letters("bye"));
			peer.reset();
			bench.run(1000);
			socket.read();
			if (cut === "close") socket.close();
			else bench.network.powerOff();
			expect(bench.run(1000), cut).toEqual([]);
		}
	});
});
