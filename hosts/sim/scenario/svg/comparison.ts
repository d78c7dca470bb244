/**
 * Two runs of one world as one picture: the world and the server once, then the lanes of today's run
 * and of the proposed one, one above the other on the same time axis.
 *
 *     title, description
 *     world        ◆ power on      ◆ wl0.accessPoint false
 *     server       ════════════ down ═══════════
 *     today        offline 36 s, 2 moves, 60 delivered
 *     application    ▲ connect
 *     wifi         ░░▓▓▓▓▓▓▓▓▓▓▓▓┄┐
 *     cell                        └┄░░░▓▓▓▓▓▓▓▓
 *     proposed     offline 12 s, 3 moves, 60 delivered
 *     …
 *                  0    10    20   minutes
 *     legend
 */

import { tellDuration } from "../durations.js";
import type { ScenarioRecord } from "../record.js";
import { type Story, tellStory } from "../story.js";
import { summarise } from "../tell.js";
import type { WhatIf } from "../what-if.js";
import { drawAxis, type Scale, scaleTo } from "./axis.js";
import { line, text } from "./elements.js";
import { drawHead, drawOff, drawServer, drawSheet, type Part } from "./frame.js";
import { drawFailures, drawLane, drawRoute } from "./lanes.js";
import { drawLegend } from "./legend.js";
import { drawApplication, drawWorld } from "./moments.js";
import { MEASURES } from "./theme.js";

interface Run {
	name: string;
	record: ScenarioRecord;
	story: Story;
}

/** What the run came to, after its name. */
function tellRun(record: ScenarioRecord): string {
	const { offline, moves, delivered } = summarise(record);
	const words = moves === 1 ? "1 move" : `${moves} moves`;
	return `offline ${tellDuration(offline)}, ${words}, ${delivered} delivered`;
}

function drawRun({ name, record, story }: Run, top: number, scale: Scale): Part {
	const { margin, left, right, lane } = MEASURES;
	const application = drawApplication(record, top + 24);
	const lanesTop = top + 24 + application.height + 10;
	const bottom = lanesTop + lane * story.lanes.length - 4;
	const lanes = story.lanes.map((each, index) => ({ each, y: lanesTop + lane * index }));
	const drawn = [
		line(margin, top, right, top, "base"),
		text(margin, top + 17, name, { class: "name" }),
		text(left, top + 17, tellRun(record), { class: "about" }),
		...drawOff(story, lanesTop - 9, bottom, scale),
		...application.drawn,
		...lanes.flatMap(({ each, y }) => drawLane(each, y, scale)),
		...drawRoute(story, lanesTop, scale),
		...lanes.flatMap(({ each, y }) => drawFailures(each.failures, y, scale)),
	];
	return { drawn, height: bottom - top };
}

/** One legend for both. */
function drawSigns([today, proposed]: readonly [Run, Run], top: number): Part {
	const record = {
		...today.record,
		entries: [...today.record.entries, ...proposed.record.entries],
	};
	const story = {
		lanes: [...today.story.lanes, ...proposed.story.lanes],
		server: today.story.server,
		off: [...today.story.off, ...proposed.story.off],
		route: [...today.story.route, ...proposed.story.route],
	};
	return drawLegend(record, story, top);
}

export function drawComparison({ title, today, proposed }: WhatIf): string {
	const runs = [
		{ name: "today", record: today, story: tellStory(today) },
		{ name: "proposed", record: proposed, story: tellStory(proposed) },
	] as const;
	const scale = scaleTo(today.until);
	const about = { title: `${title}: today and proposed`, description: today.description };
	const head = drawHead(about);
	const world = drawWorld(today, head.height + 6);
	const serverTop = head.height + 6 + world.height;
	const server = drawServer(runs[0].story, today.until, serverTop, scale);
	const firstTop = serverTop + server.height;
	const first = drawRun(runs[0], firstTop, scale);
	const secondTop = firstTop + first.height + 14;
	const second = drawRun(runs[1], secondTop, scale);
	const bottom = secondTop + second.height;
	const legend = drawSigns(runs, bottom + 36);
	return drawSheet(about, bottom + 36 + legend.height + 8, [
		...head.drawn,
		...drawAxis(today.until, head.height + 8, bottom),
		...world.drawn,
		...server.drawn,
		...first.drawn,
		...second.drawn,
		...legend.drawn,
	]);
}
