/** The wall clock as timelines: who is asked, who is believed, and what is kept. */

import type { Provider } from "../../modules/uplink/provider.js";
import { Store } from "../../modules/uplink/store.js";
import { leastOf, type TimeOptions, toldOf, Wall } from "../../modules/uplink/wall.js";
import { expect } from "../expect.js";
import { Memory } from "./memory.js";
import { packetFrom, TimeServer } from "./time-server.js";

const DAY = 86_400_000;
const WALL = 1_900_000_000_000;
const BUILT = 1_800_000_000_000;
const SERVER = { host: "time.test", built: BUILT };

interface Bench {
	server: TimeServer;
	wall: Wall;
	store: Store;
	memory: Memory;
	platform: { now?: number | undefined; set?(now: number): void };
	notes: string[];
	/** What was answered, and when. */
	answers: (readonly [number, number | undefined])[];
	ask(over?: "wifi" | "ethernet"): { close(): void };
	/** Lets time pass, serving the deadline as the shell does. */
	pass(duration: number): void;
}

function createBench(time?: TimeOptions, memory = new Memory(), before = 0): Bench {
	const server = new TimeServer();
	server.time.advance(before);
	const notes: string[] = [];
	const answers: Bench["answers"] = [];
	const now = () => server.time.now - before;
	const store = new Store(memory, now, () => {});
	const platform: Bench["platform"] & { ticks: number } = { ticks: 0 };
	const provider: Pick<Provider, "UDP" | "resolve" | "random" | "time"> = {
		...server.provider(),
		time: platform,
	};
	const note = (text: string) => notes.push(text);
	const wall = new Wall({ provider, store, now, note, time, onDeadline() {} });
	return {
		server,
		wall,
		store,
		memory,
		platform,
		notes,
		answers,
		ask: (over = "wifi") => wall.ask(over, (told) => answers.push([now(), told])),
		pass(duration) {
			for (const end = now() + duration; now() < end; ) {
				server.time.advance(1);
				if (now() >= wall.deadline) wall.elapse(now());
			}
		},
	};
}

describe("what time it is, of all that is known", () => {
	const none = { learned: undefined, platform: undefined, kept: undefined, built: undefined };

	it("is at least the later of the kept time and the build date", () => {
		expect(leastOf(none)).toBe(undefined);
		expect(leastOf({ ...none, built: 5 })).toBe(5);
		expect(leastOf({ ...none, kept: 7, built: 5 })).toBe(7);
		expect(leastOf({ ...none, kept: 3, built: 5 })).toBe(5);
	});

	it("is what was learned, then what the platform says, if that is no less", () => {
		expect(toldOf({ ...none, platform: 9 })).toBe(9);
		expect(toldOf({ ...none, learned: 8, platform: 9 })).toBe(8);
		expect(toldOf({ ...none, learned: 4, platform: 9, built: 5 })).toBe(9);
		expect(toldOf({ ...none, platform: 4, built: 5 })).toBe(undefined);
		expect(toldOf({ ...none, platform: 0 })).toBe(undefined);
		expect(toldOf({ ...none, platform: Number.NaN })).toBe(undefined);
		expect(toldOf({ ...none, platform: 1e15 })).toBe(undefined);
	});
});

describe("the wall clock", () => {
	it("asks by SNTP over the interface, once, and counts on by the ticks", () => {
		const t = createBench(SERVER);
		t.server.wall = WALL;
		expect([t.wall.told, t.wall.deadline]).toEqual([undefined, Infinity]);
		t.ask("ethernet");
		expect(t.answers).toEqual([]);
		t.pass(100);
		expect(t.server.asked).toEqual(["ethernet time.test"]);
		expect(t.answers).toEqual([[60, WALL + 60]]);
		expect([t.server.open, t.wall.deadline]).toEqual([0, Infinity]);
		t.pass(900);
		expect(t.wall.told).toBe(WALL + 1000);
		t.ask();
		expect(t.answers.slice(1), "known: at once").toEqual([[1000, WALL + 1000]]);
		expect(t.server.packets.length).toBe(1);
	});

	it("asks again when packets are lost, and after 5 s does with the least", () => {
		const t = createBench(SERVER);
		t.server.wall = WALL;
		t.server.losing = 2;
		t.ask();
		t.pass(5000);
		expect(t.server.packets).toEqual([20, 1020, 3020]);
		expect(t.answers).toEqual([[3060, WALL + 3060]]);
		const silent = createBench(SERVER);
		silent.ask();
		silent.pass(10_000);
		expect(silent.answers).toEqual([[5000, BUILT]]);
		expect([silent.server.packets.length, silent.server.open]).toEqual([3, 0]);
		expect(silent.wall.told, "a bound is no clock").toBe(undefined);
		silent.server.wall = WALL;
		silent.ask("ethernet");
		silent.pass(100);
		expect(silent.answers.slice(1)).toEqual([[10_060, WALL + 10_060]]);
	});

	it("does with the least where the name does not resolve, or nobody is to be asked", () => {
		const t = createBench(SERVER);
		t.server.names = false;
		t.ask();
		t.pass(100);
		expect(t.answers).toEqual([[20, BUILT]]);
		const alone = createBench({ built: BUILT });
		alone.ask();
		expect(alone.answers, "at once").toEqual([[0, BUILT]]);
		const nothing = createBench();
		nothing.ask();
		expect(nothing.answers).toEqual([[0, undefined]]);
	});

	it("trusts the platform's clock once it has been set, and asks nobody", () => {
		const t = createBench(SERVER);
		t.platform.now = 1000;
		t.ask();
		t.pass(6000);
		expect(t.answers, "1970 is not set").toEqual([[5000, BUILT]]);
		t.platform.now = WALL;
		t.ask();
		expect(t.answers.slice(1)).toEqual([[6000, WALL]]);
	});

	it("believes neither strangers nor a time before what is known", () => {
		const t = createBench(SERVER);
		t.server.wall = BUILT - DAY;
		t.ask();
		t.pass(6000);
		expect(t.answers).toEqual([[60, BUILT]]);
		expect(t.notes).toEqual(["time: the answer over wifi is before what is known"]);
		const strange = createBench(SERVER);
		strange.server.wall = WALL;
		strange.server.tamper = (packet) => packetFrom(new Uint8Array(packet), "198.51.100.9");
		strange.ask();
		strange.pass(6000);
		expect(strange.answers).toEqual([[5000, BUILT]]);
	});

	it("dates an answer by its own question, not by a later one", () => {
		const t = createBench(SERVER);
		t.server.wall = WALL;
		let first = true;
		const { answer } = t.server;
		t.server.answer = (request, deliver) => {
			const late = first ? 1100 : 0;
			first = false;
			t.server.time.after(late, () => answer.call(t.server, request, deliver));
		};
		t.ask();
		t.pass(6000);
		expect(t.answers, "the second packet's answer").toEqual([[1060, WALL + 1060]]);
	});

	it("keeps the time in flash, once a day at most, and boots with it as the least", () => {
		const t = createBench(SERVER);
		t.server.wall = WALL;
		t.ask();
		t.pass(100);
		expect(t.store.read("time"), "not before a server was verified by it").toBe(undefined);
		t.wall.judge(true);
		expect(t.store.read("time")).toEqual({ at: WALL + 100 });
		const { writes } = t.memory;
		t.wall.judge(true);
		expect(t.memory.writes).toBe(writes);
		t.server.time.advance(DAY);
		t.wall.judge(true);
		expect(t.store.read("time")).toEqual({ at: WALL + DAY + 100 });
		expect(t.memory.writes).toBe(writes + 1);
		const next = createBench(SERVER, t.memory);
		next.ask();
		next.pass(6000);
		expect(next.answers).toEqual([[5000, WALL + DAY + 100]]);
	});

	it("asks anew when a certificate's dates were wrong by it, and keeps none of it", () => {
		const t = createBench(SERVER);
		t.platform.set = (now) => {
			t.platform.now = now;
		};
		t.server.wall = WALL + 900 * DAY;
		t.ask();
		t.pass(100);
		t.wall.judge(false);
		expect([t.wall.told, t.store.read("time")]).toEqual([undefined, undefined]);
		t.server.wall = WALL;
		t.ask("ethernet");
		t.pass(100);
		expect(t.answers.slice(1)).toEqual([[160, WALL + 160]]);
		t.wall.judge(true);
		expect(t.store.read("time")).toEqual({ at: WALL + 200 });
	});

	it("doubts the platform's clock after wrong dates, and does with it where nobody else tells", () => {
		const t = createBench(SERVER);
		t.platform.now = WALL + 900 * DAY;
		t.ask();
		t.wall.judge(false);
		t.ask();
		t.pass(6000);
		expect(t.answers.slice(1), "nobody answers").toEqual([[5000, WALL + 900 * DAY]]);
		t.server.wall = WALL;
		t.ask();
		t.pass(100);
		expect(t.answers.slice(2)).toEqual([[6060, WALL + 6060]]);
	});

	it("never goes behind the build date, whatever is kept, and survives damage", () => {
		const memory = new Memory();
		new Store(
			memory,
			() => 0,
			() => {},
		).write("time", { at: BUILT - DAY });
		const t = createBench({ built: BUILT }, memory);
		t.ask();
		expect(t.answers).toEqual([[0, BUILT]]);
		for (const kept of [null, {}, { at: "now" }, { at: -1 }, { at: 1e300 }]) {
			const damaged = new Memory();
			new Store(
				damaged,
				() => 0,
				() => {},
			).write("time", kept);
			const d = createBench({ built: BUILT }, damaged);
			d.ask();
			expect(d.answers, JSON.stringify(kept)).toEqual([[0, BUILT]]);
		}
	});

	it("tells the platform what it learned, and takes a bound that it set for no clock", () => {
		const t = createBench(SERVER);
		const set: number[] = [];
		t.platform.set = (now) => {
			set.push(now);
			t.platform.now = now;
		};
		t.ask();
		t.pass(6000);
		expect([set, t.wall.told]).toEqual([[BUILT], undefined]);
		t.server.wall = WALL;
		t.ask();
		t.pass(100);
		expect(set.slice(1)).toEqual([WALL + 6060]);
		expect(t.wall.told).toBe(WALL + 6100);
	});

	it("ends a question in silence when it is closed, and all of them with itself", () => {
		const t = createBench(SERVER);
		t.server.wall = WALL;
		for (const at of [0, 30]) {
			const question = t.ask();
			t.pass(at);
			question.close();
			question.close();
			t.pass(6000);
			expect([t.answers, t.server.open, t.wall.deadline], `${at} ms`).toEqual([[], 0, Infinity]);
		}
		t.ask();
		t.ask("ethernet");
		t.wall.close();
		t.pass(6000);
		expect([t.answers, t.server.open]).toEqual([[], 0]);
	});

	it("refuses options that make no sense, naming them", () => {
		const refused = (time: unknown) => () => createBench(time as TimeOptions);
		expect(refused("now")).toThrow(TypeError, "time: expected an object");
		expect(refused({ host: "a b" })).toThrow(TypeError, "time.host: expected a name");
		expect(refused({ host: "a", port: 0 })).toThrow(RangeError, "time.port: expected an integer");
		expect(refused({ built: 0 })).toThrow(RangeError, "time.built: expected milliseconds");
	});
});
