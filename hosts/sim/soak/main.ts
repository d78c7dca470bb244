/**
 * `npm run soak -- --seeds N --hours H [--seed S] [--jobs J] [--keep]`: plays N drawn worlds of H
 * hours from seed S on, on J cores at once, and says what did not hold.
 *
 *   seeds ──▶ batches ──▶ worker.ts, one a core ──▶ counted, told, kept
 *
 * Exit status: 0 all held; 1 something failed; 2 for bad usage, which standard error names.
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import type { Batch, Found, Played } from "./worker.js";

const USAGE = `usage: npm run soak -- --seeds N --hours H [--seed S] [--jobs J] [--keep] [--all]

  --seeds N   how many worlds (default 100)
  --hours H   of how many hours each (default 24)
  --seed S    the first seed (default 1)
  --jobs J    how many at once (default: one a core)
  --keep      write each shrunk failure into test/seeds
  --all       go on after the fifth failure
  --help      print this`;

const HOUR = 3_600_000;
const KEPT = "test/seeds";
const FAILURES_MAX = 5;
const PROGRESS_EVERY = 30_000;
/** Few enough that the last batch keeps nobody waiting, enough that asking costs nothing. */
const BATCH = 5;
const JOBS_MAX = 256;
/** Nearly everything a world allocates is short-lived: room for it saves a twentieth of the time. */
const YOUNG_MB = 96;

/** What the caller can mend. */
class UsageError extends Error {}

interface Options {
	seeds: number;
	hours: number;
	first: number;
	jobs: number;
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
		jobs: { type: "string" },
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
		jobs: integer(values.jobs, "jobs", availableParallelism(), JOBS_MAX),
		keep: values.keep === true,
		all: values.all === true,
	};
}

/** One soak: hands out batches, and counts what comes back. */
class Soak {
	readonly #options: Options;
	readonly #began = performance.now();
	/** Seeds handed out, and played. */
	#given = 0;
	#played = 0;
	#took = 0;
	#failures = 0;
	#told = this.#began;

	constructor(options: Options) {
		this.#options = options;
	}

	async run(): Promise<number> {
		const { seeds, jobs } = this.#options;
		const workers = Math.min(jobs, Math.ceil(seeds / BATCH));
		await Promise.all(Array.from({ length: workers }, () => this.#work()));
		const verdict = this.#failures === 0 ? "everything held" : `${this.#failures} failed`;
		console.log(`${this.#rate()}, ${verdict}`);
		return this.#failures === 0 ? 0 : 1;
	}

	/** One thread, until there is nothing left to hand out. */
	#work(): Promise<void> {
		return new Promise((resolve, reject) => {
			const worker = new Worker(new URL("./worker.js", import.meta.url), {
				resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
			});
			const next = () => {
				const batch = this.#next();
				if (batch) worker.postMessage(batch);
				else worker.terminate().then(() => resolve(), reject);
			};
			worker.on("error", reject);
			worker.on("message", (played: Played) => {
				this.#count(played);
				next();
			});
			next();
		});
	}

	#next(): Batch | undefined {
		const { seeds, hours, first, all } = this.#options;
		const over = this.#failures >= FAILURES_MAX && !all;
		const count = Math.min(BATCH, seeds - this.#given);
		if (over || count === 0) return undefined;
		const batch = { first: first + this.#given, count, hours };
		this.#given += count;
		return batch;
	}

	#count({ count, took, found }: Played): void {
		this.#played += count;
		this.#took += took;
		this.#failures += found.length;
		for (const each of found) this.#report(each);
		if (performance.now() - this.#told < PROGRESS_EVERY) return;
		this.#told = performance.now();
		const { seeds } = this.#options;
		console.log(`${this.#played} of ${seeds}: ${this.#rate()}, ${this.#failures} failed`);
	}

	#report({ seed, invariant, lines, runs, file }: Found): void {
		console.log(lines.join("\n"));
		const path = `${KEPT}/${invariant}-${seed}.json`;
		if (!this.#options.keep) {
			console.log(`  ${runs} runs; --keep writes ${path}`);
			return;
		}
		mkdirSync(KEPT, { recursive: true });
		writeFileSync(path, file);
		console.log(`  ${runs} runs; kept as ${path}`);
	}

	/** Per core is by processor time, all threads of this process: a busy machine does not blur it. */
	#rate(): string {
		const hours = this.#took / HOUR;
		const per = (seconds: number) => Math.round(hours / Math.max(seconds, 0.001));
		const { user, system } = process.cpuUsage();
		const inAll = per((performance.now() - this.#began) / 1000);
		const perCore = per((user + system) / 1_000_000);
		return `${Math.round(hours)} device-hours, ${inAll} a second in all, ${perCore} a second and core`;
	}
}

try {
	const options = readOptions(process.argv.slice(2));
	if (options) process.exitCode = await new Soak(options).run();
	else console.log(USAGE);
} catch (error) {
	if (!(error instanceof UsageError)) throw error;
	console.error(error.message);
	process.exitCode = 2;
}
