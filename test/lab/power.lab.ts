/**
 * The power goes at random moments while the owner changes the list: what the next boot reads is
 * the old list or the new one, and one that was acknowledged is never lost.
 */

import { expect } from "../expect.js";
import { Bench } from "./support/bench.js";
import { within } from "./support/limits.js";

const CUTS = 12;
const LISTS = ["ethernet wifi", "wifi ethernet", "wifi", "ethernet"] as const;
/** A list is written within this; the power goes anywhere in it. */
const WRITE_MAX = 40;
const ALL_MAX = 180_000;

describe("in the laboratory, when the power goes", () => {
	const bench = new Bench("power");

	it(`keeps its list over ${CUTS} cuts at random moments`, async function () {
		this.timeout(within(ALL_MAX));
		let possible: string[] = [LISTS[0]];
		await bench.boot({ list: possible[0]?.split(" ") ?? [] });
		for (let cut = 0; cut < CUTS; cut++) {
			const { device } = bench;
			const next = LISTS[(cut + 1) % LISTS.length] ?? LISTS[0];
			const { mark } = device;
			device.say(`list ${next}`);
			await new Promise((resolve) => setTimeout(resolve, Math.random() * WRITE_MAX));
			const acknowledged = device.lines.slice(mark).some(({ text }) => text === "ok");
			await device.kill();
			possible = acknowledged ? [next] : [...possible, next];
			await bench.boot({ stored: true });
			const { list, custom } = await bench.device.state(within(5000));
			expect(custom, "custom").toBe(true);
			expect(possible, `after cut ${cut + 1}`).toContain(list.join(" "));
			possible = [list.join(" ")];
		}
	});
});
