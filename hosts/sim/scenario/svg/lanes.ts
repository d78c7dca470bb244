/**
 * One interface's lane: its link's phases as a bar, the session over it as a stronger bar with the
 * route's line through it, messages as ticks below, and reasons under those where they fit.
 *
 *     wifi   ░climbing░▓▓▓▓▓ connected ▓▓▓▓▓▓▓·waiting·······
 *                        | | | | | | ‖            ← messages, again
 *                                     NO_WIFI ×3
 */

import type { Milliseconds } from "../../../../modules/uplink/core/types.js";
import type { Failure, Lane, Span, Story } from "../story.js";
import type { Scale } from "./axis.js";
import { element, line, round, text, widthOf } from "./elements.js";
import { MEASURES } from "./theme.js";

/** A phase shorter than this on paper is drawn this wide, so that it can be seen. */
const LEAST = 1.4;

interface Band {
	spans: readonly Span<string>[];
	y: number;
	height: number;
	scale: Scale;
	prefix?: string;
}

/** Spans as rectangles. Of many in one pixel, each phase is drawn once. */
export function drawSpans({ spans, y, height, scale, prefix = "" }: Band): string[] {
	const drawn: string[] = [];
	const last = new Map<string, number>();
	for (const { from, to, phase } of spans) {
		const x = scale(from);
		const width = scale(to) - x;
		const column = Math.floor(x);
		if (width < LEAST && last.get(phase) === column) continue;
		last.set(phase, column);
		drawn.push(
			element("rect", {
				x,
				y,
				width: Math.max(width, LEAST),
				height,
				rx: width > 6 ? 2.5 : undefined,
				class: prefix + phase,
			}),
		);
	}
	return drawn;
}

function drawDeliveries(lane: Lane, y: number, scale: Scale): string[] {
	const columns = new Map<string, number>();
	for (const { at, duplicate } of lane.deliveries) {
		const kind = duplicate ? "again" : "tick";
		const x = Math.floor(scale(at)) + 0.5;
		columns.set(`${kind} ${x}`, x);
	}
	const path = (kind: string, height: number): string[] => {
		const strokes = [...columns]
			.filter(([key]) => key.startsWith(kind))
			.map(([, x]) => `M${x} ${round(y)}v${height}`);
		return strokes.length === 0 ? [] : [element("path", { d: strokes.join(""), class: kind })];
	};
	return [...path("tick", 5), ...path("again", 7)];
}

/** Reasons in order; one that would lie on another, or beyond the edge, is left to the log. */
export function drawFailures(failures: readonly Failure[], top: number, scale: Scale): string[] {
	const y = top + MEASURES.bar + 19;
	let free: number = MEASURES.left - 8;
	return failures.flatMap(({ at, reason, times }) => {
		const words = times > 1 ? `${reason} ×${times}` : reason;
		const width = widthOf(words, MEASURES.label);
		const x = Math.min(scale(at), MEASURES.right - width);
		if (x < free + 8) return [];
		free = x + width;
		return [
			line(scale(at), y - 13, scale(at), y - 3, "leader"),
			text(x + 3, y, words, { class: "halo bad" }),
		];
	});
}

function drawNames(lane: Lane, y: number, scale: Scale): string[] {
	return lane.connected.flatMap(({ from, to }) => {
		const words = "connected";
		const middle = (scale(from) + scale(to)) / 2;
		if (scale(to) - scale(from) < widthOf(words, MEASURES.label) + 24) return [];
		const width = widthOf(words, MEASURES.label) + 8;
		return [
			element("rect", { x: middle - width / 2, y: y - 9, width, height: 12, fill: "#00835f" }),
			text(middle, y, words, { class: "inside", "text-anchor": "middle" }),
		];
	});
}

export function drawLane(lane: Lane, top: number, scale: Scale): string[] {
	const { left, right, margin, bar } = MEASURES;
	const middle = top + bar / 2;
	const of = (...phases: string[]) => lane.sessions.filter(({ phase }) => phases.includes(phase));
	const whole = { y: top, height: bar, scale };
	return [
		text(margin, middle + 4.5, lane.interface, { class: "name" }),
		line(left, middle, right, middle, "base"),
		...drawSpans({ ...whole, spans: lane.links }),
		...drawSpans({ ...whole, spans: of("opening", "trial") }),
		...drawSpans({ ...whole, spans: lane.connected }),
		...drawSpans({ ...whole, spans: of("suspect") }),
		...drawDeliveries(lane, top + bar + 2, scale),
	];
}

/** The way the session took: a line through its interface, dashed from one to the next. */
export function drawRoute({ lanes, route }: Story, top: number, scale: Scale): string[] {
	const yOf = (name: string): number => {
		const index = lanes.findIndex((lane) => lane.interface === name);
		return top + index * MEASURES.lane + MEASURES.bar / 2;
	};
	const visible = route.filter(({ from, to }) => scale(to) - scale(from) >= 0.2);
	const lines = visible.map(({ from, to, interface: name }) =>
		line(scale(from), yOf(name), Math.max(scale(to), scale(from) + 1), yOf(name), "route"),
	);
	const moves = visible.flatMap((next, index): [Stop, Stop][] => {
		const before = visible[index - 1];
		if (!before || before.interface === next.interface) return [];
		const left = { at: before.to, y: yOf(before.interface) };
		return [[left, { at: next.from, y: yOf(next.interface) }]];
	});
	const stations = moves.flatMap(([from, to]) => [
		drawStation(from, scale),
		drawStation(to, scale),
	]);
	const names = lanes.flatMap((lane, index) =>
		drawNames(lane, top + index * MEASURES.lane + MEASURES.bar / 2 + 3.8, scale),
	);
	const ways = moves.map(([from, to]) => drawMove(from, to, scale));
	return [...ways, ...lines, ...stations, ...names];
}

interface Stop {
	at: Milliseconds;
	y: number;
}

/** Straight down or up where it left, then along to where it goes on. */
function drawMove(from: Stop, to: Stop, scale: Scale): string {
	const d = [
		`M${round(scale(from.at))} ${round(from.y)}`,
		`V${round((from.y + to.y) / 2 + 6)}`,
		`H${round(scale(to.at))}`,
		`V${round(to.y)}`,
	].join("");
	return element("path", { d, class: "move" });
}

function drawStation({ at, y }: Stop, scale: Scale): string {
	return element("circle", { cx: scale(at), cy: y, r: 3.2, class: "station" });
}
