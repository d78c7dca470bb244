/** Flushes: who waits for the outbox to drain. */

import { Flushes } from "../../modules/uplink/flushes.js";
import { expect } from "../expect.js";

class Bench {
	readonly heard: string[] = [];
	#deferred: (() => void)[] = [];
	readonly flushes = new Flushes((callback) => this.#deferred.push(callback));

	add(deadline: number, name: string): void {
		this.flushes.add(deadline, (delivered) => this.heard.push(`${name} ${delivered}`));
	}

	/** Runs what was deferred. */
	settle(): string[] {
		const deferred = this.#deferred;
		this.#deferred = [];
		for (const callback of deferred) callback();
		return this.heard.splice(0);
	}
}

describe("a flush", () => {
	it("is answered once, with true, when nothing is outstanding", () => {
		const bench = new Bench();
		bench.add(1000, "a");
		bench.flushes.check(10, 3);
		expect(bench.settle()).toEqual([]);
		bench.flushes.check(20, 0);
		expect(bench.heard).toEqual([]);
		expect(bench.settle()).toEqual(["a true"]);
		bench.flushes.check(2000, 0);
		expect(bench.settle()).toEqual([]);
	});

	it("is answered with false at its own time, and the next is due at its own", () => {
		const bench = new Bench();
		bench.add(1000, "a");
		bench.add(500, "b");
		expect(bench.flushes.deadline).toBe(500);
		bench.flushes.check(500, 1);
		expect(bench.settle()).toEqual(["b false"]);
		expect(bench.flushes.deadline).toBe(1000);
		bench.flushes.check(999, 1);
		expect(bench.settle()).toEqual([]);
		bench.flushes.check(1000, 1);
		expect(bench.settle()).toEqual(["a false"]);
		expect(bench.flushes.deadline).toBe(Infinity);
	});

	it("beyond the 32nd is answered with false at once", () => {
		const bench = new Bench();
		for (let n = 0; n < 33; n++) bench.add(1000, `${n}`);
		expect(bench.settle()).toEqual(["32 false"]);
		bench.flushes.check(10, 0);
		expect(bench.settle().length).toBe(32);
	});

	it("is answered with false, once, when it is abandoned: later, or at once where there is no later", () => {
		const later: (() => void)[] = [];
		for (const tell of [(callback: () => void) => callback(), undefined]) {
			const bench = new Bench();
			bench.add(1000, "a");
			bench.add(2000, "b");
			bench.flushes.abandon(tell ?? ((callback) => later.push(callback)));
			expect(bench.flushes.deadline).toBe(Infinity);
			if (!tell) expect(bench.heard).toEqual([]);
			for (const callback of later) callback();
			bench.flushes.check(3000, 0);
			expect(bench.settle()).toEqual(["a false", "b false"]);
		}
	});
});
