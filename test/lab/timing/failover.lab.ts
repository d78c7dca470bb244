/**
 * How long a failover takes, with the policy's defaults: these run alone, when nothing else takes
 * the machine's time.
 */

import { median } from "../../../hosts/linux/bench/figures.js";
import { runRounds } from "../../../hosts/linux/bench/rounds.js";
import { uplink } from "../../../hosts/linux/bench/uplink.js";
import type { FaultKind } from "../../../hosts/linux/lab/faults.js";
import { parsePolicy } from "../../../modules/uplink/core/policy.js";
import { expect } from "../../expect.js";
import { Bench } from "../support/bench.js";
import { ROUNDS, within } from "../support/limits.js";

/** What the debounce of a lost carrier may be exceeded by, until the broker has answered. */
const BEYOND_DEBOUNCE = 500;
/** With an interface that must be joined and given an address first. */
const COLD_MAX = 3000;
const SILENCE_MAX = 10_000;
/** A round that has not moved by then. */
const ROUND_MAX = 20_000;
/** Silence is long, and varies little. */
const SILENT_ROUNDS = Math.max(2, Math.ceil(ROUNDS / 4));

describe("in the laboratory, the time from a fault until the broker has answered elsewhere", () => {
	const bench = new Bench("timing");

	async function connected(
		standby: "warm" | "cold",
		fault: FaultKind,
		count: number,
	): Promise<number[]> {
		const trial = { fault, limit: ROUND_MAX, backMax: 0 };
		const rounds = await runRounds(bench.laboratory, uplink(standby), trial, count);
		const times = rounds.flatMap((round) => round.connected ?? []);
		expect(times.length, "rounds that were connected again").toBe(count);
		return times;
	}

	const { debounce } = parsePolicy({ preset: "native" });

	it(`is within the debounce and ${BEYOND_DEBOUNCE} ms, the carrier lost, the standby warm`, async function () {
		this.timeout(within(ROUNDS * ROUND_MAX));
		const times = await connected("warm", "carrier", ROUNDS);
		expect(median(times), "median").toBeAtMost(debounce + BEYOND_DEBOUNCE);
	});

	it(`is within ${COLD_MAX} ms, the carrier lost, the standby cold`, async function () {
		this.timeout(within(ROUNDS * ROUND_MAX));
		const times = await connected("cold", "carrier", ROUNDS);
		expect(median(times), "median").toBeAtMost(COLD_MAX);
	});

	it(`is within ${SILENCE_MAX} ms, the way beyond the gateway silent`, async function () {
		this.timeout(within(SILENT_ROUNDS * 2 * ROUND_MAX));
		const times = await connected("warm", "upstream", SILENT_ROUNDS);
		expect(Math.max(...times), "longest").toBeAtMost(SILENCE_MAX);
	});
});
