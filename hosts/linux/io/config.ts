/**
 * The SDK's module `mc/config`: what the owner configured. There it is part of the image; here it is
 * CONFIG.json of the command line, read before the machine is made, and preloaded the same.
 */

function read(): Readonly<Record<string, unknown>> {
	const path: string | undefined = native("xs_config_path").call(undefined);
	if (path === undefined) return {};
	try {
		return JSON.parse(native("xs_config_text").call(undefined));
	} catch (error) {
		const { message } = error as SyntaxError;
		return native("xs_config_refuse").call(undefined, message.replace(/^.*parse: /, ""));
	}
}

/** XS freezes all that is below, too, when told so, and calls itself through its receiver. */
const object: {
	freeze(value: object, deep: boolean): Readonly<Record<string, unknown>>;
} = Object;

export default object.freeze(read(), true);
