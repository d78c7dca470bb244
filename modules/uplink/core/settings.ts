/**
 * Settings at the edge: what an owner gives is checked whole before any of it counts, and every
 * mistake names its place (`settings.wifi.SSID: expected a string`). Secrets pass through here and
 * are named in no message.
 */

/** Settings in the clear, as they are stored. */
export interface PlainSettings {
	wifi?: { SSID: string; password: string };
	static?: { address: string; mask: string; gateway: string; DNS?: string[] };
	proxy?: { address: string; port: number; user?: string; password?: string };
	cellular?: {
		APN?: string;
		user?: string;
		password?: string;
		authentication?: "none" | "PAP" | "CHAP";
		PIN?: string;
	};
}

/** `null` clears a member. */
export type SettingsChange = {
	[Member in keyof PlainSettings]?: PlainSettings[Member] | null | undefined;
};

/** Opens a sealed secret; throws naming the place when it is not ours. */
export type Unseal = (blob: Uint8Array, place: string) => string;

type Check = (value: unknown, place: string, unseal: Unseal) => unknown;

const QUAD = /^(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\.(?!$)|$)){4}$/;

export function isQuad(text: unknown): text is string {
	return typeof text === "string" && QUAD.test(text);
}

function text(least: number, most: number): Check {
	return (value, place) => {
		if (typeof value !== "string") throw new TypeError(`${place}: expected a string`);
		if (value.length < least || value.length > most)
			throw new RangeError(`${place}: expected ${least} to ${most} characters`);
		return value;
	};
}

const PLAIN = /^[ !#-~]*$/;
const PLAIN_WORDS = "printable ASCII without quotes";

/** What goes into an AT command between quotes: a quote or a control character would end it. */
function plainText(most: number): Check {
	const check = text(0, most);
	return (value, place, unseal) => {
		const checked = check(value, place, unseal) as string;
		if (!PLAIN.test(checked)) throw new RangeError(`${place}: expected ${PLAIN_WORDS}`);
		return checked;
	};
}

/** A string, or a blob that this device sealed. `words` say what the pattern asks for. */
function secret(most: number, pattern?: RegExp, words = `at most ${most} characters`): Check {
	return (value, place, unseal) => {
		const plain = value instanceof Uint8Array ? unseal(value, place) : value;
		if (typeof plain !== "string")
			throw new TypeError(`${place}: expected a string or a sealed secret`);
		if (plain.length > most || (pattern && !pattern.test(plain)))
			throw new RangeError(`${place}: expected ${words}`);
		return plain;
	};
}

const quad: Check = (value, place) => {
	if (isQuad(value)) return value;
	throw new TypeError(`${place}: expected a dotted quad`);
};

const quads: Check = (value, place, unseal) => {
	if (!Array.isArray(value)) throw new TypeError(`${place}: expected an array`);
	if (value.length < 1 || value.length > 2)
		throw new RangeError(`${place}: expected one or two addresses`);
	return value.map((item, index) => quad(item, `${place}[${index}]`, unseal));
};

const port: Check = (value, place) => {
	if (typeof value !== "number" || !Number.isInteger(value))
		throw new TypeError(`${place}: expected an integer`);
	if (value < 0 || value > 65535) throw new RangeError(`${place}: expected 0 to 65535`);
	return value;
};

const authentication: Check = (value, place) => {
	if (value === "none" || value === "PAP" || value === "CHAP") return value;
	const expected = `${place}: expected "none", "PAP" or "CHAP"`;
	throw typeof value === "string" ? new RangeError(expected) : new TypeError(expected);
};

/** Each section's members: how each is checked, and which must be there. */
const SHAPES: Readonly<Record<keyof PlainSettings, Readonly<Record<string, [Check, boolean]>>>> =
	Object.freeze({
		wifi: { SSID: [text(1, 32), true], password: [secret(64), true] },
		static: {
			address: [quad, true],
			mask: [quad, true],
			gateway: [quad, true],
			DNS: [quads, false],
		},
		proxy: {
			address: [text(1, 64), true],
			port: [port, true],
			user: [text(0, 32), false],
			password: [secret(32), false],
		},
		cellular: {
			APN: [plainText(100), false],
			user: [plainText(64), false],
			password: [secret(64, PLAIN, PLAIN_WORDS), false],
			authentication: [authentication, false],
			PIN: [secret(8, /^[0-9]{4,8}$/, "4 to 8 digits"), false],
		},
	});

const SECTIONS = Object.keys(SHAPES) as (keyof PlainSettings)[];

function isTable(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseSection(name: keyof PlainSettings, value: unknown, place: string, unseal: Unseal) {
	if (!isTable(value)) throw new TypeError(`${place}: expected an object or null`);
	const shape = SHAPES[name];
	for (const key of Object.keys(value))
		if (!Object.hasOwn(shape, key)) throw new TypeError(`${place}.${key}: unknown key`);
	const parsed: Record<string, unknown> = {};
	for (const [key, [check, required]] of Object.entries(shape)) {
		const member = value[key];
		if (member !== undefined) parsed[key] = check(member, `${place}.${key}`, unseal);
		else if (required) throw new TypeError(`${place}.${key}: expected a value`);
	}
	return parsed;
}

/** A change of settings, checked whole. */
export function parseSettings(input: unknown, unseal: Unseal, place = "settings"): SettingsChange {
	if (!isTable(input)) throw new TypeError(`${place}: expected an object`);
	const change: Record<string, unknown> = {};
	for (const key of Object.keys(input))
		if (!SECTIONS.includes(key as keyof PlainSettings))
			throw new TypeError(`${place}.${key}: unknown key`);
	for (const name of SECTIONS) {
		const value = input[name];
		if (value === undefined) continue;
		change[name] = value === null ? null : parseSection(name, value, `${place}.${name}`, unseal);
	}
	return change as SettingsChange;
}

/** Settings with a change applied; `null` removes. */
export function applySettings(settings: PlainSettings, change: SettingsChange): PlainSettings {
	const merged: Record<string, unknown> = { ...settings };
	for (const name of SECTIONS) {
		const value = change[name];
		if (value === null) delete merged[name];
		else if (value !== undefined) merged[name] = value;
	}
	return merged as PlainSettings;
}
