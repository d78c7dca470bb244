/**
 * The demonstration: drives the live board by the commands that the keys give, and lets a judge at
 * the broker say whether every message arrived, over the wires expected. What `npm start` does where
 * there is no terminal.
 *
 *   boot ▶ ethernet ── pull ▶ wifi ── block upstream ▶ cell ── replug ▶ ethernet (failback)
 *        ── new list, power-cycle ▶ wifi
 */

import type { PolicyOptions } from "../../../modules/uplink/core/policy.js";
import type { Identifier, Milliseconds } from "../../../modules/uplink/core/types.js";
import { Judge, type Stretch } from "./judge.js";
import type { LiveBoard } from "./live.js";
import { eventText } from "./screen.js";

/** The native preset, impatient: what a device does in minutes is shown in seconds. */
export const DEMO_POLICY: PolicyOptions = {
	preset: "native",
	floor: 1_000,
	steady: 1_000,
	linger: 1_000,
	dwell: 3_000,
	probeInterval: 1_000,
	ethernet: { link: 4_000, address: 4_000, ask: 1_500, answer: 1_500, probe: 1_500 },
	wifi: { ask: 1_500, answer: 1_500, probe: 1_500 },
};

/** The list that the power cycle must remember. */
const NEW_LIST: readonly Identifier[] = ["wifi", "ethernet"];

/** Messages that prove a step. */
const MESSAGES = 3;

/** The whole demonstration, whatever the steps are allowed. */
const TOTAL_MAX: Milliseconds = 57_000;

/** For the outbox to empty at the end. */
const DRAIN_MAX: Milliseconds = 5_000;

interface Step extends Stretch {
	title: string;
	within: Milliseconds;
	act(live: LiveBoard): void;
}

const STEPS: readonly Step[] = [
	{
		title: "the board boots",
		boot: 1,
		over: "ethernet",
		within: 12_000,
		act: (live) => live.start(),
	},
	{
		title: "the cable is pulled",
		boot: 1,
		over: "wifi",
		within: 12_000,
		act: (live) => live.command("pullCable"),
	},
	{
		title: "Wi-Fi's upstream falls silent",
		boot: 1,
		over: "cell",
		within: 20_000,
		act: (live) => live.command("blockUpstream", "wifi", true),
	},
	{
		title: "the cable is replugged",
		boot: 1,
		over: "ethernet",
		within: 15_000,
		act: (live) => live.command("replugCable"),
	},
	{
		title: `everything is healed, and the board power-cycled with the list ${NEW_LIST.join(", ")}`,
		boot: 2,
		over: "wifi",
		within: 12_000,
		act: (live) => {
			live.command("heal");
			live.command("applyList", NEW_LIST);
			live.command("powerCycle");
		},
	},
];

export class Demo {
	readonly #live: LiveBoard;
	readonly #print: (line: string) => void;
	readonly #judge = new Judge();
	/** By boot: how many messages its firmware was told are delivered. */
	readonly #delivered = new Map<number, number>();
	#onTick: () => void = () => undefined;

	constructor(live: LiveBoard, print: (line: string) => void) {
		this.#live = live;
		this.#print = print;
	}

	/** Resolves with what is missing, in order; empty: everything was as it should be. */
	async run(): Promise<string[]> {
		const live = this.#live;
		const began = live.clock();
		const stops = [
			live.events.watchers.add((event) => this.#print(eventText(event))),
			live.receipts.add((receipt) => this.#judge.take(receipt)),
			live.ticks.add(() => this.#tick()),
		];
		try {
			for (const step of STEPS) {
				const left = TOTAL_MAX - DRAIN_MAX - (live.clock() - began);
				const missing = await this.#play(step, Math.min(step.within, left));
				if (missing !== undefined) return [missing];
			}
			live.application?.stop();
			await this.#until(() => live.board.uplink.outstanding === 0, DRAIN_MAX);
			return this.#judge.missing(STEPS, this.#delivered);
		} finally {
			for (const stop of stops) stop();
		}
	}

	/** What the demonstration showed, in one line. */
	get summary(): string {
		const { first, duplicates } = this.#judge;
		const wires = STEPS.map(({ over }) => over).join(", ");
		return `${first.length} messages received in order, none missing (${duplicates} twice and marked), over ${wires}`;
	}

	async #play(step: Step, within: Milliseconds): Promise<string | undefined> {
		this.#print(`--- ${step.title}: expecting messages over ${step.over}`);
		const before = this.#judge.count(step);
		step.act(this.#live);
		const shown = () => this.#judge.count(step) >= before + MESSAGES;
		if (await this.#until(shown, within)) return undefined;
		const limit = Math.round(within / 1000);
		return `no ${MESSAGES} messages over ${step.over} within ${limit} s after ${step.title}`;
	}

	#until(condition: () => boolean, within: Milliseconds): Promise<boolean> {
		const { clock } = this.#live;
		const began = clock();
		return new Promise((resolve) => {
			this.#onTick = () => {
				const met = condition();
				if (!met && clock() - began < within) return;
				this.#onTick = () => undefined;
				resolve(met);
			};
		});
	}

	#tick(): void {
		const live = this.#live;
		if (live.boot > 0) this.#delivered.set(live.boot, live.board.uplink.delivered);
		this.#onTick();
	}
}
