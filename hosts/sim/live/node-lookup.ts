/**
 * The live twins of the resolver and the probe: both ask over one named interface, whoever holds the
 * route. Names are answered from the world's facts; a probe is a TCP connection through the
 * interface's wire, so that a wire that swallows never answers it.
 *
 *   resolver: asks at 0, 2, 5 s ──▶ onResolved | onError (no such name, or 8 s of silence)
 *   probe:    name ──▶ connection ──▶ onReachable | onError
 */

import { connect, type Socket } from "node:net";
import type { ResolveOptions, Resolver } from "../../../modules/lwip/resolve.js";
import type { Identifier, Milliseconds } from "../../../modules/uplink/core/types.js";
import type { ProbeOptions } from "../../../modules/uplink/provider.js";
import { ESTABLISHED } from "./circuit.js";
import type { Destination, Silenceable } from "./node-tcp.js";
import type { Answer } from "./wire-mode.js";

/** When a question is asked (again), and the resolver's own bound (`resolve.d.ts`). */
const TRIES: readonly Milliseconds[] = Object.freeze([0, 2_000, 5_000]);
const GIVE_UP: Milliseconds = 8_000;

/** Questions of one resolver at a time; a further one fails. */
export const QUESTIONS_MAX = 8;

export interface LookupHost {
	/** What the name servers of an interface say now. */
	lookUp(over: Identifier, host: string): Answer;
	/** Where an address lies over an interface. */
	through(over: Identifier, address: string, port: number): Destination;
	/** Runs a callback in real time, virtual time up to date; returns how to forget it. */
	later(callback: () => void, delay: Milliseconds): () => void;
	/** Brings virtual time up to this moment, which may close things, and then calls back. */
	perform(callback: () => void): void;
	opened(thing: Silenceable): void;
	closed(thing: Silenceable): void;
}

class NodeResolver implements Resolver, Silenceable {
	readonly #host: LookupHost;
	readonly #over: Identifier;
	/** Of each question without an answer: how to forget its timers. */
	readonly #questions = new Set<(() => void)[]>();

	constructor(host: LookupHost, options: { interface: Identifier }) {
		this.#host = host;
		this.#over = options.interface;
		host.opened(this);
	}

	resolve({ host, onResolved, onError }: ResolveOptions): void {
		const timers: (() => void)[] = [];
		const full = this.#questions.size >= QUESTIONS_MAX;
		const answered = (answer: Answer): void => {
			if (answer === "silence" || !this.#questions.delete(timers)) return;
			for (const forget of timers) forget();
			if (answer === "failure") onError();
			else onResolved(host, answer.address);
		};
		const ask = () => answered(full ? "failure" : this.#host.lookUp(this.#over, host));
		this.#questions.add(timers);
		for (const delay of TRIES) timers.push(this.#host.later(ask, delay));
		timers.push(this.#host.later(() => answered("failure"), GIVE_UP));
	}

	close(): void {
		for (const timers of this.#questions) for (const forget of timers) forget();
		this.#questions.clear();
		this.#host.closed(this);
	}

	silence(): void {
		this.close();
	}
}

class NodeProbe implements Silenceable {
	readonly #host: LookupHost;
	readonly #options: ProbeOptions;
	readonly #resolver: NodeResolver;
	#socket: Socket | undefined;
	#closed = false;

	constructor(host: LookupHost, options: ProbeOptions) {
		this.#host = host;
		this.#options = options;
		this.#resolver = new NodeResolver(host, options);
		host.opened(this);
		this.#resolver.resolve({
			host: options.host,
			onResolved: (_host, address) => this.#connect(address),
			onError: () => this.#answer(false),
		});
	}

	close(): void {
		this.#closed = true;
		this.#resolver.close();
		this.#socket?.destroy();
		this.#host.closed(this);
	}

	silence(): void {
		this.close();
	}

	#connect(address: string): void {
		const port = this.#host.through(this.#options.interface, address, this.#options.port);
		if (port === "refused") this.#answer(false);
		if (typeof port !== "number") return;
		const socket = connect({ host: "127.0.0.1", port });
		this.#socket = socket;
		socket.once("data", (first: Buffer) => this.#answer(first[0] === ESTABLISHED));
		socket.on("error", () => this.#answer(false));
		socket.on("close", () => this.#answer(false));
	}

	#answer(reachable: boolean): void {
		this.#host.perform(() => {
			if (this.#closed) return;
			this.close();
			if (reachable) this.#options.onReachable();
			else this.#options.onError();
		});
	}
}

export type ResolverClass = new (options: { interface: Identifier }) => Resolver;
export type ProbeClass = new (options: ProbeOptions) => { close(): void };

export function createResolver(host: LookupHost): ResolverClass {
	return class extends NodeResolver {
		constructor(options: { interface: Identifier }) {
			super(host, options);
		}
	};
}

export function createProbe(host: LookupHost): ProbeClass {
	return class extends NodeProbe {
		constructor(options: ProbeOptions) {
			super(host, options);
		}
	};
}
