/**
 * One suite on the device, and all suites on Node: what to start, and what its output means.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { type Footprint, type Outcome, parseMocha, parseSaid } from "./outcomes.js";
import { type Ended, runJob } from "./processes.js";
import type { Task } from "./said.js";
import { DEVICE } from "./suites.js";

/** Where the runs leave their maps, tasks and logs. */
export const FOLDER = "build/xs";

/**
 * The device is the firmware's in all but size: suites hold boards, servers and hours of logs, which
 * no device does. Fixed as there; `npm run budget` has the device's own limits.
 */
const LIMITS = ["--arena", "67108864", "--eager", "--stack", "16384", "--keys", "8192"];
/** Of one suite: the longest takes a tenth of it on a machine of its own. */
const SUITE_LIMIT = 600_000;

export interface OnXS {
	variant: string;
	outcomes: Outcome[];
	footprints: Footprint[];
	/** What went wrong outside of any test. */
	troubles: string[];
	/** Seconds of all its processes. */
	took: number;
}

/** Runs a module of the map on the device, with its configuration. */
export function runDevice(
	variant: string,
	main: string,
	config: object,
	name: string,
): Promise<Ended> {
	const file = `${FOLDER}/${variant}-${name}.json`;
	writeFileSync(file, JSON.stringify(config));
	const args = ["--map", `${FOLDER}/suites.map`, "--main", main, ...LIMITS, file];
	return runJob({ command: `build/linux/${variant}/uplink`, args, limit: SUITE_LIMIT });
}

export async function suiteOn(device: OnXS, suite: string, drawnDivisor: number): Promise<void> {
	const task: Task = { suites: [suite], drawnDivisor };
	const began = performance.now();
	const ended = await runDevice(device.variant, DEVICE, task, suite.replaceAll("/", "-"));
	device.took += (performance.now() - began) / 1000;
	const { outcomes, footprints } = parseSaid(ended.stdout);
	device.outcomes.push(...outcomes);
	device.footprints.push(...footprints);
	if (ended.status === 0 && footprints.length === 1) return;
	const after = outcomes[outcomes.length - 1]?.title ?? "its beginning";
	const how = ended.late ? `took more than ${SUITE_LIMIT / 1000} s` : `exit ${ended.status}`;
	device.troubles.push(`${suite}: ${how}, after "${after}": ${ended.stderr.trim()}`);
}

/** All suites under mocha, with as many drawn cases as on the device. */
export async function mochaOn(suites: readonly string[], drawnDivisor: number): Promise<Outcome[]> {
	const folder = mkdtempSync(join(tmpdir(), "uplink-xs-"));
	const output = join(folder, "mocha.json");
	try {
		const ended = await runJob({
			command: process.execPath,
			args: [
				"node_modules/mocha/bin/mocha.js",
				...["--no-config", "--parallel", "--jobs", "1", "--timeout", "600000"],
				...["--require", "build/test/xs/divided.js", "--reporter", "json"],
				...["--reporter-option", `output=${output}`],
				...suites.map((suite) => `build/${suite}.js`),
			],
			limit: SUITE_LIMIT,
			env: { UPLINK_DRAWN_DIVISOR: `${drawnDivisor}` },
		});
		if (ended.status === undefined) throw new Error(`mocha: ended by a signal: ${ended.stderr}`);
		const suiteOf = (file: string) => relative("build", file).replace(/\.js$/, "");
		return parseMocha(readFileSync(output, "utf8"), suiteOf);
	} finally {
		rmSync(folder, { recursive: true });
	}
}
