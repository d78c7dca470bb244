/**
 * The configuration that comes with a firmware (the manifest's `config.uplink`), parsed once: typed
 * values, or an error that names the place (`config.server.port: …`). What the manager or the
 * session parses for itself is handed on as it is; what nobody knows is refused here.
 */

import type { PolicyOptions } from "../uplink/core/policy.js";
import type { Milliseconds } from "../uplink/core/types.js";
import type { TimeOptions } from "../uplink/wall.js";
import { readTime } from "./durations.js";

export interface FirmwareConfig {
	/** Options of the MQTT session beside its class: host, port, clientID, tls… */
	server: { host: string; port: number; [option: string]: unknown };
	reference: { host: string; port: number } | undefined;
	/** Whom to ask for the wall time, and when this firmware was built; only TLS needs it. */
	time: TimeOptions | undefined;
	policy: PolicyOptions;
	/** Taken into flash once, where nothing is stored. */
	list: readonly string[] | undefined;
	settings: Readonly<Record<string, unknown>>;
	/** The demonstration application publishes; false: it does not. */
	application: { topic: string | undefined; interval: Milliseconds | undefined } | false;
}

type Table = Record<string, unknown>;

/** What the server link takes to publish to, in whatever UTF-8 makes of these characters. */
const TOPIC_MAX = 200;
const NOT_IN_TOPICS: readonly string[] = ["+", "#", "\0"];

const MEMBERS: readonly string[] = [
	"server",
	"reference",
	"time",
	"policy",
	"list",
	"settings",
	"application",
];

function tableOf(value: unknown, place: string): Table {
	if (typeof value !== "object" || value === null || Array.isArray(value))
		throw new TypeError(`${place}: expected an object`);
	return value as Table;
}

function placeOf(value: unknown, place: string): { host: string; port: number } & Table {
	const table = tableOf(value, place);
	const { host, port } = table as { host?: unknown; port?: unknown };
	if (typeof host !== "string" || host === "")
		throw new TypeError(`${place}.host: expected a non-empty string`);
	if (typeof port !== "number" || !Number.isInteger(port) || port < 1 || port > 65_535)
		throw new RangeError(`${place}.port: expected an integer from 1 to 65535`);
	return { ...table, host, port };
}

function isTopic(value: unknown): value is string {
	if (typeof value !== "string" || value.length < 1 || value.length > TOPIC_MAX) return false;
	return !NOT_IN_TOPICS.some((character) => value.includes(character));
}

function applicationOf(value: unknown): FirmwareConfig["application"] {
	if (value === undefined) return { topic: undefined, interval: undefined };
	if (value === false) return false;
	const { topic, interval, ...others } = tableOf(value, "config.application") as {
		topic?: unknown;
		interval?: unknown;
	};
	for (const name of Object.keys(others))
		throw new TypeError(`config.application.${name}: unknown key`);
	if (topic !== undefined && !isTopic(topic))
		throw new TypeError("config.application.topic: expected a topic without + and #");
	const every = interval === undefined ? undefined : readTime(interval);
	if (interval !== undefined && !every)
		throw new RangeError("config.application.interval: expected a duration such as 1s");
	return { topic, interval: every };
}

function listOf(value: unknown): readonly string[] | undefined {
	if (value === undefined) return undefined;
	if (!Array.isArray(value)) throw new TypeError("config.list: expected an array");
	return value as string[];
}

/** Of the given members; `policy`, `time` and `settings` are the manager's to check. */
export function parseConfig(value: unknown): FirmwareConfig {
	const config = tableOf(value, "config");
	for (const name of Object.keys(config))
		if (!MEMBERS.includes(name)) throw new TypeError(`config.${name}: unknown key`);
	const { server, reference, time, policy = {}, list, settings = {}, application } = config;
	return {
		server: placeOf(server, "config.server"),
		reference: reference === undefined ? undefined : placeOf(reference, "config.reference"),
		time: time === undefined ? undefined : tableOf(time, "config.time"),
		policy: tableOf(policy, "config.policy") as PolicyOptions,
		list: listOf(list),
		settings: tableOf(settings, "config.settings"),
		application: applicationOf(application),
	};
}
