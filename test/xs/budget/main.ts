/**
 * `npm run budget -- [--variant NAME]`: what the firmware needs of a device, measured on the device's
 * engine with slots of a device's size, after collection, each figure against a committed limit. A
 * figure above its limit fails; a figure far below it asks for a lower limit.
 *
 *   limits.json ─┐
 *   case ─▶ uplink (XS, 32 bit) ─▶ figures ─▶ table, exit status
 *
 * Exit status: 0 all within; 1 a limit is passed or a case failed; 2 bad usage.
 */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { runJob } from "../processes.js";
import { budgetMap } from "../suites.js";
import type { Case } from "./device.js";
import { judge, type Limits, type Row, tableOf } from "./judge.js";
import type { Steady } from "./steady.js";

const FOLDER = "build/xs";
const MAP = `${FOLDER}/budget.map`;
const LIMITS = "test/xs/budget/limits.json";
const DEVICE = "test/xs/budget/device";
/** A device's: 64 KiB in all, of which the stack takes eight. Slots of 64 bits are twice as large. */
function memoryOf(variant: string): string[] {
	const arena = variant.includes("32") ? 65_536 : 131_072;
	return ["--arena", `${arena}`, "--stack", "512", "--keys", "64", "--no-lines"];
}
/** Steps of which nothing may be left to collect need no device's memory to be counted. */
const ROOMY = ["--arena", "8388608", "--eager", "--stack", "512", "--keys", "64", "--no-lines"];
const LIMIT = 50_000;

const STAGES: readonly Case["stage"][] = ["empty", "made", "connected"];

async function said(
	variant: string,
	stage: Case["stage"],
	memory: readonly string[],
): Promise<unknown[]> {
	const file = `${FOLDER}/budget-${stage}.json`;
	writeFileSync(file, JSON.stringify({ stage }));
	const args = ["--map", MAP, "--main", DEVICE, ...memory, file];
	const command = `build/linux/${variant}/uplink`;
	const { status, stdout, stderr } = await runJob({ command, args, limit: LIMIT });
	if (status !== 0) throw new Error(`${stage}: exit ${status}: ${stdout}${stderr}`);
	return stdout
		.split("\n")
		.filter((line) => line !== "")
		.map((line) => JSON.parse(line) as unknown);
}

async function measure(variant: string): Promise<Row[]> {
	const rows: Row[] = [];
	for (const stage of STAGES) {
		const [figures] = (await said(variant, stage, memoryOf(variant))) as Record<string, number>[];
		const { slots = 0, chunks = 0, slotsPeak = 0, chunksPeak = 0, stackPeak = 0 } = figures ?? {};
		const heap = slots + chunks;
		rows.push({
			name: stage,
			figures: { heap, slots, chunks, heapPeak: slotsPeak + chunksPeak, stackPeak },
		});
		const { code = 0, symbols = 0 } = figures ?? {};
		if (stage === "connected") rows.push({ name: "flash", figures: { code, symbols } });
	}
	for (const steady of (await said(variant, "steady", ROOMY)) as Steady[]) {
		const { input, codes, allocated, collections } = steady;
		rows.push({ name: `step: ${input}`, figures: { codes, allocated, collections } });
	}
	return rows;
}

async function main(args: string[]): Promise<number> {
	const { values } = parseArgs({
		args,
		options: { variant: { type: "string" }, help: { type: "boolean" } },
	});
	if (values.help) {
		console.log("usage: npm run budget -- [--variant NAME]   (default 32)");
		return 0;
	}
	mkdirSync(FOLDER, { recursive: true });
	writeFileSync(MAP, budgetMap(FOLDER));
	const limits = JSON.parse(readFileSync(LIMITS, "utf8")) as Limits;
	const rows = await measure(values.variant ?? "32");
	const { passed, failed } = judge(rows, limits);
	console.log(tableOf(rows, limits).join("\n"));
	for (const line of failed) console.log(`  ${line}`);
	console.log(`\n  ${passed} passing\n  ${failed.length} failing`);
	return failed.length === 0 ? 0 : 1;
}

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	const usage = (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
	console.error(`budget: ${(error as Error).message}`);
	process.exitCode = usage ? 2 : 1;
}
