/**
 * The worlds in which policies are compared: a seed, a rate of faults and what is fitted make a day
 * of changes, the same for every policy. Unlike the soak's worlds they aim at no race: each fault is
 * one fact that goes wrong and is healed again, as often as the rate says.
 *
 *   seed, rate, fitted ──▶ dice ──▶ fault at … healed at …, and again ──▶ steps by time
 */

import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import type { FactChanges } from "../facts.js";
import { Dice } from "../soak/dice.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export interface WorldOptions {
	seed: number;
	/** Faults an hour. */
	rate: number;
	fitted: readonly string[];
	hours: number;
	/** The server refuses from the first hour on, as one does whose owner did not pay. */
	refusing?: boolean;
}

export interface Step {
	at: Milliseconds;
	set: FactChanges;
}

/** A fact, how it goes wrong, and how it is healed. */
type Change = [fact: string, bad: unknown, good: unknown];

function drawNetwork(dice: Dice): Change {
	// A silent upstream is what only the session's own traffic finds out: it is drawn most.
	if (dice.chance(60))
		return ["upstream", dice.pick(["blackhole", "blackhole", "blackhole", "reject"]), "ok"];
	return dice.chance(50) ? ["dns", dice.pick(["silent", "wrong"]), "ok"] : ["dhcp", false, true];
}

function drawEthernet(dice: Dice): Change {
	return [dice.pick(["cable", "cable", "answers"]), false, true];
}

function drawWiFi(dice: Dice): Change {
	if (dice.chance(30)) return ["signal", dice.pick([-95, -91]), dice.pick([-40, -60, -85])];
	return [dice.pick(["accessPoint", "accessPoint", "passwordAccepted"]), false, true];
}

function drawCellular(dice: Dice): Change {
	switch (dice.upTo(4)) {
		case 0:
			return ["sim", dice.pick(["absent", "pin", "puk"]), "ready"];
		case 1: {
			const bad = dice.pick(["searching", "denied", "notSearching"]);
			return ["registration", bad, dice.pick(["home", "roaming"])];
		}
		case 2:
			return ["registersAfter", dice.stretch(10 * SECOND, 8 * MINUTE), 3 * SECOND];
		default:
			return [dice.pick(["modem", "ppp"]), false, true];
	}
}

function drawChange(dice: Dice, instance: string): Change {
	if (dice.chance(60)) return drawNetwork(dice);
	if (instance.startsWith("eth")) return drawEthernet(dice);
	return instance.startsWith("wl") ? drawWiFi(dice) : drawCellular(dice);
}

/** From a blink to an hour, short ones as likely as long ones. */
function drawFault(dice: Dice, at: Milliseconds, fitted: readonly string[]): Step[] {
	const healed = at + dice.stretch(200, HOUR);
	if (dice.chance(10))
		return [
			{ at, set: { server: dice.pick(["down", "down", "refusing"]) } },
			{ at: healed, set: { server: "up" } },
		];
	// What is first in order is what is in use, and what a fault is felt on.
	const instance = dice.chance(40) ? (fitted[0] ?? "eth0") : dice.pick(fitted);
	const [fact, bad, good] = drawChange(dice, instance);
	return [
		{ at, set: { [instance]: { [fact]: bad } } as FactChanges },
		{ at: healed, set: { [instance]: { [fact]: good } } as FactChanges },
	];
}

/** What happens in such a world; at a rate of 0 nothing does. */
export function drawSteps({ seed, rate, fitted, hours, refusing }: WorldOptions): Step[] {
	if (refusing) return [{ at: HOUR, set: { server: "refusing" } }];
	if (rate === 0) return [];
	const dice = new Dice(seed);
	const end = hours * HOUR;
	const gap = Math.floor((2 * HOUR) / rate);
	const steps: Step[] = [];
	for (let at = dice.upTo(gap); at < end; at += 1 + dice.upTo(gap))
		steps.push(...drawFault(dice, at, fitted));
	// Steps of one instant keep the order they were drawn in.
	return steps.filter((step) => step.at < end).sort((a, b) => a.at - b.at);
}
