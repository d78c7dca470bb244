/**
 * `npm run test:xs -- [--variant NAME]… [--divisor N] [SUITE]…`: the suites that import nothing of
 * Node, as tsc compiled them, on the device's engine in the device's memory model, a process for each
 * suite and variant. Mocha runs the same suites on Node beside them, with as many drawn cases, and
 * names and outcomes are compared, test by test; so are the event logs of drawn worlds.
 *
 *   suites ─┬─▶ uplink (XS), a process each, per variant ─┐
 *           └─▶ mocha (Node), JSON ───────────────────────┴─▶ same names, same results?
 *   worlds ─┬─▶ uplink (XS), per variant ─┐
 *           └─▶ this process ─────────────┴─▶ same SHA-256?
 *
 * Exit status: 0 everything passed and agreed; 1 something did not; 2 bad usage.
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { FOLDER, mochaOn, type OnXS, suiteOn } from "./engines.js";
import { compareLogs } from "./logs.js";
import { differences, type Outcome } from "./outcomes.js";
import { inParallel } from "./processes.js";
import { longestFirst, suitesMap, suitesOnDisk } from "./suites.js";
import { tellFailures, tellFootprints } from "./tell.js";

const USAGE = `usage: npm run test:xs -- [--variant NAME]… [--divisor N] [--worlds N] [SUITE]…

  --variant NAME  64, 32 (default both), or another that build:linux -- --variant made
  --divisor N     of the drawn cases (default 50; 0: none are drawn)
  --worlds N      how many worlds are played for two hours on each engine (default 20)
  SUITE           a part of a suite's path, as uplink/core (default all)`;

interface Options {
	variants: readonly string[];
	divisor: number;
	worlds: number;
	suites: readonly string[];
}

/** What the caller can mend. */
class UsageError extends Error {}

function integer(text: string | undefined, name: string, standard: number): number {
	if (text === undefined) return standard;
	if (!/^[0-9]{1,4}$/.test(text)) throw new UsageError(`--${name}: expected a number, got ${text}`);
	return Number(text);
}

function readOptions(args: string[]): Options | undefined {
	const { values, positionals } = parseArgs({
		args,
		allowPositionals: true,
		options: {
			variant: { type: "string", multiple: true },
			divisor: { type: "string" },
			worlds: { type: "string" },
			help: { type: "boolean" },
		},
	});
	if (values.help) return undefined;
	const suites = suitesOnDisk().filter(
		(suite) => positionals.length === 0 || positionals.some((part) => suite.includes(part)),
	);
	if (suites.length === 0) throw new UsageError(`${positionals.join(", ")}: no such suite`);
	return {
		variants: values.variant ?? ["64", "32"],
		divisor: integer(values.divisor, "divisor", 50),
		worlds: integer(values.worlds, "worlds", positionals.length > 0 ? 0 : 20),
		suites,
	};
}

function tell(
	onNode: readonly Outcome[],
	devices: readonly OnXS[],
	logs: readonly string[],
): number {
	let failing = 0;
	let passing = 0;
	for (const { variant, outcomes, footprints, troubles, took } of devices) {
		const wrong = [...troubles, ...differences(onNode, outcomes)];
		const failed = outcomes.filter(({ error }) => error !== undefined);
		console.log(
			`\n  XS ${variant}: ${outcomes.length - failed.length} of ${outcomes.length} pass, ${Math.round(took)} s of work`,
		);
		for (const line of [...tellFailures(failed), ...wrong, ...tellFootprints(footprints)])
			console.log(`    ${line}`);
		passing += outcomes.length - failed.length;
		failing += failed.length + wrong.length;
	}
	for (const line of logs) console.log(`    ${line}`);
	failing += logs.length;
	console.log(`\n  ${passing} passing\n  ${failing} failing`);
	return failing === 0 ? 0 : 1;
}

async function main({ variants, divisor, worlds, suites }: Options): Promise<number> {
	mkdirSync(FOLDER, { recursive: true });
	writeFileSync(`${FOLDER}/suites.map`, suitesMap(FOLDER));
	const devices = variants.map(
		(variant): OnXS => ({ variant, outcomes: [], footprints: [], troubles: [], took: 0 }),
	);
	const ordered = longestFirst(suites);
	let onNode: Outcome[] = [];
	const logs: string[] = [];
	const work = [
		async () => {
			onNode = await mochaOn(suites, divisor);
		},
		...(worlds > 0 ? [async () => void logs.push(...(await compareLogs(variants, worlds)))] : []),
		...ordered.flatMap((suite) => devices.map((device) => () => suiteOn(device, suite, divisor))),
	];
	await inParallel(work, availableParallelism());
	return tell(onNode, devices, logs);
}

try {
	const options = readOptions(process.argv.slice(2));
	if (options) process.exitCode = await main(options);
	else console.log(USAGE);
} catch (error) {
	const usage = (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
	if (!(error instanceof UsageError) && !usage) throw error;
	console.error(`test:xs: ${(error as Error).message}\n${USAGE}`);
	process.exitCode = 2;
}
