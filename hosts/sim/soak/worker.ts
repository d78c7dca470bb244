/**
 * One thread of the soak: plays the seeds it is given, shrinks what fails, and answers with numbers
 * and words. A core has one of these, so that a machine soaks as fast as it can.
 *
 *   main ── Batch ──▶ drawWorld, run ── failed? ──▶ shrink, tell
 *        ◀── Played ──┘
 */

import { parentPort } from "node:worker_threads";
import { drawWorld } from "./draw.js";
import { type RunOptions, run } from "./run.js";
import { shrink } from "./shrink.js";
import { tellFailure, writeWorld } from "./tell.js";

/** So many seeds from `first` on. */
export interface Batch {
	first: number;
	count: number;
	hours: number;
}

/** A failure, shrunk: its timeline in words, and the file that keeps it. */
export interface Found {
	seed: number;
	invariant: string;
	lines: string[];
	/** How many worlds were played to shrink it. */
	runs: number;
	file: string;
}

export interface Played {
	count: number;
	/** Ms simulated. */
	took: number;
	found: Found[];
}

function find(seed: number, hours: number, options: RunOptions) {
	const world = drawWorld(seed, hours);
	const { took, failure } = run(world, options);
	if (!failure) return { took, found: [] };
	const shrunk = shrink(world, failure, options);
	const { invariant } = shrunk.failure;
	const lines = tellFailure(`seed ${seed}`, shrunk.world, shrunk.failure);
	const file = writeWorld(shrunk.world);
	return { took, found: [{ seed, invariant, lines, runs: shrunk.runs, file }] };
}

export function play({ first, count, hours }: Batch, options: RunOptions = {}): Played {
	const played: Played = { count, took: 0, found: [] };
	for (let seed = first; seed < first + count; seed++) {
		const { took, found } = find(seed, hours, options);
		played.took += took;
		played.found.push(...found);
	}
	return played;
}

parentPort?.on("message", (batch: Batch) => parentPort?.postMessage(play(batch)));
