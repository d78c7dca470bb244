/**
 * The page docs/measured/mutation.md: what was measured, where, and every survivor under the reason
 * why it may live.
 */

import {
	examine,
	type Reason,
	type Report,
	scoreOf,
	spokenScore,
	sum,
	type Tally,
} from "./survivors.js";

/** What the numbers depend on. */
export interface Circumstances {
	/** The commit that was measured, and whether the tree had changes of its own. */
	readonly commit: string;
	readonly machine: string;
	readonly tools: string;
	readonly date: string;
}

function row(name: string, tally: Tally): string {
	const { killed, endless, survived, untouched } = tally;
	const mutants = killed + endless + survived + untouched;
	return `| ${name} | ${mutants} | ${killed} | ${endless} | ${survived + untouched} | ${spokenScore(scoreOf(tally))} |`;
}

function table(tallies: ReadonlyMap<string, Tally>): string[] {
	const rows = [...tallies].map(([path, tally]) => row(`\`${path}\``, tally));
	return [
		"| File | Mutants | Killed | Endless | Alive | Score |",
		"| --- | --- | --- | --- | --- | --- |",
		...rows,
		row("**all**", sum(tallies.values())),
	];
}

/** The survivors that a reason covers and that live indeed, as many times as they do. */
function covered(reason: Reason, living: ReadonlyMap<string, number[]>): string[] {
	return reason.survivors.flatMap((name) =>
		(living.get(name) ?? []).map((line) => {
			const [file, , change] = name.split(" | ");
			return `  - \`${file}:${line}\` \`${change}\``;
		}),
	);
}

function sections(report: Report, reasons: readonly Reason[]): string[] {
	const living = new Map<string, number[]>();
	for (const { name, line } of examine(report).survivors)
		living.set(name, [...(living.get(name) ?? []), line]);
	const lines: string[] = [];
	for (const group of new Set(reasons.map((reason) => reason.group))) {
		const texts = reasons
			.filter((reason) => reason.group === group)
			.map((reason) => ({ why: reason.why, names: covered(reason, living) }))
			.filter(({ names }) => names.length > 0);
		const count = texts.reduce((total, { names }) => total + names.length, 0);
		if (count === 0) continue;
		lines.push("", `## ${group} (${count})`, "");
		for (const { why, names } of texts) lines.push(`- ${why}`, ...names);
	}
	return lines;
}

export function page(report: Report, reasons: readonly Reason[], at: Circumstances): string {
	const { tallies } = examine(report);
	const score = spokenScore(scoreOf(sum(tallies.values())));
	const lines = [
		"# Mutation testing of the core",
		"",
		"Written by `npm run mutate -- --write`. Each mutant is one small change to a file of",
		"`modules/uplink/core`; the timeline tests (no seeds, no drawn worlds) must notice it. *Killed*: a",
		"test failed. *Endless*: a test came to no end. *Alive*: nobody noticed; each has its reason below,",
		"kept in `test/node/mutation/reasons.json`. The command fails under 90 % and on a survivor without",
		"a reason.",
		"",
		`**${score}**, measured ${at.date} at commit ${at.commit} on ${at.machine} with ${at.tools}.`,
		"",
		...table(tallies),
		...sections(report, reasons),
	];
	return `${lines.join("\n")}\n`;
}
