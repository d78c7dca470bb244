/**
 * `npm run prove [-- STEP …]`: runs what takes longer than a change may wait for, all of it or the
 * steps that are named, and writes each one's output with its commit and kind of machine under
 * `docs/measured/`. Steps are data (`steps.ts`).
 *
 * Exit status: 0 all passed; 1 a step failed; 2 for a step that there is not.
 */

import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commitOf, type Outcome, recordOf } from "./record.js";
import { STEPS, type Step } from "./steps.js";

const MEASURED = "docs/measured";

function usage(): string {
	const names = STEPS.map(({ name, says }) => `  ${name.padEnd(12)} ${says}`);
	return ["usage: npm run prove [-- STEP …]", "", ...names].join("\n");
}

/** Shows the output as it comes and keeps it. */
function perform({ command }: Step, root: string): Promise<Outcome> {
	const [program, ...rest] = command;
	const began = performance.now();
	const commit = commitOf(root);
	return new Promise((resolve) => {
		let output = "";
		const child = spawn(program, rest, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
		const hear = (to: NodeJS.WriteStream) => (data: Buffer) => {
			to.write(data);
			output += data.toString();
		};
		const end = (status: number) =>
			resolve({ commit, status, took: Math.round((performance.now() - began) / 1000), output });
		child.stdout.on("data", hear(process.stdout));
		child.stderr.on("data", hear(process.stderr));
		child.on("error", (error) => {
			output += `${error.message}\n`;
			end(127);
		});
		child.on("close", (status) => end(status ?? 1));
	});
}

async function prove(steps: readonly Step[], root: string): Promise<number> {
	let worst = 0;
	mkdirSync(join(root, MEASURED), { recursive: true });
	for (const step of steps) {
		console.log(`== ${step.name}: ${step.command.join(" ")}`);
		const outcome = await perform(step, root);
		const file = `${MEASURED}/${step.output}`;
		writeFileSync(join(root, file), recordOf(step, outcome, root));
		console.log(`== ${step.name}: exit ${outcome.status}, written to ${file}`);
		if (outcome.status !== 0) worst = 1;
	}
	return worst;
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => !STEPS.some((step) => step.name === name));
if (names.includes("--help")) console.log(usage());
else if (unknown.length > 0) {
	console.error(`prove: no such step: ${unknown.join(", ")}\n${usage()}`);
	process.exitCode = 2;
} else {
	const steps = STEPS.filter(({ name }) => names.length === 0 || names.includes(name));
	process.exitCode = await prove(steps, process.cwd());
}
