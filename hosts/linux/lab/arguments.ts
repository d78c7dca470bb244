/** The command line of the laboratory, parsed once at the edge: what is asked, or an error in words. */

import { FAULTS, type FaultKind, isFault } from "./faults.js";
import type { Trouble } from "./run-directory.js";
import type { GatewayNumber } from "./world.js";

export const USAGE = `npm run lab -- up                     build a laboratory
npm run lab -- run [VARIANT]          start the firmware in it, with its console
npm run lab -- fault N KIND [VALUE]   begin a fault at gateway N (1: Ethernet, 2: Wi-Fi)
npm run lab -- fault KIND [VALUE]     begin one that befalls the internet or the device
npm run lab -- fault [N] KIND clear   clear it;  fault clear: clear all
npm run lab -- state                  what stands, and the faults in force
npm run lab -- faults                 the menu
npm run lab -- exec SPACE COMMAND…    run a command in device, gateway1, gateway2 or internet
npm run lab -- down                   take it away
      --name NAME                     one of several laboratories (default: lab)`;

export type Asked = { name: string } & (
	| { verb: "help" | "up" | "state" | "faults" | "down" | "clear" }
	| { verb: "run"; variant: string }
	| { verb: "exec"; command: string[] }
	| { verb: "fault"; trouble: Trouble; clear: boolean }
);

export class UsageError extends Error {
	override readonly name = "UsageError";
}

function parseGateway(word: string): GatewayNumber {
	if (word === "1") return 1;
	if (word === "2") return 2;
	throw new UsageError(`fault: gateway: expected 1 or 2, not ${word}`);
}

function parseKind(word: string | undefined): FaultKind {
	if (word !== undefined && isFault(word)) return word;
	const known = Object.keys(FAULTS).join(", ");
	throw new UsageError(`fault: expected one of ${known}; not ${word ?? "nothing"}`);
}

function parseTrouble(words: readonly string[]): { trouble: Trouble; clear: boolean } {
	const [first = ""] = words;
	const numbered = /^\d/.test(first);
	const [word, value, ...more] = numbered ? words.slice(1) : words;
	const kind = parseKind(word);
	const fault = FAULTS[kind];
	if (numbered !== (fault.befalls === "gateway"))
		throw new UsageError(`fault: ${kind}: ${numbered ? "befalls" : "at"} which gateway? ${USAGE}`);
	if (more.length > 0) throw new UsageError(`fault: ${more.join(" ")}: what is that?`);
	const trouble: Trouble = { kind, ...(numbered ? { gateway: parseGateway(first) } : {}) };
	if (value === "clear") return { trouble, clear: true };
	if (value === undefined) return { trouble, clear: false };
	if (fault.standard === undefined) throw new UsageError(`fault: ${kind}: takes no value`);
	if (!/^\w{1,16}$/.test(value))
		throw new UsageError(`fault: ${kind}: ${value}: expected a number`);
	return { trouble: { ...trouble, value }, clear: false };
}

/** Takes it out of the words. A command to execute has options of its own, after its own place. */
function parseName(words: string[]): string {
	const at = words.indexOf("--name");
	const own = words.indexOf("exec");
	if (at < 0 || (own >= 0 && own < at)) return "lab";
	const [, name] = words.splice(at, 2);
	if (name === undefined) throw new UsageError("--name: expected a name");
	return name;
}

/** What the words after `npm run lab --` ask for. Throws a `UsageError`. */
export function parseArguments(values: readonly string[]): Asked {
	const words = [...values];
	const name = parseName(words);
	const [verb = "help", ...rest] = words;
	switch (verb) {
		case "up":
		case "state":
		case "faults":
		case "down":
		case "help":
		case "--help":
			if (rest.length > 0) throw new UsageError(`${verb}: ${rest.join(" ")}: what is that?`);
			return { verb: verb === "--help" ? "help" : verb, name };
		case "run":
			return { verb, name, variant: rest[0] ?? "64" };
		case "exec":
			return { verb, name, command: rest };
		case "fault":
			if (rest.join(" ") === "clear") return { verb: "clear", name };
			return { verb, name, ...parseTrouble(rest) };
		default:
			throw new UsageError(`${verb}: unknown`);
	}
}
