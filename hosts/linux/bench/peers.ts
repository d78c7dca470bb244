/**
 * NetworkManager and ConnMan as subjects of a bench, where they are installed: each in the device's
 * namespace, with a bus, settings and state of its own, and told to look as often as it can be.
 */

import { accessSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Laboratory } from "../lab/laboratory.js";
import { startService } from "../lab/site.js";
import { REFERENCE } from "../lab/world.js";
import type { Running, Subject } from "./subject.js";
import { Watched } from "./watched.js";

const NETWORK_MANAGER = "/usr/sbin/NetworkManager";
const CONNMAN = "/usr/sbin/connmand";
const BUS = "/usr/bin/dbus-daemon";

/** How long ConnMan may take to find its second interface. */
const GADGET_MAX = 10_000;
const LOOK = 200;

function lacking(...programs: string[]): string | undefined {
	return programs.find((program) => {
		try {
			accessSync(program);
			return false;
		} catch {
			return true;
		}
	});
}

/** A bus on which everybody may do everything. */
async function startBus({ site }: Laboratory): Promise<string> {
	const socket = join(site.directory, "bus");
	const settings = join(site.directory, "bus.conf");
	writeFileSync(
		settings,
		`<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/><allow own="*"/>
    <allow send_type="method_call"/><allow send_type="signal"/>
    <allow send_type="method_return"/><allow send_type="error"/>
    <allow receive_type="method_call"/><allow receive_type="signal"/>
    <allow receive_type="method_return"/><allow receive_type="error"/>
  </policy>
</busconfig>
`,
	);
	const command = [BUS, `--config-file=${settings}`, "--nofork", "--nopidfile", "--print-address"];
	await startService(site, { name: "bus", space: "device", command, ready: /unix:path/ });
	return `unix:path=${socket}`;
}

/** Runs a shell's preparations, in mounts of its own, and then the peer. */
function prepared(bus: string, preparations: readonly string[], peer: readonly string[]): string[] {
	const last = `exec env DBUS_SYSTEM_BUS_ADDRESS=${bus} ${peer.join(" ")}`;
	return ["sh", "-c", [...preparations, last].join(" && ")];
}

/** An empty folder for what a peer remembers: the machine's own is not touched. */
function stateOf(name: string): string[] {
	return ["mount -t tmpfs tmpfs /var/lib", `mkdir /var/lib/${name}`];
}

async function ended({ site }: Laboratory, name: string): Promise<void> {
	await site.processes.end(name);
	await site.processes.end("bus");
	// What a peer gave its interfaces is not to be found by the next one.
	for (const device of ["eth0", "wlan0"])
		await site.namespaces.ip("device", [`addr flush dev ${device}`, `link set ${device} up`]);
}

function writeConnections(directory: string): void {
	mkdirSync(directory, { recursive: true });
	for (const [device, metric] of [
		["eth0", 100],
		["wlan0", 200],
	] as const)
		writeFileSync(
			join(directory, `${device}.nmconnection`),
			`[connection]
id=${device}
type=ethernet
interface-name=${device}
[ipv4]
method=auto
route-metric=${metric}
[ipv6]
method=disabled
`,
			{ mode: 0o600 },
		);
}

async function startNetworkManager(laboratory: Laboratory, interval: number): Promise<Running> {
	const { site } = laboratory;
	const bus = await startBus(laboratory);
	const directory = join(site.directory, "networkmanager");
	writeConnections(join(directory, "connections"));
	const settings = join(directory, "settings");
	writeFileSync(
		settings,
		`[main]
plugins=keyfile
no-auto-default=*
auth-polkit=false
dns=none
[keyfile]
path=${join(directory, "connections")}
[connectivity]
uri=http://${REFERENCE.address}/networkmanager
response=NetworkManager is online
interval=${interval}
[logging]
level=INFO
`,
	);
	// It waits for udev where it may write to /sys, and there is none here.
	const mounts = [...stateOf("NetworkManager"), "mount -o remount,ro /sys"];
	const peer = [NETWORK_MANAGER, "--debug", `--config=${settings}`];
	const command = prepared(bus, mounts, peer);
	const ready = /startup complete|device \(eth0\): state change/;
	await startService(site, { name: "networkmanager", space: "device", command, ready });
	return new Watched(laboratory, () => ended(laboratory, "networkmanager"));
}

/** At its fastest, a check of connectivity each second. */
export const networkManager: Subject = {
	name: "NetworkManager, interval 1 s",
	lacks: lacking(NETWORK_MANAGER, BUS),
	// Within its first seconds it answers a fault faster than ever after.
	steady: 10_000,
	start: (laboratory) => startNetworkManager(laboratory, 1),
};

/**
 * Two interfaces of one technology are equals to ConnMan, and an equal is never gone back to; so the
 * second one says that it is a gadget, of which ConnMan thinks less. That it falls from online to
 * ready when a check fails is an option, and its checks are at the square of their interval.
 */
async function startConnMan(laboratory: Laboratory): Promise<Running> {
	const { site } = laboratory;
	const bus = await startBus(laboratory);
	const directory = join(site.directory, "connman");
	mkdirSync(directory, { recursive: true });
	const settings = join(directory, "settings");
	writeFileSync(
		settings,
		`[General]
PreferredTechnologies=ethernet,gadget
SingleConnectedTechnology=false
AllowHostnameUpdates=false
AllowDomainnameUpdates=false
EnableOnlineCheck=true
EnableOnlineToReadyTransition=true
OnlineCheckIPv4URL=http://${REFERENCE.address}/connman
OnlineCheckInitialInterval=1
OnlineCheckMaxInterval=2
`,
	);
	writeFileSync(
		join(directory, "technologies"),
		"[global]\nOfflineMode=false\n[Wired]\nEnable=true\n[Gadget]\nEnable=true\n",
	);
	writeFileSync(join(directory, "resolv.conf"), "");
	const event = join(directory, "uevent");
	const wlan = "/sys/class/net/wlan0/uevent";
	const mounts = [
		...stateOf("connman"),
		`cp ${join(directory, "technologies")} /var/lib/connman/settings`,
		`mount --bind ${join(directory, "resolv.conf")} /etc/resolv.conf`,
		`{ echo DEVTYPE=gadget; cat ${wlan}; } > ${event}`,
		`mount --bind ${event} ${wlan}`,
	];
	const peer = [CONNMAN, "--nodaemon", "--nodnsproxy", `--config=${settings}`];
	const command = prepared(bus, mounts, peer);
	const ready = /Connection Manager version/;
	await startService(site, { name: "connman", space: "device", command, ready });
	await connectGadget(laboratory, bus);
	return new Watched(laboratory, () => ended(laboratory, "connman"));
}

/** A gadget is connected when somebody asks for it, from then on by itself. */
async function connectGadget({ site }: Laboratory, bus: string): Promise<void> {
	const ask = (...words: string[]) => {
		const environment = ["env", `DBUS_SYSTEM_BUS_ADDRESS=${bus}`];
		return site.namespaces.run("device", [...environment, "connmanctl", ...words]);
	};
	const deadline = performance.now() + GADGET_MAX;
	for (;;) {
		const service = /gadget_\S+/.exec(await ask("services"))?.[0];
		if (service) return void (await ask("connect", service));
		if (performance.now() > deadline) throw new Error("connman: no gadget appeared");
		await pause(LOOK);
	}
}

export const connMan: Subject = {
	name: "ConnMan, interval 1 to 2",
	lacks: lacking(CONNMAN, BUS),
	steady: 10_000,
	start: startConnMan,
};
