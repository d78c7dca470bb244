/**
 * What each fault of the menu must lead to, as data: none may be left out, so the type asks for all.
 *
 *   moves     failover to the other interface, and failback when the fault is cleared
 *   leaves    the same, but for a failback that need not wait for the fault's end
 *   reopens   lost, and open again over the same interface
 *   stays     nobody moves, and messages pass
 *   delivers  whoever moves, every message arrives, and the preferred interface is active at the end
 *   waits     no server to be had; connected again, over the preferred one, when it is back
 *   follows   a habit of the platform: failover and failback by a pulled cable, as without it
 */

import type { FaultKind } from "../../../hosts/linux/lab/faults.js";
import type { Name } from "./bench.js";

export type Group = "wire" | "path" | "names" | "flows" | "air" | "broker" | "habits";

export interface Case {
	group: Group;
	/** The interface that is preferred, and that the fault befalls where it befalls one. */
	over: readonly Name[];
	story: "moves" | "leaves" | "reopens" | "stays" | "delivers" | "waits" | "follows";
	/**
	 * What brings the fault to light, where an open session does not notice it: its flow is
	 * forgotten by the NAT, the cable is pulled and put back, a large message is published.
	 */
	nudge?: "flows" | "cable" | "large";
	/** Of the fault, where not the standard one. */
	value?: string;
	/** It is there before the device boots. */
	early?: boolean;
	/** What of the policy must differ. */
	policy?: { ask: number };
}

const BOTH: readonly Name[] = ["ethernet", "wifi"];

export const CASES: Readonly<Record<FaultKind, Case>> = Object.freeze({
	carrier: { group: "wire", over: BOTH, story: "moves" },
	wire: { group: "wire", over: BOTH, story: "moves" },
	"dhcp-gone": { group: "wire", over: BOTH, story: "moves", nudge: "cable" },
	"lease-lost": { group: "wire", over: BOTH, story: "moves" },
	"same-subnet": { group: "wire", over: BOTH, story: "follows", early: true },

	upstream: { group: "path", over: BOTH, story: "moves" },
	reject: { group: "path", over: BOTH, story: "moves" },
	reset: { group: "path", over: BOTH, story: "moves" },
	portal: { group: "path", over: BOTH, story: "moves" },
	loss: { group: "path", over: BOTH, story: "delivers" },
	mtu: { group: "path", over: BOTH, story: "leaves", nudge: "large", value: "450" },
	slow: { group: "path", over: BOTH, story: "stays" },

	"dns-silent": { group: "names", over: BOTH, story: "moves", nudge: "flows" },
	"dns-wrong": { group: "names", over: BOTH, story: "moves", nudge: "flows" },
	"nat-forgets": { group: "flows", over: BOTH, story: "reopens" },
	"nat-impatient": { group: "flows", over: BOTH, story: "delivers", policy: { ask: 4000 } },

	"broker-stopped": { group: "broker", over: ["ethernet"], story: "waits" },
	"broker-frozen": { group: "broker", over: ["ethernet"], story: "waits" },
	"broker-refusing": { group: "broker", over: ["ethernet"], story: "waits" },

	"access-point-gone": { group: "air", over: ["wifi"], story: "moves" },
	"beacons-lost": { group: "air", over: ["wifi"], story: "moves" },
	"wrong-password": { group: "air", over: ["wifi"], story: "moves" },

	"idf-reelect": { group: "habits", over: ["ethernet"], story: "follows" },
	"idf-dns-table": { group: "habits", over: ["ethernet"], story: "follows" },
	"idf-lost-ip": { group: "habits", over: ["ethernet"], story: "follows" },
	"idf-source-route": { group: "habits", over: ["ethernet"], story: "follows" },
});
