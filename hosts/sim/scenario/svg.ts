/**
 * A record as a picture: a swim-lane timeline in one SVG that needs nothing else (no script, no
 * font, its own background) and is the same, byte for byte, wherever it is drawn.
 *
 *     title, description
 *     world        ◆ power on      ◆ wl0.accessPoint false
 *     application    ▲ connect        ● connect: SERVER_CONNECTED
 *     server       ════════════ down ═══════════
 *     wifi         ░░▓▓▓▓▓▓▓▓▓▓▓▓┄┐                      lanes, the session's way through them
 *     cell                        └┄░░░▓▓▓▓▓▓▓▓
 *                  0    10    20   minutes
 *     legend
 */

import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import type { ScenarioRecord } from "./record.js";
import { type Span, type Story, tellStory } from "./story.js";
import { drawAxis, type Scale, scaleTo } from "./svg/axis.js";
import { element, escapeText, line, text, widthOf, wrap } from "./svg/elements.js";
import { drawFailures, drawLane, drawRoute, drawSpans } from "./svg/lanes.js";
import { drawLegend } from "./svg/legend.js";
import { drawMoments } from "./svg/moments.js";
import { definitions, MEASURES, STYLE } from "./svg/theme.js";

interface Part {
	drawn: string[];
	height: number;
}

function drawHead({ title, description }: ScenarioRecord): Part {
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
function drawServer({ server }: Story, until: Milliseconds, top: number, scale: Scale): Part {
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
function drawOff({ off }: Story, top: number, bottom: number, scale: Scale): string[] {
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

export function drawTimeline(record: ScenarioRecord): string {
	const story = tellStory(record);
	const scale = scaleTo(record.until);
	const { width, lane, left, right } = MEASURES;
	const head = drawHead(record);
	const moments = drawMoments(record, head.height + 6);
	const serverTop = head.height + 6 + moments.height;
	const server = drawServer(story, record.until, serverTop, scale);
	const lanesTop = serverTop + server.height;
	const bottom = lanesTop + lane * story.lanes.length - 4;
	const legend = drawLegend(record, story, bottom + 36);
	const height = bottom + 36 + legend.height + 8;
	const rule = line(left, lanesTop - 9, right, lanesTop - 9, "grid");
	const drawn = [
		definitions(),
		element("rect", { x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 8, class: "card" }),
		...head.drawn,
		...drawOff(story, lanesTop - 9, bottom, scale),
		...drawAxis(record.until, head.height + 8, bottom),
		rule,
		...moments.drawn,
		...server.drawn,
		...story.lanes.flatMap((each, index) => drawLane(each, lanesTop + lane * index, scale)),
		...drawRoute(story, lanesTop, scale),
		...story.lanes.flatMap((each, index) =>
			drawFailures(each.failures, lanesTop + lane * index, scale),
		),
		...legend.drawn,
	];
	const attributes = {
		xmlns: "http://www.w3.org/2000/svg",
		viewBox: `0 0 ${width} ${Math.floor(height)}`,
		width,
		height: Math.floor(height),
		role: "img",
	};
	const title = element("title", {}, escapeText(record.title));
	const about = element("desc", {}, escapeText(record.description));
	const style = element("style", {}, STYLE);
	return `${element("svg", attributes, `\n${[title, about, style, ...drawn].join("\n")}\n`)}\n`;
}
