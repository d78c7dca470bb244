/**
 * Random lives: whatever happens in whatever order, the invariants hold after every step, nothing
 * spins, nothing throws, and a core that is left alone in a healthy world comes to rest connected.
 * A seed that ever failed says so by its number.
 */

import type { Input } from "../../../modules/uplink/core/core.js";
import { drawUpTo } from "../../../modules/uplink/core/random.js";
import type { Identifier, Reason } from "../../../modules/uplink/core/types.js";
import { drawn } from "../../drawn.js";
import { expect } from "../../expect.js";
import {
	answered,
	booted,
	changed,
	connect,
	type Happening,
	lost,
	opened,
	probed,
	resolved,
	Timeline,
	type TimelineOptions,
	trialLost,
} from "./timeline.js";
import { HEALTHY, runUntil, World } from "./world.js";

const SEEDS = 300;
const INPUTS = 90;

const FITTED: Identifier[][] = [
	["ethernet", "wifi", "cell"],
	["wifi", "cell"],
	["ethernet", "wifi", "wl1", "cell"],
	["cell"],
];
const REASONS: Reason[] = ["NO_SERVER", "NOT_AUTHORISED", "NOT_RESOLVED", "SERVER_DOWN"];
const CONNECTIONS = [0, 100, 150, 200, 300, 320, 400, 500, 500, 500];
const WAITS = [0, 0, 1, 50, 300, 1000, 2500, 5000, 10_000, 60_000, 90_000, 600_000];
/** How long guards last. */
const SPANS = [1, 1000, 60_000, 3_600_000];

class Chance {
	#generator: { state: number };

	constructor(seed: number) {
		this.#generator = { state: Math.imul(seed + 1, 0x9e3779b1) };
	}

	upTo(most: number): number {
		return drawUpTo(this.#generator, most);
	}

	of<Choice>(choices: readonly Choice[]): Choice {
		return choices[this.upTo(choices.length - 1)] as Choice;
	}

	maybe<Value>(value: Value): Value | undefined {
		return this.upTo(1) === 0 ? value : undefined;
	}
}

function optionsOf(chance: Chance): TimelineOptions {
	const fitted = chance.of(FITTED);
	const standby = chance.of(["cold", "warm"] as const);
	return {
		fitted,
		list: fitted.filter(() => chance.upTo(2) === 0),
		strict: chance.upTo(3) === 0,
		seed: chance.upTo(1_000_000),
		reference: chance.upTo(2) === 0,
		policy: {
			preset: chance.of(["impOS", "native"]),
			onError: chance.of(["persist", "suspend", "return"]),
			failback: chance.upTo(2) > 0,
			dwell: chance.of([0, 1000, 60_000]),
			restart: chance.of([0, 3_600_000]),
			wifi: { standby },
		},
	};
}

function imperative(chance: Chance, over: Identifier, fitted: Identifier[]): Input {
	switch (chance.upTo(11)) {
		case 0:
			return { type: "disconnect" };
		case 1:
			return { type: "apply", list: fitted.filter(() => chance.upTo(1) === 0), strict: false };
		case 2:
			return { type: "apply", list: [over], strict: true };
		case 3:
			return { type: "configured" };
		case 4:
			return { type: "judgeBy", onError: chance.of(["persist", "suspend", "return"]) };
		case 5:
			return { type: "claimed", interface: over, claims: chance.upTo(2) };
		case 6:
			return { type: "os", wanted: chance.upTo(1) === 0 };
		case 7:
			return { type: "held", id: chance.upTo(12), reason: "upload", for: chance.of(SPANS) };
		case 8: {
			const fallback = chance.of(["list", "never"] as const);
			return { type: "pinned", interface: over, why: "by hand", for: chance.of(SPANS), fallback };
		}
		case 9:
			return chance.of<Input>([{ type: "released", id: chance.upTo(12) }, { type: "unpinned" }]);
		default: {
			const timeout = chance.maybe(chance.of([0, 1, 3000, 100_000]));
			const manual = chance.upTo(3) === 0 ? over : undefined;
			const told = chance.upTo(1) === 0;
			return { type: "connect", timeout, interface: manual, renew: chance.upTo(1) === 0, told };
		}
	}
}

/** Anything at all, but most often what keeps a life going. */
function happening(chance: Chance, fitted: Identifier[]): Happening {
	const over = chance.of(fitted);
	const attempt = chance.upTo(40);
	switch (chance.upTo(15)) {
		case 0:
			return { type: "dropped", reason: "NO_SERVER" };
		case 1:
			return { type: "evidence", interface: over };
		case 2:
			return lost(chance.of(REASONS));
		case 3:
			return trialLost(chance.of(REASONS));
		case 4:
			return chance.of<Input>([
				{ type: "answered", attempt },
				{ type: "opened", attempt },
				{ type: "lost", attempt, reason: "NO_SERVER" },
				{ type: "probed", interface: over, of: "server", attempt, reachable: true },
				{ type: "probed", interface: over, of: "reference", attempt, reachable: true },
			]);
		case 5:
			return probed(over, false);
		case 6:
			return probed(over, true);
		case 7:
			return opened;
		case 8:
			return resolved;
		case 9:
		case 10:
			return answered;
		case 11:
		case 12:
		case 13:
			return changed(over, chance.of(CONNECTIONS), chance.upTo(5) === 0 ? "NO_WIFI" : undefined);
		default:
			return imperative(chance, over, fitted);
	}
}

/** Nobody interferes any more, and the application wants the server over whatever works. */
function calm(t: Timeline): void {
	for (const { id } of t.core.guard.holds) t.after(0, { type: "released", id });
	t.after(0, { type: "os", wanted: false }, { type: "unpinned" });
	t.after(0, { type: "judgeBy", onError: "persist" });
	if (t.core.manual) t.after(0, { type: "disconnect" });
	if (!t.core.wanted) t.after(0, connect);
}

const inTrial = (t: Timeline) => t.core.failback.phase === "trial";

describe("a random life", () => {
	it(`holds to every invariant, in ${SEEDS} seeds of ${INPUTS} happenings each`, () => {
		for (let seed = 0; seed < drawn(SEEDS); seed++) {
			const chance = new Chance(seed);
			const options = optionsOf(chance);
			const t = new Timeline(options);
			try {
				t.at(0, booted);
				for (let n = 0; n < INPUTS; n++)
					t.after(chance.of(WAITS), happening(chance, options.fitted ?? []));
				t.said();
			} catch (error) {
				throw new Error(`seed ${seed}: ${(error as Error).message}`);
			}
		}
	});

	it("holds to them where better interfaces come and go and everybody interferes with moves", () => {
		let trials = 0;
		let moves = 0;
		for (let seed = 0; seed < drawn(SEEDS / 4); seed++) {
			const chance = new Chance(seed);
			const fitted = chance.of(FITTED.slice(0, 3));
			const policy = { preset: "native", dwell: 1000, scoutMin: 5000 } as const;
			const t = new World({ fitted, policy, seed });
			try {
				t.at(0, booted);
				for (let n = 0; n < 30; n++) {
					if (chance.upTo(1) === 0) calm(t);
					t.set(chance.of(fitted), { rises: chance.upTo(2) > 0 ? 500 : undefined });
					t.after(chance.of([0, 2000, 10_000]));
					runUntil(t, t.now + 40_000, () => inTrial(t));
					if (!inTrial(t)) continue;
					trials += 1;
					t.after(chance.of([0, 50, 100, 150, 250, 450]));
					if (inTrial(t) && t.core.session.phase === "opening") moves += 1;
					t.after(0, imperative(chance, chance.of(fitted), fitted));
					if (chance.upTo(2) === 0) t.after(0, happening(chance, fitted));
				}
			} catch (error) {
				throw new Error(`seed ${seed}: ${(error as Error).message}`);
			}
		}
		expect(trials, "trials").toBeAtLeast(drawn(50));
		expect(moves, "moves").toBeAtLeast(drawn(30));
	});

	it("ends connected once the world is healthy and the application asks for it", () => {
		for (let seed = 0; seed < drawn(100); seed++) {
			const chance = new Chance(seed);
			const options = optionsOf(chance);
			const fitted = options.fitted ?? [];
			const t = new World(options);
			const sick = () => ({
				rises: chance.maybe(chance.upTo(30_000)),
				answers: chance.maybe(300),
				refuses: chance.upTo(4) === 0 ? chance.of(REASONS) : undefined,
			});
			try {
				t.at(0, booted);
				for (let n = 0; n < 60; n++) {
					t.after(chance.of(WAITS));
					if (chance.upTo(2) === 0) t.after(0, imperative(chance, chance.of(fitted), fitted));
					else t.set(chance.of(fitted), sick());
				}
				t.after(0, { type: "os", wanted: false }, { type: "disconnect" }, { type: "unpinned" });
				for (const over of fitted) t.set(over, { ...HEALTHY });
				t.after(1_100_000, { type: "judgeBy", onError: "persist" }, connect).after(120_000);
				expect(t.core.session.phase, "session").toBe("proven");
				expect(t.core.session.owner, "owner").toBe("application");
			} catch (error) {
				throw new Error(`seed ${seed}: ${(error as Error).message}`);
			}
		}
	});
});
