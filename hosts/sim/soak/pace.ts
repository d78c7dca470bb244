/**
 * The pace of attempts, counted beside the firmware: when each link and each way to the server
 * failed, how often in a row, and whether the next attempt came too soon. A count of our own, for
 * a core that counts wrong must not be its own judge.
 *
 *   failed for the n-th time ──▶ waits least × 2ⁿ⁻¹, at most `backoffMax` ──▶ next attempt
 *                                  └─ evidence of change: at once, once in `policy.evidence`
 */

import type { Core } from "../../../modules/uplink/core/core.js";
import { classOf } from "../../../modules/uplink/core/identifiers.js";
import type { Policy } from "../../../modules/uplink/core/policy.js";
import { type Identifier, type Milliseconds, NEVER } from "../../../modules/uplink/core/types.js";

interface Wait {
	failures: number;
	/** When it began, or NEVER: it does not wait. */
	since: Milliseconds;
	/** When evidence last cut it short. */
	cutAt: Milliseconds;
}

function createWait(): Wait {
	return { failures: 0, since: NEVER, cutAt: -NEVER };
}

export class Pace {
	/** The first attempt that came too soon. */
	wrong: string | undefined;
	#policy: Policy;
	#bootedAt: Milliseconds = 0;
	/** Nothing was looked at since the boot. */
	#first = true;
	#links = new Map<Identifier, Wait>();
	#paths = new Map<Identifier, Wait>();
	/** Over what the server was last proven, and since when. */
	#proven: { over: Identifier; since: Milliseconds } | undefined;

	constructor(policy: Policy) {
		this.#policy = policy;
	}

	/** Waits that began while the firmware was constructed count from its boot. */
	booted(at: Milliseconds): void {
		this.#bootedAt = at;
		this.#first = true;
		this.#links.clear();
		this.#paths.clear();
		this.#proven = undefined;
	}

	/** Looks at the record, after an event or later. */
	look(record: Core, at: Milliseconds): void {
		this.#session(record, at);
		for (const link of record.links) {
			const wait = this.#waitOf(this.#links, link.interface);
			if (link.phase === "up") wait.failures = 0;
			this.#follow(wait, `link ${link.interface}`, link, at, this.#policy.settle);
		}
		for (const path of record.paths)
			this.#follow(
				this.#waitOf(this.#paths, path.interface),
				`way over ${path.interface}`,
				path,
				at,
				0,
			);
		this.#first = false;
	}

	/** A session that lasted clears what failed before it. */
	#session({ session }: Core, at: Milliseconds): void {
		const { interface: over, phase } = session;
		const proven = phase === "proven" || phase === "suspect";
		const before = this.#proven;
		if (before && (!proven || over !== before.over)) {
			if (at - before.since >= this.#policy.steady)
				this.#waitOf(this.#paths, before.over).failures = 0;
			this.#proven = undefined;
		}
		if (proven && over) this.#proven ??= { over, since: at };
	}

	#follow(
		wait: Wait,
		what: string,
		now: { interface: Identifier; phase: string },
		at: Milliseconds,
		settle: Milliseconds,
	): void {
		const waits = now.phase === "waiting";
		if (wait.since !== NEVER && !waits) {
			this.#judge(wait, what, now.interface, at, settle);
			wait.since = NEVER;
		}
		if (waits && wait.since === NEVER) {
			wait.since = this.#first ? this.#bootedAt : at;
			wait.failures += 1;
		}
	}

	/** The wait is over: was it long enough? */
	#judge(wait: Wait, what: string, over: Identifier, at: Milliseconds, settle: Milliseconds) {
		const waited = at - wait.since;
		const least = Math.max(settle, this.#least(over, wait.failures));
		if (waited >= least) return;
		const { evidence } = this.#policy;
		// Evidence is heeded at once, but what it starts may have to settle first.
		const often = at - wait.cutAt < evidence - settle;
		wait.cutAt = at;
		if (waited >= settle && !often) return;
		this.wrong ??= `${what}: the wait after failure ${wait.failures} was ${waited} ms of ${least}`;
	}

	#least(over: Identifier, failures: number): Milliseconds {
		const { backoffMin, backoffMax } = this.#policy[classOf(over)];
		let least = backoffMin;
		for (let n = 1; n < failures && least < backoffMax; n++) least *= 2;
		return Math.min(least, backoffMax);
	}

	#waitOf(waits: Map<Identifier, Wait>, over: Identifier): Wait {
		const wait = waits.get(over) ?? createWait();
		waits.set(over, wait);
		return wait;
	}
}
