/**
 * The send timeout policy, and what a send answers under it. Nothing here blocks: a message is
 * accepted into the outbox (0) or refused at once, with a code that says why.
 *
 *                      not connected                  outbox full
 *   SUSPEND            0, kept; reconnects if let go  WOULDBLOCK
 *   RETURN             NOT_CONNECTED                  TIMEOUT, and the connection is dropped
 *   NO_DISCONNECT      NOT_CONNECTED                  WOULDBLOCK
 */

import type { Manager } from "../uplink/api.js";
import type { Milliseconds } from "../uplink/core/types.js";
import { absent, integer, milliseconds } from "./checks.js";
import {
	RETURN_ON_ERROR,
	RETURN_ON_ERROR_NO_DISCONNECT,
	SEND_ERROR_NOT_CONNECTED,
	SEND_ERROR_TIMEOUT,
	SEND_ERROR_WOULDBLOCK,
	SUSPEND_ON_ERROR,
	WAIT_FOR_ACK,
	WAIT_TIL_SENT,
} from "./constants.js";

export class SendPolicy {
	#manager: Manager;
	/** Under RETURN alone: is the connection dropped when the outbox is full? */
	#drops = true;
	#timeout: Milliseconds = 30_000;
	/** Has the application let go, so that under SUSPEND the next send must connect? */
	#letGo = false;

	constructor(manager: Manager) {
		this.#manager = manager;
	}

	get suspends(): boolean {
		return this.#manager.errorPolicy === "suspend";
	}

	/** What `flush` waits when it is not told. */
	get timeout(): Milliseconds {
		return this.#timeout;
	}

	set letGo(letGo: boolean) {
		this.#letGo = letGo;
	}

	set(policy: number, wait?: number | null, seconds?: number | null): void {
		const manager = this.#manager;
		const chosen = integer(policy, "policy", SUSPEND_ON_ERROR, RETURN_ON_ERROR_NO_DISCONNECT);
		if (!absent(wait)) integer(wait, "wait", WAIT_TIL_SENT, WAIT_FOR_ACK);
		const timeout = absent(seconds) ? 30_000 : milliseconds(seconds, "timeout");
		const suspends = chosen === SUSPEND_ON_ERROR;
		// Under RETURN the manager may have given up, and nobody but a send would wake it.
		if (suspends && manager.errorPolicy === "return" && !manager.connected && !manager.connecting)
			this.#letGo = true;
		manager.errorPolicy = suspends ? "suspend" : "return";
		this.#drops = chosen === RETURN_ON_ERROR;
		this.#timeout = timeout;
	}

	/** 0 or a SEND_ERROR. */
	send(topic: string, data: string): number {
		const manager = this.#manager;
		const returns = manager.errorPolicy === "return";
		if (returns && !manager.connected) return SEND_ERROR_NOT_CONNECTED;
		const accepted = manager.publish(topic, data, { QoS: 1 }) !== 0;
		if (this.#letGo && !returns) {
			this.#letGo = false;
			manager.connect();
		}
		if (accepted) return 0;
		if (!returns || !this.#drops) return SEND_ERROR_WOULDBLOCK;
		manager.drop("NOT_CONNECTED");
		return SEND_ERROR_TIMEOUT;
	}
}
