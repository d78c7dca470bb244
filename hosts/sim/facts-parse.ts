/**
 * Where facts enter the simulated world: the healthy ones of a new board, and the checked merge of
 * what `Board.set` and scenario files ask for. A change is taken whole or not at all.
 */

import type { CellularFacts, EthernetFacts, FactChanges, Facts, WiFiFacts } from "./facts.js";

type Check = (value: unknown, path: string) => void;

const flag: Check = (value, path) => {
	if (typeof value !== "boolean") throw new TypeError(`${path}: expected true or false`);
};

function number(least: number): Check {
	return (value, path) => {
		if (typeof value !== "number") throw new TypeError(`${path}: expected a number`);
		if (!Number.isFinite(value)) throw new RangeError(`${path}: expected a finite number`);
		if (value < least) throw new RangeError(`${path}: expected at least ${least}`);
	};
}

function word(...words: string[]): Check {
	const quoted = words.map((known) => `"${known}"`);
	const list = `${quoted.slice(0, -1).join(", ")} or ${quoted[quoted.length - 1]}`;
	return (value, path) => {
		if (typeof value !== "string") throw new TypeError(`${path}: expected a string`);
		if (!words.includes(value)) throw new RangeError(`${path}: expected ${list}`);
	};
}

const network = {
	dhcp: flag,
	dns: word("ok", "silent", "wrong"),
	upstream: word("ok", "blackhole", "reject"),
};

const ethernet: Record<keyof EthernetFacts, Check> = { ...network, cable: flag, answers: flag };

const wifi: Record<keyof WiFiFacts, Check> = {
	...network,
	accessPoint: flag,
	passwordAccepted: flag,
	signal: number(-200),
};

const cellular: Record<keyof CellularFacts, Check> = {
	...network,
	modem: flag,
	sim: word("ready", "absent", "pin", "puk"),
	registration: word("home", "roaming", "searching", "denied", "notSearching"),
	registersAfter: number(0),
	ppp: flag,
};

const server = word("up", "down", "refusing");

/** The checks of an instance's facts, by its name. */
function checksOf(instance: string): Record<string, Check> {
	if (instance.startsWith("eth")) return ethernet;
	return instance.startsWith("wl") ? wifi : cellular;
}

/** The facts of a new board: `fitted` names instances (`eth1`) beyond the three of every world. */
export function healthy(fitted: readonly string[] = []): Facts {
	const open = { dhcp: true, dns: "ok", upstream: "ok" } as const;
	const wired: EthernetFacts = { ...open, cable: true, answers: true };
	const air: WiFiFacts = { ...open, accessPoint: true, passwordAccepted: true, signal: -60 };
	const mobile: CellularFacts = {
		...open,
		modem: true,
		sim: "ready",
		registration: "home",
		registersAfter: 3_000,
		ppp: true,
	};
	const facts: Facts = { eth0: { ...wired }, wl0: { ...air }, cell0: { ...mobile }, server: "up" };
	for (const instance of fitted) {
		if (/^eth\d+$/.test(instance)) facts[instance as `eth${number}`] = { ...wired };
		else if (/^wl\d+$/.test(instance)) facts[instance as `wl${number}`] = { ...air };
		else if (/^cell\d+$/.test(instance)) facts[instance as `cell${number}`] = { ...mobile };
		else throw new RangeError(`${instance}: expected an instance such as "eth0"`);
	}
	return facts;
}

function entries(value: unknown, path: string): [string, unknown][] {
	if (typeof value !== "object" || value === null || Array.isArray(value))
		throw new TypeError(`${path}: expected an object`);
	return Object.entries(value);
}

/**
 * Changes `facts` as `changes` say. `path` is where they stand, for the errors of a scenario file
 * (`steps[3].set`). Throws a TypeError or RangeError naming the place, having changed nothing.
 */
export function merge(facts: Facts, changes: FactChanges, path = ""): void {
	const prefix = path === "" ? "" : `${path}.`;
	const accepted: [target: Record<string, unknown>, key: string, value: unknown][] = [];
	for (const [part, value] of entries(changes, path === "" ? "facts" : path)) {
		if (!Object.hasOwn(facts, part)) throw new TypeError(`${prefix}${part}: unknown key`);
		if (part === "server") {
			server(value, `${prefix}${part}`);
			accepted.push([facts as unknown as Record<string, unknown>, part, value]);
			continue;
		}
		const checks = checksOf(part);
		const target = (facts as unknown as Record<string, Record<string, unknown>>)[part] ?? {};
		for (const [key, fact] of entries(value, `${prefix}${part}`)) {
			const check = Object.hasOwn(checks, key) ? checks[key] : undefined;
			if (!check) throw new TypeError(`${prefix}${part}.${key}: unknown key`);
			check(fact, `${prefix}${part}.${key}`);
			accepted.push([target, key, fact]);
		}
	}
	for (const [target, key, value] of accepted) target[key] = value;
}
