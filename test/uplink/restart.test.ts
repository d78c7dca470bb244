/** The last rung of the recovery ladder. */

import type { Provider } from "../../modules/uplink/provider.js";
import { RestartLadder } from "../../modules/uplink/restart.js";
import { Store } from "../../modules/uplink/store.js";
import { expect } from "../expect.js";
import { foreign, Memory } from "./memory.js";

const DAY = 86_400_000;

class Bench {
	readonly memory = new Memory();
	readonly notes: string[] = [];
	readonly time: { ticks: number; now: number | undefined } = { ticks: 0, now: undefined };
	/** What happened, in order. */
	readonly events: string[] = [];
	readonly store = new Store(
		this.memory,
		() => 0,
		(text) => this.notes.push(text),
	);

	/** Powered time. */
	uptime = DAY;

	ladder(able = true): RestartLadder {
		const restart = () => {
			this.events.push("restart");
		};
		const provider = { time: this.time, ...(able && { restart }) } as unknown as Provider;
		const note = (text: string) => this.notes.push(text);
		const save = () => this.events.push("save");
		return new RestartLadder(this.store, provider, note, () => this.uptime, save);
	}

	get restarts(): number {
		return this.events.filter((event) => event === "restart").length;
	}
}

describe("a restart of the board", () => {
	it("is counted in flash before it happens", () => {
		const bench = new Bench();
		bench.ladder().restart();
		expect(bench.store.read("ladder")).toEqual({ restarts: 1 });
		bench.ladder().restart();
		expect([bench.restarts, bench.notes.length]).toEqual([2, 2]);
		expect(bench.notes[1]).toContain("restart 2 of the board");
	});

	it("saves first what would be lost", () => {
		const bench = new Bench();
		bench.ladder().restart();
		expect(bench.events).toEqual(["save", "restart"]);
	});

	it("does not happen twice in a day of wall time, across boots", () => {
		const bench = new Bench();
		bench.time.now = 1_700_000_000_000;
		bench.ladder().restart();
		bench.time.now += DAY - 1;
		bench.ladder().restart();
		expect(bench.restarts).toBe(1);
		bench.time.now += 1;
		bench.ladder().restart();
		expect(bench.restarts).toBe(2);
	});

	it("does not happen within a day of powered time where there is no wall time", () => {
		const bench = new Bench();
		bench.uptime = DAY - 1;
		bench.ladder().restart();
		expect([bench.restarts, bench.memory.writes]).toEqual([0, 0]);
		bench.time.now = 1_700_000_000_000;
		bench.ladder().restart();
		expect(bench.restarts).toBe(1);
		bench.time.now = undefined;
		bench.ladder().restart();
		bench.uptime = DAY;
		bench.ladder().restart();
		expect(bench.restarts).toBe(2);
	});

	it("does not happen where a newer firmware keeps the count, which stays as it is", () => {
		const bench = new Bench();
		const newer = foreign("{}");
		bench.memory.records.set("ladder", newer);
		bench.ladder().restart();
		expect([bench.restarts, bench.memory.writes]).toEqual([0, 0]);
		expect(bench.memory.records.get("ladder")).toEqual(newer);
	});

	it("does not happen where the host cannot, nor where it cannot be counted", () => {
		const bench = new Bench();
		bench.ladder(false).restart();
		expect([bench.restarts, bench.memory.writes]).toEqual([0, 0]);
		bench.memory.broken = "write";
		bench.ladder().restart();
		expect(bench.restarts).toBe(0);
		expect(bench.notes[0]).toContain("could not be counted");
	});

	it("begins its count anew where the record makes no sense", () => {
		const bench = new Bench();
		for (const record of [null, 5, { restarts: "many", at: "noon" }]) {
			bench.store.write("ladder", record);
			bench.ladder().restart();
			expect(bench.store.read("ladder")).toEqual({ restarts: 1 });
		}
	});
});
