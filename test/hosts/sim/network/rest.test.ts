/**
 * A stream over a link that is down rests until something changes, and nobody can tell: it repeats at
 * the instants at which it would have repeated all along.
 */

import { expect } from "../../../expect.js";
import { Bench, letters } from "./bench.js";

describe("a stream over a link that is down", () => {
	it("repeats after an outage when it would have all along, however long that was", () => {
		for (const outage of [9_000, 30_000, 300_000, 3_000_000, 3_000_001]) {
			const bench = new Bench();
			const netif = bench.cell;
			bench.listen();
			bench.provider.route.hold("cell");
			const socket = bench.connect();
			bench.run(1000);
			netif.isUp = false;
			socket.write(letters("one"));
			const written = bench.time.now;
			// Somebody stirs in between, and at the very instant of a repetition.
			for (const moment of [1000, 8000, outage]) {
				bench.run(written + moment - bench.time.now);
			}
			netif.isUp = true;
			const [first] = bench.run(5000);
			const since = Number(first?.split(" ")[0]) - 60 - written;
			expect(since > outage && since <= outage + 4000, `${since} after ${outage}`).toBe(true);
			// 1, 3, 7, and every four seconds.
			expect((since - 7000) % 4000, `${outage}`).toBe(0);
		}
	});

	it("costs next to nothing while it rests", () => {
		const bench = new Bench();
		bench.listen();
		bench.provider.route.hold("cell");
		const socket = bench.connect();
		bench.run(1000);
		bench.cell.isUp = false;
		socket.write(letters("one"));
		let tasks = 0;
		const { time } = bench;
		const after = time.after.bind(time);
		time.after = (...task) => {
			tasks += 1;
			return after(...task);
		};
		bench.run(86_400_000);
		expect(tasks).toBeAtMost(400);
	});
});
