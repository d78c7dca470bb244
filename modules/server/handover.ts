/**
 * The session's connection and the trial's, and how the one takes over from the other. What is
 * said on them is the subclass's: MQTT, or plain lines.
 *
 *              open, transport up            answered
 *   reaching ─────────────────────▶ greeted ──────────▶ proven      the session
 *   reaching ──▶ opened ── move: the old one is parted from, then ──▶ greeted
 *                  the trial
 *
 * An event is sent only for a connection that still is the session or the trial: callbacks of one
 * that was left find it closed and change nothing.
 */

import type { Identifier, Reason } from "../uplink/core/types.js";
import { parseHost, parseInteger } from "./arguments.js";
import { parseSecurity, type Security, type SecurityOptions } from "./security.js";
import type { ServerEnvironment } from "./server.js";
import { Transport, type TransportOptions } from "./transport.js";

/** What a connection's transport says, to whom it is. */
interface Owner {
	opened(connection: Connection): void;
	heard(connection: Connection, bytes: Uint8Array): void;
	relieved(connection: Connection): void;
	lost(connection: Connection, reason: Reason): void;
	readyFor(connection: Connection): boolean;
}

/** One attempt, and its transport's options: methods, for a closure each would fill a device's heap. */
export class Connection implements TransportOptions {
	readonly attempt: number;
	readonly environment: ServerEnvironment;
	readonly over: Identifier;
	readonly host: string;
	readonly port: number;
	readonly proxy: TransportOptions["proxy"];
	readonly security: TransportOptions["security"];
	readonly transport: Transport;
	phase: "reaching" | "opened" | "greeted" | "proven" = "reaching";
	#owner: Owner;

	constructor(
		owner: Owner,
		attempt: number,
		options: Pick<TransportOptions, "over" | "host" | "port" | "security"> & {
			environment: ServerEnvironment;
		},
	) {
		const { environment, over, host, port, security } = options;
		this.#owner = owner;
		this.attempt = attempt;
		this.environment = environment;
		this.over = over;
		this.host = host;
		this.port = port;
		this.proxy = environment.proxy(over);
		this.security = security;
		this.transport = new Transport(this);
	}

	onTiming(): void {
		this.environment.onEvent({ type: "timing", attempt: this.attempt });
	}

	onResolved(): void {
		this.environment.onEvent({ type: "resolved", attempt: this.attempt });
	}

	onOpened(): void {
		this.#owner.opened(this);
	}

	onBytes(bytes: Uint8Array): void {
		this.#owner.heard(this, bytes);
	}

	onRoom(): void {
		this.#owner.relieved(this);
	}

	onLost(reason: Reason): void {
		this.#owner.lost(this, reason);
	}

	ready(): boolean {
		return this.#owner.readyFor(this);
	}
}

export interface HandoverOptions extends ServerEnvironment {
	host: string;
	port: number;
	/** The connection is TLS, and the server is verified; also through a proxy. */
	tls?: SecurityOptions;
}

export abstract class Handover implements Owner {
	protected readonly environment: ServerEnvironment;
	protected session: Connection | undefined;
	#trial: Connection | undefined;
	#host: string;
	#port: number;
	#security: Security | undefined;

	constructor(options: HandoverOptions) {
		this.environment = options;
		this.#host = parseHost(options.host);
		this.#port = parseInteger("port", options.port, 1, 65_535);
		this.#security = parseSecurity(options.tls, this.#host, options);
	}

	/** Says the first words on a connection that is the session's. */
	protected abstract greet(session: Connection): void;
	protected abstract receive(session: Connection, bytes: Uint8Array): void;
	/** Sends what waits, as far as there is room. */
	protected abstract pump(session: Connection): void;
	/** May more be read? */
	protected abstract ready(): boolean;
	/** The last words, or nothing. */
	protected abstract farewell(): Uint8Array | undefined;
	/** There is no session now. */
	protected abstract parted(): void;

	open(attempt: number, over: Identifier): void {
		this.#part();
		this.session = this.#connect(attempt, over);
	}

	try(attempt: number, over: Identifier): void {
		this.#trial?.transport.close();
		this.#trial = this.#connect(attempt, over);
	}

	/** One that is still reaching for the server greets it when it is there. */
	move(attempt: number): void {
		const trial = this.#trial;
		if (trial?.attempt !== attempt) return;
		this.#trial = undefined;
		this.#part();
		this.session = trial;
		if (trial.phase !== "opened") return;
		trial.phase = "greeted";
		this.greet(trial);
		// What the server said while nobody listened; its events must not come from within `move`.
		this.environment.defer(() => trial.transport.receive());
	}

	abandon(attempt: number): void {
		if (this.#trial?.attempt !== attempt) return;
		this.#trial.transport.close();
		this.#trial = undefined;
	}

	close(): void {
		this.#trial?.transport.close();
		this.#trial = undefined;
		this.#part();
	}

	/** The first `answered` makes the session proven. */
	protected answered(session: Connection): void {
		if (session !== this.session) return;
		session.phase = "proven";
		this.environment.onEvent({ type: "answered", attempt: session.attempt });
	}

	/** The connection is over. */
	protected lose(connection: Connection, reason: Reason): void {
		connection.transport.close();
		if (connection === this.session) {
			this.session = undefined;
			this.parted();
		} else if (connection === this.#trial) this.#trial = undefined;
		else return;
		this.environment.onEvent({ type: "lost", attempt: connection.attempt, reason });
	}

	#part(): void {
		const { session } = this;
		if (!session) return;
		this.session = undefined;
		const greeted = session.phase === "greeted" || session.phase === "proven";
		session.transport.close(greeted ? this.farewell() : undefined);
		this.parted();
	}

	#connect(attempt: number, over: Identifier): Connection {
		const { environment } = this;
		const [host, port, security] = [this.#host, this.#port, this.#security];
		return new Connection(this, attempt, { environment, over, host, port, security });
	}

	/** These five are for its connections alone. */
	heard(connection: Connection, bytes: Uint8Array): void {
		this.receive(connection, bytes);
	}

	relieved(connection: Connection): void {
		if (connection === this.session) this.pump(connection);
	}

	lost(connection: Connection, reason: Reason): void {
		this.lose(connection, reason);
	}

	readyFor(connection: Connection): boolean {
		return connection === this.session && this.ready();
	}

	opened(connection: Connection): void {
		if (connection === this.session) {
			connection.phase = "greeted";
			this.greet(connection);
			return;
		}
		connection.phase = "opened";
		this.environment.onEvent({ type: "opened", attempt: connection.attempt });
	}
}
