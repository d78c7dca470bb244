/**
 * The part of a board that a scenario plays on. `Board` has it; so may a test's stand-in.
 */

import type { Imp, Net, Server } from "../../../modules/imp/index.js";
import type { Identifier, Milliseconds } from "../../../modules/uplink/core/types.js";
import type { FactChanges } from "../facts.js";
import type { TraceEntry } from "../trace.js";
import type { BoardOptions } from "./format.js";
import type { AttemptRow } from "./record.js";

export interface Metered {
	/** Bytes since the boot. */
	bytes(over: Identifier): Readonly<{ sent: number; received: number }>;
}

export interface PlayedBoard {
	readonly now: Milliseconds;
	readonly imp: {
		readonly net: Pick<Net, "setserverinterfaces" | "getserverinterfaces">;
	} & Pick<Imp, "setwificonfiguration" | "clearconfiguration">;
	readonly server: Pick<
		Server,
		| "connect"
		| "connectwith"
		| "disconnect"
		| "isconnected"
		| "log"
		| "onunexpecteddisconnect"
		| "setsendtimeoutpolicy"
	>;
	readonly uplink: {
		readonly active: string | undefined;
		/** Messages acknowledged since boot. */
		readonly delivered: number;
		publish(topic: string, data: string, options: { QoS: 0 | 1 }): number;
		explain(): { words: readonly string[] };
	};
	/** The network of this boot, which counts what goes over it. */
	readonly network: Metered | undefined;
	readonly os: { connect(): void; disconnect(): void };
	readonly flash: { cutAfter(bytes: number): void };
	readonly attempts: readonly AttemptRow[];
	trace: ((entry: TraceEntry) => void) | undefined;
	powerOn(): void;
	powerOff(): void;
	advance(duration: Milliseconds): void;
	set(changes: FactChanges): void;
}

export interface Stage {
	createBoard(options: BoardOptions): PlayedBoard;
}
