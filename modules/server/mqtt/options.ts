/**
 * What an MQTT session is made with, parsed once: the CONNECT packet that every session begins
 * with.
 */

import type { Milliseconds } from "../../uplink/core/types.js";
import { parseFlag, parseInteger, parseObject, parsePublication, parseText } from "../arguments.js";
import type { HandoverOptions } from "../handover.js";
import type { OutboxOptions } from "./outbox.js";
import type { Connect, Will } from "./packets.js";

/** The manager asks on a session that is silent, up to 15 min apart: the server waits longer. */
const KEEP_ALIVE: Milliseconds = 1_200_000;
const SECONDS_MAX = 65_535;
const WILL_MAX = 16_384;

export interface WillOptions {
	topic: string;
	data: string | ArrayBuffer | Uint8Array;
	QoS?: 0 | 1;
	retain?: boolean;
}

export interface MQTTOptions extends HandoverOptions {
	/** The same at every boot, and nobody else's: the server knows the session by it. */
	clientID: string;
	/** After one and a half times this silence the server drops us; 0: never. Default: 20 min. */
	keepAlive?: Milliseconds;
	/** Begin every session anew instead of resuming it. Default: false. */
	clean?: boolean;
	user?: string;
	password?: string;
	/** What the server publishes when we vanish. */
	will?: WillOptions;
	outbox?: OutboxOptions;
}

export function parseConnect(options: MQTTOptions): Connect {
	const { user, password } = options;
	if (password !== undefined && user === undefined)
		throw new TypeError("password: expected a user with it");
	const keepAlive = options.keepAlive ?? KEEP_ALIVE;
	parseInteger("keepAlive", keepAlive, 0, SECONDS_MAX * 1000);
	return {
		clientID: parseText("clientID", options.clientID),
		clean: parseFlag("clean", options.clean),
		// Upwards: 0 on the wire means no limit.
		keepAliveSeconds: Math.floor((keepAlive + 999) / 1000),
		...(user !== undefined && { user: parseText("user", user) }),
		...(password !== undefined && { password: parseText("password", password) }),
		...(options.will !== undefined && { will: parseWill(options.will) }),
	};
}

export function parseOutbox(value: unknown): OutboxOptions {
	const options = parseObject("outbox", value) as OutboxOptions;
	if (options.keep !== undefined && options.keep !== "memory" && options.keep !== "flash")
		throw new RangeError('outbox.keep: expected "memory" or "flash"');
	return options;
}

function parseWill(value: unknown): Will {
	const { topic, data, QoS, retain } = parseObject("will", value);
	const will = parsePublication(topic, data, { QoS, retain }, WILL_MAX);
	return { topic: will.topic, data: will.data, QoS: will.QoS, retain: will.retain };
}
