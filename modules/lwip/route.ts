/**
 * The route: lwIP's default netif and DNS servers follow one interface. One object for the whole
 * firmware; it checks itself each second, repairs what other code changed, and counts. The class is C
 * over lwIP (route.c), one source for every host that has lwIP.
 */

import type { Identifier } from "../uplink/core/types.js";

export interface Route {
	/** The interface that sockets opened from now on use; undefined: none is held. */
	hold(interface_: Identifier | undefined): void;
	/**
	 * An interface was left and its sockets had time to end: the TCP connections that still stand on
	 * it are aborted, and hear `onError`. Those that are bound to it, and those to its own network, stay.
	 */
	release(interface_: Identifier): void;
	readonly interface: Identifier | undefined;
	/** How often the stack was found on another route and put right. */
	readonly repairs: number;
}

export class LwipRoute extends Native("xs_route_destructor") implements Route {
	constructor() {
		super();
		native("xs_route_constructor").call(this);
	}

	hold(interface_: Identifier | undefined): void {
		return native("xs_route_hold").call(this, interface_);
	}

	release(interface_: Identifier): void {
		return native("xs_route_release").call(this, interface_);
	}

	get interface(): Identifier | undefined {
		return native("xs_route_get_interface").call(this);
	}

	get repairs(): number {
		return native("xs_route_get_repairs").call(this);
	}
}
