/**
 * The facts of the simulated world: what `Board.set` takes, what every simulated part reads, and the
 * words of a scenario file. All are healthy on a new board.
 */

/** What any interface's network does with our packets. */
export interface NetworkFacts {
	/** Does the network hand out addresses? */
	dhcp: boolean;
	/** Do its name servers answer, keep silent, or lie? */
	dns: "ok" | "silent" | "wrong";
	/** Beyond the gateway: forwarded, swallowed, or turned back (reset, unreachable). */
	upstream: "ok" | "blackhole" | "reject";
}

export interface EthernetFacts extends NetworkFacts {
	cable: boolean;
	/** Does the chip answer on its bus? */
	answers: boolean;
}

export interface WiFiFacts extends NetworkFacts {
	accessPoint: boolean;
	passwordAccepted: boolean;
	/** dBm at the antenna. */
	signal: number;
}

export interface CellularFacts extends NetworkFacts {
	modem: boolean;
	sim: "ready" | "absent" | "pin" | "puk";
	registration: "home" | "roaming" | "searching" | "denied" | "notSearching";
	/** Ms from radio on to registration, where the network admits us. */
	registersAfter: number;
	ppp: boolean;
}

/** By instance: `eth0`, `wl0` and `cell0` are always there, further ones where fitted. */
export interface Facts {
	eth0: EthernetFacts;
	wl0: WiFiFacts;
	cell0: CellularFacts;
	[instance: `eth${number}`]: EthernetFacts;
	[instance: `wl${number}`]: WiFiFacts;
	[instance: `cell${number}`]: CellularFacts;
	server: "up" | "down" | "refusing";
}

/** What `Board.set` takes: any part of the facts. */
export type FactChanges = {
	[Part in keyof Facts]?: Facts[Part] extends object ? Partial<Facts[Part]> : Facts[Part];
};
