/**
 * The resolver: a name asked over one interface, of that interface's own servers; nothing is cached
 * across a switch. The shape of `embedded:network/dns/resolver/udp`. The class is C over lwIP
 * (resolve.c, question.c, dns.c), one source for every host that has lwIP.
 */

import type { Identifier } from "../uplink/core/types.js";

export interface ResolveOptions {
	host: string;
	/** A dotted quad is answered with itself. Never called from within `resolve`. */
	onResolved(host: string, address: string): void;
	/** No such name, or no answer within the resolver's own bound (8 s). */
	onError(): void;
}

export interface Resolver {
	resolve(options: ResolveOptions): void;
	/** Afterwards neither callback runs. */
	close(): void;
}

export class LwipResolver extends Native("xs_resolver_destructor") implements Resolver {
	constructor(options: { interface: Identifier }) {
		super();
		native("xs_resolver_constructor").call(this, options);
	}

	resolve(options: ResolveOptions): void {
		return native("xs_resolver_resolve").call(this, options);
	}

	close(): void {
		return native("xs_resolver_close").call(this);
	}
}
