/**
 * Names asked over one interface, of that interface's own servers, whatever the default route is.
 * The name servers stand beside the gateway (a router's, an operator's), so `dns` and `upstream` are
 * facts of their own: names may resolve while nothing beyond answers.
 *
 *   resolve ──▶ try at 0, 2, 5 s ──▶ answered: onResolved │ no such name: onError
 *                                └─▶ 8 s: onError
 *
 * At most 8 questions at a time for one resolver; a further one fails.
 */

import type { ResolveOptions, Resolver } from "../../../modules/lwip/resolve.js";
import type { Identifier, Milliseconds } from "../../../modules/uplink/core/types.js";
import type { Task } from "../time.js";
import { isDottedQuad, NOWHERE } from "./internet.js";
import type { Netif, Resident, Stack } from "./stack.js";

const TRIES: readonly Milliseconds[] = Object.freeze([0, 2000, 5000]);
const GIVE_UP: Milliseconds = 8000;
const QUESTIONS_MAX = 8;
/** A packet with a question, and one with its answer. */
const QUESTION_SIZE = 65;
const ANSWER_SIZE = 81;

export class SimResolver implements Resolver, Resident {
	#stack: Stack;
	#netif: Netif;
	/** Timers of the questions without an answer. */
	#questions = new Set<Task[]>();
	#closed = false;

	constructor(stack: Stack, options: { interface: Identifier }) {
		this.#stack = stack;
		this.#netif = stack.netif(options.interface);
		stack.add(this);
	}

	resolve({ host, onResolved, onError }: ResolveOptions): void {
		if (typeof host !== "string") throw new TypeError("resolve: host: expected a string");
		if (this.#closed) throw new Error("resolve: the resolver is closed");
		const { time } = this.#stack;
		const tasks: Task[] = [];
		const end = (callback: () => void): void => {
			if (!this.#questions.delete(tasks)) return;
			for (const task of tasks) time.cancel(task);
			this.#stack.perform(callback);
		};
		const answered = (address: string | undefined): void =>
			end(() => (address === undefined ? onError() : onResolved(host, address)));
		const full = this.#questions.size >= QUESTIONS_MAX;
		this.#questions.add(tasks);
		if (full || isDottedQuad(host)) {
			tasks.push(time.after(0, () => answered(full ? undefined : host)));
			return;
		}
		for (const delay of TRIES) tasks.push(time.after(delay, () => this.#ask(host, answered)));
		tasks.push(time.after(GIVE_UP, () => answered(undefined)));
	}

	close(): void {
		this.#closed = true;
		for (const tasks of this.#questions) for (const task of tasks) this.#stack.time.cancel(task);
		this.#questions.clear();
		this.#stack.remove(this);
	}

	drop(): void {
		this.close();
	}

	#ask(host: string, answered: (address: string | undefined) => void): void {
		const answer = (address: string | undefined): void =>
			this.#stack.beside(this.#netif, ANSWER_SIZE, "received", () => answered(address));
		this.#stack.beside(this.#netif, QUESTION_SIZE, "sent", () => {
			const { dns } = this.#netif.facts();
			if (dns === "wrong") answer(NOWHERE);
			if (dns === "ok") answer(this.#stack.internet.names.get(host));
		});
	}
}
