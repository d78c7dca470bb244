/**
 * The laboratory's internet: the name server, the broker (Debian's Mosquitto, plain and over TLS),
 * the reference host and the time.
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { certificateFile, keyFile, makeCertificates } from "./certificates.js";
import { logFile } from "./logs.js";
import { signal } from "./processes.js";
import { type Site, startService } from "./site.js";
import {
	BROKER,
	type CertificateKind,
	NAMES,
	REFERENCE,
	type Space,
	TIME,
	TLS_PORTS,
} from "./world.js";

/**
 * `stopped` refuses connections, `frozen` takes them and says nothing until it is `thawed`,
 * `refusing` answers each CONNECT with a refusal.
 */
export type BrokerMode = "running" | "stopped" | "frozen" | "thawed" | "refusing";

const SERVICES = fileURLToPath(new URL("./services.js", import.meta.url));

export async function buildInternet({ namespaces, directory }: Site): Promise<void> {
	const addresses = [BROKER, REFERENCE, TIME, NAMES].map(({ address }) => address);
	await namespaces.ip(
		"internet",
		addresses.map((address) => `addr add ${address}/32 dev lo`),
	);
	await makeCertificates(directory);
}

export async function serveInternet(site: Site): Promise<void> {
	await Promise.all([
		serveNames(site),
		serveBroker(site, "running"),
		serve(site, "internet", "time"),
		serve(site, "internet", "reference"),
	]);
}

/** Starts one of our own services in a space. */
export function serve(site: Site, space: Space, service: string): Promise<void> {
	const command = [process.execPath, SERVICES, service];
	return startService(site, { name: `${space}-${service}`, space, command, ready: /^ready$/m });
}

export function unserve({ processes }: Site, space: Space, service: string): Promise<void> {
	return processes.end(`${space}-${service}`);
}

function serveNames(site: Site): Promise<void> {
	const name = "names";
	const command = [
		...["dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null"],
		...["--user=root", "--group=", "--pid-file="],
		...["--bind-interfaces", "--except-interface=lo", `--listen-address=${NAMES.address}`],
		...["--no-hosts", "--no-resolv", "--local=/example/", "--log-queries"],
		...[BROKER, REFERENCE, TIME].map((host) => `--host-record=${host.name},${host.address}`),
		`--log-facility=${logFile(site.directory, name)}`,
	];
	return startService(site, { name, space: "internet", command, ready: /started, version/ });
}

function brokerSettings(directory: string, mode: BrokerMode): string {
	const kinds = Object.keys(TLS_PORTS) as CertificateKind[];
	const listeners = kinds.map(
		(kind) => `listener ${TLS_PORTS[kind]} ${BROKER.address}
certfile ${certificateFile(directory, kind)}
keyfile ${keyFile(directory, kind)}
`,
	);
	return `user root
allow_anonymous ${mode !== "refusing"}
persistence true
persistence_location ${join(directory, "broker")}/
max_queued_messages 0
log_dest stderr
log_type all
listener ${BROKER.port} ${BROKER.address}
${listeners.join("")}`;
}

/** Brings the broker into a mode. What it held for its clients it keeps through stop and start. */
export async function serveBroker(site: Site, mode: BrokerMode): Promise<void> {
	const { processes, directory } = site;
	const name = "broker";
	const running = processes.find(name);
	if (mode === "frozen" || mode === "thawed") {
		if (running) signal(running, mode === "frozen" ? "SIGSTOP" : "SIGCONT");
		return;
	}
	await processes.end(name);
	if (mode === "stopped") return;
	mkdirSync(join(directory, "broker"), { recursive: true });
	const settings = join(directory, "broker.conf");
	writeFileSync(settings, brokerSettings(directory, mode));
	const command = ["mosquitto", "-c", settings];
	const ready = /mosquitto version \S+ running/;
	await startService(site, { name, space: "internet", command, ready });
}
