/**
 * `embedded:storage/key-value` of this host: a domain is a file in the folder that the configuration
 * names as `storage`, with the limits and the errors of the ESP32's NVS.
 */

import type { Format, Value } from "embedded:storage/key-value";
import config from "mc/config";

interface Options {
	path: string;
	mode?: "r" | "r+";
	format?: Format;
}

class Domain extends Native("xs_keyvalue_destructor") {
	constructor(folder: unknown, options: Options) {
		super();
		native("xs_keyvalue_constructor").call(this, folder, options);
	}
	get format(): Format {
		return native("xs_keyvalue_format_get").call(this);
	}
	set format(format: Format) {
		native("xs_keyvalue_format_set").call(this, format);
	}
	read(key: string): Value<Format> | undefined {
		return native("xs_keyvalue_read").call(this, key);
	}
	write(key: string, value: Value<Format>): void {
		return native("xs_keyvalue_write").call(this, key, value);
	}
	delete(key: string): void {
		return native("xs_keyvalue_delete").call(this, key);
	}
	close(): void {
		return native("xs_keyvalue_close").call(this);
	}
	/** The keys as they are now. */
	[Symbol.iterator](): IterableIterator<string> {
		const keys: string[] = native("xs_keyvalue_keys").call(this);
		return keys[Symbol.iterator]();
	}
}

const { storage } = config;

export default Object.freeze({
	open: (options: Options) => new Domain(storage, options),
});
