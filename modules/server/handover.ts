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
import { Transport } from "./transport.js";

export interface Connection {
	readonly attempt: number;
	readonly transport: Transport;
	phase: "reaching" | "opened" | "greeted" | "proven";
}

export interface HandoverOptions extends ServerEnvironment {
	host: string;
	port: number;
	/** The connection is TLS, and the server is verified; also through a proxy. */
	tls?: SecurityOptions;
}

export abstract class Handover {
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
		const transport = new Transport({
			environment,
			over,
			host: this.#host,
			port: this.#port,
			proxy: environment.proxy(over),
			security: this.#security,
			onTiming: () => environment.onEvent({ type: "timing", attempt }),
			onResolved: () => environment.onEvent({ type: "resolved", attempt }),
			onOpened: () => this.#opened(connection),
			onBytes: (bytes) => this.receive(connection, bytes),
			onRoom: () => {
				if (connection === this.session) this.pump(connection);
			},
			onLost: (reason) => this.lose(connection, reason),
			ready: () => connection === this.session && this.ready(),
		});
		const connection: Connection = { attempt, transport, phase: "reaching" };
		return connection;
	}

	#opened(connection: Connection): void {
		if (connection === this.session) {
			connection.phase = "greeted";
			this.greet(connection);
			return;
		}
		connection.phase = "opened";
		this.environment.onEvent({ type: "opened", attempt: connection.attempt });
	}
}
