/**
 * impOS's `agent`: named messages to and from whatever plays the agent at the broker, as JSON.
 *
 *   agent.send(name, data) ──▶ uplink/<id>/agent/<name>
 *   agent.on(name, callback) ◀── uplink/<id>/device/<name>
 */

import type { Message } from "../server/server.js";
import type { Manager } from "../uplink/api.js";
import { stringify } from "../uplink/json.js";
import { decodeUTF8 } from "../uplink/utf8.js";
import { callbackOf, text } from "./checks.js";
import type { SendPolicy } from "./policy.js";

export type AgentCallback = (data: unknown) => void;

/** Names listened to at once. */
export const HANDLERS_MAX = 64;
const NAME_LENGTH_MAX = 128;

export class Agent {
	#manager: Manager;
	#policy: SendPolicy;
	#prefix: string;
	#handlers = new Map<string, AgentCallback>();

	constructor(manager: Manager, policy: SendPolicy, prefix: string) {
		this.#manager = manager;
		this.#policy = policy;
		this.#prefix = prefix;
	}

	/** 0 or a SEND_ERROR. Whatever JSON can say may be sent; nothing given is null. */
	send(name: string, data?: unknown): number {
		const topic = `${this.#prefix}/agent/${nameOf(name)}`;
		return this.#policy.send(topic, serialise(data));
	}

	/** One callback a name; null takes it away. */
	on(name: string, callback: AgentCallback | null): void {
		const handlers = this.#handlers;
		const topic = `${this.#prefix}/device/${nameOf(name)}`;
		const handler = callbackOf(callback, "callback");
		if (!handler) {
			if (handlers.delete(name)) this.#manager.unsubscribe(topic);
			return;
		}
		const known = handlers.has(name);
		if (!known && handlers.size >= HANDLERS_MAX)
			throw new RangeError(`name: at most ${HANDLERS_MAX} names`);
		handlers.set(name, handler);
		if (known) return;
		this.#manager.subscribe(topic, {
			QoS: 1,
			onMessage: (message) => this.#received(name, message),
		});
	}

	#received(name: string, message: Message): void {
		const parsed = parse(message.data);
		if (parsed) this.#handlers.get(name)?.(parsed.data);
	}
}

/** A name becomes the end of a topic, where MQTT gives `+`, `#` and NUL a meaning. */
export function nameOf(value: unknown, place = "name"): string {
	const name = text(value, place, NAME_LENGTH_MAX);
	for (const character of name)
		if (character < " " || character === "\x7f" || "+#".includes(character))
			throw new RangeError(`${place}: must not hold +, # or control characters`);
	return name;
}

function serialise(data: unknown): string {
	let json: string | undefined;
	try {
		json = stringify(data === undefined ? null : data);
	} catch (error) {
		throw new TypeError(`data: JSON cannot say it: ${(error as Error).message}`);
	}
	if (json === undefined) throw new TypeError("data: JSON cannot say it");
	return json;
}

/** What a payload says, or undefined when it is not JSON: remote input never throws. */
function parse(payload: Uint8Array): { data: unknown } | undefined {
	const json = decodeUTF8(payload);
	if (json === undefined) return undefined;
	try {
		return { data: JSON.parse(json) as unknown };
	} catch {
		return undefined;
	}
}
