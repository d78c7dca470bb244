/** The legend: what the picture's colours and marks mean, as far as they occur in it. */

import type { ScenarioRecord } from "../record.js";
import type { Story } from "../story.js";
import { element, line, text, widthOf } from "./elements.js";
import { drawMark } from "./moments.js";
import { MEASURES } from "./theme.js";

interface Sign {
	words: string;
	/** Draws in a box of 22 × 12 whose middle left is (x, y). */
	draw(x: number, y: number): string[];
	occurs: boolean;
}

function swatch(kind: string): Sign["draw"] {
	return (x, y) => [element("rect", { x, y: y - 6, width: 22, height: 12, rx: 2, class: kind })];
}

/** The colours of the lanes. */
function spansOf({ lanes, server, off, route }: Story): Sign[] {
	const phase = (name: string): boolean =>
		lanes.some(({ links, sessions }) =>
			[...links, ...sessions].some((each) => each.phase === name),
		);
	const connected: Sign["draw"] = (x, y) => [
		...swatch("connected")(x, y),
		line(x, y, x + 22, y, "route"),
	];
	return [
		{ words: "climbing to an address", draw: swatch("climbing"), occurs: phase("climbing") },
		{ words: "up", draw: swatch("up"), occurs: phase("up") },
		{ words: "opening a session", draw: swatch("opening"), occurs: phase("opening") },
		{ words: "connected: the active one", draw: connected, occurs: route.length > 0 },
		{ words: "suspect", draw: swatch("suspect"), occurs: phase("suspect") },
		{ words: "trial", draw: swatch("trial"), occurs: phase("trial") },
		{ words: "stopping", draw: swatch("stopping"), occurs: phase("stopping") },
		{ words: "waiting to try again", draw: swatch("waiting"), occurs: phase("waiting") },
		{ words: "power off", draw: swatch("off"), occurs: off.length > 0 },
		{
			words: "server down",
			draw: swatch("server-down"),
			occurs: server.some(({ phase }) => phase === "down"),
		},
		{
			words: "server refusing",
			draw: swatch("server-refusing"),
			occurs: server.some(({ phase }) => phase === "refusing"),
		},
	];
}

/** The marks of single moments. */
function marksOf({ entries }: ScenarioRecord, { lanes }: Story): Sign[] {
	const kind = (name: string): boolean => entries.some((entry) => entry.kind === name);
	const callback = (good: boolean): boolean =>
		entries.some((entry) => entry.kind === "callback" && entry.good === good);
	const delivered = (again: boolean): boolean =>
		lanes.some(({ deliveries }) => deliveries.some(({ duplicate }) => duplicate === again));
	return [
		{
			words: "message delivered",
			draw: (x, y) => [element("path", { d: strokes(x, y, 5), class: "tick" })],
			occurs: delivered(false),
		},
		{
			words: "delivered, marked as sent before",
			draw: (x, y) => [element("path", { d: strokes(x, y, 7), class: "again" })],
			occurs: delivered(true),
		},
		{
			words: "world",
			draw: (x, y) => [drawMark(x + 11, y, "world")],
			occurs: kind("world") || kind("power"),
		},
		{ words: "call", draw: (x, y) => [drawMark(x + 11, y, "call")], occurs: kind("call") },
		{
			words: "callback",
			draw: (x, y) => [drawMark(x + 11, y, "callback-good")],
			occurs: callback(true),
		},
		{
			words: "callback with a failure",
			draw: (x, y) => [drawMark(x + 11, y, "callback-bad")],
			occurs: callback(false),
		},
	];
}

function strokes(x: number, y: number, height: number): string {
	return [4.5, 10.5, 16.5].map((offset) => `M${x + offset} ${y - 3}v${height}`).join("");
}

/** Flows in rows from `top`; answers with the height it took. */
export function drawLegend(record: ScenarioRecord, story: Story, top: number) {
	const drawn: string[] = [];
	let x: number = MEASURES.margin;
	let y = top + 8;
	const signs = [...spansOf(story), ...marksOf(record, story)];
	for (const sign of signs.filter(({ occurs }) => occurs)) {
		const width = 28 + widthOf(sign.words, MEASURES.label) + 14;
		if (x + width > MEASURES.right + 14) {
			x = MEASURES.margin;
			y += 20;
		}
		const at = Math.floor(x);
		drawn.push(...sign.draw(at, y), text(at + 28, y + 4, sign.words));
		x += width;
	}
	return { drawn, height: y + 12 - top };
}
