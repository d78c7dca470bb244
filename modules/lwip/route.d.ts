/**
 * The route's typings: lwIP's default netif and DNS servers follow one interface. One object for
 * the whole firmware; it checks itself each second, repairs what other code changed, and counts.
 */

import type { Identifier } from "../uplink/core/types.js";

export interface Route {
	/** The interface that sockets opened from now on use; undefined: none is held. */
	hold(interface_: Identifier | undefined): void;
	readonly interface: Identifier | undefined;
	/** How often the stack was found on another route and put right. */
	readonly repairs: number;
}
