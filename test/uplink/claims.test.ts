/** Claims: who holds which interface up, and what they are told. */

import type { LinkReport } from "../../modules/uplink/api.js";
import { Claims } from "../../modules/uplink/claims.js";
import type { Identifier } from "../../modules/uplink/core/types.js";
import { expect } from "../expect.js";

class Bench {
	readonly counts: string[] = [];
	readonly heard: string[] = [];
	readonly phases: Partial<Record<Identifier, LinkReport["phase"]>> = {};
	#deferred: (() => void)[] = [];
	readonly claims = new Claims({
		report: (over) => this.#report(over),
		defer: (callback) => this.#deferred.push(callback),
		onClaimed: (over, claims) => this.counts.push(`${over} ${claims}`),
	});

	open(over: Identifier, name: string) {
		return this.claims.open(over, undefined, ({ phase }) => this.heard.push(`${name} ${phase}`));
	}

	/** Something may have changed, and later is now. */
	settle(): string[] {
		this.claims.tell();
		return this.run();
	}

	run(): string[] {
		const deferred = this.#deferred;
		this.#deferred = [];
		for (const callback of deferred) callback();
		return this.heard.splice(0);
	}

	#report(over: Identifier): LinkReport {
		const phase = this.phases[over] ?? "idle";
		return {
			interface: over,
			class: "wifi",
			phase,
			connection: 200,
			address: undefined,
			reason: undefined,
			deadline: undefined,
			wanted: [],
		};
	}
}

describe("a claim", () => {
	it("is counted by interface, and given back once", () => {
		const bench = new Bench();
		const first = bench.open("wifi", "a");
		const second = bench.open("wifi", "b");
		bench.open("cell", "c");
		first.close();
		first.close();
		second.close();
		expect(bench.counts).toEqual(["wifi 1", "wifi 2", "cell 1", "wifi 1", "wifi 0"]);
	});

	it("tells each owner of each change, and nothing where nothing changed", () => {
		const bench = new Bench();
		bench.open("wifi", "a");
		bench.open("wifi", "b");
		expect(bench.settle()).toEqual(["a idle", "b idle"]);
		expect(bench.settle()).toEqual([]);
		bench.phases.wifi = "climbing";
		bench.phases.cell = "up";
		expect(bench.settle()).toEqual(["a climbing", "b climbing"]);
	});

	it("tells what was, in order, and nothing after it is closed", () => {
		const bench = new Bench();
		const claim = bench.open("wifi", "a");
		bench.claims.tell();
		bench.phases.wifi = "climbing";
		bench.claims.tell();
		expect(bench.run()).toEqual(["a idle", "a climbing"]);
		bench.phases.wifi = "up";
		bench.claims.tell();
		claim.close();
		expect(bench.run()).toEqual([]);
		expect(claim.report.phase).toBe("up");
	});

	it("may be closed by its own callback", () => {
		const bench = new Bench();
		const claim = bench.claims.open("wifi", undefined, () => claim.close());
		bench.settle();
		expect(bench.counts).toEqual(["wifi 1", "wifi 0"]);
	});

	it("brings its settings for as long as it is held", () => {
		const bench = new Bench();
		const settings = { wifi: { SSID: "a", password: "" } };
		const claim = bench.claims.open("wifi", settings, undefined);
		expect(bench.claims.settings("wifi")).toEqual(settings);
		expect(bench.claims.settings("cell")).toBe(undefined);
		claim.close();
		expect(bench.claims.settings("wifi")).toBe(undefined);
	});

	it("is refused beyond the sixteenth, and counts nothing then", () => {
		const bench = new Bench();
		for (let n = 0; n < 16; n++) bench.open("wifi", `${n}`);
		expect(() => bench.open("wifi", "16")).toThrow(RangeError, "at most 16");
		expect(bench.counts.length).toBe(16);
	});
});
