/** `imp.net.open`: states as impOS numbers them, claims that are given back, local datagrams. */

import { Board } from "../../hosts/sim/board.js";
import {
	CELLULAR_PINGING,
	CELLULAR_PPP_CONNECTING,
	CELLULAR_REGISTERING,
	CELLULAR_REGISTRATION_DENIED,
	CELLULAR_STOPPED_UNHAPPY,
	CELLULAR_WAITING_FOR_SIM,
	CONNECTED,
	ETHERNET_DHCPING,
	ETHERNET_STOPPED_NO_LINK,
	ETHERNET_STOPPED_UNHAPPY,
	SEND_ERROR_NOT_CONNECTED,
	SEND_ERROR_WOULDBLOCK,
	STARTING,
	WIFI_DHCPING,
	WIFI_JOINING,
	WIFI_STOPPED,
	WIFI_STOPPED_UNHAPPY,
} from "../../modules/imp/index.js";
import { stateOf } from "../../modules/imp/states.js";
import type { LinkReport } from "../../modules/uplink/api.js";
import type { Identifier } from "../../modules/uplink/core/types.js";
import type { UDPOptions, UDPSocket } from "../../modules/uplink/provider.js";
import { expect } from "../expect.js";
import { type Facade, facade } from "./support/facade.js";
import { type FakeClaim, reportOf } from "./support/manager.js";

/** ECMA-419 UDP in memory: what was written, and datagrams to be read. */
class FakeUDP implements UDPSocket {
	static readonly all: FakeUDP[] = [];
	readonly written: unknown[] = [];
	readonly waiting: (ArrayBuffer & { address: string; port: number })[] = [];
	closed = false;
	full = false;

	constructor(options: UDPOptions) {
		this.options = options;
		FakeUDP.all.push(this);
	}

	readonly options: UDPOptions;

	read() {
		return this.waiting.shift();
	}

	write(data: ArrayBuffer | Uint8Array, address: string, port: number): void {
		if (this.full) throw new Error("no buffer");
		this.written.push([[...new Uint8Array(data)], address, port]);
	}

	close(): void {
		this.closed = true;
	}

	receive(address: string, port: number, bytes: number[]): void {
		const buffer = new Uint8Array(bytes).buffer;
		this.waiting.push(Object.assign(buffer, { address, port }));
		this.options.onReadable?.call(this, this.waiting.length);
	}
}

const UP: Partial<LinkReport> = { phase: "up", connection: 500, address: "10.0.0.7" };

function opened(
	over = "wl0",
): Facade & { local: ReturnType<Facade["imp"]["net"]["open"]>; claim: FakeClaim } {
	const made = facade(undefined, { io: FakeUDP });
	const local = made.imp.net.open({ interface: over }, made.hear("state"));
	return { ...made, local, claim: made.manager.claims[0] as FakeClaim };
}

describe("the state of an interface", () => {
	const states: [Identifier, Partial<LinkReport>, number][] = [
		["ethernet", { phase: "climbing", connection: 300 }, STARTING],
		["ethernet", { phase: "climbing", connection: 400 }, ETHERNET_DHCPING],
		["ethernet", { phase: "waiting", reason: "NO_LINK" }, ETHERNET_STOPPED_NO_LINK],
		["ethernet", { phase: "waiting", reason: "NO_IP_ADDRESS" }, ETHERNET_STOPPED_UNHAPPY],
		["wifi", { phase: "climbing", connection: 200 }, STARTING],
		["wifi", { phase: "climbing", connection: 300 }, WIFI_JOINING],
		["wifi", { phase: "climbing", connection: 400 }, WIFI_DHCPING],
		["wifi", { phase: "climbing", connection: 500 }, CONNECTED],
		["wifi", { phase: "waiting", reason: "NO_WIFI" }, WIFI_STOPPED_UNHAPPY],
		["wifi", { phase: "idle" }, WIFI_STOPPED],
		["wl1", { phase: "stopping", connection: 500 }, WIFI_STOPPED],
		["cell", { phase: "climbing", connection: 100 }, CELLULAR_PINGING],
		["cell", { phase: "climbing", connection: 150 }, CELLULAR_WAITING_FOR_SIM],
		["cell", { phase: "climbing", connection: 300 }, CELLULAR_REGISTERING],
		["cell", { phase: "climbing", connection: 320 }, CELLULAR_REGISTERING],
		["cell", { phase: "climbing", connection: 340 }, CELLULAR_PPP_CONNECTING],
		["cell", { phase: "climbing", connection: 400 }, CELLULAR_PPP_CONNECTING],
		["cell", { phase: "waiting", reason: "REGISTRATION_DENIED" }, CELLULAR_REGISTRATION_DENIED],
		["cell", { phase: "waiting", reason: "SIM_ERROR" }, CELLULAR_STOPPED_UNHAPPY],
		["cell", { phase: "up", connection: 500 }, CONNECTED],
	];

	it("is the constant that says best where it is", () => {
		for (const [over, changes, state] of states)
			expect(stateOf(reportOf(over, changes)), `${over} ${JSON.stringify(changes)}`).toBe(state);
	});
});

describe("imp.net.open", () => {
	it("claims the interface, returns at once, and tells each change of state once, later", () => {
		const { local, claim, heard, pass } = opened();
		expect(local.getstate()).toBe(STARTING);
		claim.change({ connection: 300 });
		expect(heard).toEqual([]);
		claim.change({ connection: 310 });
		claim.change(UP);
		pass();
		claim.change({ phase: "waiting", reason: "NO_WIFI", connection: 200 });
		pass();
		expect(heard).toEqual([
			["state", STARTING],
			["state", WIFI_JOINING],
			["state", CONNECTED],
			["state", WIFI_STOPPED_UNHAPPY],
		]);
		expect(local.getstate()).toBe(WIFI_STOPPED_UNHAPPY);
	});

	it("gives the claim back on close, once, and is silent from then on", () => {
		const { local, claim, heard, pass } = opened();
		claim.change({ connection: 300 });
		local.close();
		local.close();
		claim.change(UP);
		pass();
		expect(heard).toEqual([]);
		expect(claim.closed).toBe(true);
		expect(local.getstate()).toBe(WIFI_STOPPED);
		expect(local.getiptable()).toEqual({ ipv4: {} });
	});

	it("passes on the tables of its NIC, but not to an interface that is in use", () => {
		const { imp, manager } = facade();
		const nic = { interface: "wl0", wificonfig: { ssid: "Shop", key: "k" } };
		imp.net.open(nic);
		expect(manager.claims[0]?.settings).toEqual({ wifi: { SSID: "Shop", password: "k" } });
		manager.links = [reportOf("wifi", { phase: "up", wanted: ["turn"] })];
		expect(() => imp.net.open(nic)).toThrow(Error, "wl0 is busy");
		imp.net.open({ interface: "wl0" });
		expect(manager.claims.length).toBe(2);
	});

	it("throws on a bad NIC or callback, and claims nothing", () => {
		const { imp, manager } = facade(["wifi"]);
		expect(() => imp.net.open({ interface: "eth0" })).toThrow(RangeError, "eth0 is not fitted");
		expect(() => imp.net.open({ interface: "wl0" }, 5 as never)).toThrow(TypeError, "callback");
		expect(manager.claims).toEqual([]);
	});

	it("opens so many and no more until one is closed", () => {
		const { imp } = facade();
		const all = Array.from({ length: 8 }, () => imp.net.open({ interface: "wl0" }));
		expect(() => imp.net.open({ interface: "wl0" })).toThrow(RangeError, "at most 8");
		all[0]?.close();
		imp.net.open({ interface: "wl0" });
	});

	it("shows the address while it is up", () => {
		const { local, claim } = opened();
		expect(local.getiptable()).toEqual({ ipv4: {} });
		claim.change(UP);
		expect(local.getiptable().ipv4.address).toBe("10.0.0.7");
	});
});

describe("openudp", () => {
	it("throws over cellular, while not connected, after close, and on a host without UDP", () => {
		const { local, claim } = opened();
		expect(() => local.openudp()).toThrow(Error, "wifi is not connected");
		claim.change(UP);
		expect(() => local.openudp(null, 0)).toThrow(RangeError, "port");
		expect(() => local.openudp("x" as never)).toThrow(TypeError, "callback");
		local.close();
		expect(() => local.openudp()).toThrow(Error, "not connected");
		const cellular = opened("cell0");
		cellular.claim.change(UP);
		expect(() => cellular.local.openudp()).toThrow(Error, "not over cellular");
		const without = facade();
		expect(() => without.imp.net.open({ interface: "wl0" }).openudp()).toThrow(Error, "no UDP");
	});

	it("sends and receives datagrams from the interface's own address", () => {
		const { local, claim, heard, hear } = opened();
		claim.change(UP);
		const socket = local.openudp(hear("datagram"), 5000);
		const udp = FakeUDP.all.at(-1) as FakeUDP;
		expect([udp.options.address, udp.options.port]).toEqual(["10.0.0.7", 5000]);
		expect(socket.send("10.0.0.9", 6000, "hi")).toBe(0);
		expect(udp.written).toEqual([[[104, 105], "10.0.0.9", 6000]]);
		udp.receive("10.0.0.9", 6000, [1, 2]);
		expect(heard.at(-1)).toEqual([
			"datagram",
			"10.0.0.9",
			6000,
			"10.0.0.7",
			5000,
			new Uint8Array([1, 2]),
		]);
	});

	it("answers a send that cannot be made with a code, and a bad one with an error", () => {
		const { local, claim } = opened();
		claim.change(UP);
		const socket = local.openudp();
		const udp = FakeUDP.all.at(-1) as FakeUDP;
		expect(() => socket.send("host", 1, "")).toThrow(RangeError, "address: expected a dotted quad");
		expect(() => socket.send("1.1.1.1", 0, "")).toThrow(RangeError, "port");
		expect(() => socket.send("1.1.1.1", 1, 5 as never)).toThrow(TypeError, "data");
		udp.full = true;
		expect(socket.send("1.1.1.1", 1, "x")).toBe(SEND_ERROR_WOULDBLOCK);
		claim.change({ phase: "waiting" });
		expect(socket.send("1.1.1.1", 1, "x")).toBe(SEND_ERROR_NOT_CONNECTED);
	});

	it("has so many sockets, and closes them with the interface", () => {
		const { local, claim } = opened();
		claim.change(UP);
		const sockets = Array.from({ length: 4 }, () => local.openudp());
		expect(() => local.openudp()).toThrow(RangeError, "at most 4");
		sockets[0]?.close();
		local.openudp();
		local.close();
		expect(FakeUDP.all.slice(-5).every((udp) => udp.closed)).toBe(true);
		expect(sockets[1]?.send("1.1.1.1", 1, "x")).toBe(SEND_ERROR_NOT_CONNECTED);
	});
});

describe("imp.net.open on a board", () => {
	/** What an interface opened now tells, and what `getstate()` said on return. */
	function told(board: Board, over: string): { first: number; states: number[] } {
		const states: number[] = [];
		const local = board.imp.net.open({ interface: over }, (state) => states.push(state));
		const first = local.getstate();
		expect(states, "before open() has returned").toEqual([]);
		return { first, states };
	}

	it("tells the state in which it finds its interface, and then each change", () => {
		const board = new Board({ fitted: ["eth0", "wl0"] });
		board.powerOn();
		board.advance(10_000);
		const active = told(board, "eth0");
		board.advance(0);
		expect([active.first, ...active.states]).toEqual([CONNECTED, CONNECTED]);
		const idle = told(board, "wl0");
		board.advance(0);
		expect([idle.first, ...idle.states]).toEqual([WIFI_JOINING, WIFI_JOINING]);
		board.advance(10_000);
		expect(idle.states).toEqual([WIFI_JOINING, WIFI_DHCPING, CONNECTED]);
		expect(active.states).toEqual([CONNECTED]);
	});

	it("tells nothing to a callback whose interface is closed before its first state", () => {
		const board = new Board({ fitted: ["eth0", "wl0"] });
		board.powerOn();
		const states: number[] = [];
		board.imp.net.open({ interface: "wl0" }, (state) => states.push(state)).close();
		board.advance(10_000);
		expect(states).toEqual([]);
	});
});
