/**
 * Interface identifiers: their grammar, and how a list of the owner's becomes the sequence of a
 * pass. Instance 0 folds into its class, since a class names its first instance; higher instances
 * stay themselves, for folding `wl1` into `wifi` would point at other hardware.
 *
 *   "wl0" ─fold─▶ "wifi"      list + default order ─▶ sequence of a pass
 */

import type { Identifier, InterfaceClass } from "./types.js";

const GRAMMAR = /^(?:wifi|ethernet|cell|(wl|eth|cell)(0|[1-9][0-9]*))$/;

const CLASS_OF_PREFIX: Readonly<Record<string, InterfaceClass>> = Object.freeze({
	wl: "wifi",
	eth: "ethernet",
	cell: "cell",
});

const PREFIX_OF_CLASS: Readonly<Record<InterfaceClass, string>> = Object.freeze({
	ethernet: "eth",
	wifi: "wl",
	cell: "cell",
});

/** Default order of classes: cheapest and fastest first. */
const CLASS_ORDER: readonly InterfaceClass[] = Object.freeze(["ethernet", "wifi", "cell"]);

/** The longest list that is looked at; what is kept of it is never more than what is fitted. */
export const LIST_LENGTH_MAX = 65_536;

/** Oddities told of one list; the rest are counted. */
const NOTES_MAX = 8;

/** The identifier a text spells, folded, or undefined when it is outside the grammar. */
export function parseIdentifier(text: string): Identifier | undefined {
	const match = GRAMMAR.exec(text);
	if (!match) return undefined;
	const [, prefix, instance] = match;
	if (prefix === undefined) return text as InterfaceClass;
	return instance === "0" ? (CLASS_OF_PREFIX[prefix] as InterfaceClass) : (text as Identifier);
}

export function classOf(identifier: Identifier): InterfaceClass {
	if (identifier === "wifi" || identifier.startsWith("wl")) return "wifi";
	return identifier.startsWith("eth") ? "ethernet" : "cell";
}

function instanceOf(identifier: Identifier): number {
	const digits = /[0-9]+$/.exec(identifier);
	return digits ? Number(digits[0]) : 0;
}

/** The specific spelling: `wifi` is `wl0`. */
export function spell(identifier: Identifier): string {
	return `${PREFIX_OF_CLASS[classOf(identifier)]}${instanceOf(identifier)}`;
}

/** What is fitted in default order: Ethernet, Wi-Fi, cellular; in each the lower instance first. */
export function defaultOrder(fitted: readonly Identifier[]): Identifier[] {
	return [...fitted].sort(
		(a, b) =>
			CLASS_ORDER.indexOf(classOf(a)) - CLASS_ORDER.indexOf(classOf(b)) ||
			instanceOf(a) - instanceOf(b),
	);
}

export interface ParsedList {
	/** Folded, fitted, each once: the first copy keeps the priority its owner gave it. */
	list: Identifier[];
	/** What was dropped in silence, for `explain()`: duplicates and absent hardware. */
	notes: string[];
}

/**
 * An owner's list, normalised. Throws a TypeError or RangeError that names the place
 * (`interfaces[2]: …`) on anything but a dense array of identifiers. Reads each element once, so a
 * getter cannot answer twice differently.
 */
export function parseList(input: unknown, fitted: readonly Identifier[]): ParsedList {
	if (!Array.isArray(input)) throw new TypeError("interfaces: expected an array");
	if (input.length > LIST_LENGTH_MAX)
		throw new RangeError(`interfaces: expected at most ${LIST_LENGTH_MAX} entries`);
	const list: Identifier[] = [];
	const notes: string[] = [];
	let more = 0;
	const dropped = (text: string, why: string) => {
		if (notes.length < NOTES_MAX) notes.push(`${clip(text)}: ${why}`);
		else more += 1;
	};
	for (let index = 0; index < input.length; index++) {
		const text: unknown = input[index];
		if (typeof text !== "string") throw new TypeError(`interfaces[${index}]: expected a string`);
		const identifier = parseIdentifier(text);
		if (identifier === undefined)
			throw new RangeError(`interfaces[${index}]: unknown interface ${JSON.stringify(clip(text))}`);
		if (!fitted.includes(identifier)) dropped(text, "not fitted, ignored");
		else if (list.includes(identifier)) dropped(text, "named twice, the first counts");
		else list.push(identifier);
	}
	if (more > 0) notes.push(`and ${more} more`);
	return { list, notes };
}

/** An owner's text in an error must not be a flood. */
function clip(text: string): string {
	return text.length <= 24 ? text : `${text.slice(0, 24)}…`;
}

/**
 * The sequence of a pass: the owner's list, then, unless it is strict, the default entries that it
 * does not name. An empty list is the default order alone.
 */
export function sequenceOf(
	list: readonly Identifier[],
	fitted: readonly Identifier[],
	strict: boolean,
): Identifier[] {
	const rest = defaultOrder(fitted).filter((identifier) => !list.includes(identifier));
	return strict && list.length > 0 ? [...list] : [...list, ...rest];
}
