/**
 * The wall clock: what time it is, and how sure that is. A device has no clock at boot, and only TLS
 * needs one, so nobody is asked before somebody wants to know.
 *
 *   told:  the platform's clock (network, RTC), or SNTP in this boot        counts on by our ticks
 *   least: the last time kept in flash, and never before the build date     a bound, no clock
 *
 *   ask ──▶ told? ──▶ answer │ SNTP over that interface ──▶ told: answer │ least: answer
 *   judge ──▶ a server was verified by it: kept │ its certificate's dates were wrong: asked anew
 *
 * What was told is kept in flash when the kept time is a day behind it: one write a day at most. Only
 * what verified a server is kept: a wrong answer must not outlive its boot as a bound.
 */

import type { Identifier, Milliseconds } from "./core/types.js";
import { NEVER } from "./core/types.js";
import type { Provider } from "./provider.js";
import { SNTP_PORT } from "./sntp.js";
import type { Store } from "./store.js";
import { TimeQuestion } from "./time-question.js";

const DAY: Milliseconds = 86_400_000;
/** The year 9999 ends: more is no time, and certificates cannot say it. */
const LATEST: Milliseconds = 253_402_300_799_000;

/** Given to the manager as `time`; docs/tls.md says what it is good for. */
export interface TimeOptions {
	/** A server to ask for the time by SNTP, the owner's to name. Without one nobody is asked. */
	host?: string;
	/** Default: 123. */
	port?: number;
	/** When this firmware was built, in ms since 1970: it is never earlier than that. */
	built?: Milliseconds;
}

export interface WallOptions {
	provider: Pick<Provider, "UDP" | "resolve" | "random" | "time">;
	store: Pick<Store, "read" | "write" | "isForeign">;
	now(): Milliseconds;
	note(text: string): void;
	time: TimeOptions | undefined;
	/** `deadline` has changed. */
	onDeadline(): void;
}

/** What is known of the time, each undefined where it is not. */
export interface Known {
	/** By SNTP in this boot, counted on. */
	learned: Milliseconds | undefined;
	/** By the platform's own clock. */
	platform: Milliseconds | undefined;
	kept: Milliseconds | undefined;
	built: Milliseconds | undefined;
}

function isWall(value: unknown): value is Milliseconds {
	return typeof value === "number" && value > 0 && value <= LATEST;
}

/** The least it can be. */
export function leastOf({ kept, built }: Known): Milliseconds | undefined {
	const known = [kept, built].filter(isWall);
	return known.length > 0 ? Math.max(...known) : undefined;
}

/** The time, if it is known: a clock that says less than the least has not been set. */
export function toldOf(known: Known): Milliseconds | undefined {
	const least = leastOf(known) ?? 0;
	return [known.learned, known.platform].filter(isWall).find((told) => told >= least);
}

export class Wall {
	#options: WallOptions;
	#server: { host: string; port: number } | undefined;
	#built: Milliseconds | undefined;
	#kept: Milliseconds | undefined;
	/** Wall time at our clock's zero, by SNTP. */
	#zero: Milliseconds | undefined;
	/** We have set the platform's clock to what may be wrong: what it says is no news. */
	#bounded = false;
	/** A certificate's dates were wrong by the platform's clock: somebody else is asked first. */
	#doubted = false;
	#questions = new Set<TimeQuestion>();

	/** Throws for options that make no sense. */
	constructor(options: WallOptions) {
		this.#options = options;
		const { host, port, built } = parseTime(options.time);
		if (host !== undefined) this.#server = { host, port };
		this.#built = built;
		const record = options.store.read("time") as { at?: unknown } | undefined;
		this.#kept = isWall(record?.at) ? record.at : undefined;
	}

	/** Wall time, where it is known. */
	get told(): Milliseconds | undefined {
		const known = this.#known();
		return toldOf(this.#doubted ? { ...known, platform: undefined } : known);
	}

	/** When `elapse` has something to do. */
	get deadline(): Milliseconds {
		if (this.#questions.size === 0) return NEVER;
		let least = NEVER;
		for (const question of this.#questions) least = Math.min(least, question.deadline);
		return least;
	}

	elapse(now: Milliseconds): void {
		if (this.#questions.size === 0) return;
		for (const question of [...this.#questions]) if (now >= question.deadline) question.elapse(now);
	}

	/** What time is it? Answers once, perhaps at once: the time, else the least it can be, if any. */
	ask(over: Identifier, onTime: (now: Milliseconds | undefined) => void): { close(): void } {
		const told = this.told;
		if (told !== undefined || !this.#server || !this.#options.provider.UDP) {
			onTime(told ?? this.#settle());
			return { close() {} };
		}
		const { provider, now, onDeadline } = this.#options;
		const question = new TimeQuestion({
			provider,
			over,
			server: this.#server,
			now,
			onDeadline,
			onTime: (wall) => {
				this.#questions.delete(question);
				onTime(this.#learn(wall, over) ?? this.#settle());
			},
		});
		this.#questions.add(question);
		onDeadline();
		return {
			close: () => {
				this.#questions.delete(question);
				question.close();
			},
		};
	}

	/** What came of a handshake: the server was verified, or the dates of its certificate were wrong. */
	judge(verified: boolean): void {
		const { told } = this;
		if (verified) {
			this.#doubted = false;
			if (told !== undefined) this.#keep(told);
			return;
		}
		this.#doubted = true;
		// Perhaps it was our clock. What the platform says may be what we told it.
		this.#bounded ||= this.#zero !== undefined && this.#options.provider.time.set !== undefined;
		this.#zero = undefined;
	}

	close(): void {
		for (const question of this.#questions) question.close();
		this.#questions.clear();
	}

	#known(): Known {
		const { provider, now } = this.#options;
		return {
			learned: this.#zero === undefined ? undefined : this.#zero + now(),
			platform: this.#bounded ? undefined : provider.time.now,
			kept: this.#kept,
			built: this.#built,
		};
	}

	/** An answer from before the least is a lie, or a server that was never set. */
	#learn(wall: Milliseconds | undefined, over: Identifier): Milliseconds | undefined {
		const { now, note, provider } = this.#options;
		const told = toldOf({ ...this.#known(), learned: wall, platform: undefined });
		if (told === undefined) {
			if (wall !== undefined) note(`time: the answer over ${over} is before what is known`);
			return undefined;
		}
		this.#zero = told - now();
		provider.time.set?.(told);
		note(`time: told over ${over}`);
		return told;
	}

	/** Nobody tells: a clock that is doubted, or else the least must do, also for the platform. */
	#settle(): Milliseconds | undefined {
		const known = this.#known();
		const doubted = toldOf({ ...known, learned: undefined });
		if (doubted !== undefined) return doubted;
		const least = leastOf(known);
		if (least !== undefined && this.#options.provider.time.set) {
			this.#bounded = true;
			this.#options.provider.time.set(least);
		}
		return least;
	}

	#keep(told: Milliseconds): void {
		const { store, note } = this.#options;
		if (this.#kept !== undefined && told - this.#kept < DAY) return;
		if (store.isForeign("time")) return;
		try {
			store.write("time", { at: told });
			this.#kept = told;
		} catch {
			note("time: flash refuses to keep it; it is tried again when it is needed");
		}
	}
}

function parseTime(value: TimeOptions = {}): TimeOptions & { port: number } {
	if (typeof value !== "object" || value === null) throw new TypeError("time: expected an object");
	const { host, port = SNTP_PORT, built } = value;
	if (host !== undefined && (typeof host !== "string" || !/^[!-~]{1,253}$/.test(host)))
		throw new TypeError("time.host: expected a name or an address");
	if (!Number.isInteger(port) || port < 1 || port > 65_535)
		throw new RangeError("time.port: expected an integer from 1 to 65535");
	if (built !== undefined && !isWall(built))
		throw new RangeError("time.built: expected milliseconds since 1970");
	return { port, ...(host !== undefined && { host }), ...(built !== undefined && { built }) };
}
