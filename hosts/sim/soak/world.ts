/**
 * A world of the soak, as plain data: a board, its policy, and everything that will happen to it,
 * each at its time. What a seed draws, what a failure prints, what is shrunk, and what is kept in
 * `test/seeds`, are one and the same.
 *
 *   0 ── steps: faults, power, flash, drivers, calls ──▶ heal ── nothing but time ──▶ end
 */

import type { ErrorPolicy } from "../../../modules/uplink/api.js";
import type { PolicyOptions } from "../../../modules/uplink/core/policy.js";
import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import type { FactChanges } from "../facts.js";
import type { Quirk } from "./misbehave.js";

/** In which callback of the firmware a call is made. */
export type Within = "changed" | "completed" | "told" | "message" | "claim";

/** What an application does. `native` by the manager's own names, else by impOS's. */
export type Call =
	/** Seconds in the façade, ms natively: `timeout` is ms here. */
	| { do: "connect"; timeout?: Milliseconds; native?: boolean }
	| { do: "connectwith"; interface: string; timeout?: Milliseconds; native?: boolean }
	| { do: "disconnect" }
	/** Any value, valid or not. `times` in a row, each another list, to spend the flash's budget. */
	| { do: "list"; list: unknown; times?: number }
	/** CONFIG_* bits; null is everything. */
	| { do: "clear"; bits: number | null }
	| { do: "wifi"; password: "right" | "wrong" | "invalid" }
	| { do: "cellular"; password: boolean }
	| { do: "open"; interface: string }
	| { do: "close" }
	/** SUSPEND_ON_ERROR and so on, by its number. */
	| { do: "sendPolicy"; policy: number }
	| { do: "errorPolicy"; policy: ErrorPolicy }
	| { do: "publish"; QoS: 0 | 1; times: number }
	| { do: "subscribe"; topic: string }
	| { do: "send" }
	| { do: "flush"; timeout: Milliseconds }
	| { do: "os"; wanted: boolean }
	| { do: "hold"; for: Milliseconds }
	| { do: "release" }
	| { do: "pin"; interface: string; for: Milliseconds; fallback: "list" | "never" }
	| { do: "unpin" }
	| { do: "drop" }
	| { do: "read" };

export type Action =
	| { set: FactChanges }
	| { power: "on" | "off" }
	/** The power goes when so many more bytes of flash are written. */
	| { cut: number }
	/** Bits of the flash's byte flip. */
	| { corrupt: number; flip: number }
	| { far: "silent" | "heard" | "forget" | "publish" }
	| { refusal: number }
	| { quirk: Quirk; of: string }
	| { call: Call; within?: Within };

export type Step = { at: Milliseconds } & Action;

export interface World {
	/** All chance on the board comes from this. */
	seed: number;
	/** The instances: `eth0`, `wl0`… */
	fitted: string[];
	policy: PolicyOptions;
	/** Did the owner name a second reference? */
	reference?: boolean;
	/** What the 32-bit counter of ticks reads at each boot. */
	ticks: number;
	/** By their time. */
	steps: Step[];
	/** From here on the world is healthy, the application wants the server, and nothing happens. */
	heal: Milliseconds;
	end: Milliseconds;
}

/** A world from a file. What is inside the steps is judged by whom it is given to. */
export function parseWorld(text: string): World {
	const world: Partial<World> = JSON.parse(text);
	for (const name of ["seed", "ticks", "heal", "end"] as const)
		if (!Number.isInteger(world[name])) throw new TypeError(`${name}: expected an integer`);
	if (!Array.isArray(world.fitted)) throw new TypeError("fitted: expected an array");
	if (typeof world.policy !== "object") throw new TypeError("policy: expected an object");
	if (!Array.isArray(world.steps)) throw new TypeError("steps: expected an array");
	world.steps.forEach((step, index) => {
		if (!Number.isInteger(step?.at)) throw new TypeError(`steps[${index}].at: expected an integer`);
	});
	return world as World;
}
