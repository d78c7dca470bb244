/**
 * How a fault's case goes, told once for every fault: one story for each outcome of `cases.ts`. Each
 * begins with the preferred interface active and the other one warm.
 */

import { FAULTS, type FaultKind } from "../../../hosts/linux/lab/faults.js";
import type { Trouble } from "../../../hosts/linux/lab/run-directory.js";
import { type Bench, gatewayFor, type Name, otherOf } from "./bench.js";
import { CASES, type Case, type Group } from "./cases.js";
import { within } from "./limits.js";
import { POLICY } from "./policy.js";

/** What a story is told with. */
interface Told {
	bench: Bench;
	kind: FaultKind;
	over: Name;
	nudge: Case["nudge"];
	early: boolean;
	value: string | undefined;
}

/** Silence is noticed, the path asked, and a session opened elsewhere. */
const FAILOVER_MAX = 15_000;
/** The link's back-off, DHCP's and the dwell are over, and the trial. */
const FAILBACK_MAX = 30_000;
/** The policy's linger, and then some. */
const RELEASE_MAX = 3000;
/** A case with everything in it. */
const CASE_MAX = 90_000;

/** Above what `mtu` lets pass in these tests, and not too long for the console's line. */
const LARGE = 470;
/** Enough to span several of the policy's questions. */
const MESSAGES = 5;

const numberOf = (over: Name) => gatewayFor(over).number;

function troubled({ kind, over, value }: Told): Trouble {
	const gateway = FAULTS[kind].befalls === "gateway" ? { gateway: numberOf(over) } : {};
	return { kind, ...gateway, ...(value !== undefined && { value }) };
}

async function begin(told: Told): Promise<void> {
	const { bench, over, nudge } = told;
	await bench.laboratory.begin(troubled(told));
	if (nudge === "flows") await bench.begin("nat-forgets", numberOf(over));
	if (nudge === "large") bench.device.say(`publish lab/large ${"x".repeat(LARGE)} 1`);
	if (nudge === "cable") {
		const { mark } = bench.device;
		await bench.begin("carrier", numberOf(over));
		await bench.device.until(new RegExp(`${over} up → `), within(FAILOVER_MAX), mark);
		await bench.clear("carrier", numberOf(over));
	}
}

/** Over to `name`, with everything that belongs to it. */
async function arrives(
	{ bench }: Told,
	name: Name,
	mark: number,
	asked: number,
	limit: number,
): Promise<void> {
	await bench.active(name, mark, limit);
	await bench.follows(name, asked);
	await bench.delivers();
}

async function failsOver(told: Told, act: () => Promise<void>): Promise<void> {
	const { bench, over } = told;
	const other = otherOf(over);
	const asked = bench.asked(other);
	const sockets = await bench.sockets(over);
	if (sockets.length === 0) throw new Error(`${over} is active, and no socket stands on it`);
	const { mark } = bench.device;
	await act();
	await arrives(told, other, mark, asked, FAILOVER_MAX);
	await bench.released(sockets, within(RELEASE_MAX));
}

async function failsBack(told: Told, act: () => Promise<void>): Promise<void> {
	const { bench, over } = told;
	const asked = bench.asked(over);
	const { mark } = bench.device;
	await act();
	await arrives(told, over, mark, asked, FAILBACK_MAX);
}

const STORIES: Readonly<Record<Case["story"], (told: Told) => Promise<void>>> = Object.freeze({
	async moves(told) {
		await failsOver(told, () => begin(told));
		await failsBack(told, () => told.bench.laboratory.clear(troubled(told)));
	},

	async leaves(told) {
		const { bench, over } = told;
		const { mark } = bench.device;
		await begin(told);
		await bench.active(otherOf(over), mark, FAILOVER_MAX);
		await bench.subscriber.until(
			({ text }) => text.length === LARGE,
			within(FAILOVER_MAX),
			"the large message",
		);
		await bench.laboratory.clear(troubled(told));
		await bench.active(over, mark, FAILBACK_MAX);
		await bench.delivers();
	},

	async reopens(told) {
		const { bench, over } = told;
		const { mark } = bench.device;
		await begin(told);
		await bench.device.until(/session \S+ → idle|active \S+ → none/, within(FAILOVER_MAX), mark);
		await bench.active(over, mark, FAILOVER_MAX);
		await bench.delivers();
	},

	async stays(told) {
		const { bench, over } = told;
		const { mark } = bench.device;
		await begin(told);
		for (let count = 0; count < MESSAGES; count++) await bench.delivers();
		bench.neverLeft(over, mark);
	},

	async delivers(told) {
		const { bench, over } = told;
		const { mark } = bench.device;
		await begin(told);
		for (let count = 0; count < MESSAGES; count++) await bench.delivers(FAILBACK_MAX);
		await bench.laboratory.clear(troubled(told));
		const now = bench.activeSince(mark) ?? over;
		if (now !== over) await bench.active(over, bench.device.mark, FAILBACK_MAX);
		await bench.delivers();
	},

	async waits(told) {
		const { bench, over } = told;
		const { mark } = bench.device;
		await begin(told);
		await bench.device.until(/active \S+ → none/, within(FAILOVER_MAX), mark);
		await bench.clear(told.kind);
		await bench.active(over, bench.device.mark, FAILBACK_MAX);
		await bench.delivers();
	},

	async follows(told) {
		const { bench, over } = told;
		if (!told.early) await begin(told);
		await failsOver(told, () => bench.begin("carrier", numberOf(over)));
		await failsBack(told, () => bench.clear("carrier", numberOf(over)));
	},
});

/** Registers the cases of a group, over one interface or over each. */
export function tell(bench: Bench, group: Group, only?: Name): void {
	for (const [name, { group: of, over: names, ...how }] of Object.entries(CASES))
		for (const over of names) {
			if (of !== group || (only && only !== over)) continue;
			const { story, nudge, policy, value, early = false } = how;
			const told: Told = { bench, kind: name as FaultKind, over, nudge, early, value };
			it(`${over}: ${name}: ${story}`, async function () {
				this.timeout(within(CASE_MAX));
				if (early) await bench.laboratory.begin(troubled(told));
				await bench.bootOver(over, { policy: adapted(over, policy) });
				await STORIES[story](told);
			});
		}
}

function adapted(over: Name, change: Case["policy"]) {
	return change ? { ...POLICY, [over]: { ...POLICY[over], ...change } } : POLICY;
}
