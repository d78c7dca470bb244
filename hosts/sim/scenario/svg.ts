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

import type { ScenarioRecord } from "./record.js";
import { tellStory } from "./story.js";
import { drawAxis, scaleTo } from "./svg/axis.js";
import { line } from "./svg/elements.js";
import { drawHead, drawOff, drawServer, drawSheet } from "./svg/frame.js";
import { drawFailures, drawLane, drawRoute } from "./svg/lanes.js";
import { drawLegend } from "./svg/legend.js";
import { drawApplication, drawWorld } from "./svg/moments.js";
import { MEASURES } from "./svg/theme.js";

export function drawTimeline(record: ScenarioRecord): string {
	const story = tellStory(record);
	const scale = scaleTo(record.until);
	const { lane, left, right } = MEASURES;
	const head = drawHead(record);
	const world = drawWorld(record, head.height + 6);
	const application = drawApplication(record, head.height + 6 + world.height);
	const serverTop = head.height + 6 + world.height + application.height;
	const server = drawServer(story, record.until, serverTop, scale);
	const lanesTop = serverTop + server.height;
	const bottom = lanesTop + lane * story.lanes.length - 4;
	const legend = drawLegend(record, story, bottom + 36);
	const lanes = story.lanes.map((each, index) => ({ each, y: lanesTop + lane * index }));
	return drawSheet(record, bottom + 36 + legend.height + 8, [
		...head.drawn,
		...drawOff(story, lanesTop - 9, bottom, scale),
		...drawAxis(record.until, head.height + 8, bottom),
		line(left, lanesTop - 9, right, lanesTop - 9, "grid"),
		...world.drawn,
		...application.drawn,
		...server.drawn,
		...lanes.flatMap(({ each, y }) => drawLane(each, y, scale)),
		...drawRoute(story, lanesTop, scale),
		...lanes.flatMap(({ each, y }) => drawFailures(each.failures, y, scale)),
		...legend.drawn,
	]);
}
