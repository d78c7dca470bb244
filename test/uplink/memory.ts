/** Key-value storage in memory, with the flash's own ways to fail, for the tests of the store. */

import type { KeyValue, KeyValueDomain } from "../../modules/uplink/provider.js";

export class Memory implements KeyValue {
	readonly records = new Map<string, Uint8Array>();
	/** Writes and deletions that reached the flash. */
	writes = 0;
	/** The next call fails. */
	broken: "read" | "write" | undefined;

	open(): KeyValueDomain {
		return {
			read: (key) => {
				if (this.broken === "read") throw new Error("flash: cannot read");
				return this.records.get(key)?.slice().buffer;
			},
			write: (key, value) => {
				if (this.broken === "write") throw new Error("flash: cannot write");
				this.writes += 1;
				this.records.set(key, new Uint8Array(value.slice(0)));
			},
			delete: (key) => {
				if (this.broken === "write") throw new Error("flash: cannot write");
				this.writes += 1;
				this.records.delete(key);
			},
			close: () => {},
		};
	}
}
