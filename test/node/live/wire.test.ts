/**
 * The wires of the live board on loopback: bytes pass, stop without anything being closed, pass
 * again, and are reset.
 */

import { CIRCUITS_MAX, type Wire, Wires } from "../../../hosts/sim/live/wire.js";
import { expect } from "../../expect.js";
import { dial, type End, Far, OPENED, settled } from "./ends.js";

describe("a wire of the live board", () => {
	let far: Far;
	let wires: Wires;
	let wifi: Wire;
	let listening: boolean;
	const dialled: End[] = [];

	beforeEach(async () => {
		far = await Far.open();
		listening = true;
		wires = await Wires.open(["wifi", "cell"], () => (listening ? far.port : undefined));
		wifi = wires.get("wifi") as Wire;
	});

	afterEach(async () => {
		for (const { socket } of dialled.splice(0)) socket.destroy();
		await wires.close();
		far.close();
	});

	function near(wire: Wire = wifi): End {
		const end = dial(wire.port);
		dialled.push(end);
		return end;
	}

	async function opened(): Promise<{ device: End; server: End }> {
		const number = far.ends.length;
		const device = near();
		await device.until(OPENED);
		return { device, server: await far.end(number) };
	}

	it("passes bytes both ways and counts them, its own first byte apart", async () => {
		const { device, server } = await opened();
		device.socket.write("up");
		await server.until("up");
		server.socket.write("down!");
		await device.until("down!");
		expect(device.received).toBe(`${OPENED}down!`);
		expect(wifi.counts).toEqual({ toServer: 2, toDevice: 5, connections: 1 });
		expect(wires.get("cell")?.counts).toEqual({ toServer: 0, toDevice: 0, connections: 0 });
	});

	it("says over which wire a connection reached the server", async () => {
		const { server } = await opened();
		const device = near(wires.get("cell") as Wire);
		await device.until(OPENED);
		const other = await far.end(1);
		expect(wires.over(server.socket.remotePort)).toBe("wifi");
		expect(wires.over(other.socket.remotePort)).toBe("cell");
		expect(wires.over(undefined)).toBe(undefined);
	});

	it("cut, stops bytes both ways and closes nothing, and passes what was held afterwards", async () => {
		const { device, server } = await opened();
		wifi.mode = "cut";
		device.socket.write("up");
		server.socket.write("down");
		await settled(far);
		expect(device.received).toBe(OPENED);
		expect(server.received).toBe("");
		expect([device.ended, server.ended]).toEqual([undefined, undefined]);
		wifi.mode = "pass";
		await server.until("up");
		await device.until("down");
	});

	it("blackholed, lets new connections hang until it passes", async () => {
		wifi.mode = "blackhole";
		const device = near();
		await settled(far);
		expect(device.received).toBe("");
		expect(device.ended).toBe(undefined);
		wifi.mode = "pass";
		await device.until(OPENED);
	});

	it("rejecting, resets what is open and what is new", async () => {
		const { device, server } = await opened();
		wifi.mode = "reject";
		expect(await device.untilEnded()).toBe("reset");
		expect(await server.untilEnded()).toBe("reset");
		expect(await near().untilEnded()).toBe("reset");
	});

	it("passes on how either side ended", async () => {
		const first = await opened();
		first.device.socket.end("bye");
		await first.server.until("bye");
		expect(await first.server.untilEnded()).toBe("end");
		const second = await opened();
		second.server.socket.end("bye");
		await second.device.until("bye");
		expect(await second.device.untilEnded()).toBe("end");
		const third = await opened();
		third.server.socket.resetAndDestroy();
		expect(await third.device.untilEnded()).toBe("reset");
	});

	it("keeps the ending of a server to itself while it is cut", async () => {
		const { device, server } = await opened();
		wifi.mode = "cut";
		server.socket.resetAndDestroy();
		await settled(far);
		expect(device.ended).toBe(undefined);
		wifi.mode = "pass";
		expect(await device.untilEnded()).toBe("reset");
	});

	it("loses what a device wrote that left while it was cut, and resets the server that speaks", async () => {
		const { device, server } = await opened();
		wifi.mode = "cut";
		device.socket.write("lost");
		device.socket.destroy();
		await settled(far);
		wifi.mode = "pass";
		await settled(far);
		expect(server.received).toBe("");
		expect(server.ended).toBe(undefined);
		server.socket.write("anybody?");
		expect(await server.untilEnded()).toBe("reset");
	});

	it("tells the server nothing when the device loses its power", async () => {
		const { device, server } = await opened();
		wires.abandon();
		await device.untilEnded();
		await settled(far);
		expect(server.ended).toBe(undefined);
		server.socket.write("anybody?");
		expect(await server.untilEnded()).toBe("reset");
	});

	it("resets a connection to a server that does not listen", async () => {
		listening = false;
		const device = near();
		expect(await device.untilEnded()).toBe("reset");
		expect(device.received).toBe("");
	});

	it("slows a sender whose bytes do not pass instead of keeping them all", async () => {
		const { device, server } = await opened();
		wifi.mode = "cut";
		const size = 32 * 1024 * 1024;
		const flushed = new Promise<void>((resolve) => {
			device.socket.write(Buffer.alloc(size, 1), () => resolve());
		});
		await settled(far);
		expect(device.socket.writableLength).toBeAtLeast(1);
		wifi.mode = "pass";
		await flushed;
		await server.untilBytes(size);
		expect(wifi.counts.toServer).toBe(size);
	});

	it("resets the oldest connection when one too many comes", async () => {
		const { device: oldest } = await opened();
		for (let count = 1; count < CIRCUITS_MAX; count++) await opened();
		expect(oldest.ended).toBe(undefined);
		await opened();
		expect(await oldest.untilEnded()).toBe("reset");
		expect(wifi.counts.connections).toBe(CIRCUITS_MAX);
	});
});
