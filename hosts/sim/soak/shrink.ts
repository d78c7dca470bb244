/**
 * From a failing world to a short one that fails by the same invariant: smaller in every way that
 * still fails, within a bound of runs. What is left is what a person reads and what is kept.
 *
 *   cut after the failure ─▶ drop steps, halves first ─▶ drop parts ─▶ drop policy ─▶ shorten times
 *        ▲                                                                             │
 *        └──────────────────────── while anything was gained ◀─────────────────────────┘
 */

import type { PolicyOptions } from "../../../modules/uplink/core/policy.js";
import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import { type Failure, type RunOptions, run } from "./run.js";
import type { Step, World } from "./world.js";

export interface Shrunk {
	world: World;
	failure: Failure;
	/** How many worlds were played. */
	runs: number;
}

type Table = Record<string, unknown>;

/** Steps that are about an interface: they go when it goes. */
function about(step: Step, instance: string): boolean {
	if ("set" in step) return Object.keys(step.set).join() === instance;
	if ("quirk" in step) return step.of === instance;
	return "call" in step && "interface" in step.call && step.call.interface === instance;
}

class Shrinker {
	world: World;
	failure: Failure;
	runs = 0;
	#options: RunOptions;
	#most: number;

	constructor(world: World, failure: Failure, most: number, options: RunOptions) {
		this.world = world;
		this.failure = failure;
		this.#most = most;
		this.#options = options;
	}

	get spent(): boolean {
		return this.runs >= this.#most;
	}

	/** Takes the smaller world if it fails alike. */
	try(world: World): boolean {
		if (this.spent) return false;
		this.runs += 1;
		const { failure } = run(world, this.#options);
		if (failure?.invariant !== this.failure.invariant) return false;
		this.world = world;
		this.failure = failure;
		return true;
	}

	/** Nothing after the failure matters, nor does a heal that had not begun. */
	cut(): boolean {
		const { at } = this.failure;
		const { heal, end, steps } = this.world;
		const last = at + 1;
		if (last >= end) return false;
		if (at < heal)
			return this.try({
				...this.world,
				heal: last,
				end: last,
				steps: steps.filter((s) => s.at <= at),
			});
		return this.try({ ...this.world, end: Math.max(heal, last) });
	}

	dropSteps(): boolean {
		let gained = false;
		for (let size = this.world.steps.length; size >= 1; size = Math.floor(size / 2)) {
			for (let at = 0; at < this.world.steps.length && !this.spent; ) {
				const steps = this.world.steps.filter((_, index) => index < at || index >= at + size);
				if (this.try({ ...this.world, steps })) gained = true;
				else at += size;
			}
		}
		return gained;
	}

	dropParts(): boolean {
		let gained = false;
		for (const instance of this.world.fitted) {
			const fitted = this.world.fitted.filter((each) => each !== instance);
			const steps = this.world.steps.filter((step) => !about(step, instance));
			if (fitted.length > 0 && this.try({ ...this.world, fitted, steps })) gained = true;
		}
		if (this.world.ticks !== 0 && this.try({ ...this.world, ticks: 0 })) gained = true;
		if (this.world.seed !== 1 && this.try({ ...this.world, seed: 1 })) gained = true;
		return gained;
	}

	dropPolicy(): boolean {
		let gained = false;
		for (const policy of withoutOne(this.world.policy as Table))
			if (this.try({ ...this.world, policy: policy as PolicyOptions })) gained = true;
		return gained;
	}

	/** Each gap between two steps, halved or rounded, moving all that follows. */
	shorten(): boolean {
		let gained = false;
		const count = this.world.steps.length;
		for (let index = 0; index <= count && !this.spent; index++) {
			const before = index === 0 ? 0 : (this.world.steps[index - 1]?.at ?? 0);
			const at = this.world.steps[index]?.at ?? this.world.heal;
			for (const gap of shorter(at - before))
				if (this.try(this.#moved(index, before + gap - at))) {
					gained = true;
					break;
				}
		}
		return gained;
	}

	#moved(from: number, by: Milliseconds): World {
		const { steps, heal, end } = this.world;
		return {
			...this.world,
			steps: steps.map((step, index) => (index < from ? step : { ...step, at: step.at + by })),
			heal: heal + by,
			end: end + by,
		};
	}
}

/** Shorter gaps than this one, the shortest first. */
function shorter(gap: Milliseconds): Milliseconds[] {
	const rounded = [1000, 60_000, 600_000].map((unit) => gap - (gap % unit));
	const halves = [0, 100, Math.floor(gap / 4), Math.floor(gap / 2)];
	return [...halves, ...rounded].filter(
		(each, index, all) => each < gap && all.indexOf(each) === index,
	);
}

/** The policies with one member less, by their depth. */
function withoutOne(policy: Table): Table[] {
	return Object.keys(policy).flatMap((name) => {
		const { [name]: member, ...rest } = policy;
		if (typeof member !== "object" || member === null) return [rest];
		const inner = withoutOne(member as Table).map((less) => ({ ...rest, [name]: less }));
		return [rest, ...inner];
	});
}

/** `most` bounds the worlds played on the way. */
export function shrink(
	world: World,
	failure: Failure,
	{ most = 400, ...options }: RunOptions & { most?: number } = {},
): Shrunk {
	const shrinker = new Shrinker(world, failure, most, options);
	for (let gained = true; gained && !shrinker.spent; ) {
		gained = shrinker.cut();
		gained = shrinker.dropSteps() || gained;
		gained = shrinker.dropParts() || gained;
		gained = shrinker.dropPolicy() || gained;
		gained = shrinker.shorten() || gained;
	}
	return { world: shrinker.world, failure: shrinker.failure, runs: shrinker.runs };
}
