/**
 * The resolver's typings: a name asked over one interface, of that interface's own servers; nothing
 * is cached across a switch. The shape of `embedded:network/dns/resolver/udp`.
 */

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
