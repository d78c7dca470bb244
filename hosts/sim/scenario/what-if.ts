/**
 * What if another policy were in force: one scenario's world played twice, with today's policy and
 * with a proposed one, and both runs measured. The world, the calls and all chance are the same;
 * what differs is the policy's doing.
 */

import { type PolicyOptions, parsePolicy } from "../../../modules/uplink/core/policy.js";
import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import type { Stage } from "./board-shape.js";
import { type Fields, parseText, readTable, wrong } from "./edge.js";
import type { Scenario } from "./format.js";
import { play } from "./play.js";
import type { ScenarioRecord } from "./record.js";
import { summarise } from "./tell.js";

/** A member of the policy in which the two differ: `wifi.ask`. */
export interface PolicyChange {
	member: string;
	today: unknown;
	proposed: unknown;
}

export interface Measure {
	name: string;
	unit: "duration" | "count" | "bytes";
	today: number;
	proposed: number;
}

export interface WhatIf {
	title: string;
	changes: PolicyChange[];
	measures: Measure[];
	/** Judged by the scenario's expectations. */
	today: ScenarioRecord;
	/** Judged by none: they were written for today's policy. */
	proposed: ScenarioRecord;
}

/** The core judges a failback so: what is lost within this many dwells did not last. */
const LASTING_DWELLS = 5;

/** The policy options a file's text says, checked whole. Throws nothing but `FileError`. */
export function parseProposal(text: string): Fields {
	const options = readTable(parseText(text), "policy");
	try {
		parsePolicy(options);
	} catch (error) {
		if (error instanceof TypeError || error instanceof RangeError) wrong("", error.message);
		throw error;
	}
	return options;
}

function leavesOf(policy: object, prefix = ""): [string, unknown][] {
	return Object.entries(policy).flatMap(([name, value]): [string, unknown][] =>
		typeof value === "object" && value !== null
			? leavesOf(value, `${prefix}${name}.`)
			: [[prefix + name, value]],
	);
}

function changesOf(today: PolicyOptions, proposed: PolicyOptions): PolicyChange[] {
	const after = new Map(leavesOf(parsePolicy(proposed)));
	return leavesOf(parsePolicy(today))
		.map(([member, value]) => ({ member, today: value, proposed: after.get(member) }))
		.filter((change) => change.today !== change.proposed);
}

/** Failbacks that moved the session, and how many of them were lost again before they had lasted. */
export function failbacksOf({ entries }: ScenarioRecord, dwell: Milliseconds) {
	let count = 0;
	let undone = 0;
	let trying = false;
	/** Where the session last was proven. */
	let held: string | undefined;
	/** When the failback was that may not last. */
	let movedAt: Milliseconds | undefined;
	for (const entry of entries) {
		if (entry.kind === "power") {
			trying = false;
			held = undefined;
			movedAt = undefined;
		}
		if (entry.kind !== "session") continue;
		const { at, phase, interface: over, reason } = entry;
		if (phase === "proven" && trying && over !== held) {
			count++;
			movedAt = at;
		}
		if (phase === "proven") held = over;
		// An end by the application's wish is nobody's failure.
		const lost = phase === "opening" || (phase === "idle" && reason !== "NOT_CONNECTED");
		if (lost && movedAt !== undefined && at - movedAt < LASTING_DWELLS * dwell) undone++;
		if (phase === "opening" || phase === "idle") movedAt = undefined;
		trying = phase === "trial" || (trying && phase === "suspect");
	}
	return { count, undone };
}

type Row = Pick<Measure, "name" | "unit"> & { value: number };

/** What one run came to, in the order in which it is told; the same rows for every policy. */
function measure(record: ScenarioRecord, policy: PolicyOptions): Row[] {
	const summary = summarise(record);
	const failbacks = failbacksOf(record, parsePolicy(policy).dwell);
	const row = (unit: Measure["unit"], name: string, value: number): Row => ({ name, unit, value });
	return [
		row("duration", "offline", summary.offline),
		...summary.connected.map(({ interface: over, duration }) =>
			row("duration", `connected over ${over}`, duration),
		),
		row("count", "moves", summary.moves),
		row("count", "failbacks", failbacks.count),
		row("count", "failbacks undone", failbacks.undone),
		row("count", "attempts", summary.attempts),
		row("count", "attempts failed", summary.failed),
		row("count", "delivered", summary.delivered),
		row("count", "marked as sent before", summary.duplicates),
		...record.traffic.flatMap(({ interface: over, sent, received }) => [
			row("bytes", `sent over ${over}`, sent),
			row("bytes", `received over ${over}`, received),
		]),
	];
}

export function whatIf(scenario: Scenario, proposal: Fields, stage: Stage): WhatIf {
	const { board } = scenario;
	const { policy = {} } = board;
	const today = play(scenario, stage);
	const other = { ...scenario, board: { ...board, policy: proposal }, expectations: [] };
	const proposed = { ...play(other, stage), checks: [] };
	const after = measure(proposed, proposal);
	const measures = measure(today, policy).map(({ name, unit, value }, index) => ({
		name,
		unit,
		today: value,
		proposed: after[index]?.value ?? 0,
	}));
	const changes = changesOf(policy, proposal);
	return { title: scenario.title, changes, measures, today, proposed };
}
