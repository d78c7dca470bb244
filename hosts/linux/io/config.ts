/**
 * The SDK's module `mc/config`: what the owner configured. There it is part of the image; here it is
 * CONFIG.json of the command line, read before the machine is made, and preloaded the same.
 */

function read(): Readonly<Record<string, unknown>> {
	const path: string | undefined = native("xs_config_path").call(undefined);
	if (path === undefined) return {};
	try {
		const value: unknown = JSON.parse(native("xs_config_text").call(undefined));
		if (typeof value !== "object" || value === null) throw new TypeError("expected an object");
		return value as Readonly<Record<string, unknown>>;
	} catch (error) {
		const { message } = error as Error;
		return native("xs_config_refuse").call(undefined, message.replace(/^.*parse: /, ""));
	}
}

/** XS freezes all that is below, too, when told so, and calls itself through its receiver. */
const object: {
	freeze(value: object, deep: boolean): Readonly<Record<string, unknown>>;
} = Object;

export default object.freeze(read(), true);
