/**
 * What one can do to the live board, in one table: the terminal's keys, the demonstration and any
 * page give the same commands by the same names. Each says in words what it did.
 */

import { spell } from "../../../modules/uplink/core/identifiers.js";
import type { Identifier } from "../../../modules/uplink/core/types.js";
import type { FactChanges, NetworkFacts } from "../facts.js";
import { healthy } from "../facts-parse.js";
import type { BrokerMode } from "./broker.js";
import type { LiveBoard } from "./live.js";

export interface CommandArguments {
	pullCable: [];
	replugCable: [];
	accessPoint: [on: boolean];
	/** Silently, unless `how` says otherwise. */
	blockUpstream: [over: Identifier, on: boolean, how?: "blackhole" | "reject"];
	sim: [present: boolean];
	server: [mode: BrokerMode];
	/** Any facts, as `Board.set` takes them. */
	set: [changes: FactChanges];
	/** Every fact healthy again. */
	heal: [];
	powerCycle: [];
	applyList: [list: readonly string[]];
	quit: [];
}

export type CommandName = keyof CommandArguments;

interface Command<Values extends unknown[]> {
	words(...values: Values): string;
	run(live: LiveBoard, ...values: Values): void;
}

function upstream(over: Identifier, state: NetworkFacts["upstream"]): FactChanges {
	return { [spell(over)]: { upstream: state } };
}

const TABLE: { [Name in CommandName]: Command<CommandArguments[Name]> } = {
	pullCable: {
		words: () => "cable pulled",
		run: (live) => live.set({ eth0: { cable: false } }),
	},
	replugCable: {
		words: () => "cable replugged",
		run: (live) => live.set({ eth0: { cable: true } }),
	},
	accessPoint: {
		words: (on) => `access point switched ${on ? "on" : "off"}`,
		run: (live, on) => live.set({ wl0: { accessPoint: on } }),
	},
	blockUpstream: {
		words: (over, on, how) => {
			if (!on) return `upstream of ${over} healed`;
			return `upstream of ${over} ${how === "reject" ? "rejects" : "silently blocked"}`;
		},
		run: (live, over, on, how = "blackhole") => live.set(upstream(over, on ? how : "ok")),
	},
	sim: {
		words: (present) => `SIM ${present ? "inserted" : "removed"}`,
		run: (live, present) => live.set({ cell0: { sim: present ? "ready" : "absent" } }),
	},
	server: {
		words: (mode) => `server ${mode}`,
		run: (live, mode) => live.set({ server: mode }),
	},
	set: {
		words: (changes) => `world set: ${JSON.stringify(changes)}`,
		run: (live, changes) => live.set(changes),
	},
	heal: {
		words: () => "everything healed",
		run: (live) => live.set(healthy()),
	},
	powerCycle: {
		words: () => "power-cycled",
		run: (live) => live.powerCycle(),
	},
	applyList: {
		words: (list) => `list applied: ${list.length > 0 ? list.join(", ") : "none, the default"}`,
		run: (live, list) => live.applyList(list),
	},
	quit: {
		words: () => "quit",
		run: (live) => live.quit(),
	},
};

export const COMMANDS: Readonly<typeof TABLE> = Object.freeze(TABLE);
