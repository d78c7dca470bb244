/**
 * One question for the wall time, by SNTP over the interface that holds the route: the name asked of
 * that interface's own servers, then a few packets, since UDP loses some.
 *
 *   naming ──▶ asking ─ at 0, 1, 3 s ──▶ over: onTime(wall time)
 *      └──────────┴── 5 s since the beginning ──▶ over: onTime(undefined)
 *
 * It keeps no timer: its owner calls `elapse` at `deadline`.
 */

import type { Resolver } from "../lwip/resolve.js";
import type { Identifier, Milliseconds } from "./core/types.js";
import { NEVER } from "./core/types.js";
import type { Provider, UDPSocket } from "./provider.js";
import { encodeRequest, type Nonce, readAnswer } from "./sntp.js";

/** Well within a trial's ten seconds. */
export const GIVE_UP: Milliseconds = 5000;
/** From one packet to the next; after the last there is none. */
const GAPS: readonly Milliseconds[] = Object.freeze([1000, 2000]);

export interface TimeQuestionOptions {
	provider: Pick<Provider, "UDP" | "resolve" | "random">;
	over: Identifier;
	server: { host: string; port: number };
	now(): Milliseconds;
	/** `deadline` has changed. */
	onDeadline(): void;
	/** Once, and never from within a call; undefined: nobody answered. */
	onTime(wall: Milliseconds | undefined): void;
}

export class TimeQuestion {
	#options: TimeQuestionOptions;
	#phase: "naming" | "asking" | "over" = "naming";
	#giveUpAt: Milliseconds;
	#repeatAt: Milliseconds = NEVER;
	#sent = 0;
	#sentAt: Milliseconds = 0;
	#address = "";
	#resolver: Resolver | undefined;
	#socket: UDPSocket | undefined;
	#nonce: Nonce = [0, 0];

	constructor(options: TimeQuestionOptions) {
		this.#options = options;
		const now = options.now();
		this.#giveUpAt = now + GIVE_UP;
		try {
			this.#resolver = new options.provider.resolve.io({ interface: options.over });
			this.#resolver.resolve({
				host: options.server.host,
				onResolved: (_host, address) => this.#ask(address),
				onError: () => this.#end(undefined),
			});
		} catch {
			this.#giveUpAt = now;
		}
	}

	get deadline(): Milliseconds {
		return this.#phase === "over" ? NEVER : Math.min(this.#giveUpAt, this.#repeatAt);
	}

	elapse(now: Milliseconds): void {
		if (this.#phase === "over") return;
		if (now >= this.#giveUpAt) this.#end(undefined);
		else if (now >= this.#repeatAt) this.#send();
	}

	/** Ends it in silence. */
	close(): void {
		this.#phase = "over";
		this.#resolver?.close();
		this.#socket?.close();
		this.#socket = undefined;
	}

	#ask(address: string): void {
		const { UDP } = this.#options.provider;
		if (this.#phase !== "naming") return;
		this.#phase = "asking";
		this.#address = address;
		this.#resolver?.close();
		try {
			if (UDP)
				this.#socket = new UDP.io({
					format: "buffer",
					onReadable: () => this.#hear(),
					onError: () => this.#end(undefined),
				});
		} catch {
			// "no network": the interface went while the name was asked.
		}
		if (this.#socket) this.#send();
		else this.#end(undefined);
		this.#options.onDeadline();
	}

	#send(): void {
		const { now, provider, server } = this.#options;
		this.#sentAt = now();
		this.#repeatAt = this.#sentAt + (GAPS[this.#sent] ?? NEVER);
		this.#sent += 1;
		// A new number for each: an answer that comes late must not be dated by a later question.
		this.#nonce = [provider.random(), provider.random()];
		try {
			this.#socket?.write(encodeRequest(this.#nonce), this.#address, server.port);
		} catch {
			// A packet that cannot be sent is lost like any other; the next may fare better.
		}
	}

	#hear(): void {
		for (let packet = this.#socket?.read(); packet; packet = this.#socket?.read()) {
			if (packet.address !== this.#address || packet.port !== this.#options.server.port) continue;
			const wall = readAnswer(packet, this.#nonce);
			if (wall === undefined) continue;
			// It was true half a round trip ago.
			this.#end(wall + Math.floor((this.#options.now() - this.#sentAt) / 2));
			return;
		}
	}

	#end(wall: Milliseconds | undefined): void {
		if (this.#phase === "over") return;
		this.close();
		this.#options.onTime(wall);
	}
}
