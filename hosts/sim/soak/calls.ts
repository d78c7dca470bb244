/**
 * What an application is drawn to do: any call, at any moment, also from within a callback.
 */

import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import type { Dice } from "./dice.js";
import type { Call, Step, Within } from "./world.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** CONFIG_WIFI, CONFIG_INTERFACES, CONFIG_CELLULAR. */
const CLEARABLE: readonly (number | null)[] = [null, 0x100, 0x1000, 0x2000];
const SEND_POLICIES: readonly number[] = [60, 61, 62];
const NAMES: readonly string[] = [
	"wifi",
	"ethernet",
	"cell",
	"wl0",
	"eth0",
	"cell0",
	"wl1",
	"eth1",
];
const INVALID: readonly unknown[] = ["wl0", null, ["wl01"], ["wifi", 7], [["wl0"]], { 0: "wl0" }];

type Drawn = (dice: Dice, fitted: readonly string[]) => Call;

function timeout(dice: Dice): { timeout?: Milliseconds } {
	return dice.chance(50) ? {} : { timeout: dice.stretch(SECOND, 20 * MINUTE) };
}

function native(dice: Dice): { native?: boolean } {
	return dice.chance(50) ? { native: true } : {};
}

const DRAWN: readonly (readonly [weight: number, draw: Drawn])[] = [
	[4, (dice) => ({ do: "connect", ...timeout(dice), ...native(dice) })],
	[
		2,
		(dice, fitted) => ({
			do: "connectwith",
			interface: dice.pick(fitted),
			...timeout(dice),
			...native(dice),
		}),
	],
	[3, () => ({ do: "disconnect" })],
	[
		5,
		(dice) => ({
			do: "list",
			list: dice.chance(15) ? dice.pick(INVALID) : dice.shuffled(dice.some(NAMES, 40)),
			...(dice.chance(5) && { times: dice.between(2, 130) }),
		}),
	],
	[1, (dice) => ({ do: "clear", bits: dice.pick(CLEARABLE) })],
	[3, (dice) => ({ do: "wifi", password: dice.pick(["right", "right", "wrong", "invalid"]) })],
	[1, (dice) => ({ do: "cellular", password: dice.chance(50) })],
	[3, (dice, fitted) => ({ do: "open", interface: dice.pick(fitted) })],
	[2, () => ({ do: "close" })],
	[2, (dice) => ({ do: "sendPolicy", policy: dice.pick(SEND_POLICIES) })],
	[1, (dice) => ({ do: "errorPolicy", policy: dice.pick(["persist", "suspend", "return"]) })],
	[
		3,
		(dice) => ({
			do: "publish",
			QoS: dice.pick([0, 1]),
			times: dice.chance(10) ? 100 : dice.between(1, 5),
		}),
	],
	[1, (dice) => ({ do: "subscribe", topic: dice.pick(["a/#", "a/+", "b"]) })],
	[1, () => ({ do: "send" })],
	[1, (dice) => ({ do: "flush", timeout: dice.stretch(SECOND, MINUTE) })],
	[3, (dice) => ({ do: "os", wanted: dice.chance(50) })],
	[1, () => ({ do: "drop" })],
	[1, (dice) => ({ do: "hold", for: dice.stretch(SECOND, 2 * HOUR) })],
	[1, () => ({ do: "release" })],
	[
		1,
		(dice, fitted) => ({
			do: "pin",
			interface: dice.pick(fitted),
			for: dice.stretch(SECOND, 2 * HOUR),
			fallback: dice.pick(["list", "never"]),
		}),
	],
	[1, () => ({ do: "unpin" })],
	[1, () => ({ do: "read" })],
];

const WITHIN: readonly Within[] = ["changed", "changed", "completed", "told", "message", "claim"];

function drawCall(dice: Dice, fitted: readonly string[]): Call {
	let left = dice.upTo(DRAWN.reduce((sum, [weight]) => sum + weight, 0) - 1);
	for (const [weight, draw] of DRAWN) {
		if (left < weight) return draw(dice, fitted);
		left -= weight;
	}
	return { do: "read" };
}

export function drawCalls(
	dice: Dice,
	fitted: readonly string[],
	count: number,
	heal: Milliseconds,
): Step[] {
	const steps: Step[] = [];
	let near = dice.upTo(heal - 1);
	for (let n = 0; n < count; n++) {
		near = dice.chance(50) ? near + dice.stretch(1, 5 * MINUTE) : dice.upTo(heal - 1);
		const call = drawCall(dice, fitted);
		steps.push(
			dice.chance(25) ? { at: near, call, within: dice.pick(WITHIN) } : { at: near, call },
		);
	}
	return steps.filter((step) => step.at < heal);
}
