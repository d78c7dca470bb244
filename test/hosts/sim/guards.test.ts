/**
 * Holds, pins, failback and the server's own outage, on a whole board in virtual time.
 */

import { Board, REFERENCE } from "../../../hosts/sim/board.js";
import type { PolicyOptions } from "../../../modules/uplink/core/policy.js";
import { expect } from "../../expect.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const ALL = ["eth0", "wl0", "cell0"];

function native(policy: PolicyOptions = {}, fitted = ALL): Board {
	const board = new Board({
		fitted,
		policy: { preset: "native", ...policy },
		reference: REFERENCE,
	});
	board.powerOn();
	board.advance(20 * SECOND);
	return board;
}

/** On Wi-Fi, because the cable was out for a while and is back. */
function onWiFi(policy: PolicyOptions = {}): Board {
	const board = native(policy);
	board.set({ eth0: { cable: false } });
	board.advance(10 * SECOND);
	expect(board.uplink.active).toBe("wifi");
	board.set({ eth0: { cable: true } });
	return board;
}

describe("failback", () => {
	it("goes back once the better interface was reachable for the dwell, without a gap", () => {
		const board = onWiFi();
		board.advance(55 * SECOND);
		expect(board.uplink.active).toBe("wifi");
		board.advance(30 * SECOND);
		expect(board.uplink.active).toBe("ethernet");
		const moved = board.attempts.at(-1);
		expect([moved?.interface, moved?.outcome]).toEqual(["ethernet", "connected"]);
		expect(moved?.took).toBeAtMost(100);
	});

	it("never tries an interface whose way to the server is dead", () => {
		const board = onWiFi();
		board.set({ eth0: { upstream: "blackhole" } });
		const rows = board.attempts.length;
		board.advance(HOUR);
		expect(board.uplink.active).toBe("wifi");
		expect(board.attempts.length).toBe(rows);
	});

	it("waits twice as long after a failback that did not last, and forgets it in time", () => {
		const board = onWiFi();
		board.advance(2 * MINUTE);
		expect(board.uplink.active).toBe("ethernet");
		board.set({ eth0: { cable: false } });
		board.advance(10 * SECOND);
		board.set({ eth0: { cable: true } });
		board.advance(100 * SECOND);
		expect(board.uplink.active, "one dwell later").toBe("wifi");
		board.advance(40 * SECOND);
		expect(board.uplink.active, "two dwells later").toBe("ethernet");
		expect(board.uplink.record.failback.dwell).toBe(2 * MINUTE);
		board.advance(61 * MINUTE);
		expect(board.uplink.record.failback.dwell).toBe(MINUTE);
	});

	it("scouts a better interface that is kept cold, ever more seldom", () => {
		const board = native({ ethernet: { standby: "cold" } });
		board.set({ eth0: { cable: false } });
		board.advance(10 * SECOND);
		const climbs: number[] = [];
		board.trace = (entry) => {
			if (entry.kind === "link" && entry.interface === "ethernet" && entry.phase === "climbing")
				climbs.push(Math.floor(board.now / MINUTE));
		};
		board.advance(6 * HOUR);
		expect(climbs.length).toBeAtLeast(6);
		expect(climbs.length).toBeAtMost(16);
		board.set({ eth0: { cable: true } });
		board.advance(80 * MINUTE);
		expect(board.uplink.active).toBe("ethernet");
	});
});

describe("a flap", () => {
	it("shorter than the debounce changes nothing", () => {
		const board = native();
		const heard: string[] = [];
		board.trace = ({ kind }) => {
			if (kind === "active" || kind === "link") heard.push(kind);
		};
		board.set({ eth0: { cable: false } });
		board.advance(150);
		board.set({ eth0: { cable: true } });
		board.advance(MINUTE);
		expect(heard).toEqual([]);
		expect(board.uplink.active).toBe("ethernet");
	});
});

describe("a silent upstream", () => {
	it("is noticed and left within 10 s by default", () => {
		const board = native();
		board.set({ eth0: { upstream: "blackhole" } });
		board.advance(10 * SECOND);
		expect(board.uplink.active).toBe("wifi");
	});

	it("is noticed and left within 3 s when the policy asks", () => {
		const quick = { ask: 1200, answer: 800, probe: 800 };
		const board = native({ ethernet: quick, wifi: quick });
		board.set({ eth0: { upstream: "blackhole" } });
		board.advance(3 * SECOND);
		expect(board.uplink.active).toBe("wifi");
	});

	for (const [limit, quick] of [
		[10, {}],
		[3, { ask: 1200, answer: 800, probe: 800 }],
	] as const)
		it(`is left within ${limit} s whenever it falls silent, from Ethernet and from Wi-Fi`, () => {
			for (let moment = 0; moment < 6 * SECOND; moment += 233)
				for (const [instance, other, silence] of [
					["eth0", "wifi", { eth0: { upstream: "blackhole" } }],
					["wl0", "ethernet", { wl0: { upstream: "blackhole" } }],
				] as const) {
					const board = native({ ethernet: quick, wifi: quick }, ["eth0", "wl0"]);
					board.uplink.interfaces = [instance];
					board.uplink.disconnect();
					board.uplink.connect();
					board.advance(20 * SECOND + moment);
					board.set(silence);
					board.advance(limit * SECOND);
					expect(board.uplink.active, `${instance} at ${moment} ms`).toBe(other);
				}
		});

	it("costs no more bytes a day on cellular than its budget", () => {
		const budget = 20_000;
		const board = native({ cell: { ask: SECOND, budget } }, ["cell0"]);
		board.advance(30 * SECOND);
		const before = board.network?.bytes("cell");
		board.advance(24 * HOUR);
		const after = board.network?.bytes("cell");
		const cost =
			(after?.sent ?? 0) + (after?.received ?? 0) - (before?.sent ?? 0) - (before?.received ?? 0);
		expect(board.uplink.active).toBe("cell");
		expect(cost).toBeAtLeast(1000);
		expect(cost).toBeAtMost(budget + 1000);
	});
});

describe("a hold", () => {
	it("keeps the session where it is until it expires, and is told", () => {
		const board = onWiFi();
		board.uplink.hold("upload", { for: 5 * MINUTE });
		expect(board.uplink.explain().words.join(" ")).toContain("upload");
		board.advance(4 * MINUTE);
		expect(board.uplink.active).toBe("wifi");
		board.advance(3 * MINUTE);
		expect(board.uplink.active).toBe("ethernet");
	});

	it("is over when it is released, and a second release is harmless", () => {
		const board = onWiFi();
		const hold = board.uplink.hold("upload", { for: HOUR });
		board.advance(3 * MINUTE);
		hold.release();
		hold.release();
		board.advance(2 * MINUTE);
		expect(board.uplink.active).toBe("ethernet");
	});

	it("does not keep a session that is proven lost", () => {
		const board = onWiFi();
		board.uplink.hold("upload", { for: HOUR });
		board.set({ wl0: { accessPoint: false } });
		board.advance(20 * SECOND);
		expect(board.uplink.active === "wifi").toBe(false);
		expect(board.server.isconnected()).toBe(true);
	});

	it("is refused without a reason or a span, naming the place", () => {
		const { uplink } = native();
		expect(() => uplink.hold("", { for: 1 })).toThrow(RangeError, "hold.reason");
		expect(() => uplink.hold("x", {} as { for: number })).toThrow(TypeError, "hold.for");
		expect(() => uplink.hold("x", { for: Number.NaN })).toThrow(TypeError, "hold.for");
		expect(() => uplink.hold("x", { for: -1 })).toThrow(RangeError, "hold.for");
	});
});

describe("a pin", () => {
	it("moves to its interface at once and goes back to the list when it expires", () => {
		const board = native();
		board.uplink.pin("cell", { for: 10 * MINUTE, why: "test of the modem" });
		expect(board.uplink.explain().words.join(" ")).toContain("test of the modem");
		board.advance(MINUTE);
		expect(board.uplink.active).toBe("cell");
		board.advance(9 * MINUTE);
		board.advance(2 * MINUTE);
		expect(board.uplink.active).toBe("ethernet");
	});

	it("with fallback list uses the others while its interface fails, and comes back to it", () => {
		const board = native();
		board.uplink.pin("wifi", { for: HOUR, why: "upload" });
		board.advance(30 * SECOND);
		expect(board.uplink.active).toBe("wifi");
		board.set({ wl0: { accessPoint: false } });
		board.advance(30 * SECOND);
		expect(board.uplink.active).toBe("ethernet");
		board.set({ wl0: { accessPoint: true } });
		board.advance(10 * MINUTE);
		expect(board.uplink.active).toBe("wifi");
	});

	it("with fallback never tries nothing else", () => {
		const board = native();
		board.uplink.pin("wifi", { for: HOUR, why: "upload", fallback: "never" });
		board.advance(30 * SECOND);
		const rows = board.attempts.length;
		board.set({ wl0: { accessPoint: false } });
		board.advance(30 * MINUTE);
		expect(board.server.isconnected()).toBe(false);
		expect([...new Set(board.attempts.slice(rows).map((row) => row.interface))]).toEqual(["wifi"]);
		board.uplink.unpin();
		board.advance(MINUTE);
		expect(board.uplink.active).toBe("ethernet");
	});

	it("leaves the stored list alone", () => {
		const board = native();
		board.imp.net.setserverinterfaces(["wifi", "cell"]);
		board.uplink.pin("cell", { for: HOUR, why: "test" });
		board.advance(MINUTE);
		expect(board.imp.net.getserverinterfaces()).toEqual(["wifi", "cell"]);
		expect(() => board.uplink.pin("wl7" as "wifi", { for: 1, why: "x" })).toThrow(
			RangeError,
			"wl7 is not fitted",
		);
	});
});

describe("a server that is down", () => {
	it("does not send the device to cellular before the grace, once the reference answers", () => {
		const board = native();
		board.far.silent = true;
		board.advance(9 * MINUTE);
		expect(board.attempts.some((row) => row.interface === "cell")).toBe(false);
		expect(board.uplink.explain().words.join(" ")).toContain("server");
		board.advance(20 * MINUTE);
		const tries = board.attempts.filter((row) => row.interface === "cell");
		// A row speaks impOS, which has no word for it.
		expect(tries.map((row) => row.reason)).toEqual(["NO_SERVER"]);
		expect(board.uplink.reason).toBe("SERVER_DOWN");
		board.far.silent = false;
		board.advance(6 * MINUTE);
		expect(board.uplink.active === "ethernet" || board.uplink.active === "wifi").toBe(true);
	});

	it("sends each device of a fleet to cellular at a time of its own, within twice the grace", () => {
		const waits: number[] = [];
		for (let seed = 1; seed <= 20; seed++) {
			const board = new Board({
				fitted: ALL,
				seed,
				policy: { preset: "native" },
				reference: REFERENCE,
			});
			board.powerOn();
			board.advance(20 * SECOND);
			board.far.silent = true;
			board.advance(25 * MINUTE);
			waits.push((board.attempts.find((row) => row.interface === "cell")?.at ?? 0) - 20 * SECOND);
		}
		expect(Math.min(...waits)).toBeAtLeast(10 * MINUTE);
		expect(Math.max(...waits)).toBeAtMost(22 * MINUTE);
		expect(new Set(waits.map((wait) => Math.floor(wait / MINUTE))).size).toBeAtLeast(6);
	});

	it("is the network's fault where the reference is silent too", () => {
		const board = native();
		board.set({ eth0: { upstream: "blackhole" }, wl0: { upstream: "blackhole" } });
		board.advance(5 * MINUTE);
		expect(board.uplink.active).toBe("cell");
	});

	it("is not thought of without a reference, nor under impOS's preset", () => {
		for (const options of [{ policy: { preset: "native" } as const }, { reference: REFERENCE }]) {
			const board = new Board({ fitted: ALL, ...options });
			board.powerOn();
			board.advance(20 * SECOND);
			board.far.silent = true;
			board.advance(30 * MINUTE);
			expect(board.attempts.some((row) => row.interface === "cell")).toBe(true);
		}
	});
});
