/**
 * Key-value storage (ECMA-419's key-value class), which `@moddable/typings` lacks. A domain is
 * opened by its path; a value is replaced whole.
 */

declare module "embedded:storage/key-value" {
	export type Format =
		| "buffer"
		| "string"
		| "uint8"
		| "int8"
		| "uint16"
		| "int16"
		| "uint32"
		| "int32"
		| "uint64"
		| "int64";

	/** The type of a value in each format. */
	export type Value<F extends Format> = F extends "buffer"
		? ArrayBuffer
		: F extends "string"
			? string
			: F extends "uint64" | "int64"
				? bigint
				: number;

	export interface Domain<F extends Format = "buffer"> {
		format: F;
		/** Undefined when the key is absent. */
		read(key: string): Value<F> | undefined;
		write(key: string, value: Value<F>): void;
		delete(key: string): void;
		close(): void;
		[Symbol.iterator](): IterableIterator<string>;
	}

	const keyValue: {
		/** Mode "r" fails where nothing was ever written. Keys hold 15 bytes on an ESP32. */
		open<F extends Format = "buffer">(options: {
			path: string;
			mode?: "r" | "r+";
			format?: F;
		}): Domain<F>;
	};
	export default keyValue;
}
