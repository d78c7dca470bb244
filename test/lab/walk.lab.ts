/**
 * impOS's walk on real links: the list in its order, an unlisted interface after it, a strict list
 * that ends with itself, and the list kept in flash whenever the power goes.
 */

import { expect } from "../expect.js";
import { Bench, type Name } from "./support/bench.js";
import { within } from "./support/limits.js";
import { POLICY } from "./support/policy.js";

const COLD = { ...POLICY, preset: "impOS", onError: "persist" } as const;
const UP_MAX = 30_000;

describe("in the laboratory, impOS's walk", () => {
	const bench = new Bench("walk");

	/** The interfaces in the order in which they had their turns, up to the one that is active. */
	async function turns(until: Name): Promise<string[]> {
		await bench.active(until, 0, UP_MAX);
		return bench.device.lines.flatMap(({ text }) => {
			const turn = /(\w+) has its turn$/.exec(text)?.[1];
			return turn ? [turn] : [];
		});
	}

	it("takes the first of the list that reaches the server", async () => {
		await bench.boot({ policy: COLD, list: ["wifi", "ethernet"] });
		expect(await turns("wifi")).toEqual(["wifi"]);
	});

	it("goes on to the next when the first cannot", async () => {
		await bench.begin("carrier", 1);
		await bench.boot({ policy: COLD, list: ["ethernet", "wifi"] });
		expect(await turns("wifi")).toEqual(["ethernet", "wifi"]);
	});

	it("goes on to what is fitted and not listed", async () => {
		await bench.begin("upstream", 2);
		await bench.boot({ policy: COLD, list: ["wifi"] });
		expect(await turns("ethernet")).toEqual(["wifi", "ethernet"]);
	});

	it("begins again with the list, pass after pass, until one reaches the server", async () => {
		await bench.begin("upstream", 1);
		await bench.begin("upstream", 2);
		const device = await bench.boot({ policy: COLD, list: ["wifi", "ethernet"] });
		const second = () => device.lines.filter(({ text }) => /ethernet has its turn/.test(text))[1];
		await device.expect(second, within(UP_MAX), () => "no second pass");
		await bench.clear("upstream", 1);
		const order = await turns("ethernet");
		expect(order.slice(0, 4)).toEqual(["wifi", "ethernet", "wifi", "ethernet"]);
	});

	it("never leaves a strict list", async () => {
		await bench.begin("upstream", 2);
		const policy = { ...COLD, tail: "none" } as const;
		const device = await bench.boot({ policy, list: ["wifi"] });
		const third = () => device.lines.filter(({ text }) => /wifi has its turn/.test(text))[2];
		await device.expect(third, within(UP_MAX), () => "no third turn");
		await bench.clear("upstream", 2);
		const order = await turns("wifi");
		expect([...new Set(order)]).toEqual(["wifi"]);
	});

	it("stays where it is in impOS's preset, when the better one returns", async () => {
		await bench.begin("carrier", 1);
		const device = await bench.boot({ policy: COLD, list: ["ethernet", "wifi"] });
		await bench.active("wifi", 0, UP_MAX);
		const { mark } = device;
		await bench.clear("carrier", 1);
		for (let count = 0; count < 5; count++) await bench.delivers();
		bench.neverLeft("wifi", mark);
	});

	it("uses a list that is typed at the console from the next attempt on, and keeps it", async () => {
		const device = await bench.boot({ policy: COLD, list: ["ethernet", "wifi"] });
		await bench.active("ethernet", 0, UP_MAX);
		device.say("list wifi ethernet");
		await device.until(/^ok$/, within(2000));
		expect((await device.state()).list).toEqual(["wifi", "ethernet"]);
		await device.kill();
		await bench.boot({ policy: COLD, stored: true });
		expect(await turns("wifi")).toEqual(["wifi"]);
	});
});
