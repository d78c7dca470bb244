/**
 * The live board at one moment, as plain data: everything a view shows, and nothing that it could
 * change. A terminal draws it now; a page can be sent it as JSON.
 */

import type { Explanation, LinkReport, Manager } from "../../../modules/uplink/api.js";
import type { Identifier, Milliseconds } from "../../../modules/uplink/core/types.js";
import { PROVEN } from "../../../modules/uplink/core/types.js";
import type { Facts } from "../facts.js";
import { INTERFACES, type LiveBoard, type Receipt } from "./live.js";
import type { WireMode } from "./wire.js";

export interface WireState {
	mode: WireMode;
	/** Bytes that really passed. */
	toServer: number;
	toDevice: number;
	connections: number;
}

export interface InterfaceState {
	interface: Identifier;
	phase: LinkReport["phase"];
	/** Why it is not better, or why it last failed. */
	reason: string | undefined;
	connection: number;
	address: string | undefined;
	active: boolean;
	/** Why it is kept up. */
	wanted: string[];
	/** Until its wait or its attempt ends; undefined: it waits for nothing. */
	remaining: Milliseconds | undefined;
	wire: WireState;
}

export interface LiveState {
	/** Virtual ms since the board was made. */
	now: Milliseconds;
	on: boolean;
	boot: number;
	/** Since when this boot runs. */
	bootedAt: Milliseconds;
	/** Has the server answered on this session? */
	proven: boolean;
	active: Identifier | undefined;
	/** The order in force, and whether its owner gave it. */
	list: Identifier[];
	custom: boolean;
	interfaces: InterfaceState[];
	/** `explain()` in words, and the oddities accepted in silence. */
	words: string[];
	notes: string[];
	server: Facts["server"];
	facts: Facts;
	messages: {
		/** Delivered since boot and waiting in the outbox, as the firmware says. */
		delivered: number;
		outstanding: number;
		/** What the subscriber at the broker received since the start. */
		received: number;
		/** Of those, marked as possibly sent before, whether the first came or not. */
		duplicates: number;
		last: Receipt | undefined;
	};
}

const UNREPORTED: Omit<LinkReport, "interface" | "class"> = {
	phase: "idle",
	connection: 0,
	address: undefined,
	reason: undefined,
	deadline: undefined,
	wanted: [],
};

function wireState(live: LiveBoard, name: Identifier): WireState {
	const wire = live.wires.get(name);
	return wire
		? { mode: wire.mode, ...wire.counts }
		: { mode: "cut", toServer: 0, toDevice: 0, connections: 0 };
}

function remaining(report: { deadline: Milliseconds | undefined }, now: Milliseconds) {
	const { deadline } = report;
	if (deadline === undefined || !Number.isFinite(deadline)) return undefined;
	return Math.max(0, deadline - now);
}

function interfaceStates(live: LiveBoard, uplink: Manager): InterfaceState[] {
	const reports = uplink.links;
	const sinceBoot = live.board.now - live.bootedAt;
	return INTERFACES.map((name) => {
		const report = reports.find((each) => each.interface === name) ?? UNREPORTED;
		return {
			interface: name,
			phase: report.phase,
			reason: report.reason,
			connection: report.connection,
			address: report.address,
			active: uplink.active === name,
			wanted: [...report.wanted],
			remaining: remaining(report, sinceBoot),
			wire: wireState(live, name),
		};
	});
}

export function snapshot(live: LiveBoard): LiveState {
	const { uplink } = live.board;
	const { words, notes }: Explanation = uplink.explain();
	const { count, duplicates, last } = live.received;
	return {
		now: live.board.now,
		on: live.board.on,
		boot: live.boot,
		bootedAt: live.bootedAt,
		proven: uplink.connection === PROVEN,
		active: uplink.active,
		list: [...uplink.interfaces],
		custom: uplink.custom,
		interfaces: interfaceStates(live, uplink),
		words: [...words],
		notes: [...notes],
		server: live.facts.server,
		facts: structuredClone(live.facts),
		messages: {
			delivered: uplink.delivered,
			outstanding: uplink.outstanding,
			received: count,
			duplicates,
			last: last && { ...last },
		},
	};
}
