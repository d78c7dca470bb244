/**
 * The soak's dice: every draw of a seed comes from here, in integers alone, so that a seed is the
 * same world on every engine.
 */

import { drawUpTo, type Generator } from "../../../modules/uplink/core/random.js";

export class Dice {
	#generator: Generator;

	constructor(seed: number) {
		this.#generator = { state: Math.imul(seed, 0x9e3779b1) | 0 };
	}

	/** From 0 to `most`, both possible. */
	upTo(most: number): number {
		return drawUpTo(this.#generator, most);
	}

	between(least: number, most: number): number {
		return least + this.upTo(most - least);
	}

	/** True so many times in a hundred. */
	chance(percent: number): boolean {
		return this.upTo(99) < percent;
	}

	pick<Item>(items: readonly Item[]): Item {
		return items[this.upTo(items.length - 1)] as Item;
	}

	/** Each item with that chance. */
	some<Item>(items: readonly Item[], percent: number): Item[] {
		return items.filter(() => this.chance(percent));
	}

	shuffled<Item>(items: readonly Item[]): Item[] {
		const rest = [...items];
		const order: Item[] = [];
		while (rest.length > 0) order.push(...rest.splice(this.upTo(rest.length - 1), 1));
		return order;
	}

	/** Between two magnitudes, each doubling as likely as the next: short times and long ones. */
	stretch(least: number, most: number): number {
		let octaves = 0;
		for (let top = least; top < most; top *= 2) octaves += 1;
		let low = least;
		for (let n = this.upTo(Math.max(0, octaves - 1)); n > 0; n--) low *= 2;
		return this.between(low, Math.min(most, 2 * low));
	}
}
