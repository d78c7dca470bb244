/**
 * From a seed to a world: the board, its policy, and the shape of its day. Most worlds are sparse,
 * for a fault that nothing heals and a session that nothing disturbs are where waits show; some are
 * crowded, for races.
 *
 *   seed ──▶ dice ──▶ fitted, policy ──▶ faults (faults.ts) + calls (calls.ts) ──▶ steps by time
 */

import type { ClassPolicy, PolicyOptions } from "../../../modules/uplink/core/policy.js";
import { drawCalls } from "./calls.js";
import { Dice } from "./dice.js";
import { drawFaults } from "./faults.js";
import type { Step, World } from "./world.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const WRAP = 0x8000_0000;

function drawFitted(dice: Dice): string[] {
	const fitted = dice.some(["eth0", "wl0", "cell0"], 75);
	if (fitted.length === 0) fitted.push(dice.pick(["eth0", "wl0", "cell0"]));
	if (fitted.includes("wl0") && dice.chance(15)) fitted.push("wl1");
	if (fitted.includes("eth0") && dice.chance(15)) fitted.push("eth1");
	return fitted;
}

/** How often a silent session asks: seldom in most worlds, since each asking costs the soak time. */
function drawAsk(dice: Dice): number | undefined {
	return dice.chance(1) ? undefined : dice.stretch(MINUTE, 32 * MINUTE);
}

/** Each limit is long enough for healthy hardware, so that what fails is a fault's doing. */
function drawClass(dice: Dice, ask: number | undefined): Partial<ClassPolicy> {
	const policy: Partial<ClassPolicy> = ask === undefined ? {} : { ask };
	if (dice.chance(15)) policy.standby = dice.pick(["cold", "warm"]);
	if (dice.chance(10)) policy.turn = dice.stretch(15 * SECOND, 5 * MINUTE);
	if (dice.chance(10)) {
		policy.backoffMin = dice.stretch(SECOND, 30 * SECOND);
		policy.backoffMax = policy.backoffMin * dice.between(1, 60);
	}
	if (dice.chance(10)) policy.answer = dice.stretch(2 * SECOND, 20 * SECOND);
	if (dice.chance(5)) policy.address = dice.stretch(10 * SECOND, MINUTE);
	return policy;
}

function drawTimes(dice: Dice): PolicyOptions {
	const policy: PolicyOptions = {};
	if (dice.chance(10)) policy.debounce = dice.pick([0, 1, 50, 1000]);
	if (dice.chance(10)) policy.floor = dice.stretch(SECOND, MINUTE);
	if (dice.chance(5)) policy.settle = dice.stretch(500, 4 * SECOND);
	if (dice.chance(5)) policy.evidence = dice.stretch(SECOND, MINUTE);
	if (dice.chance(10)) policy.steady = dice.pick([0, SECOND, MINUTE]);
	if (dice.chance(10)) policy.linger = dice.pick([0, 1, 30 * SECOND]);
	if (dice.chance(10)) policy.grace = dice.pick([0, 10 * SECOND, 5 * MINUTE]);
	if (dice.chance(10)) policy.recoverEvery = dice.between(1, 6);
	if (dice.chance(10)) policy.restart = dice.pick([0, 6 * HOUR, 12 * HOUR]);
	if (dice.chance(30)) policy.refusedMax = dice.stretch(MINUTE, HOUR);
	if (dice.chance(30)) policy.dwell = dice.stretch(SECOND, 10 * MINUTE);
	if (dice.chance(5)) policy.dwell = 0;
	if (dice.chance(60)) policy.dwellMax = dice.stretch(10 * MINUTE, HOUR);
	if (dice.chance(60)) policy.scoutMax = dice.stretch(2 * MINUTE, HOUR);
	if (dice.chance(90)) policy.probeInterval = dice.stretch(30 * SECOND, 8 * MINUTE);
	if (dice.chance(10)) policy.decay = dice.stretch(MINUTE, 4 * HOUR);
	if (dice.chance(10)) policy.scoutMin = dice.stretch(5 * SECOND, 5 * MINUTE);
	if (dice.chance(10)) policy.serverGrace = dice.pick([0, MINUTE, 30 * MINUTE]);
	if (dice.chance(10)) policy.trial = dice.stretch(5 * SECOND, 30 * SECOND);
	if (dice.chance(15)) policy.scan = dice.pick([0, 5 * SECOND, 2 * MINUTE]);
	return policy;
}

function drawPolicy(dice: Dice): PolicyOptions {
	const policy: PolicyOptions = { preset: dice.pick(["impOS", "native", "native"]) };
	const ask = drawAsk(dice);
	Object.assign(policy, drawTimes(dice));
	if (dice.chance(15)) policy.onError = dice.pick(["persist", "suspend", "return"]);
	if (dice.chance(10)) policy.tail = dice.pick(["default", "none"]);
	if (dice.chance(15)) policy.failback = dice.chance(60);
	policy.ethernet = drawClass(dice, ask);
	policy.wifi = drawClass(dice, ask);
	// Cellular asks seldom by itself.
	policy.cell = drawClass(dice, dice.chance(20) ? ask : undefined);
	if (dice.chance(10)) policy.cell.budget = dice.pick([0, 20_000, 500_000]);
	return policy;
}

export function drawWorld(seed: number, hours: number): World {
	const dice = new Dice(seed);
	const end = hours * HOUR;
	const margin = Math.min(dice.stretch(HOUR, 8 * HOUR), Math.floor(end / 2));
	const heal = end - margin;
	const fitted = drawFitted(dice);
	const policy = drawPolicy(dice);
	const faults = dice.chance(15) ? dice.between(15, 60) : dice.between(0, 12);
	const calls = dice.chance(15) ? dice.between(15, 60) : dice.between(0, 8);
	const steps: Step[] = [
		...drawFaults(dice, fitted, faults, heal),
		...drawCalls(dice, fitted, calls, heal),
	];
	return {
		seed: dice.upTo(0x7fff_ffff),
		fitted,
		policy,
		reference: dice.chance(30),
		ticks: dice.chance(25) ? WRAP - dice.stretch(SECOND, Math.max(2 * SECOND, end)) : 0,
		// Steps of one instant keep the order they were drawn in.
		steps: steps.sort((a, b) => a.at - b.at),
		heal,
		end,
	};
}
