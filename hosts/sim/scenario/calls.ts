/**
 * The calls a scenario may make, on the board and on the impOS names, as its file writes them: a
 * bare name (`"disconnect"`), or one name with what it takes (`{"connect": {"timeout": "90s"}}`).
 * Also the words in which a call is told, where secrets do not appear.
 */

import type { NIC } from "../../../modules/imp/index.js";
import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import { tellDuration } from "./durations.js";
import {
	readBoolean,
	readChoice,
	readFields,
	readInteger,
	readMoment,
	readTable,
	readText,
	readTexts,
	under,
	wrong,
} from "./edge.js";

const POLICIES = ["SUSPEND_ON_ERROR", "RETURN_ON_ERROR", "RETURN_ON_ERROR_NO_DISCONNECT"] as const;
const WAITS = ["WAIT_TIL_SENT", "WAIT_FOR_ACK"] as const;
const CLEARABLE = [
	"CONFIG_ALL",
	"CONFIG_WIFI",
	"CONFIG_STATIC_NETWORK",
	"CONFIG_PROXY",
	"CONFIG_APN",
] as const;
const NIC_TABLES = ["wificonfig", "staticconfig", "proxyconfig", "cellconfig"] as const;

/** A publication each second for a day is a test of the outbox; more tells no story. */
export const REPEATS_MAX = 100_000;

export type Call =
	| { name: "powerOn" | "powerOff" | "disconnect" | "os.connect" | "os.disconnect" }
	/** Off, and on again after `off`. */
	| { name: "powerCycle"; off: Milliseconds }
	/** Power goes when this many more bytes have been written to flash. */
	| { name: "powerOffDuringWrite"; bytes: number }
	| { name: "setserverinterfaces"; interfaces: string[] }
	| { name: "connect"; timeout: Milliseconds | undefined }
	| { name: "connectwith"; NIC: NIC; timeout: Milliseconds | undefined }
	| {
			name: "setsendtimeoutpolicy";
			policy: (typeof POLICIES)[number];
			wait: (typeof WAITS)[number];
			/** Seconds, as impOS has it. */
			timeout: number;
	  }
	| { name: "setwificonfiguration"; ssid: string; key: string }
	| { name: "clearconfiguration"; what: (typeof CLEARABLE)[number] }
	| { name: "publish"; topic: string; data: string; QoS: 0 | 1 }
	| { name: "log"; text: string }
	/** The application connects again after each failure and each disconnection, at once. */
	| { name: "stayConnected"; on: boolean }
	| { name: "every"; interval: Milliseconds; times: number | undefined; call: Call };

type Name = Call["name"];

/** Reads what a call takes; `undefined` is a bare name. */
type Reader = (value: unknown, path: string) => Call;

function bare(
	name: "powerOn" | "powerOff" | "disconnect" | "os.connect" | "os.disconnect",
): Reader {
	return (value, path) => (value === undefined ? { name } : wrong(path, `takes nothing`));
}

function readTimeout(fields: { timeout?: unknown }, path: string): Milliseconds | undefined {
	const { timeout } = fields;
	return timeout === undefined ? undefined : readMoment(timeout, under(path, "timeout"));
}

function readConnect(value: unknown, path: string): Call {
	const fields = value === undefined ? {} : readFields(value, path, ["timeout"]);
	return { name: "connect", timeout: readTimeout(fields, path) };
}

/** The tables within are `connectwith`'s own to judge, when it is called. */
function readConnectWith(value: unknown, path: string): Call {
	const fields = readFields(value, path, ["interface", "timeout", ...NIC_TABLES]);
	const name = readText(fields.interface, under(path, "interface"));
	const tables = Object.fromEntries(
		NIC_TABLES.filter((table) => fields[table] !== undefined).map((table) => [
			table,
			readTable(fields[table], under(path, table)),
		]),
	);
	return {
		name: "connectwith",
		NIC: { interface: name, ...tables },
		timeout: readTimeout(fields, path),
	};
}

function readPolicy(value: unknown, path: string): Call {
	const short = typeof value === "string" ? { policy: value } : value;
	const fields = readFields(short, path, ["policy", "wait", "timeout"]);
	const at = typeof value === "string" ? path : under(path, "policy");
	const { wait = "WAIT_TIL_SENT", timeout = 30 } = fields;
	return {
		name: "setsendtimeoutpolicy",
		policy: readChoice(fields.policy, at, POLICIES),
		wait: readChoice(wait, under(path, "wait"), WAITS),
		timeout: readInteger(timeout, under(path, "timeout"), 0, 86_400),
	};
}

function readWiFi(value: unknown, path: string): Call {
	const { ssid, key } = readFields(value, path, ["ssid", "key"]);
	return {
		name: "setwificonfiguration",
		ssid: readText(ssid, under(path, "ssid")),
		key: readText(key, under(path, "key")),
	};
}

function readPublish(value: unknown, path: string): Call {
	const { topic, data, QoS = 0 } = readFields(value, path, ["topic", "data", "QoS"]);
	return {
		name: "publish",
		topic: readText(topic, under(path, "topic")),
		data: readText(data, under(path, "data")),
		QoS: readInteger(QoS, under(path, "QoS"), 0, 1) as 0 | 1,
	};
}

function readEvery(value: unknown, path: string): Call {
	const { interval, times, call } = readFields(value, path, ["interval", "times", "call"]);
	const span = readMoment(interval, under(path, "interval"));
	if (span === 0) return wrong(under(path, "interval"), "expected more than 0");
	const repeated = readCall(call, under(path, "call"));
	if (repeated.name === "every") return wrong(under(path, "call"), "every within every");
	return {
		name: "every",
		interval: span,
		times:
			times === undefined ? undefined : readInteger(times, under(path, "times"), 1, REPEATS_MAX),
		call: repeated,
	};
}

const READERS: Readonly<Record<Name, Reader>> = {
	powerOn: bare("powerOn"),
	powerOff: bare("powerOff"),
	powerCycle: (value, path) => ({
		name: "powerCycle",
		off: value === undefined ? 1_000 : readMoment(value, path),
	}),
	powerOffDuringWrite: (value, path) => ({
		name: "powerOffDuringWrite",
		bytes: readInteger(value, path, 0, 1_000_000),
	}),
	setserverinterfaces: (value, path) => ({
		name: "setserverinterfaces",
		interfaces: readTexts(value, path),
	}),
	connect: readConnect,
	connectwith: readConnectWith,
	disconnect: bare("disconnect"),
	setsendtimeoutpolicy: readPolicy,
	setwificonfiguration: readWiFi,
	clearconfiguration: (value, path) => ({
		name: "clearconfiguration",
		what: value === undefined ? "CONFIG_ALL" : readChoice(value, path, CLEARABLE),
	}),
	publish: readPublish,
	log: (value, path) => ({ name: "log", text: readText(value, path) }),
	stayConnected: (value, path) => ({
		name: "stayConnected",
		on: value === undefined ? true : readBoolean(value, path),
	}),
	every: readEvery,
	"os.connect": bare("os.connect"),
	"os.disconnect": bare("os.disconnect"),
};

export function readCall(value: unknown, path: string): Call {
	if (typeof value === "string") {
		if (!Object.hasOwn(READERS, value)) return wrong(path, `unknown call ${JSON.stringify(value)}`);
		return READERS[value as Name](undefined, path);
	}
	const fields = readTable(value, path);
	const [name, another] = Object.keys(fields);
	if (name === undefined) return wrong(path, "expected a call");
	if (!Object.hasOwn(READERS, name)) return wrong(under(path, name), "unknown call");
	if (another !== undefined) return wrong(under(path, another), "one call an object");
	return READERS[name as Name](fields[name], under(path, name));
}

/** A call in words for the log and the picture. No secret, and no message's contents. */
export function tellCall(call: Call): string {
	switch (call.name) {
		case "powerCycle":
			return `power cycle, ${tellDuration(call.off)} off`;
		case "powerOffDuringWrite":
			return `power off in ${call.bytes} written bytes`;
		case "setserverinterfaces":
			return `setserverinterfaces ${call.interfaces.join(" ") || "(none)"}`;
		case "connect":
			return call.timeout === undefined ? "connect" : `connect, ${tellDuration(call.timeout)}`;
		case "connectwith":
			return `connectwith ${call.NIC.interface}`;
		case "setsendtimeoutpolicy":
			return call.policy;
		case "setwificonfiguration":
			return `setwificonfiguration ${call.ssid}`;
		case "clearconfiguration":
			return `clearconfiguration ${call.what}`;
		case "publish":
			return `publish ${call.topic}`;
		case "log":
			return `log ${call.text}`;
		case "stayConnected":
			return call.on ? "stay connected" : "stay connected no more";
		case "every":
			return `every ${tellDuration(call.interval)}: ${tellCall(call.call)}`;
		default:
			return call.name;
	}
}
