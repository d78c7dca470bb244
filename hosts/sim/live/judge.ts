/**
 * The judge of the demonstration: looks only at what a subscriber at the broker received, and says
 * what is missing. Pure, so that it can be shown to find what it should.
 *
 *   messages 1..n of each boot   none missing, in order; twice only if marked as a duplicate
 *   what was acknowledged        was received
 *   wires, in order              as expected: a move is seen on the message that came first over it
 */

import type { Identifier } from "../../../modules/uplink/core/types.js";
import type { Receipt } from "./live.js";

/** One stretch of messages: which boot sent them, over which wire. */
export interface Stretch {
	boot: number;
	over: Identifier;
}

/** More receipts than any demonstration has; further ones are an error of their own. */
export const RECEIPTS_MAX = 1_000;

function spellStretches(stretches: readonly { boot: number; over: string | undefined }[]): string {
	return stretches.map(({ boot, over }) => `${over ?? "no wire"} (boot ${boot})`).join(", ");
}

export class Judge {
	readonly #receipts: Receipt[] = [];
	#overflowed = false;

	take(receipt: Receipt): void {
		if (this.#receipts.length < RECEIPTS_MAX) this.#receipts.push(receipt);
		else this.#overflowed = true;
	}

	/** Each message once: when it came first. */
	get first(): Receipt[] {
		const seen = new Set<string>();
		return this.#receipts.filter(({ boot, message }) => {
			const key = `${boot}/${message}`;
			if (seen.has(key)) return false;
			seen.add(key);
			return true;
		});
	}

	get duplicates(): number {
		return this.#receipts.length - this.first.length;
	}

	/** How many messages of this boot came first over this wire. */
	count({ boot, over }: Stretch): number {
		return this.first.filter((each) => each.boot === boot && each.over === over).length;
	}

	/**
	 * Everything that is not as it should be, the first thing first; empty: all is well. `delivered`
	 * is how many messages each boot was told are delivered.
	 */
	missing(expected: readonly Stretch[], delivered: ReadonlyMap<number, number>): string[] {
		return [
			...(this.#overflowed ? [`more than ${RECEIPTS_MAX} messages arrived`] : []),
			...this.#unmarked(),
			...this.#gaps(),
			...this.#unreceived(delivered),
			...this.#strayed(expected),
		];
	}

	#unmarked(): string[] {
		const first = new Set(this.first);
		return this.#receipts
			.filter((receipt) => !first.has(receipt) && !receipt.duplicate)
			.map(({ boot, message }) => `message ${message} of boot ${boot} came again, not marked`);
	}

	#gaps(): string[] {
		const next = new Map<number, number>();
		const found: string[] = [];
		for (const { boot, message } of this.first) {
			const due = next.get(boot) ?? 1;
			if (message > due) found.push(`message ${due} of boot ${boot} missing before ${message}`);
			if (message < due) found.push(`message ${message} of boot ${boot} came after ${due - 1}`);
			next.set(boot, Math.max(due, message + 1));
		}
		return found;
	}

	#unreceived(delivered: ReadonlyMap<number, number>): string[] {
		const found: string[] = [];
		for (const [boot, count] of delivered) {
			const received = this.first.filter((receipt) => receipt.boot === boot).length;
			if (received < count) found.push(`boot ${boot}: ${count} acknowledged, ${received} received`);
		}
		return found;
	}

	#strayed(expected: readonly Stretch[]): string[] {
		const { first } = this;
		const stretches = first.filter((receipt, index) => {
			const before = first[index - 1];
			return before?.boot !== receipt.boot || before.over !== receipt.over;
		});
		const got = spellStretches(stretches);
		const wanted = spellStretches(expected);
		return got === wanted ? [] : [`messages came over ${got || "nothing"}; expected ${wanted}`];
	}
}
