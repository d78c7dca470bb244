/** What the owner set: checked, in flash, and only then in force. */

import { Configuration } from "../../modules/uplink/configuration.js";
import type { Identifier } from "../../modules/uplink/core/types.js";
import { Store, WRITES_AN_HOUR } from "../../modules/uplink/store.js";
import { expect } from "../expect.js";
import { foreign, Memory } from "./memory.js";

const ALL: Identifier[] = ["ethernet", "wifi", "cell"];
const WIFI = { SSID: "depot", password: "correct horse" };
const STATIC = { address: "10.0.0.2", mask: "255.255.255.0", gateway: "10.0.0.1" };

class Bench {
	readonly memory = new Memory();
	readonly notes: string[] = [];
	now = 0;
	store = this.#open();

	/** The device as it starts, with what is in flash. */
	boot(fitted: readonly Identifier[] = ALL): Configuration {
		this.store = this.#open();
		let state = 1;
		const random = () => {
			state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
			return state;
		};
		return new Configuration(this.store, fitted, random);
	}

	#open(): Store {
		return new Store(
			this.memory,
			() => this.now,
			(text) => this.notes.push(text),
		);
	}
}

describe("a list", () => {
	it("is in flash, folded and without duplicates, and found after a power cycle", () => {
		const bench = new Bench();
		bench.boot().setList(["wl0", "wifi", "cell"], true);
		expect(bench.store.read("list")).toEqual({ list: ["wifi", "cell"], strict: true });
		const { list, strict } = bench.boot();
		expect([list, strict]).toEqual([["wifi", "cell"], true]);
	});

	it("changes nothing when it is bad", () => {
		const bench = new Bench();
		const configuration = bench.boot();
		configuration.setList(["cell"], true);
		for (const bad of [undefined, ["WiFi"], ["wifi", 5], "cell", new Array(3)])
			expect(() => configuration.setList(bad, false)).toThrow(Error, "interfaces");
		expect([configuration.list, configuration.strict]).toEqual([["cell"], true]);
		expect(bench.boot().list).toEqual(["cell"]);
	});

	it("changes nothing when the flash refuses it or its budget is spent", () => {
		const bench = new Bench();
		const configuration = bench.boot();
		configuration.setList(["cell"], false);
		bench.memory.broken = "write";
		expect(() => configuration.setList(["wifi"], false)).toThrow(Error, "flash");
		expect(configuration.list).toEqual(["cell"]);
		bench.memory.broken = undefined;
		for (let n = 0; n < WRITES_AN_HOUR; n++) {
			const list = n % 2 === 0 ? ["wifi"] : ["cell"];
			try {
				configuration.setList(list, false);
			} catch {
				break;
			}
		}
		const inForce = [...configuration.list];
		expect(() => configuration.setList(["ethernet"], false)).toThrow(Error, "write budget");
		expect(configuration.list).toEqual(inForce);
		expect(bench.boot().list).toEqual(inForce);
	});

	it("that is empty, or empty of what is fitted, is none, and none is strict", () => {
		const bench = new Bench();
		const configuration = bench.boot(["wifi"]);
		configuration.setList(["wifi"], true);
		configuration.setList(["cell"], true);
		expect([configuration.list, configuration.strict]).toEqual([[], false]);
		expect(configuration.notes).toEqual(["cell: not fitted, ignored"]);
		expect(bench.memory.records.has("list")).toBe(false);
	});

	it("is filtered anew by what is fitted, and kept whole in flash", () => {
		const bench = new Bench();
		bench.boot().setList(["cell", "wifi"], false);
		expect(bench.boot(["wifi"]).list).toEqual(["wifi"]);
		expect(bench.boot().list).toEqual(["cell", "wifi"]);
	});

	it("of a newer version is left in place, and found again by the newer", () => {
		const bench = new Bench();
		const bytes = foreign('{"list":["cell"],"weights":{}}');
		bench.memory.records.set("list", bytes);
		const configuration = bench.boot();
		expect(configuration.list).toEqual([]);
		configuration.setSettings({ wifi: WIFI });
		expect(bench.memory.records.get("list")).toEqual(bytes);
	});

	it("that makes no sense is the default order, and never a throw", () => {
		for (const record of [null, 5, "wifi", [], {}, { list: "wifi" }]) {
			const bench = new Bench();
			bench.store.write("list", record);
			const { list, strict, notes } = bench.boot();
			expect([list, strict], JSON.stringify(record)).toEqual([[], false]);
			expect(notes.length).toBe(1);
		}
		const bench = new Bench();
		bench.store.write("list", { list: ["wifi"], strict: "yes", colour: "blue" });
		const { list, strict } = bench.boot();
		expect([list, strict]).toEqual([["wifi"], false]);
	});

	it("that was stored with names of a newer firmware counts without them", () => {
		const stored: [unknown[], boolean, string[]][] = [
			[["cell", "sat0", "wifi"], true, ["cell", "wifi"]],
			[[5, null, "wl0"], true, ["wifi"]],
			[["sat0"], false, []],
		];
		for (const [record, strictly, kept] of stored) {
			const bench = new Bench();
			bench.store.write("list", { list: record, strict: true });
			const { list, strict, notes } = bench.boot();
			expect([list, strict], JSON.stringify(record)).toEqual([kept, strictly]);
			expect(notes.join()).toContain("does not know");
		}
	});
});

describe("settings", () => {
	it("are merged, kept, and found after a power cycle", () => {
		const bench = new Bench();
		const configuration = bench.boot();
		configuration.setSettings({ wifi: WIFI });
		configuration.setSettings({ static: STATIC, cellular: { APN: "internet", PIN: "1234" } });
		for (const each of [configuration, bench.boot()]) {
			expect(each.linkSettings("wifi", undefined)).toEqual({ wifi: WIFI, static: STATIC });
			expect(each.linkSettings("cell", undefined)).toEqual({
				cellular: { APN: "internet", PIN: "1234" },
			});
			expect(each.linkSettings("ethernet", undefined)).toEqual({ static: STATIC });
		}
	});

	it("change nothing when they are bad", () => {
		const bench = new Bench();
		const configuration = bench.boot();
		configuration.setSettings({ wifi: WIFI });
		const { writes } = bench.memory;
		expect(() =>
			configuration.setSettings({ static: STATIC, wifi: { SSID: "x", password: 5 } }),
		).toThrow(TypeError, "settings.wifi.password");
		expect(bench.memory.writes).toBe(writes);
		expect(configuration.linkSettings("ethernet", undefined)).toEqual({});
	});

	it("write only the records that they concern, and nothing that is there already", () => {
		const bench = new Bench();
		const configuration = bench.boot();
		configuration.setSettings({ wifi: WIFI });
		expect([...bench.memory.records.keys()]).toEqual(["seal", "credentials"]);
		expect(bench.memory.writes).toBe(2);
		configuration.setSettings({ wifi: WIFI });
		configuration.setSettings({ cellular: null });
		expect(bench.memory.writes).toBe(2);
		configuration.setSettings({ static: STATIC });
		configuration.setSettings({ static: null });
		expect([...bench.memory.records.keys()]).toEqual(["seal", "credentials"]);
	});

	it("without a secret need no key, and reading writes nothing", () => {
		const bench = new Bench();
		const configuration = bench.boot();
		configuration.setSettings({ static: STATIC });
		configuration.setSettings({ wifi: null });
		expect(configuration.readable.static).toEqual(STATIC);
		expect(configuration.sealed({ wifi: WIFI }).wifi?.SSID).toBe("depot");
		expect([...bench.memory.records.keys()]).toEqual(["settings"]);
	});

	it("leave a newer firmware's key in place, and seal with one of their own until the next boot", () => {
		const bench = new Bench();
		const newer = foreign("[1,2,3]");
		bench.memory.records.set("seal", newer);
		const configuration = bench.boot();
		configuration.setSettings({ wifi: WIFI });
		const { wifi } = configuration.readable;
		expect(bench.memory.records.get("seal")).toEqual(newer);
		configuration.setSettings({ wifi });
		expect(configuration.linkSettings("wifi", undefined)).toEqual({ wifi: WIFI });
		const later = bench.boot();
		expect(later.linkSettings("wifi", undefined)).toEqual({ wifi: WIFI });
		expect(later.readable.wifi?.SSID).toBe("depot");
		expect(bench.memory.records.get("seal")).toEqual(newer);
	});

	it("make a new key where the one in flash is damaged, and keep it with the next secret", () => {
		const bench = new Bench();
		bench.boot().setSettings({ wifi: WIFI });
		const damaged = new Uint8Array(bench.memory.records.get("seal") as Uint8Array).fill(7, 1, 9);
		bench.memory.records.set("seal", damaged);
		const configuration = bench.boot();
		const { wifi } = configuration.readable;
		expect(bench.memory.records.get("seal")).toEqual(damaged);
		configuration.setSettings({ wifi });
		expect((bench.store.read("seal") as number[]).length).toBe(32);
	});

	it("never give a secret back in clear, and take it back sealed", () => {
		const bench = new Bench();
		const configuration = bench.boot();
		configuration.setSettings({
			wifi: WIFI,
			proxy: { address: "p", port: 80, password: "hunter2" },
			cellular: { PIN: "9876" },
		});
		const { readable } = configuration;
		const shown = JSON.stringify(readable, (_, value) =>
			value instanceof Uint8Array ? String.fromCharCode(...value) : value,
		);
		for (const secret of ["correct horse", "hunter2", "9876"])
			expect(shown.includes(secret), secret).toBe(false);
		configuration.setSettings({ wifi: null });
		configuration.setSettings({ wifi: readable.wifi });
		expect(bench.boot().linkSettings("wifi", undefined)).toEqual({ wifi: WIFI });
	});

	it("of another device's seal are refused, by their place alone", () => {
		const foreign = new Bench().boot();
		foreign.setSettings({ wifi: WIFI });
		const bench = new Bench();
		bench.store.write("seal", new Array(32).fill(9));
		expect(() => bench.boot().setSettings({ wifi: foreign.readable.wifi })).toThrow(
			Error,
			"settings.wifi.password: not sealed by this device",
		);
	});

	it("of one connection go before the stored ones, and are stored nowhere", () => {
		const bench = new Bench();
		const configuration = bench.boot();
		configuration.setSettings({ wifi: WIFI, static: STATIC });
		const { writes } = bench.memory;
		const own = configuration.parse({ wifi: { SSID: "guest", password: "" }, static: null });
		expect(configuration.linkSettings("wifi", own)).toEqual({
			wifi: { SSID: "guest", password: "" },
		});
		expect(bench.memory.writes).toBe(writes);
		expect(configuration.linkSettings("wifi", undefined)).toEqual({ wifi: WIFI, static: STATIC });
	});

	it("that are damaged are none, and the other record's are kept", () => {
		const bench = new Bench();
		bench.boot().setSettings({ wifi: WIFI, static: STATIC });
		bench.memory.records.set("settings", new Uint8Array([1, 2, 3]));
		expect(bench.boot().linkSettings("wifi", undefined)).toEqual({ wifi: WIFI });
		bench.store.write("settings", { static: { address: "nowhere" } });
		expect(bench.boot().notes).toEqual(["the stored settings make no sense: none are used"]);
	});

	it("are forgotten with the list by `clear`, in flash as well", () => {
		const bench = new Bench();
		const configuration = bench.boot();
		configuration.setList(["cell"], true);
		configuration.setSettings({ wifi: WIFI, static: STATIC });
		configuration.clear();
		for (const each of [configuration, bench.boot()])
			expect([each.list, each.strict, each.linkSettings("wifi", undefined)]).toEqual([
				[],
				false,
				{},
			]);
	});
});
