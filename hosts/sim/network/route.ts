/**
 * The route of the simulated stack: the default route and the DNS table follow the interface that is
 * held. With the anchor (design: ESP-IDF's arbiter is switched off, not fought) nothing else moves
 * them but faults; without it every netif event does, and is repaired at the next check.
 *
 *   hold(wifi) ──▶ default: wifi, DNS: wifi's ──▶ disturbed ──▶ next second: repaired, counted
 *
 * The check of each second is only run for seconds in which something was touched: the outcome is
 * the same, and forty idle days cost nothing.
 */

import type { Route } from "../../../modules/lwip/route.js";
import type { Identifier, Milliseconds } from "../../../modules/uplink/core/types.js";
import type { Task } from "../time.js";
import type { Resident, Stack } from "./stack.js";

const CHECK: Milliseconds = 1000;

export interface SimRouteOptions {
	/** Pin ESP-IDF's default to a netif that never starts. Default: true. */
	anchor?: boolean;
}

export class SimRoute implements Route, Resident {
	#stack: Stack;
	#interface: Identifier | undefined;
	#repairs = 0;
	/** Were the held interface's name servers known when DNS was set last? */
	#served = false;
	#since: Milliseconds = 0;
	#check: Task | undefined;
	#dropped = false;

	constructor(stack: Stack, { anchor = true }: SimRouteOptions = {}) {
		this.#stack = stack;
		stack.add(this);
		if (anchor) stack.arbiter.pin("anchor");
		stack.arbiter.onTouched = () => this.#touched();
	}

	get interface(): Identifier | undefined {
		return this.#interface;
	}

	get repairs(): number {
		return this.#repairs;
	}

	hold(interface_: Identifier | undefined): void {
		if (interface_ !== undefined) this.#stack.netif(interface_);
		if (this.#dropped) return;
		this.#interface = interface_;
		this.#since = this.#stack.time.now;
		this.#put();
		this.#stack.time.cancel(this.#check);
		this.#check = undefined;
	}

	release(interface_: Identifier): void {
		this.#stack.netif(interface_);
		if (!this.#dropped) this.#stack.release(interface_);
	}

	drop(): void {
		this.#dropped = true;
		this.#interface = undefined;
		this.#stack.time.cancel(this.#check);
	}

	/** Name servers are known from the lease on. */
	#servers(): Identifier[] {
		const id = this.#interface;
		return id !== undefined && this.#stack.netif(id).addressed() ? [id] : [];
	}

	#put(): void {
		const servers = this.#servers();
		this.#served = servers.length > 0;
		this.#stack.arbiter.set(this.#interface, servers);
	}

	#touched(): void {
		const { time } = this.#stack;
		if (this.#interface === undefined || this.#check) return;
		this.#check = time.after(CHECK - ((time.now - this.#since) % CHECK), () => {
			this.#check = undefined;
			this.#repair();
		});
	}

	#repair(): void {
		const { arbiter } = this.#stack;
		const servers = this.#servers();
		const right = arbiter.default === this.#interface && arbiter.servers.join() === servers.join();
		if (right) return;
		// A lease that came or went since is news, not damage.
		const news = arbiter.default === this.#interface && this.#served !== servers.length > 0;
		if (!news) this.#repairs++;
		this.#put();
		this.#stack.time.cancel(this.#check);
		this.#check = undefined;
	}
}
