/**
 * Packet identifiers of MQTT (§2.3.1): 1 to 65535, one space for PUBLISH, SUBSCRIBE and
 * UNSUBSCRIBE, each in use until its answer. They are taken in turn, so that a late answer to an
 * old packet seldom meets a new one. Outbox and subscriptions bound how many are in use.
 */

const LAST = 65_535;

export class PacketIdentifiers {
	#last = 0;
	#used = new Set<number>();

	take(): number {
		do this.#last = this.#last === LAST ? 1 : this.#last + 1;
		while (this.#used.has(this.#last));
		this.#used.add(this.#last);
		return this.#last;
	}

	/** For an identifier that was taken before a restart. */
	claim(id: number): void {
		this.#used.add(id);
	}

	free(id: number): void {
		this.#used.delete(id);
	}
}
