/**
 * A record in words: one line an event in fixed columns (time in ms, subject, what, why), then a
 * summary.
 *
 *       33180 wifi         climbing → up
 *      305004 wifi         up → waiting                     NO_WIFI
 *      305004 active       wifi → (none)
 *      306000 messages     3 delivered over wifi until 366000
 */

import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import { tellDuration } from "./durations.js";
import type { Check, RecordEntry, ScenarioRecord, TrafficRow } from "./record.js";
import { type Story, tellStory } from "./story.js";

interface Line {
	at: Milliseconds;
	subject: string;
	what: string;
	why?: string | undefined;
}

/** A run of deliveries over one interface, told as one line. */
interface Run {
	from: Milliseconds;
	to: Milliseconds;
	over: string;
	count: number;
	duplicates: number;
}

/** Turns entries into lines; remembers phases, so that a line can say from where to where. */
class Reporter {
	readonly lines: Line[] = [];
	readonly #phases = new Map<string, string>();
	#run: Run | undefined;

	report(entry: RecordEntry): void {
		if (entry.kind === "delivered") {
			this.#deliver(entry);
			return;
		}
		const line = this.#line(entry);
		if (!line) return;
		this.endRun();
		this.lines.push(line);
	}

	endRun(): void {
		const run = this.#run;
		if (!run) return;
		this.#run = undefined;
		const until = run.count > 1 ? ` until ${run.to}` : "";
		this.lines.push({
			at: run.from,
			subject: "messages",
			what: `${run.count} delivered over ${run.over}${until}`,
			why: run.duplicates > 0 ? `${run.duplicates} marked as sent before` : undefined,
		});
	}

	#deliver({ at, over, duplicate }: Extract<RecordEntry, { kind: "delivered" }>): void {
		if (this.#run && this.#run.over !== over) this.endRun();
		this.#run ??= { from: at, to: at, over, count: 0, duplicates: 0 };
		this.#run.to = at;
		this.#run.count++;
		if (duplicate) this.#run.duplicates++;
	}

	#line(entry: Exclude<RecordEntry, { kind: "delivered" }>): Line | undefined {
		const { at } = entry;
		switch (entry.kind) {
			case "link":
				return this.#turn(at, entry.interface, entry.phase, "idle", entry.reason);
			case "session": {
				const over = entry.interface === undefined ? "" : ` over ${entry.interface}`;
				return this.#turn(at, "session", `${entry.phase}${over}`, "idle", entry.reason);
			}
			case "active":
				return this.#turn(at, "active", entry.interface ?? "(none)", "(none)", undefined);
			case "power":
				this.#phases.clear();
				return { at, subject: "power", what: entry.on ? "on" : "off" };
			case "world":
				return { at, subject: "world", what: entry.text };
			case "call":
				if (entry.periodic && entry.error === undefined) return undefined;
				return { at, subject: "call", what: entry.text, why: entry.error };
			case "callback":
				return { at, subject: "callback", what: entry.text };
			case "note":
				return { at, subject: "note", what: entry.text };
			// The change of facts that caused it has been told.
			case "server":
				return undefined;
		}
	}

	#turn(at: Milliseconds, subject: string, phase: string, first: string, why?: string) {
		const before = this.#phases.get(subject) ?? first;
		this.#phases.set(subject, phase);
		return { at, subject, what: `${before} → ${phase}`, why };
	}
}

function print({ at, subject, what, why }: Line): string {
	const start = `${`${at}`.padStart(9)} ${subject.padEnd(10)} `;
	return why === undefined ? start + what : `${start}${what.padEnd(36)} ${why}`;
}

/** `940 bytes`, `5.1 kB`, `1.3 MB` */
export function tellBytes(bytes: number): string {
	if (bytes < 1_000) return `${bytes} bytes`;
	const [scale, unit] = bytes < 999_950 ? [100, "kB"] : [100_000, "MB"];
	return `${Math.floor(bytes / scale + 1 / 2) / 10} ${unit}`;
}

function tellTraffic(traffic: readonly TrafficRow[], way: "sent" | "received"): string[] {
	return traffic
		.filter((row) => row[way] > 0)
		.map((row) => `${row.interface} ${tellBytes(row[way])}`);
}

function sum(spans: readonly { from: Milliseconds; to: Milliseconds }[]): Milliseconds {
	return spans.reduce((total, { from, to }) => total + to - from, 0);
}

function count(what: readonly string[]): string {
	const counts = new Map<string, number>();
	for (const each of what) counts.set(each, (counts.get(each) ?? 0) + 1);
	return [...counts].map(([each, times]) => (times > 1 ? `${each} ×${times}` : each)).join(", ");
}

/** How often the server was reached over another interface than before. */
export function movesOf({ route }: Story): number {
	return route.filter(({ interface: name }, index) => {
		const before = route[index - 1];
		return before !== undefined && before.interface !== name;
	}).length;
}

/** The numbers of a run, by name; in words below, and in `--json`. */
export function summarise(record: ScenarioRecord) {
	const story = tellStory(record);
	const powered = record.until - sum(story.off);
	const deliveries = story.lanes.flatMap((lane) => lane.deliveries);
	const duplicates = deliveries.filter(({ duplicate }) => duplicate).length;
	return {
		connected: story.lanes.map((lane) => ({
			interface: lane.interface,
			duration: sum(lane.connected),
		})),
		offline: powered - sum(story.route),
		off: record.until - powered,
		moves: movesOf(story),
		attempts: record.attempts.length,
		failed: record.attempts.filter(({ outcome }) => outcome === "failed").length,
		delivered: deliveries.length,
		duplicates,
		traffic: record.traffic,
		expectationsFailed: record.checks.filter(({ held }) => !held).length,
	};
}

function tellSummary(record: ScenarioRecord): string[] {
	const summary = summarise(record);
	const failures = record.attempts
		.filter(({ outcome }) => outcome === "failed")
		.map((row) => `${row.interface} ${row.reason}`);
	const spans = summary.connected
		.filter(({ duration }) => duration > 0)
		.map(({ interface: name, duration }) => `${name} ${tellDuration(duration)}`);
	const rows: [string, string][] = [
		["connected", spans.join(", ") || "never"],
		["offline", tellDuration(summary.offline)],
		...(summary.off > 0 ? [["off", tellDuration(summary.off)] as [string, string]] : []),
		["moves", `${summary.moves}`],
		[
			"attempts",
			`${summary.attempts}, ${summary.failed} failed${failures.length ? `: ${count(failures)}` : ""}`,
		],
		[
			"delivered",
			`${summary.delivered}${summary.duplicates ? `, ${summary.duplicates} marked as sent before` : ""}`,
		],
		["sent", tellTraffic(record.traffic, "sent").join(", ") || "nothing"],
		["received", tellTraffic(record.traffic, "received").join(", ") || "nothing"],
	];
	return rows.map(([name, value]) => `${name.padEnd(13)} ${value}`);
}

export function tellCheck({ at, text, held, found }: Check): string {
	const verdict = held ? "held" : "FAILED";
	return `${`${at}`.padStart(9)} ${verdict.padEnd(10)} ${text}${held ? "" : `, found ${found}`}`;
}

/** The whole record, a line each. */
export function tell(record: ScenarioRecord): string[] {
	const reporter = new Reporter();
	for (const entry of record.entries) reporter.report(entry);
	reporter.endRun();
	const checks = record.checks.length > 0 ? ["", ...record.checks.map(tellCheck)] : [];
	return [record.title, "", ...reporter.lines.map(print), ...checks, "", ...tellSummary(record)];
}
