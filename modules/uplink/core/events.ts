/**
 * Events to links: each is stepped with what wants it now, its command is queued, and what its change
 * means for its path and for the pausing walk is seen to, in one place.
 */

import { type Core, linkOf, pathOf } from "./core.js";
import { type Link, type LinkEvent, scanned, stepLink } from "./link.js";
import { pathEvent } from "./paths.js";
import { walkOf } from "./turns.js";
import type { Identifier, Milliseconds } from "./types.js";
import { wantOf } from "./want.js";

export function linkEvent(core: Core, link: Link, event: LinkEvent, now: Milliseconds): void {
	const want = wantOf(core, link.interface);
	const wasUp = link.phase === "up";
	const command = stepLink(link, event, want, now, core.policy, core.generator);
	if (command)
		core.commands.push({ do: command, interface: link.interface, failures: link.failures });
	if (link.phase !== "up" || wasUp) return;
	const path = pathOf(core, link.interface);
	const news = path.phase === "waiting" ? "evidence" : "renewed";
	pathEvent(core, link.interface, "server", { type: news }, now);
	const walk = walkOf(core);
	// A link that climbed on, or came back by itself, is what the pause was waiting for.
	if (walk.phase === "paused" && !core.refused && walk.sequence.includes(link.interface))
		if (path.phase !== "waiting") walk.deadline = now;
}

/** Something changed that a wait was for. A pause whose waits ended ends with them. */
export function evidence(core: Core, interface_: Identifier, now: Milliseconds): void {
	const link = linkOf(core, interface_);
	const path = pathOf(core, interface_);
	linkEvent(core, link, { type: "evidence" }, now);
	pathEvent(core, interface_, "server", { type: "evidence" }, now);
	const walk = walkOf(core);
	if (walk.phase !== "paused" || core.refused || !walk.sequence.includes(interface_)) return;
	// What was not heeded ends no pause either.
	if ((link.evidenceAt !== now && path.evidenceAt !== now) || path.phase === "waiting") return;
	const ends = link.phase === "waiting" ? link.deadline : now;
	walk.deadline = Math.min(walk.deadline, Math.max(now, ends));
}

/** The network is listened for where its coming would be used: nobody else's radio time is spent. */
export function scan(core: Core, link: Link, now: Milliseconds): void {
	scanned(link, now, core.policy);
	if (wantOf(core, link.interface) === "no" && !pausesFor(core, link.interface)) return;
	core.commands.push({ do: "scan", interface: link.interface });
}

/** Would the walk, which has nothing left to try, go on with this interface? */
function pausesFor(core: Core, interface_: Identifier): boolean {
	const walk = walkOf(core);
	return core.errand !== undefined && walk.phase === "paused" && walk.sequence.includes(interface_);
}
