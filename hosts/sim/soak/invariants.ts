/**
 * The invariants: what must hold of a board whatever happens, each by its name. The cheap ones look
 * at the record after every input, the others at the whole board whenever nothing is half done.
 *
 *   record   (record, now)      after every input and every trace entry
 *   sight    (board, history)   after every step, and every few minutes between
 */

import { type Core, connected } from "../../../modules/uplink/core/core.js";
import { spoken } from "../../../modules/uplink/core/explain.js";
import { HOLDS_MAX } from "../../../modules/uplink/core/guard.js";
import type { Policy } from "../../../modules/uplink/core/policy.js";
import { walkOf } from "../../../modules/uplink/core/turns.js";
import type { Identifier, Milliseconds } from "../../../modules/uplink/core/types.js";
import { WRITES_A_DAY, WRITES_AN_HOUR } from "../../../modules/uplink/store.js";
import type { Board } from "../board.js";
import { RECORDED_SECRETS, SECRETS } from "./application.js";
import { type Circumstances, returnedWithin, usedWithin } from "./bounds.js";
import type { History } from "./history.js";
import {
	finiteDeadlines,
	oneActive,
	oneHolder,
	reasonedWaits,
	respectedDwell,
} from "./record-checks.js";

/** What a check of the whole board sees. */
export interface Sight {
	board: Board;
	record: Core;
	/** The policy as its owner gave it: the record's own copy is under suspicion. */
	policy: Policy;
	history: History;
	/** The boot is over: what is read seldom is read now. */
	ends: boolean;
}

/** What is wrong, in words, or undefined. */
type Verdict = string | undefined;

export interface Invariant {
	readonly name: string;
	readonly says: string;
	readonly record?: (record: Core, now: Milliseconds, policy: Policy) => Verdict;
	readonly sight?: (sight: Sight) => Verdict;
}

const HOUR: Milliseconds = 3_600_000;
/** The route is repaired within a second of being disturbed. */
const REPAIRED: Milliseconds = 2000;
/** The outbox, the journal and its recording, and the whole record in bytes. */
const OUTBOX_MAX = 64;
const ENTRIES_MAX = 400;
const INPUTS_MAX = 2000;
const RECORD_MAX = 16_384;

function circumstances({ record, policy, history }: Sight, over: Identifier): Circumstances {
	const { misbehaved, refused } = history.truth;
	return {
		policy,
		sequence: walkOf(record).sequence,
		onError: record.onError,
		misbehaved: misbehaved.has(over),
		refused,
		reference: history.reference,
	};
}

function healthyInUse(sight: Sight): Verdict {
	const { board, record, history } = sight;
	if (!record.wanted || connected(record) || !history.truth.served) return undefined;
	const since = history.undisturbedSince;
	for (const over of walkOf(record).sequence) {
		if (!history.truth.healthy(over)) continue;
		const within = usedWithin(over, circumstances(sight, over));
		if (board.now - since > within)
			return `${over} is healthy, wanted and unused for ${spoken(board.now - since)}, of ${spoken(within)}`;
	}
	return undefined;
}

/** A better interface that is healthy in truth has the session within the bound. */
function orderRespected(sight: Sight): Verdict {
	const { board, record, policy, history } = sight;
	const { session, guard } = record;
	if (!policy.failback || !connected(record) || !record.wanted || !history.truth.served)
		return undefined;
	if (record.manual || record.osOwned || record.osWanted || guard.holds.length > 0 || guard.pin)
		return undefined;
	const { sequence } = record.walk;
	const at = sequence.indexOf(session.interface as Identifier);
	const since = history.undisturbedSince;
	for (const over of sequence.slice(0, Math.max(0, at))) {
		if (!history.truth.healthy(over)) continue;
		const within = returnedWithin(over, circumstances(sight, over));
		if (board.now - since > within)
			return `${session.interface} is active while ${over} is healthy for ${spoken(board.now - since)}, of ${spoken(within)}`;
	}
	return undefined;
}

/** The hardware's default route is the record's. */
function routeHeld({ board, record, history }: Sight): Verdict {
	if (!board.network || board.now - Math.max(history.movedAt, history.disturbedAt) < REPAIRED)
		return undefined;
	const actual = board.network.arbiter.default;
	if (record.holder === "trial" || actual === record.route) return undefined;
	return `the stack's route is ${actual}, the record's ${record.route}`;
}

function oneActiveSeen({ board, record, history }: Sight): Verdict {
	const active = connected(record) ? record.session.interface : undefined;
	if (board.uplink.active !== active) return `active is told as ${board.uplink.active}`;
	if (history.active !== active) return `active was traced as ${history.active}, is ${active}`;
	const present = board.far.clients.length;
	return present > 1 ? `the server sees ${present} clients` : undefined;
}

function oneTell({ board, record, policy, history }: Sight): Verdict {
	const { outage, strayTells, calledAt } = history;
	if (strayTells > 0) return "told of a disconnect before anything was connected";
	if (!outage) return undefined;
	if (outage.tells > 1) return `told ${outage.tells} times in one outage`;
	const left = outage.since + policy.grace + REPAIRED - board.now;
	const owed = record.wanted && record.onError !== "suspend" && calledAt < outage.since;
	return owed && outage.tells === 0 && left < 0 ? "nobody was told of an outage" : undefined;
}

function flashBudget({ board, history }: Sight): Verdict {
	const { writes } = history;
	const hour = writes.filter((at) => at > board.now - HOUR).length;
	if (hour > WRITES_AN_HOUR) return `${hour} writes in an hour`;
	return writes.length > WRITES_A_DAY ? `${writes.length} writes in a day` : undefined;
}

function boundedMemory({ board, record }: Sight): Verdict {
	const { uplink } = board;
	const { links, paths, failback, walk, fitted, guard } = record;
	if (guard.holds.length > HOLDS_MAX) return `${guard.holds.length} holds`;
	const most = Math.max(links.length, paths.length, failback.scouts.length, walk.sequence.length);
	if (most > fitted.length) return `${most} of ${fitted.length}`;
	if (uplink.outstanding > OUTBOX_MAX) return `${uplink.outstanding} messages wait`;
	const { recorder } = uplink;
	if (recorder.count > ENTRIES_MAX) return `${recorder.count} journal entries`;
	let recorded = 0;
	for (const { checkpoint, count } of recorder.segments) {
		recorded += count;
		if (checkpoint.length > RECORD_MAX) return `a record of ${checkpoint.length} bytes`;
	}
	return recorded > INPUTS_MAX ? `${recorded} recorded inputs` : undefined;
}

function storedRecord({ board, record, history }: Sight): Verdict {
	const { uplink } = board;
	const list = JSON.stringify(uplink.custom ? uplink.interfaces : []);
	if (history.stored.wrong) return history.stored.wrong;
	const inForce = JSON.stringify(record.list);
	return list === inForce ? undefined : `the list ${list} is stored, ${inForce} in force`;
}

function leak(text: string, secrets: readonly string[]): Verdict {
	for (const secret of secrets)
		if (text.includes(secret)) return `a secret in "${text.replaceAll(secret, "…")}"`;
	return undefined;
}

/** The first leak in any string of a plain value. */
function leakOf(value: unknown): Verdict {
	if (typeof value === "string") return leak(value, SECRETS);
	if (typeof value !== "object" || value === null) return undefined;
	for (const key in value) {
		const found = leakOf((value as Record<string, unknown>)[key]);
		if (found !== undefined) return found;
	}
	return undefined;
}

/** In what was said since the last look; at the end of a boot in what machines read as well. */
function noSecret({ board, history, ends }: Sight): Verdict {
	const { uplink } = board;
	if (history.unread.length === 0 && !ends) return undefined;
	const found = leakOf(history.unread) ?? leakOf(uplink.explain());
	return ends
		? (found ?? leak(JSON.stringify(uplink.recorder.recording), RECORDED_SECRETS))
		: found;
}

export const INVARIANTS: readonly Invariant[] = Object.freeze([
	{
		name: "one-active",
		says: "one active interface at most",
		record: oneActive,
		sight: oneActiveSeen,
	},
	{
		name: "one-route",
		says: "the route has one holder and is its interface or none",
		record: oneHolder,
		sight: routeHeld,
	},
	{
		name: "finite-deadlines",
		says: "every phase but idle has a finite deadline",
		record: finiteDeadlines,
	},
	{ name: "reasoned-waits", says: "nothing waits without a reason", record: reasonedWaits },
	{
		name: "order",
		says: "no lower interface stays active while a higher one is reachable and its dwell has passed",
		record: respectedDwell,
		sight: orderRespected,
	},
	{
		name: "healthy-in-use",
		says: "a healthy interface in the list is in use within a bound stated by the policy",
		sight: healthyInUse,
	},
	{
		name: "back-off",
		says: "no attempt is more often than the back-off allows",
		sight: ({ history }: Sight) => history.pace.wrong,
	},
	{ name: "one-tell", says: "one unexpected-disconnect call per outage", sight: oneTell },
	{ name: "flash-budget", says: "flash is written within its budget", sight: flashBudget },
	{ name: "bounded-memory", says: "memory is bounded", sight: boundedMemory },
	{
		name: "stored-record",
		says: "the stored record is always the old one or the new one",
		sight: storedRecord,
	},
	{ name: "no-secret", says: "no secret in any log, journal or explain()", sight: noSecret },
	{
		name: "replay",
		says: "a replay of the journal equals the run",
		sight: ({ history }: Sight) => history.parted,
	},
	{
		name: "promised-errors",
		says: "nothing is thrown that the API does not promise",
		sight: ({ history }: Sight) => history.surprise,
	},
] satisfies Invariant[]);

export function invariantOf(name: string): Invariant | undefined {
	return INVARIANTS.find((each) => each.name === name);
}
