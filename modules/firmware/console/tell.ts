/**
 * What the console tells of the manager: `explain()` as lines for people, and its state as one plain
 * object for programs. Reads, never writes; neither holds a secret.
 */

import type { LinkReport } from "../../uplink/api.js";
import type { Uplink } from "../../uplink/uplink.js";

function linkLine({ interface: name, phase, connection, address, reason }: LinkReport): string {
	const parts = [`${name}: ${phase} (${connection})`];
	if (address) parts.push(address);
	if (reason) parts.push(reason);
	return parts.join(", ");
}

export function explanationLines(uplink: Uplink): string[] {
	const { active, interfaces, words, notes } = uplink.explain();
	return [
		active ? `Connected over ${active}.` : "Not connected.",
		...words,
		...interfaces.map(linkLine),
		...notes.map((note) => `note: ${note}`),
	];
}

export function stateOf(uplink: Uplink): Record<string, unknown> {
	const { active, connection, reason, outstanding, delivered, interfaces, custom, links } = uplink;
	return {
		active: active ?? null,
		connection,
		reason: reason ?? null,
		address: uplink.address ?? null,
		list: interfaces,
		custom,
		outstanding,
		delivered,
		links: links.map(({ interface: name, phase, connection: stage, address, reason: why }) => ({
			interface: name,
			phase,
			connection: stage,
			address: address ?? null,
			reason: why ?? null,
		})),
	};
}
