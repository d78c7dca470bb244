/**
 * `npm run soak -- --seeds N --hours H [--seed S] [--keep]`: plays N drawn worlds of H hours from
 * seed S on, and says what did not hold. The only part of the soak that knows of Node.
 *
 * Exit status: 0 all held; 1 something failed; 2 for bad usage, which standard error names.
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { drawWorld } from "./draw.js";
import { type Failure, run } from "./run.js";
import { shrink } from "./shrink.js";
import { tellFailure, writeWorld } from "./tell.js";
import type { World } from "./world.js";

const USAGE = `usage: npm run soak -- --seeds N --hours H [--seed S] [--keep] [--all]

  --seeds N   how many worlds (default 100)
  --hours H   of how many hours each (default 24)
  --seed S    the first seed (default 1)
  --keep      write each shrunk failure into test/seeds
  --all       go on after the fifth failure
  --help      print this`;

const HOUR = 3_600_000;
const KEPT = "test/seeds";
const FAILURES_MAX = 5;
const PROGRESS_EVERY = 30_000;

/** What the caller can mend. */
class UsageError extends Error {}

interface Options {
	seeds: number;
	hours: number;
	first: number;
	keep: boolean;
	all: boolean;
}

function integer(text: string | undefined, name: string, standard: number, most: number): number {
	if (text === undefined) return standard;
	if (!/^[0-9]{1,10}$/.test(text) || Number(text) < 1 || Number(text) > most)
		throw new UsageError(`--${name}: expected 1 to ${most}, got ${text}\n${USAGE}`);
	return Number(text);
}

function readOptions(args: string[]): Options | undefined {
	const options = {
		seeds: { type: "string" },
		hours: { type: "string" },
		seed: { type: "string" },
		keep: { type: "boolean" },
		all: { type: "boolean" },
		help: { type: "boolean" },
	} as const;
	let values: ReturnType<typeof parseArgs<{ options: typeof options }>>["values"];
	try {
		({ values } = parseArgs({ args, options }));
	} catch (error) {
		throw new UsageError(`${error instanceof Error ? error.message : error}\n${USAGE}`);
	}
	if (values.help) return undefined;
	return {
		seeds: integer(values.seeds, "seeds", 100, 10_000_000),
		hours: integer(values.hours, "hours", 24, 10_000),
		first: integer(values.seed, "seed", 1, 0x7fff_ffff),
		keep: values.keep === true,
		all: values.all === true,
	};
}

function report(seed: number, world: World, failure: Failure, keep: boolean): void {
	console.log(`seed ${seed}: ${failure.invariant} at ${failure.at}, shrinking`);
	const shrunk = shrink(world, failure);
	console.log(tellFailure(`seed ${seed}`, shrunk.world, shrunk.failure).join("\n"));
	const file = `${KEPT}/${failure.invariant}-${seed}.json`;
	if (!keep) {
		console.log(`  ${shrunk.runs} runs; --keep writes ${file}`);
		return;
	}
	mkdirSync(KEPT, { recursive: true });
	writeFileSync(file, writeWorld(shrunk.world));
	console.log(`  ${shrunk.runs} runs; kept as ${file}`);
}

function rate(took: number, began: bigint): string {
	const seconds = Number(process.hrtime.bigint() - began) / 1e9;
	const hours = took / HOUR;
	return `${Math.round(hours)} device-hours, ${Math.round(hours / Math.max(seconds, 0.001))} a second`;
}

function soak({ seeds, hours, first, keep, all }: Options): number {
	const began = process.hrtime.bigint();
	let told = Date.now();
	let took = 0;
	let failures = 0;
	for (let seed = first; seed < first + seeds; seed++) {
		const world = drawWorld(seed, hours);
		const played = run(world);
		took += played.took;
		if (played.failure) {
			failures += 1;
			report(seed, world, played.failure, keep);
			if (failures >= FAILURES_MAX && !all) break;
		}
		if (Date.now() - told < PROGRESS_EVERY) continue;
		told = Date.now();
		console.log(`${seed - first + 1} of ${seeds}: ${rate(took, began)}, ${failures} failed`);
	}
	console.log(`${rate(took, began)}, ${failures === 0 ? "everything held" : `${failures} failed`}`);
	return failures === 0 ? 0 : 1;
}

try {
	const options = readOptions(process.argv.slice(2));
	if (options) process.exitCode = soak(options);
	else console.log(USAGE);
} catch (error) {
	if (!(error instanceof UsageError)) throw error;
	console.error(error.message);
	process.exitCode = 2;
}
