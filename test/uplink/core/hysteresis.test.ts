/**
 * The hystereses against written models of themselves: whatever string of successes and failures
 * comes, the core moves, leaves and gives up at the instants that a few independent lines say, with
 * thresholds of 0, of 1 and of their most as well.
 */

import { type Command, linkOf, pathOf } from "../../../modules/uplink/core/core.js";
import {
	createFailback,
	decay,
	judgeMove,
	lengthen,
} from "../../../modules/uplink/core/failback.js";
import { createLink, stepLink } from "../../../modules/uplink/core/link.js";
import { type PolicyOptions, parsePolicy, WAIT_MAX } from "../../../modules/uplink/core/policy.js";
import { drawUpTo } from "../../../modules/uplink/core/random.js";
import { createSession, openSession, stepSession } from "../../../modules/uplink/core/session.js";
import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import { expect } from "../../expect.js";
import { answered, booted, changed, probed, Timeline, trialLost, up } from "./timeline.js";

const HOUR = 3_600_000;
const STRINGS = 60;

function dice(seed: number) {
	const generator = { state: Math.imul(seed, 0x9e3779b1) | 0 };
	return (most: number) => drawUpTo(generator, most);
}

interface Event {
	at: Milliseconds;
	what: "yes" | "no" | "try";
}

/** On cellular, with a better Wi-Fi at its address whose probes are answered by a drawn string. */
class Lower extends Timeline {
	readonly events: Event[] = [];
	readonly #yes: () => boolean;

	constructor(policy: PolicyOptions, yes: () => boolean) {
		super({ fitted: ["wifi", "cell"], policy: { ...policy, preset: "native", failback: true } });
		this.#yes = yes;
		this.at(0, booted, changed("wifi", 200, "NO_WIFI"));
		this.at(1, up("cell"), answered);
		while (linkOf(this.core, "wifi").phase !== "climbing") this.after(100);
		this.after(1, up("wifi"));
	}

	protected override perform(command: Command): void {
		if (command.do === "ask") this.schedule(this.now, "ask", answered);
		if (command.do === "probe" && command.interface === "wifi") {
			const yes = this.#yes();
			this.schedule(this.now, "probe", (core) => {
				// Only an answer that is still waited for is one.
				if (pathOf(core, "wifi").phase === "asking")
					this.events.push({ at: this.now, what: yes ? "yes" : "no" });
				return (probed("wifi", yes) as (c: typeof core) => never)(core);
			});
		}
		if (command.do === "try") {
			this.events.push({ at: this.now, what: "try" });
			this.schedule(this.now, "trial", trialLost("NO_SERVER"));
		}
	}
}

interface Dwell {
	dwell: Milliseconds;
	dwellMax: Milliseconds;
	decay: Milliseconds;
}

/**
 * The model of the dwell: reachable without a no for `dwell`, and it is tried; a trial that fails
 * doubles it, each `decay` after the last failure halves it.
 */
function modelled(events: readonly Event[], { dwell: least, dwellMax, decay: every }: Dwell) {
	const most = Math.max(least, dwellMax);
	let [dwell, halves] = [least, Infinity];
	let since: number | undefined;
	const half = (of: Milliseconds) => Math.max(least, Math.floor(of / 2));
	const again = (of: Milliseconds, at: Milliseconds) => (of > least ? at + every : Infinity);
	const due = () => {
		if (since === undefined) return Infinity;
		let [shorter, at, next] = [dwell, since + dwell, halves];
		while (next < at) {
			shorter = half(shorter);
			at = Math.max(next, since + shorter);
			next = again(shorter, next);
		}
		return at;
	};
	for (const { at, what } of events) {
		if (what === "try" ? at !== due() : due() < at) return `${what} at ${at}, due at ${due()}`;
		for (; halves <= at; ) {
			dwell = half(dwell);
			halves = again(dwell, halves);
		}
		if (what === "yes") since ??= at;
		else since = undefined;
		if (what !== "try") continue;
		dwell = Math.min(Math.max(1000, 2 * dwell), most);
		halves = at + every;
	}
	return "agreed";
}

describe("the dwell, given any string of answers", () => {
	it("agrees with its model on when a better interface is tried", () => {
		let tries = 0;
		for (let seed = 1; seed <= STRINGS; seed++) {
			const draw = dice(seed);
			const bounds = {
				dwell: draw(4 * 60_000),
				dwellMax: 1 + draw(20 * 60_000),
				decay: 60_000 + draw(30 * 60_000),
			};
			const often = 50 + draw(50);
			const policy = { ...bounds, probeInterval: 1000 + draw(30_000), cell: { ask: HOUR } };
			const t = new Lower(policy, () => draw(99) < often);
			t.at(3 * HOUR);
			expect(modelled(t.events, bounds), `string ${seed}`).toBe("agreed");
			tries += t.events.filter(({ what }) => what === "try").length;
		}
		expect(tries).toBeAtLeast(5 * STRINGS);
	}).timeout(60_000);

	it("has thresholds that work at 0, at 1, and at their most", () => {
		for (const [dwell, probeInterval, tried] of [
			[0, 10_000, 0],
			[1, 10_000, 1],
			[WAIT_MAX, 6 * HOUR, WAIT_MAX],
		] as const) {
			const t = new Lower({ dwell, probeInterval, cell: { ask: 6 * HOUR } }, () => true);
			t.after(dwell + 60_000);
			const yes = t.events.find(({ what }) => what === "yes")?.at ?? -1;
			const first = t.events.find(({ what }) => what === "try")?.at ?? -1;
			expect(first - yes, `dwell ${dwell}`).toBe(tried);
		}
	}).timeout(60_000);
});

describe("the dwell's length, given any string of moves", () => {
	it("agrees with its model: doubled by what did not last, halved by time, within its bounds", () => {
		for (let seed = 1; seed <= STRINGS; seed++) {
			const draw = dice(seed);
			const bounds = { dwell: draw(300_000), dwellMax: 1 + draw(HOUR), decay: 1 + draw(HOUR) };
			const policy = parsePolicy(bounds);
			const most = Math.max(bounds.dwell, bounds.dwellMax);
			const failback = createFailback(policy);
			let [now, dwell, shrinksAt] = [0, bounds.dwell, Infinity];
			const grow = () => {
				dwell = Math.min(Math.max(1000, 2 * dwell), most);
				shrinksAt = now + bounds.decay;
			};
			for (let n = 0; n < 200; n++) {
				now += draw(HOUR);
				// The shell comes at each instant that the record names.
				for (; failback.decayAt <= now; ) decay(failback, failback.decayAt, policy);
				for (; shrinksAt <= now; ) {
					dwell = Math.max(bounds.dwell, Math.floor(dwell / 2));
					shrinksAt = dwell > bounds.dwell ? shrinksAt + bounds.decay : Infinity;
				}
				const stays = draw(8 * bounds.dwell);
				if (draw(1) === 0) {
					lengthen(failback, now, policy);
					grow();
				} else {
					failback.movedAt = now - stays;
					judgeMove(failback, now, policy);
					if (stays < 5 * bounds.dwell) grow();
				}
				expect(failback.dwell, `string ${seed}, ${n}`).toBe(dwell);
			}
		}
	});
});

describe("the debounce, given any string of falls", () => {
	/** When an interface that is up leaves, from its own clock. */
	function leaves(debounce: Milliseconds, falls: readonly (readonly [at: number, up: boolean])[]) {
		const policy = parsePolicy({ debounce });
		const link = createLink("ethernet", "ethernet");
		const generator = { state: 1 };
		const hear = (event: Parameters<typeof stepLink>[1], now: Milliseconds) =>
			stepLink(link, event, "yes", now, policy, generator);
		hear({ type: "wanted" }, 0);
		hear({ type: "changed", connection: 500, reason: undefined }, 0);
		for (const [at, isUp] of falls) {
			for (; link.phase === "up" && link.deadline <= at; ) {
				const due = link.deadline;
				if (hear({ type: "elapsed" }, due) === "stop") return due;
			}
			hear({ type: "changed", connection: isUp ? 500 : 200, reason: undefined }, at);
		}
		return undefined;
	}

	/** Its model: gone without a break for as long as the debounce. */
	function model(debounce: Milliseconds, falls: readonly (readonly [at: number, up: boolean])[]) {
		let since: number | undefined;
		for (const [at, isUp] of falls) {
			if (since !== undefined && since + debounce <= at) return since + debounce;
			since = isUp ? undefined : (since ?? at);
		}
		return undefined;
	}

	it("agrees with its model on when an interface has left, at 0, at 1 and at its most too", () => {
		let left = 0;
		for (let seed = 1; seed <= 10 * STRINGS; seed++) {
			const draw = dice(seed);
			const debounce = [0, 1, 300, 5000, WAIT_MAX][seed % 5] as number;
			const falls: [number, boolean][] = [];
			let at = 0;
			for (let n = 0; n < 60; n++) {
				at += 1 + draw(draw(9) === 0 ? 60_000 : 400);
				falls.push([at, draw(1) === 0]);
			}
			const expected = model(debounce, falls);
			expect(leaves(debounce, falls), `string ${seed}, ${debounce} ms`).toBe(expected);
			if (expected !== undefined) left += 1;
		}
		expect(left).toBeAtLeast(2 * STRINGS);
		const forever: [number, boolean][] = [
			[5, false],
			[5 + WAIT_MAX, false],
		];
		expect(leaves(WAIT_MAX, forever)).toBe(5 + WAIT_MAX);
	});
});

describe("suspicion, given any string of answers", () => {
	it("agrees with its model: lost after silence of ask and answer, and not a moment before", () => {
		let lost = 0;
		for (let seed = 1; seed <= 10 * STRINGS; seed++) {
			const draw = dice(seed);
			const [ask, answer] = (
				[
					[1, 1],
					[5000, 3000],
					[1, 3000],
					[WAIT_MAX, 1],
				] as const
			)[seed % 4] as readonly [number, number];
			const policy = parsePolicy({ ethernet: { ask, answer } });
			const session = createSession();
			openSession(session, 1, { interface: "ethernet", class: "ethernet" }, "application", 10);
			stepSession(session, { type: "answered", attempt: 1 }, 0, policy);
			let [heard, expected, actual]: (number | undefined)[] = [0, undefined, undefined];
			for (let at = 0, n = 0; n < 40 && actual === undefined; n++) {
				at += 1 + draw(draw(3) === 0 ? 2 * (ask + answer) : Math.floor((ask + answer) / 2));
				for (; session.deadline <= at && actual === undefined; ) {
					const due = session.deadline;
					if (stepSession(session, { type: "elapsed" }, due, policy) === "silent") actual = due;
				}
				if ((heard ?? 0) + ask + answer <= at) expected = (heard ?? 0) + ask + answer;
				expect(actual, `string ${seed}, ${ask} and ${answer} ms`).toBe(expected);
				if (actual !== undefined) lost += 1;
				else stepSession(session, { type: "answered", attempt: 1 }, at, policy);
				heard = at;
			}
		}
		expect(lost).toBeAtLeast(2 * STRINGS);
	});
});
