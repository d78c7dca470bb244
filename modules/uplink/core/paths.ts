/**
 * Events to paths, of the server and of the second reference alike: each is stepped, and its command
 * queued, in this one place. A path that is not there, since the owner named no reference, hears nothing.
 */

import { type Core, pathOf, referenceOf, type Target } from "./core.js";
import { type Path, type PathEvent, stepPath } from "./path.js";
import type { Identifier, Milliseconds } from "./types.js";

export function pathTo(core: Core, interface_: Identifier, of: Target): Path | undefined {
	return of === "server" ? pathOf(core, interface_) : referenceOf(core, interface_);
}

export function pathEvent(
	core: Core,
	interface_: Identifier,
	of: Target,
	event: PathEvent,
	now: Milliseconds,
): void {
	const path = pathTo(core, interface_, of);
	if (!path) return;
	const command = stepPath(path, event, now, core.policy, core.generator);
	if (command === "unprobe") core.commands.push({ do: "unprobe", interface: interface_, of });
}
