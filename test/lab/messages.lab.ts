/**
 * Not one message of QoS 1 is lost while the device is driven off an interface and comes back again and again. The
 * demonstration numbers its messages, so a gap would show at the subscriber.
 */

import type { FaultKind } from "../../hosts/linux/lab/faults.js";
import { parse } from "../../modules/firmware/application.js";
import { expect } from "../expect.js";
import { Bench } from "./support/bench.js";
import { FAILOVERS, within } from "./support/limits.js";

/** One each way of noticing: the carrier, silence, a reset. */
const FAULTS: readonly FaultKind[] = ["carrier", "upstream", "reset", "wire"];
const MOVE_MAX = 30_000;

describe("in the laboratory, messages", () => {
	const bench = new Bench("messages");

	it(`are all delivered over ${FAILOVERS} forced failovers`, async function () {
		this.timeout(within(30_000 + FAILOVERS * 2 * MOVE_MAX));
		await bench.bootOver("ethernet", { application: "100ms" });
		for (let count = 0; count < FAILOVERS; count++) {
			const kind = FAULTS[count % FAULTS.length] ?? "carrier";
			const { mark } = bench.device;
			await bench.begin(kind, 1);
			await bench.active("wifi", mark, MOVE_MAX);
			await bench.clear(kind, 1);
			await bench.active("ethernet", mark, MOVE_MAX);
		}
		const { boot, last } = lastOf();
		await bench.delivers(MOVE_MAX);
		const numbers = bench.subscriber.arrivals.flatMap(({ text }) => {
			const sequence = parse(text);
			return sequence?.boot === boot ? [sequence.message] : [];
		});
		const seen = new Set(numbers);
		const lost = Array.from({ length: last }, (_, index) => index + 1).filter((n) => !seen.has(n));
		expect(lost, "lost").toEqual([]);
		expect(last, "messages").toBeAtLeast(FAILOVERS * 5);
	});

	/** The last message that has arrived so far; all before it must have, too. */
	function lastOf(): { boot: number; last: number } {
		const sequences = bench.subscriber.arrivals.flatMap(({ text }) => parse(text) ?? []);
		const boot = sequences.at(-1)?.boot ?? 0;
		return { boot, last: Math.max(0, ...sequences.map(({ message }) => message)) };
	}
});
