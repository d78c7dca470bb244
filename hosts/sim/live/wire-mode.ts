/**
 * What the world's facts mean for the wires, decided in one place: which wire passes, and what the
 * name servers behind it say. Pure; the live board obeys it after each change of a fact.
 */

import { parseIdentifier, spell } from "../../../modules/uplink/core/identifiers.js";
import type { Identifier } from "../../../modules/uplink/core/types.js";
import type { CellularFacts, EthernetFacts, Facts, WiFiFacts } from "../facts.js";
import { isDottedQuad, NOWHERE } from "../network/internet.js";
import { SERVER_ADDRESS, SERVER_HOST, SERVER_PORT } from "../server.js";
import type { WireMode } from "./wire.js";

/** What asking a name server comes to: an address, nothing at all, or "there is no such name". */
export type Answer = { address: string } | "silence" | "failure";

type InterfaceFacts = EthernetFacts | WiFiFacts | CellularFacts;

export function factsOf(facts: Facts, over: Identifier): InterfaceFacts {
	const own = facts[spell(over) as keyof Facts];
	if (typeof own !== "object") throw new RangeError(`${over}: not fitted`);
	return own;
}

/** Is there a way from the board's connector to its first hop? */
function linked(own: InterfaceFacts): boolean {
	if ("cable" in own) return own.cable && own.answers;
	if ("accessPoint" in own) return own.accessPoint;
	const registered = own.registration === "home" || own.registration === "roaming";
	return own.modem && own.sim === "ready" && registered && own.ppp;
}

export function wireMode(facts: Facts, over: Identifier): WireMode {
	const own = factsOf(facts, over);
	if (!linked(own)) return "cut";
	return own.upstream === "ok" ? "pass" : own.upstream;
}

/** What the interface's name servers, which stand beside its gateway, say to a question asked now. */
export function lookUp(facts: Facts, over: Identifier, host: string): Answer {
	if (isDottedQuad(host)) return { address: host };
	const own = factsOf(facts, over);
	const { dns } = own;
	if (!linked(own) || dns === "silent") return "silence";
	if (dns === "wrong") return { address: NOWHERE };
	return host === SERVER_HOST ? { address: SERVER_ADDRESS } : "failure";
}

/** Does somebody listen at this place of the world? */
export function isServer(address: string, port: number): boolean {
	return address === SERVER_ADDRESS && port === SERVER_PORT;
}

/** The identifier that a fact's name or a command's argument spells. */
export function identifierOf(text: string): Identifier {
	const identifier = parseIdentifier(text);
	if (!identifier) throw new RangeError(`${text}: expected an interface, such as "wifi" or "eth0"`);
	return identifier;
}
