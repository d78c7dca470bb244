/**
 * Where labels go so that none lies on another: rows above a baseline, filled from the right, so
 * that the line from a label down to its moment crosses no label that begins later.
 *
 *          │ disconnect
 *          │   │ connect: NO_WIFI
 *     ─────●───●────────────────
 */

import type { Milliseconds } from "../../../../modules/uplink/core/types.js";
import type { Scale } from "./axis.js";
import { shorten, widthOf } from "./elements.js";
import { MEASURES } from "./theme.js";

export type Shape = "world" | "call" | "callback-good" | "callback-bad";

export interface Moment {
	at: Milliseconds;
	words: string;
	shape: Shape;
	bad: boolean;
}

export interface Placed {
	x: number;
	words: string;
	/** 0 is nearest to the baseline; undefined: there is no room, only the mark is drawn. */
	row: number | undefined;
	/** A label at the right edge stands to the left of its moment. */
	anchor: "start" | "end";
	shapes: Shape[];
	bad: boolean;
}

/** Moments nearer than this share one label. */
const TOGETHER = 4;
/** Of words that share a label, what is longer than this in all is left to the log. */
const WORDS_MAX = 84;
const GAP = 8;

interface Gathered {
	x: number;
	words: string[];
	shapes: Shape[];
	bad: boolean;
	/** How often the same came again right after; those have marks and no words. */
	times: number;
}

/** Moments that fall on one another as one, and what repeats itself as its first. */
function gather(moments: readonly Moment[], scale: Scale): Gathered[] {
	const gathered: Gathered[] = [];
	let first: Gathered | undefined;
	for (const { at, words, shape, bad } of moments) {
		const x = scale(at);
		const last = gathered.at(-1);
		if (first && first.words.length === 1 && first.words[0] === words) {
			first.times++;
			if (last && x - last.x >= TOGETHER)
				gathered.push({ x, words: [], shapes: [shape], bad, times: 1 });
		} else if (last && last === first && x - last.x < TOGETHER && last.times === 1) {
			if (!last.words.includes(words)) last.words.push(words);
			if (!last.shapes.includes(shape)) last.shapes.push(shape);
			last.bad ||= bad;
		} else {
			first = { x, words: [words], shapes: [shape], bad, times: 1 };
			gathered.push(first);
		}
	}
	return gathered;
}

function join({ words, times }: Gathered): string {
	let joined = "";
	for (const each of words) {
		const longer = joined === "" ? shorten(each, WORDS_MAX) : `${joined}, ${each}`;
		if (longer.length > WORDS_MAX) return `${joined}, …`;
		joined = longer;
	}
	return times > 1 ? `${joined} ×${times}` : joined;
}

/** `moments` in order of time; at most `rows` rows. */
export function placeLabels(moments: readonly Moment[], scale: Scale, rows: number): Placed[] {
	const placed = gather(moments, scale).map((each): Placed => {
		const { x, shapes, bad } = each;
		return { x, words: join(each), row: undefined, anchor: "start", shapes, bad };
	});
	/** For each row where its leftmost label begins. */
	const free: number[] = new Array(rows).fill(MEASURES.right + GAP);
	for (const each of [...placed].reverse()) {
		if (each.words === "") continue;
		const width = widthOf(each.words, MEASURES.label) + 4;
		if (each.x + width > MEASURES.right) each.anchor = "end";
		const from = each.anchor === "start" ? each.x : each.x - width;
		const to = each.anchor === "start" ? each.x + width : each.x;
		const row = free.findIndex((limit) => to + GAP <= limit);
		if (row < 0 || from < MEASURES.left - 4) continue;
		each.row = row;
		free[row] = from;
		// A label that stands to the left hides the rows below it from lines that come down.
		for (let below = 0; below < row; below++) free[below] = Math.min(free[below] as number, each.x);
	}
	return placed;
}

/** How many rows are in use. */
export function rowsOf(placed: readonly Placed[]): number {
	return placed.reduce((most, { row }) => Math.max(most, (row ?? -1) + 1), 0);
}
