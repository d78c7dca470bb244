/**
 * `npm run bench:failover`: the laboratory's faults repeated on our firmware and, where they are
 * installed, on NetworkManager and ConnMan, in the same world. Prints a table; with `--out DIR`
 * writes `failover.csv` and `failover.svg` there.
 *
 *   exit 0  done      2  the command line was wrong      3  the machine lacks something
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Laboratory } from "../lab/laboratory.js";
import { missing, widenPath } from "../lab/requirements.js";
import { type Round, toCSV, toTable } from "./figures.js";
import { connMan, networkManager } from "./peers.js";
import { runRounds, type Trial } from "./rounds.js";
import type { Subject } from "./subject.js";
import { toSVG } from "./svg.js";
import { uplink } from "./uplink.js";

const USAGE =
	"npm run bench:failover -- [--rounds 20] [--peer-rounds 5] [--only uplink|peers] [--out DIR]";

const TRIALS: readonly Trial[] = [
	{ fault: "carrier", limit: 15_000, backMax: 20_000 },
	{ fault: "upstream", limit: 40_000, backMax: 20_000 },
	{ fault: "wire", limit: 40_000, backMax: 20_000 },
	{ fault: "reset", limit: 40_000, backMax: 20_000 },
];
/** Silence takes a peer long: fewer rounds of it tell as much. */
const SLOW_ROUNDS = 3;

interface Asked {
	rounds: number;
	peerRounds: number;
	only: string | undefined;
	out: string | undefined;
}

function parse(values: string[]): Asked {
	const { values: given } = parseArgs({
		args: values,
		options: {
			rounds: { type: "string", default: "20" },
			"peer-rounds": { type: "string", default: "5" },
			only: { type: "string" },
			out: { type: "string" },
		},
	});
	const count = (name: "rounds" | "peer-rounds") => {
		const number = Number(given[name]);
		if (!Number.isInteger(number) || number < 1) throw new RangeError(`${name}: expected a count`);
		return number;
	};
	if (given.only !== undefined && given.only !== "uplink" && given.only !== "peers")
		throw new RangeError("only: expected uplink or peers");
	const { only, out } = given;
	return { rounds: count("rounds"), peerRounds: count("peer-rounds"), only, out };
}

async function measure(subject: Subject, trial: Trial, count: number): Promise<Round[]> {
	const laboratory = await Laboratory.up(`bench-${process.pid}`, { owned: true });
	try {
		return await runRounds(laboratory, subject, trial, count, (round) =>
			console.error(JSON.stringify(round)),
		);
	} finally {
		await laboratory.down();
	}
}

async function run({ rounds, peerRounds, only, out }: Asked): Promise<void> {
	const ours = only === "peers" ? [] : [uplink("warm"), uplink("cold")];
	const peers = only === "uplink" ? [] : [networkManager, connMan];
	const all: Round[] = [];
	for (const trial of TRIALS) {
		for (const subject of ours) all.push(...(await measure(subject, trial, rounds)));
		for (const subject of peers) {
			if (subject.lacks) console.error(`${subject.name}: not measured: no ${subject.lacks}`);
			const count = trial.fault === "carrier" ? peerRounds : Math.min(peerRounds, SLOW_ROUNDS);
			if (!subject.lacks) all.push(...(await measure(subject, trial, count)));
		}
	}
	console.log(toTable(all));
	if (out === undefined) return;
	mkdirSync(out, { recursive: true });
	writeFileSync(join(out, "failover.csv"), toCSV(all));
	writeFileSync(join(out, "failover.svg"), toSVG(all));
}

async function main(values: string[]): Promise<number> {
	widenPath();
	let asked: Asked;
	try {
		asked = parse(values);
	} catch (error) {
		console.error(`${(error as Error).message}\n${USAGE}`);
		return 2;
	}
	const lack = missing();
	if (lack !== undefined) {
		console.error(lack);
		return 3;
	}
	await run(asked);
	return 0;
}

process.exitCode = await main(process.argv.slice(2));
