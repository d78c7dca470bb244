/**
 * The core's record, and the words it hears and says. Plain data throughout: it can be printed,
 * compared, kept in a journal and replayed.
 *
 *    Input ──▶ step(core, input, now) ──▶ core.commands ──▶ shell
 *                     │
 *                     └─ walk, link ×N, path ×N, session, failback: a machine each
 */

import type { ErrorPolicy } from "../api.js";
import { createBudget } from "./budget.js";
import type { Errand } from "./errand.js";
import { createFailback, type Failback } from "./failback.js";
import { createGuard, type Guard, guardDeadline, pinnedSequence } from "./guard.js";
import { classOf, defaultOrder, sequenceOf } from "./identifiers.js";
import { createLink, type Link } from "./link.js";
import { createPath, type Path } from "./path.js";
import type { Policy } from "./policy.js";
import type { Generator } from "./random.js";
import { type Routed, releaseAt } from "./routed.js";
import type { ServerDown } from "./server-down.js";
import { createSession, type Session } from "./session.js";
import type { Identifier, Milliseconds, Outcome, Reason } from "./types.js";
import { NEVER } from "./types.js";
import { createWalk, type Walk } from "./walk.js";

/*
 * What every input asks is asked without garbage: `for` with an index, where an iterator or a closure
 * would be collected on a device, and events that are made once. `npm run budget` counts.
 */

/** What can happen to the core: past participles, and the imperatives of its user. */
export type Input =
	| { type: "booted" }
	/** `renew`: the interface has other settings than it may be up with. `told`: wants a `complete`. */
	| {
			type: "connect";
			timeout?: Milliseconds | undefined;
			interface?: Identifier | undefined;
			renew?: boolean;
			told: boolean;
	  }
	| { type: "disconnect" }
	/** `cleared`: the owner forgot everything, manual mode included. */
	| { type: "apply"; list: Identifier[]; strict: boolean; cleared?: boolean }
	/** New settings: evidence for every wait. */
	| { type: "configured" }
	| { type: "judgeBy"; onError: ErrorPolicy }
	| { type: "claimed"; interface: Identifier; claims: number }
	| { type: "os"; wanted: boolean }
	| { type: "dropped"; reason: Reason }
	| { type: "changed"; interface: Identifier; connection: number; reason?: Reason | undefined }
	| { type: "evidence"; interface: Identifier }
	| { type: "timing"; attempt: number }
	| { type: "resolved"; attempt: number }
	| { type: "opened"; attempt: number }
	| { type: "answered"; attempt: number }
	| { type: "lost"; attempt: number; reason: Reason }
	| {
			type: "probed";
			interface: Identifier;
			attempt: number;
			of: Target;
			reachable: boolean;
	  }
	/** The application must not be moved without need. */
	| { type: "held"; id: number; reason: string; for: Milliseconds }
	| { type: "released"; id: number }
	/** The application must be over this interface. */
	| {
			type: "pinned";
			interface: Identifier;
			why: string;
			for: Milliseconds;
			fallback: "list" | "never";
	  }
	| { type: "unpinned" }
	| { type: "elapsed" };

/** Whom a probe asks for: the server, or the owner's second reference. */
export type Target = "server" | "reference";

/** One turn as it ended. */
export interface TurnRow {
	at: Milliseconds;
	took: Milliseconds;
	interface: Identifier;
	outcome: "connected" | "failed";
	reason: Outcome;
}

/** What the shell is to do, in this order. Imperatives. */
export type Command =
	/** `recover` is a `stop` that goes further; `failures` tells how often it was needed. */
	| { do: "start" | "stop" | "look" | "recover"; interface: Identifier; failures: number }
	| { do: "route"; interface: Identifier | undefined }
	/** The sockets that still stand on an interface that was left have had their time. */
	| { do: "release"; interface: Identifier }
	| { do: "open" | "try"; attempt: number; interface: Identifier }
	| { do: "move" | "abandon" | "ask"; attempt: number }
	| { do: "close" }
	| { do: "probe"; interface: Identifier; attempt: number; of: Target }
	| { do: "unprobe"; interface: Identifier; of: Target }
	/** Tells the caller of `connect` how it ended. */
	| { do: "complete"; outcome: Outcome; interface: Identifier | undefined }
	/** The unexpected disconnect, once an outage. */
	| { do: "tell"; reason: Outcome }
	| { do: "record"; turn: TurnRow }
	/** The application's session is proven: this is the configuration that works. */
	| { do: "proved"; interface: Identifier }
	/** impOS would start the application now: the server answered, or 10 s have passed. */
	| { do: "starts"; connected: boolean }
	| { do: "rest"; duration: Milliseconds }
	| { do: "restart" };

export interface Core {
	readonly policy: Policy;
	onError: ErrorPolicy;
	readonly generator: Generator;
	readonly fitted: readonly Identifier[];
	list: Identifier[];
	strict: boolean;
	readonly links: Link[];
	readonly paths: Path[];
	/** The same question about the second reference; none when the owner named none. */
	readonly references: Path[];
	readonly guard: Guard;
	/** The server is silent, and the network is not to blame. */
	down: ServerDown | undefined;
	/** The application's walk, over its list. */
	readonly walk: Walk;
	/** The walk of errands that leave list and index alone: manual mode and the OS's. */
	readonly side: Walk;
	readonly session: Session;
	readonly failback: Failback;
	errand: Errand | undefined;
	/** The application wants the server: from boot or `connect()` until `disconnect()` or giving up. */
	wanted: boolean;
	/** impOS's manual mode: this interface alone. */
	manual: Identifier | undefined;
	/** Manual mode ends with the attempt in flight. */
	manualEnds: boolean;
	osWanted: boolean;
	/** The session in force was opened for the OS, on whatever interface worked. */
	osOwned: boolean;
	/** Claims by interface (`imp.net.open`). */
	readonly claims: Partial<Record<Identifier, number>>;
	/** The interface the session left, kept until its sockets have ended. */
	lingering: Identifier | undefined;
	lingerUntil: Milliseconds;
	/** The route's one holder. */
	holder: "session" | "trial" | "os" | undefined;
	route: Identifier | undefined;
	/** Interfaces that have had the route, and when their sockets are released. */
	readonly routed: Routed[];
	/** Since when the application is offline against its will, a move included, or NEVER. */
	outageAt: Milliseconds;
	/** The server refuses us: stay where we are, and ask again slowly. */
	refused: { interface: Identifier; times: number } | undefined;
	/** Until when a cold boot gives the connection before impOS would start the application. */
	startsAt: Milliseconds;
	/** When the outage is told, or NEVER: told already. */
	tellAt: Milliseconds;
	/** How the last turn that failed ended; undefined while connected. */
	reason: Reason | undefined;
	/** The interface of the last turn. */
	tried: Identifier | undefined;
	/** Numbers every attempt: session, trial, probe. */
	attempts: number;
	/** Since when nothing at all has connected, for the ladder's last rung. */
	offlineAt: Milliseconds;
	commands: Command[];
}

export interface CoreOptions {
	policy: Policy;
	fitted: readonly Identifier[];
	list: Identifier[];
	strict: boolean;
	seed: number;
	/** Did the owner name a second reference? */
	reference?: boolean;
}

export function createCore(options: CoreOptions): Core {
	const { policy, fitted, list, strict, seed, reference = false } = options;
	const order = defaultOrder(fitted);
	const paths = order.map((interface_) => {
		const class_ = classOf(interface_);
		return createPath(interface_, class_, createBudget(policy[class_].budget));
	});
	return {
		policy,
		onError: policy.onError,
		generator: { state: seed | 0 },
		fitted: order,
		list,
		strict,
		links: order.map((interface_) => createLink(interface_, classOf(interface_))),
		paths,
		// One budget an interface: what the reference costs, the server's probe has not.
		references: reference
			? paths.map((path) => createPath(path.interface, path.class, path.budget))
			: [],
		guard: createGuard(),
		down: undefined,
		walk: createWalk(sequenceOf(list, order, strict)),
		side: createWalk([]),
		session: createSession(),
		failback: createFailback(policy),
		errand: undefined,
		wanted: false,
		manual: undefined,
		manualEnds: false,
		startsAt: NEVER,
		osWanted: false,
		osOwned: false,
		claims: {},
		lingering: undefined,
		lingerUntil: NEVER,
		holder: undefined,
		route: undefined,
		routed: [],
		outageAt: NEVER,
		refused: undefined,
		tellAt: NEVER,
		reason: undefined,
		tried: undefined,
		attempts: 0,
		offlineAt: 0,
		commands: [],
	};
}

export function linkOf(core: Core, interface_: Identifier): Link {
	for (let at = 0; at < core.links.length; at++) {
		const link = core.links[at] as Link;
		if (link.interface === interface_) return link;
	}
	throw new Error(`${interface_}: not fitted`);
}

function pathIn(paths: readonly Path[], interface_: Identifier): Path | undefined {
	for (let at = 0; at < paths.length; at++)
		if (paths[at]?.interface === interface_) return paths[at];
	return undefined;
}

export function pathOf(core: Core, interface_: Identifier): Path {
	const path = pathIn(core.paths, interface_);
	if (!path) throw new Error(`${interface_}: not fitted`);
	return path;
}

export function referenceOf(core: Core, interface_: Identifier): Path | undefined {
	return pathIn(core.references, interface_);
}

/** The sequence of a pass as things are: the list, its tail, and a pin before them. */
export function presentSequence(core: Core): Identifier[] {
	return pinnedSequence(core.guard, sequenceOf(core.list, core.fitted, core.strict));
}

/** Is the server proven, or suspect and not yet lost? */
export function connected(core: Core): boolean {
	return core.session.phase === "proven" || core.session.phase === "suspect";
}

/** Is the session on its way to a better interface, and proven over neither? */
export function moving(core: Core): boolean {
	return core.failback.phase === "trial" && !connected(core);
}

/** The next instant at which `step` wants to hear `elapsed`. */
export function nextDeadline(core: Core): Milliseconds {
	let least = Math.min(
		core.walk.deadline,
		core.side.deadline,
		core.session.deadline,
		core.failback.deadline,
		core.lingerUntil,
		releaseAt(core),
		core.tellAt,
		core.startsAt,
		core.failback.decayAt,
		guardDeadline(core.guard),
	);
	if (core.wanted && !connected(core) && core.policy.restart > 0)
		least = Math.min(least, core.offlineAt + core.policy.restart);
	least = Math.min(least, leastDeadline(core.links), leastDeadline(core.paths));
	return Math.min(least, leastDeadline(core.references), leastDeadline(core.failback.scouts));
}

function leastDeadline(records: readonly { readonly deadline: Milliseconds }[]): Milliseconds {
	let least = NEVER;
	for (let at = 0; at < records.length; at++)
		least = Math.min(least, (records[at] as { deadline: Milliseconds }).deadline);
	return least;
}
