/**
 * The event logs of drawn worlds on XS and on Node, by their SHA-256.
 */

import { createHash } from "node:crypto";
import { runDevice } from "./engines.js";
import { EVENTS } from "./suites.js";
import { logWorld, type Worlds } from "./worlds.js";

const HOURS = 2;

/** The hash of each world's log, in the order of their seeds. */
function hashesOf(log: string): Map<number, string> {
	const hashes = new Map<number, ReturnType<typeof createHash>>();
	for (const line of log.split("\n")) {
		const seed = Number.parseInt(line, 10);
		if (Number.isNaN(seed)) continue;
		const hash = hashes.get(seed) ?? createHash("sha256");
		hash.update(`${line}\n`);
		hashes.set(seed, hash);
	}
	return new Map([...hashes].map(([seed, hash]) => [seed, hash.digest("hex")]));
}

function logOnNode({ first, count, hours }: Worlds): string {
	const lines: string[] = [];
	for (let seed = first; seed < first + count; seed++)
		logWorld(seed, hours, (line) => lines.push(line));
	return `${lines.join("\n")}\n`;
}

/** A line for each variant and world whose log is another on XS than on Node. */
export async function compareLogs(variants: readonly string[], count: number): Promise<string[]> {
	const worlds: Worlds = { first: 1, count, hours: HOURS };
	const running = variants.map((variant) => runDevice(variant, EVENTS, worlds, "worlds"));
	const onNode = logOnNode(worlds);
	const expected = hashesOf(onNode);
	const found: string[] = [];
	if (expected.size !== count) found.push(`worlds: ${expected.size} of ${count} on Node`);
	for (const [index, variant] of variants.entries()) {
		const { status, stdout, stderr } = await (running[index] as (typeof running)[number]);
		if (status !== 0) found.push(`worlds on XS ${variant}: exit ${status}: ${stderr.trim()}`);
		const onXS = hashesOf(stdout);
		for (const [seed, hash] of expected)
			if (onXS.get(seed) !== hash)
				found.push(`world ${seed}: ${hash} on Node, ${onXS.get(seed)} on XS ${variant}`);
	}
	const all = createHash("sha256").update(onNode).digest("hex");
	console.log(`  ${count} worlds of ${HOURS} h, ${onNode.length} bytes of events: ${all}`);
	return found;
}
