/**
 * The keys of the terminal: a character in, a command of the live board out. A list is typed as the
 * first letters of its interfaces.
 *
 *   keys ──l──▶ typing e, w, c ──Enter──▶ applyList, keys
 *                    └── Escape ──▶ keys
 */

import type { Identifier } from "../../../modules/uplink/core/types.js";
import type { LiveBoard } from "./live.js";
import { factsOf } from "./wire-mode.js";

/** Longer than this a typed list takes no more letters. */
export const TYPED_MAX = 9;

const HELP: readonly string[] = [
	"c cable  a access point  s SIM  1 2 3 block upstream of ethernet wifi cell",
	"v server  p power-cycle  l new list  h heal all  q quit",
];

const LETTERS: Readonly<Record<string, Identifier>> = Object.freeze({
	e: "ethernet",
	w: "wifi",
	c: "cell",
});

const NEXT_SERVER = Object.freeze({ up: "down", down: "refusing", refusing: "up" } as const);

function toggleUpstream(live: LiveBoard, over: Identifier): void {
	live.command("blockUpstream", over, factsOf(live.facts, over).upstream === "ok");
}

const KEYS: Readonly<Record<string, (live: LiveBoard) => void>> = Object.freeze({
	c: (live) => live.command(live.facts.eth0.cable ? "pullCable" : "replugCable"),
	a: (live) => live.command("accessPoint", !live.facts.wl0.accessPoint),
	s: (live) => live.command("sim", live.facts.cell0.sim !== "ready"),
	"1": (live) => toggleUpstream(live, "ethernet"),
	"2": (live) => toggleUpstream(live, "wifi"),
	"3": (live) => toggleUpstream(live, "cell"),
	v: (live) => live.command("server", NEXT_SERVER[live.facts.server]),
	p: (live) => live.command("powerCycle"),
	h: (live) => live.command("heal"),
	q: (live) => live.command("quit"),
});

export class Keys {
	readonly #live: LiveBoard;
	/** The list being typed, or undefined. */
	#typed: Identifier[] | undefined;

	constructor(live: LiveBoard) {
		this.#live = live;
	}

	/** The bottom lines of the screen. */
	get footer(): readonly string[] {
		if (!this.#typed) return HELP;
		return [
			`new list: ${this.#typed.join(" > ") || "(default)"}`,
			"e ethernet  w wifi  c cell  Backspace  Enter applies  Escape leaves it",
		];
	}

	/** One key as the terminal sent it; what is none of ours does nothing. */
	press(key: string): void {
		if (key === "\x03") this.#live.command("quit");
		else if (this.#typed) this.#type(this.#typed, key);
		else if (key === "l") this.#typed = [];
		else if (Object.hasOwn(KEYS, key)) KEYS[key]?.(this.#live);
	}

	#type(typed: Identifier[], key: string): void {
		const identifier = Object.hasOwn(LETTERS, key) ? LETTERS[key] : undefined;
		if (identifier && typed.length < TYPED_MAX) typed.push(identifier);
		else if (key === "\x7f" || key === "\b") typed.pop();
		else if (key === "\x1b") this.#typed = undefined;
		else if (key === "\r" || key === "\n") {
			this.#typed = undefined;
			this.#live.command("applyList", typed);
		}
	}
}
