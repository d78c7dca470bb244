/**
 * The two rows of events above the lanes: what happened to the board's world, and what its
 * application did and was told. A mark for each, and its words where there is room.
 */

import type { RecordEntry, ScenarioRecord } from "../record.js";
import { scaleTo } from "./axis.js";
import { element, escapeText, line, round, text } from "./elements.js";
import { type Moment, type Placed, placeLabels, rowsOf, type Shape } from "./labels.js";
import { MEASURES } from "./theme.js";

const ROWS_MAX = 5;

function worldly(entry: RecordEntry): Moment | undefined {
	const { at } = entry;
	if (entry.kind === "world") return { at, words: entry.text, shape: "world", bad: false };
	if (entry.kind === "power")
		return { at, words: `power ${entry.on ? "on" : "off"}`, shape: "world", bad: false };
	return undefined;
}

/** Power is the world's; what repeats itself would hide what does not. */
function applied(entry: RecordEntry): Moment | undefined {
	const { at } = entry;
	if (entry.kind === "callback") {
		const shape = entry.good ? "callback-good" : "callback-bad";
		return { at, words: entry.text, shape, bad: !entry.good };
	}
	if (entry.kind !== "call") return undefined;
	if (entry.error !== undefined)
		return { at, words: `${entry.text}: ${entry.error}`, shape: "call", bad: true };
	if (entry.periodic || /^power(?:On|Off| cycle.*)$/.test(entry.text)) return undefined;
	return { at, words: entry.text, shape: "call", bad: false };
}

/** Diamond, triangle, disc: the world, a call, a callback. */
export function drawMark(x: number, y: number, shape: Shape): string {
	const from = `M${round(x)} `;
	if (shape === "world")
		return element("path", { d: `${from}${y - 4.5}l4.5 4.5l-4.5 4.5l-4.5 -4.5z`, class: "world" });
	if (shape === "call") return element("path", { d: `${from}${y + 4}l-4 -7.5h8z`, class: "call" });
	return element("circle", { cx: x, cy: y, r: 3.5, class: shape });
}

function classOf({ bad, shapes }: Placed): string {
	if (bad) return "halo bad";
	return shapes.includes("callback-good") ? "halo good" : "halo";
}

function drawLeader({ x, row }: Placed, baseline: number): string[] {
	if (row === undefined) return [];
	return [line(x, baseline - 17 - row * MEASURES.row, x, baseline - 4, "leader")];
}

function drawMarks({ x, row, shapes, words }: Placed, baseline: number): string[] {
	const marks = shapes.map((shape, index) => drawMark(x + 6 * index, baseline, shape));
	if (row !== undefined || words === "") return marks;
	return [element("g", {}, element("title", {}, escapeText(words)), ...marks)];
}

function drawWords(placed: Placed, baseline: number): string[] {
	const { x, row, anchor, words } = placed;
	if (row === undefined) return [];
	return [
		text(anchor === "start" ? x + 4 : x - 4, baseline - 9 - row * MEASURES.row, words, {
			class: classOf(placed),
			"text-anchor": anchor === "end" ? "end" : undefined,
		}),
	];
}

export interface Rows {
	height: number;
	drawn: string[];
}

function drawRow(name: string, moments: readonly Moment[], until: number, top: number): Rows {
	if (moments.length === 0) return { height: 0, drawn: [] };
	const placed = placeLabels(moments, scaleTo(until), ROWS_MAX);
	const baseline = top + rowsOf(placed) * MEASURES.row + 10;
	return {
		height: baseline - top + 14,
		drawn: [
			text(MEASURES.margin, baseline + 4, name, { class: "minor" }),
			line(MEASURES.left, baseline, MEASURES.right, baseline, "base"),
			...placed.flatMap((each) => drawLeader(each, baseline)),
			...placed.flatMap((each) => drawMarks(each, baseline)),
			...placed.flatMap((each) => drawWords(each, baseline)),
		],
	};
}

const present = (moment: Moment | undefined): moment is Moment => moment !== undefined;

/** What happened to the board's world. */
export function drawWorld({ entries, until }: ScenarioRecord, top: number): Rows {
	return drawRow("world", entries.map(worldly).filter(present), until, top);
}

/** What its application did and was told. */
export function drawApplication({ entries, until }: ScenarioRecord, top: number): Rows {
	return drawRow("application", entries.map(applied).filter(present), until, top);
}
