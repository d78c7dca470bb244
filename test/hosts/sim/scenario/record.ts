/**
 * A record made by hand, for the tests of words and picture: a vehicle leaves its depot, loses
 * Wi-Fi, goes on by cellular, suffers a silent upstream, loses power, and comes back.
 */

import type {
	AttemptRow,
	RecordEntry,
	ScenarioRecord,
} from "../../../../hosts/sim/scenario/record.js";

const MINUTE = 60_000;

type Part = Record<string, unknown>;

/** `[minute, entry]…` as entries, so that a story can be read down the page. */
function at(...lines: [minutes: number, ...entries: Part[]][]): RecordEntry[] {
	return lines.flatMap(([minutes, ...entries]) =>
		entries.map((entry) => ({ at: Math.floor(minutes * MINUTE + 0.5), ...entry }) as RecordEntry),
	);
}

const link = (name: string, phase: string, reason?: string): Part => ({
	kind: "link",
	interface: name,
	phase,
	...(reason !== undefined && { reason }),
});

const session = (phase: string, over?: string, reason?: string): Part => ({
	kind: "session",
	phase,
	...(over !== undefined && { interface: over }),
	...(reason !== undefined && { reason }),
});

const active = (over?: string): Part => ({
	kind: "active",
	...(over !== undefined && { interface: over }),
});

const world = (text: string): Part => ({ kind: "world", text });
const call = (text: string): Part => ({ kind: "call", text, periodic: false });
const callback = (text: string, good: boolean): Part => ({ kind: "callback", text, good });

function deliveries(from: number, to: number, over: string): RecordEntry[] {
	const entries: RecordEntry[] = [];
	for (let minute = from; minute <= to; minute++)
		entries.push({
			at: minute * MINUTE,
			kind: "delivered",
			topic: "vehicle/position",
			over,
			duplicate: minute === from && from > 2,
		});
	return entries;
}

const STORY = at(
	[0, { kind: "power", on: true }, call("setserverinterfaces wifi cell"), call("RETURN_ON_ERROR")],
	[0, call("every 1 min: publish vehicle/position"), link("wifi", "climbing")],
	[0.2, link("wifi", "up"), session("opening", "wifi"), active("wifi")],
	[0.4, session("proven", "wifi")],
	[20, world("wl0.upstream blackhole")],
	[20.6, session("suspect", "wifi")],
	[20.9, session("idle", undefined, "NO_SERVER"), active(), link("wifi", "stopping", "NO_SERVER")],
	[20.95, link("wifi", "waiting"), link("cell", "climbing")],
	[22, link("cell", "up"), session("opening", "cell"), active("cell")],
	[22.3, session("proven", "cell")],
	[31, world("wl0.accessPoint false"), world("wl0.upstream ok")],
	[40, world("server refusing"), { kind: "server", mode: "refusing" }],
	[40.1, session("idle", undefined, "NO_SERVER"), active(), link("cell", "waiting", "NO_SERVER")],
	[40.2, link("wifi", "climbing")],
	[41, link("wifi", "waiting", "NO_WIFI"), link("cell", "climbing")],
	[41.1, callback("onunexpecteddisconnect: NO_WIFI", false), call("connect, 5 min")],
	[42, link("cell", "up"), session("opening", "cell"), active("cell")],
	[42.2, session("idle", undefined, "NO_SERVER"), active(), link("wifi", "climbing")],
	[43, link("wifi", "waiting", "NO_WIFI")],
	[44, world("server up"), { kind: "server", mode: "up" }],
	[45, session("opening", "cell"), active("cell")],
	[45.2, session("proven", "cell"), callback("connect: SERVER_CONNECTED", true)],
	[60, { kind: "power", on: false }],
	[64, { kind: "power", on: true }, world("wl0.accessPoint true"), link("wifi", "climbing")],
	[64.3, link("wifi", "up"), session("opening", "wifi"), active("wifi")],
	[64.6, session("proven", "wifi")],
);

const ATTEMPTS: AttemptRow[] = [
	{ at: 0, took: 24_000, interface: "wifi", outcome: "connected", reason: "SERVER_CONNECTED" },
	{
		at: 1_257_000,
		took: 81_000,
		interface: "cell",
		outcome: "connected",
		reason: "SERVER_CONNECTED",
	},
	{ at: 2_412_000, took: 48_000, interface: "wifi", outcome: "failed", reason: "NO_WIFI" },
	{ at: 2_460_000, took: 72_000, interface: "cell", outcome: "failed", reason: "NO_SERVER" },
];

export function recordOfDepot(): ScenarioRecord {
	const entries = [
		...STORY,
		...deliveries(1, 20, "wifi"),
		...deliveries(23, 39, "cell"),
		...deliveries(46, 59, "cell"),
		...deliveries(65, 75, "wifi"),
	].sort((a, b) => a.at - b.at);
	return {
		title: "From the depot & <back>",
		description:
			"A vehicle uploads over the depot's Wi-Fi while it is there, goes on by cellular on the road, " +
			"and uses Wi-Fi again when it is back. Its server refuses it for a while, and it is parked " +
			"without power.",
		interfaces: ["wifi", "cell"],
		until: 75 * MINUTE,
		entries,
		attempts: ATTEMPTS,
		traffic: [
			{ interface: "wifi", sent: 5_120, received: 3_900 },
			{ interface: "cell", sent: 8_400, received: 0 },
		],
		checks: [
			{ at: 20 * MINUTE, text: 'active "wifi"', held: true, found: '"wifi"' },
			{ at: 30 * MINUTE, text: 'active "wifi"', held: false, found: '"cell"' },
		],
	};
}
