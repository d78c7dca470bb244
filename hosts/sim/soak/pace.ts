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

/** From a change in the world until the last event of it, also from a driver that is late. */
const NEWS_TAKES: Milliseconds = 60_000;

/** A link or a way as it was looked at. */
interface Seen {
	what: string;
	over: Identifier;
	phase: string;
	at: Milliseconds;
	/** The least wait of all. */
	settle: Milliseconds;
	/** When there was last reason to try again at once. */
	newsAt: Milliseconds;
}

type Misbehaved = { has(over: Identifier): boolean };

interface Wait {
	failures: number;
	/** When it began, or NEVER: it does not wait. */
	since: Milliseconds;
	/** When the last wait began that evidence cut short. */
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
	/** Sessions that could not be opened, whatever the core makes of it. */
	#openings = new Map<Identifier, Wait>();
	#opening: Identifier | undefined;
	/** When each link was last seen to rise: news for the way over it. */
	#rose = new Map<Identifier, Milliseconds>();
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
		this.#openings.clear();
		this.#opening = undefined;
		this.#rose.clear();
		this.#proven = undefined;
	}

	/**
	 * Looks at the record, after an event or later; `newsAt`: when the world last did anything. What
	 * a class that misbehaved brings late, or twice, is evidence for the firmware all the same.
	 */
	look(record: Core, at: Milliseconds, newsAt: Milliseconds, misbehaved: Misbehaved): void {
		this.#session(record, at);
		const { settle } = this.#policy;
		for (const link of record.links) {
			const { interface: over, phase } = link;
			const wait = this.#waitOf(this.#links, over);
			if (phase === "up") wait.failures = 0;
			if (phase !== "up") this.#rose.delete(over);
			else if (!this.#rose.has(over)) this.#rose.set(over, at);
			const news = misbehaved.has(over) ? at : newsAt;
			this.#follow(wait, { what: "link", over, phase, at, settle, newsAt: news });
		}
		for (const { interface: over, phase } of record.paths) {
			const news = Math.max(newsAt, this.#rose.get(over) ?? -NEVER);
			const wait = this.#waitOf(this.#paths, over);
			this.#follow(wait, { what: "way over", over, phase, at, settle: 0, newsAt: news });
		}
		this.#open(record, at, newsAt);
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

	/** From an opening that failed above the address to the next over the same interface. */
	#open({ session, links, reason }: Core, at: Milliseconds, newsAt: Milliseconds): void {
		const opening = session.phase === "opening" ? session.interface : undefined;
		const before = this.#opening;
		if (opening === before) return;
		this.#opening = opening;
		if (before !== undefined) {
			const wait = this.#waitOf(this.#openings, before);
			const link = links.find((each) => each.interface === before);
			const proven = session.interface === before;
			// A link that fell, and a server that refuses, have waits of their own; who called, none.
			const refused = reason === "NOT_AUTHORISED";
			const own = link?.phase !== "up" || refused || proven || newsAt === at;
			wait.failures = own ? 0 : wait.failures + 1;
			wait.since = own ? NEVER : at;
		}
		if (opening === undefined) return;
		const wait = this.#waitOf(this.#openings, opening);
		if (wait.since === NEVER) return;
		const news = Math.max(newsAt, this.#rose.get(opening) ?? -NEVER);
		const seen = { over: opening, phase: "", at, settle: 0, newsAt: news };
		this.#judge(wait, { what: "opening over", ...seen });
		wait.since = NEVER;
	}

	#follow(wait: Wait, seen: Seen): void {
		const waits = seen.phase === "waiting";
		if (wait.since !== NEVER && !waits) {
			this.#judge(wait, seen);
			wait.since = NEVER;
		}
		if (waits && wait.since === NEVER) {
			wait.since = this.#first ? this.#bootedAt : seen.at;
			wait.failures += 1;
		}
	}

	/** The wait is over: was it long enough? */
	#judge(wait: Wait, { what, over, at, settle, newsAt }: Seen): void {
		const waited = at - wait.since;
		const least = Math.max(settle, this.#least(over, wait.failures));
		if (waited >= least) return;
		// Evidence came at some moment of the wait; what it starts may have to settle first, and the
		// next may only be heeded later than it by `evidence`.
		const often = at - wait.cutAt < this.#policy.evidence - settle;
		wait.cutAt = wait.since;
		const evident = newsAt >= wait.since - NEWS_TAKES;
		if (waited >= settle && !often && evident) return;
		const after = `after failure ${wait.failures}`;
		this.wrong ??= `${what} ${over}: the wait ${after} was ${waited} ms of ${least}`;
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
