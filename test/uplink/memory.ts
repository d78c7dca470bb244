/** Key-value storage in memory, with the flash's own ways to fail, for the tests of the store. */

import { checksum } from "../../modules/uplink/checksum.js";
import type { KeyValue, KeyValueDomain } from "../../modules/uplink/provider.js";
import { encodeUTF8 } from "../../modules/uplink/utf8.js";

/** A whole record as a newer firmware writes it. */
export function foreign(text: string, version = 2): Uint8Array {
	const body = encodeUTF8(text);
	const bytes = new Uint8Array(body.length + 5);
	bytes[0] = version;
	bytes.set(body, 1);
	const end = body.length + 1;
	new DataView(bytes.buffer).setUint32(end, checksum(bytes.subarray(0, end)));
	return bytes;
}

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
