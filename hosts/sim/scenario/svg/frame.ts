/**
 * What every picture has around its lanes: the head with title and description, the server's bar,
 * the time without power behind the lanes, and the sheet itself.
 */

import type { Milliseconds } from "../../../../modules/uplink/core/types.js";
import type { Span, Story } from "../story.js";
import type { Scale } from "./axis.js";
import { element, escapeText, text, widthOf, wrap } from "./elements.js";
import { drawSpans } from "./lanes.js";
import { definitions, MEASURES, STYLE } from "./theme.js";

export interface Part {
	drawn: string[];
	height: number;
}

/** What a picture is called, and what it is about. */
export interface Head {
	title: string;
	description: string;
}

export function drawHead({ title, description }: Head): Part {
	const { margin, right } = MEASURES;
	const about = wrap(description, 12.5, right - margin, 4);
	return {
		drawn: [
			text(margin, 34, title, { class: "title" }),
			...about.map((words, index) => text(margin, 56 + 17 * index, words, { class: "about" })),
		],
		height: 50 + 17 * about.length,
	};
}

/** Thin and grey while the server is up, loud when it is not. */
export function drawServer(
	{ server }: Story,
	until: Milliseconds,
	top: number,
	scale: Scale,
): Part {
	const { margin } = MEASURES;
	const bar = { y: top, height: 14, scale, prefix: "server-" };
	const up: Span<string> = { from: 0, to: until, phase: "up" };
	const words = server.flatMap((span) => nameMode(span, top + 11, scale));
	return {
		drawn: [
			text(margin, top + 11, "server", { class: "minor" }),
			...drawSpans({ ...bar, y: top + 4, height: 6, spans: [up] }),
			...drawSpans({ ...bar, spans: server }),
			...words,
		],
		height: 32,
	};
}

/** What the server is instead of up: in its bar, or after it where that is short. */
function nameMode({ from, to, phase }: Span<string>, y: number, scale: Scale): string[] {
	const width = widthOf(phase, MEASURES.label) + 10;
	const middle = (scale(from) + scale(to)) / 2;
	if (scale(to) - scale(from) >= width + 8) {
		const ground = { x: middle - width / 2, y: y - 9.5, width, height: 11, rx: 2 };
		return [
			element("rect", { ...ground, class: "server-ground" }),
			text(middle, y - 0.5, phase, { class: "inside", "text-anchor": "middle" }),
		];
	}
	if (scale(to) + width > MEASURES.right) return [];
	return [text(scale(to) + 5, y, phase, { class: "halo server-text" })];
}

/** The time without power, behind the lanes. */
export function drawOff({ off }: Story, top: number, bottom: number, scale: Scale): string[] {
	const words = off.flatMap(({ from, to }) =>
		scale(to) - scale(from) < 40
			? []
			: [
					text((scale(from) + scale(to)) / 2, top + 12, "off", {
						class: "axis",
						"text-anchor": "middle",
					}),
				],
	);
	return [...drawSpans({ spans: off, y: top, height: bottom - top, scale }), ...words];
}

/** The whole picture, of what was drawn in order from the back to the front. */
export function drawSheet({ title, description }: Head, height: number, drawn: string[]): string {
	const { width } = MEASURES;
	const attributes = {
		xmlns: "http://www.w3.org/2000/svg",
		viewBox: `0 0 ${width} ${Math.floor(height)}`,
		width,
		height: Math.floor(height),
		role: "img",
	};
	const card = { x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 8, class: "card" };
	const children = [
		element("title", {}, escapeText(title)),
		element("desc", {}, escapeText(description)),
		element("style", {}, STYLE),
		definitions(),
		element("rect", card),
		...drawn,
	];
	return `${element("svg", attributes, `\n${children.join("\n")}\n`)}\n`;
}
