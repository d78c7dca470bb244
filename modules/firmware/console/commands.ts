/**
 * The console's commands, one table: how each is written, what it does, and what it answers. Each
 * answer begins with nothing that was typed as a secret, and each mistake names its place.
 */

import type { Settings } from "../../uplink/api.js";
import { parseIdentifier } from "../../uplink/core/identifiers.js";
import type { Identifier, Milliseconds } from "../../uplink/core/types.js";
import { stringify } from "../../uplink/json.js";
import type { Uplink } from "../../uplink/uplink.js";
import { readTime } from "../durations.js";
import { explanationLines, stateOf } from "./tell.js";

/** What only some hosts can do. */
export interface Host {
	/** Restarts the board, orderly. */
	restart?: (() => void) | undefined;
	/** Ends the program. */
	quit?: (() => void) | undefined;
	/** What the host itself knows, for `state`. */
	facts?: (() => Readonly<Record<string, unknown>>) | undefined;
}

type Words = readonly string[];

interface Command {
	/** As `help` shows it. */
	usage: string;
	/** How many words may follow the name; absent: it looks itself. */
	words?: readonly [least: number, most: number];
	run(words: Words, uplink: Uplink, host: Host): readonly string[];
}

const DONE: readonly string[] = Object.freeze(["ok"]);
const JOURNAL_LINES = 20;
const NONE = [0, 0] as const;

export function need(words: Words, [least, most]: readonly [number, number], usage: string): void {
	if (words.length < least || words.length > most) throw new RangeError(`usage: ${usage}`);
}

/**
 * Of a table, by comparing: a word that somebody typed and an engine looks up becomes one of its few
 * keys for good, and without one left the firmware ends.
 */
export function memberOf<Value>(
	table: Readonly<Record<string, Value>>,
	name: string,
): Value | undefined {
	return Object.entries(table).find(([key]) => key === name)?.[1];
}

function interfaceOf(word: string | undefined): Identifier {
	const identifier = parseIdentifier(word ?? "");
	if (identifier === undefined) throw new RangeError("interface: unknown");
	return identifier;
}

function spanOf(word: string | undefined, place: string): Milliseconds {
	const span = readTime(word);
	if (span === undefined) throw new RangeError(`${place}: expected a duration such as 90s or 5m`);
	return span;
}

/** Each section of settings as the console writes it: its words, and what they become. */
const SECTIONS: Readonly<Record<string, [usage: string, least: number, most: number]>> =
	Object.freeze({
		wifi: ["set wifi SSID PASSWORD", 2, 2],
		apn: ["set apn APN [USER PASSWORD]", 1, 3],
		pin: ["set pin PIN", 1, 1],
		proxy: ["set proxy HOST PORT [USER PASSWORD]", 2, 4],
		static: ["set static ADDRESS MASK GATEWAY [DNS [DNS]]", 3, 5],
	});

function changeOf(section: string, words: Words, uplink: Uplink): Settings {
	const [a = "", b = "", c = "", d = ""] = words;
	const none = words.length === 1 && a === "none";
	switch (section) {
		case "wifi":
			return { wifi: none ? null : { SSID: a, password: b } };
		case "apn":
			if (none) return { cellular: null };
			return {
				cellular: {
					...uplink.settings.cellular,
					APN: a,
					...(words.length > 1 && { user: b, password: c }),
				},
			};
		case "pin":
			return { cellular: { ...uplink.settings.cellular, PIN: a } };
		case "proxy": {
			if (none) return { proxy: null };
			const own = words.length > 2 ? { user: c, password: d } : {};
			return { proxy: { address: a, port: Number(b), ...own } };
		}
		default: {
			if (none) return { static: null };
			const DNS = words.slice(3);
			const named = DNS.length > 0 ? { DNS } : {};
			return { static: { address: a, mask: b, gateway: c, ...named } };
		}
	}
}

function set([section = "", ...words]: Words, uplink: Uplink): readonly string[] {
	const shape = memberOf(SECTIONS, section);
	if (!shape) throw new RangeError(`set: expected one of ${Object.keys(SECTIONS).join(", ")}`);
	const [usage, least, most] = shape;
	if (words.length !== 1 || words[0] !== "none" || section === "pin")
		need(words, [least, most], usage);
	uplink.settings = changeOf(section, words, uplink);
	return DONE;
}

function list(words: Words, uplink: Uplink): readonly string[] {
	if (words.length === 0) {
		const order = uplink.interfaces.join(" ");
		return [uplink.custom ? order : `${order} (the default order)`];
	}
	const only = words[0] === "only";
	const names = only ? words.slice(1) : words;
	const cleared = !only && names.length === 1 && names[0] === "none";
	uplink.apply(cleared ? [] : names, { tail: only ? "none" : "default" });
	return DONE;
}

function publish(words: Words, uplink: Uplink): readonly string[] {
	const [topic = "", text = "", QoS = "0"] = words;
	const number = uplink.publish(topic, text, { QoS: Number(QoS) as 0 | 1 });
	if (number === 0) throw new Error("refused: no session, or the outbox is full");
	return [`ok ${number}`];
}

function journal(words: Words, uplink: Uplink): readonly string[] {
	const count = words[0] === undefined ? JOURNAL_LINES : Number(words[0]);
	if (!Number.isInteger(count) || count < 1) throw new RangeError("journal: expected a count");
	return uplink.journal.slice(-count).map(({ boot, at, text }) => `boot ${boot} ${at} ms ${text}`);
}

function pin(words: Words, uplink: Uplink): readonly string[] {
	const [name, span, why = "asked for at the console"] = words;
	uplink.pin(interfaceOf(name), { for: spanOf(span, "pin.for"), why });
	return DONE;
}

function hold(words: Words, uplink: Uplink): readonly string[] {
	uplink.hold(words[1] ?? "", { for: spanOf(words[0], "hold.for") });
	return DONE;
}

function offered(what: (() => void) | undefined, name: string): readonly string[] {
	if (!what) throw new Error(`${name}: this host cannot`);
	what();
	return DONE;
}

function plain(run: (uplink: Uplink) => void): Command["run"] {
	return (_, uplink) => {
		run(uplink);
		return DONE;
	};
}

export const COMMANDS: Readonly<Record<string, Command>> = Object.freeze({
	__proto__: null as never,
	help: {
		usage: "help",
		words: NONE,
		run: () => Object.values(COMMANDS).map(({ usage }) => usage),
	},
	list: { usage: "list [none | [only] INTERFACE …]", run: list },
	set: { usage: "set wifi|apn|pin|proxy|static VALUE …|none", run: set },
	clear: { usage: "clear", words: NONE, run: plain((uplink) => uplink.clear()) },
	explain: { usage: "explain", words: NONE, run: (_, uplink) => explanationLines(uplink) },
	state: {
		usage: "state",
		words: NONE,
		run: (_, uplink, host) => [stringify({ ...stateOf(uplink), ...host.facts?.() }) as string],
	},
	journal: { usage: "journal [COUNT]", words: [0, 1], run: journal },
	connect: { usage: "connect", words: NONE, run: plain((uplink) => uplink.connect()) },
	disconnect: { usage: "disconnect", words: NONE, run: plain((uplink) => uplink.disconnect()) },
	pin: { usage: "pin INTERFACE DURATION [WHY]", words: [2, 3], run: pin },
	unpin: { usage: "unpin", words: NONE, run: plain((uplink) => uplink.unpin()) },
	hold: { usage: "hold DURATION WHY", words: [2, 2], run: hold },
	publish: { usage: "publish TOPIC TEXT [QOS]", words: [2, 3], run: publish },
	restart: {
		usage: "restart",
		words: NONE,
		run: (_, __, host) => offered(host.restart, "restart"),
	},
	quit: { usage: "quit", words: NONE, run: (_, __, host) => offered(host.quit, "quit") },
} satisfies Record<string, Command>);
