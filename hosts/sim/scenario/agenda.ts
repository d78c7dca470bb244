/**
 * What is still to be done in a scenario, in order of time. At one instant actions run before
 * judgements, each in the order they were put down.
 */

import type { Milliseconds } from "../../../modules/uplink/core/types.js";

export interface Item {
	at: Milliseconds;
	rank: "action" | "judgement";
	run: () => void;
}

function precedes(a: Item, b: Item): boolean {
	return a.at < b.at || (a.at === b.at && a.rank === "action" && b.rank === "judgement");
}

export class Agenda {
	/** Sorted, the next one last. Bounded by the file: a repetition has one item at a time. */
	readonly #items: Item[] = [];

	add(item: Item): void {
		const items = this.#items;
		let low = 0;
		let high = items.length;
		while (low < high) {
			const middle = Math.floor((low + high) / 2);
			if (precedes(item, items[middle] as Item)) low = middle + 1;
			else high = middle;
		}
		items.splice(low, 0, item);
	}

	/** Takes the next item, if there is one. */
	next(): Item | undefined {
		return this.#items.pop();
	}
}
