/**
 * Worlds as both engines play them for one event log: drawn from their seeds, with every invariant
 * asked, since the soak's own player plays them.
 */

import { drawWorld } from "../../hosts/sim/soak/draw.js";
import { run } from "../../hosts/sim/soak/run.js";

export interface Worlds {
	/** The first seed, and how many from there on. */
	first: number;
	count: number;
	hours: number;
}

export function logWorld(seed: number, hours: number, onLine: (line: string) => void): void {
	const { failure, took } = run(drawWorld(seed, hours), {
		onLine: (at, text) => onLine(`${seed} ${at} ${text}`),
	});
	onLine(
		`${seed} ${took} ${failure ? `${failure.invariant}: ${failure.says}` : "everything held"}`,
	);
}
