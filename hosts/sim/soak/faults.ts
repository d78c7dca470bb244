/**
 * What is drawn against a board: its network, its hardware, its flash, its power, its server and its
 * drivers, each mostly healed again after a while, from a blink to hours.
 */

import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import type { FactChanges, Facts } from "../facts.js";
import type { Dice } from "./dice.js";
import type { Quirk } from "./misbehave.js";
import type { Action, Step } from "./world.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const FLASH_SIZE = 16_384;

interface Place {
	dice: Dice;
	fitted: readonly string[];
	at: Milliseconds;
	/** Nothing is drawn from here on. */
	heal: Milliseconds;
}

/** A value and the one that heals it, of one fact. */
type Change = [fact: string, bad: unknown, good: unknown];

const NETWORK: readonly ((dice: Dice) => Change)[] = [
	() => ["dhcp", false, true],
	(dice) => ["dns", dice.pick(["silent", "wrong"]), "ok"],
	(dice) => ["upstream", dice.pick(["blackhole", "blackhole", "reject"]), "ok"],
];

const ETHERNET: readonly ((dice: Dice) => Change)[] = [
	() => ["cable", false, true],
	() => ["answers", false, true],
];

const WIFI: readonly ((dice: Dice) => Change)[] = [
	() => ["accessPoint", false, true],
	() => ["passwordAccepted", false, true],
	(dice) => ["signal", dice.pick([-95, -91]), dice.pick([-40, -60, -85])],
];

const CELLULAR: readonly ((dice: Dice) => Change)[] = [
	() => ["modem", false, true],
	(dice) => ["sim", dice.pick(["absent", "pin", "puk"]), "ready"],
	(dice) => [
		"registration",
		dice.pick(["searching", "denied", "notSearching"]),
		dice.pick(["home", "roaming"]),
	],
	(dice) => ["registersAfter", dice.stretch(SECOND, HOUR), 3000],
	() => ["ppp", false, true],
];

function drawChange(dice: Dice, instance: string): Change {
	if (dice.chance(45)) return dice.pick(NETWORK)(dice);
	if (instance.startsWith("eth")) return dice.pick(ETHERNET)(dice);
	return dice.pick(instance.startsWith("wl") ? WIFI : CELLULAR)(dice);
}

function setting(instance: string, fact: string, value: unknown): Action {
	return { set: { [instance]: { [fact]: value } } as FactChanges };
}

/** Longer ones are rarer; a fifth last until the world is healed. */
function until({ dice, at, heal }: Place): Milliseconds {
	return dice.chance(20) ? heal : at + dice.stretch(20, 6 * HOUR);
}

function broken(place: Place): Step[] {
	const { dice, fitted, at } = place;
	const instance = dice.pick(fitted);
	const [fact, bad, good] = drawChange(dice, instance);
	return [
		{ at, ...setting(instance, fact, bad) },
		{ at: until(place), ...setting(instance, fact, good) },
	];
}

/** Comes and goes, faster than a debounce or slower. */
function flapping({ dice, fitted, at }: Place): Step[] {
	const instance = dice.pick(fitted);
	const [fact, bad, good] = drawChange(dice, instance);
	const gap = dice.stretch(10, 2 * MINUTE);
	const steps: Step[] = [];
	let when = at;
	for (let times = dice.between(1, 8); times > 0; times--) {
		steps.push({ at: when, ...setting(instance, fact, bad) });
		when += dice.between(1, gap);
		steps.push({ at: when, ...setting(instance, fact, good) });
		when += dice.between(1, gap);
	}
	return steps;
}

/** Everything fails together, as in a power cut around the board. */
function everything(place: Place): Step[] {
	const { dice, fitted, at } = place;
	const end = until(place);
	return fitted.flatMap((instance): Step[] => {
		const [fact, bad, good] = drawChange(dice, instance);
		return [
			{ at, ...setting(instance, fact, bad) },
			{ at: end, ...setting(instance, fact, good) },
		];
	});
}

function server(place: Place): Step[] {
	const { dice, at } = place;
	const end = until(place);
	switch (dice.upTo(4)) {
		case 0:
			return [
				{ at, far: "silent" },
				{ at: end, far: "heard" },
			];
		case 1:
			return [{ at, far: "forget" }];
		case 2:
			return [{ at, far: "publish" }];
		default: {
			const mode: Facts["server"] = dice.pick(["down", "refusing"]);
			const refusal: Step[] =
				mode === "refusing" ? [{ at, refusal: dice.pick([1, 2, 3, 4, 5]) }] : [];
			return [...refusal, { at, set: { server: mode } }, { at: end, set: { server: "up" } }];
		}
	}
}

/** Off for a while, or cut while flash is written; a call that writes may come soon after. */
function power({ dice, at }: Place): Step[] {
	const back: Step = { at: at + dice.stretch(1, HOUR), power: "on" };
	if (dice.chance(50)) return [{ at, power: "off" }, back];
	const list = dice.shuffled(["wl0", "eth0", "cell0"]).slice(0, dice.upTo(3));
	return [
		{ at, cut: dice.upTo(dice.chance(20) ? 9000 : 120) },
		{ at, call: { do: "list", list } },
		back,
	];
}

function flash({ dice, at }: Place): Step[] {
	const steps: Step[] = [];
	// Records lie at the start of either half.
	for (let times = dice.between(1, 4); times > 0; times--) {
		const offset = dice.chance(70)
			? dice.pick([0, 8192]) + dice.upTo(600)
			: dice.upTo(FLASH_SIZE - 1);
		steps.push({ at, corrupt: offset, flip: dice.between(1, 255) });
	}
	if (dice.chance(70)) steps.push({ at: at + 1, power: "off" }, { at: at + 2000, power: "on" });
	return steps;
}

function drawQuirk(dice: Dice): Quirk {
	switch (dice.upTo(5)) {
		case 0:
			return { late: dice.stretch(10, 30 * SECOND) };
		case 1:
			return { reordered: dice.stretch(10, 10 * SECOND) };
		case 2:
			return { lost: dice.pick([1, 1, 2, 3]) };
		case 3:
			return { doubled: true, late: dice.pick([0, 0, 500]) };
		case 4:
			return { throws: dice.pick(["constructor", "connect", "disconnect", "connection"]) };
		default:
			return { deaf: true };
	}
}

function driver(place: Place): Step[] {
	const { dice, fitted, at } = place;
	const of = dice.pick(fitted);
	// From the first boot on, where constructors run.
	const begins = dice.chance(25) ? 0 : at;
	return [
		{ at: begins, quirk: drawQuirk(dice), of },
		{ at: until(place), quirk: {}, of },
	];
}

const KINDS: readonly ((place: Place) => Step[])[] = [
	broken,
	broken,
	broken,
	flapping,
	everything,
	server,
	server,
	power,
	flash,
	driver,
	driver,
];

export function drawFaults(
	dice: Dice,
	fitted: readonly string[],
	count: number,
	heal: Milliseconds,
): Step[] {
	const steps: Step[] = [];
	let near = dice.upTo(heal - 1);
	for (let n = 0; n < count; n++) {
		// Half of them close to the one before: faults come together.
		near = dice.chance(50) ? near + dice.stretch(1, 10 * MINUTE) : dice.upTo(heal - 1);
		const at = dice.chance(5) ? 0 : near;
		steps.push(...dice.pick(KINDS)({ dice, fitted, at, heal }));
	}
	return steps.filter((step) => step.at < heal);
}
