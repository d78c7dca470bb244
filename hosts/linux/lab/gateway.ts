/**
 * A gateway: the router at the end of a cable, or behind an access point. It gives addresses and
 * answers names (dnsmasq), and hides its LAN behind one address (NAT of the kernel).
 *
 *   device ──▶ lan0 │ DHCP, DNS │ NAT, forgets like a cheap one │ wan0 ──▶ internet
 */

import { join } from "node:path";
import { logFile } from "./logs.js";
import { type Site, startService } from "./site.js";
import {
	type Gateway,
	type GatewayNumber,
	gatewayOf,
	lanPrefix,
	NAMES,
	peerAddress,
	wanAddress,
} from "./world.js";

/** What of a gateway's services differs from how it was built. */
export interface GatewayServices {
	/** More options of dnsmasq. */
	options?: readonly string[];
	/** The LAN that it serves, when not its own. */
	lan?: GatewayNumber;
	/** First and last host of the range that it gives addresses from. */
	range?: readonly [number, number];
}

/**
 * A flow that the NAT has forgotten is nothing to it: its packets are dropped, where Linux left to
 * itself would take it up again.
 */
const RULES = `
table ip nat {
	chain leaving {
		type nat hook postrouting priority 100
		oifname "wan0" masquerade
	}
}
table inet flows {
	chain forward {
		type filter hook forward priority -10
		ct state invalid drop
	}
}
`;
const ROUTER = ["net.ipv4.ip_forward=1", "net.netfilter.nf_conntrack_tcp_loose=0"];
/** Unasked, the kernel would talk on the device's wires for itself. */
const QUIET = ["net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1"];

/** Seconds. Less than two minutes are not dnsmasq's to give. */
const LEASE = 120;

const RANGE = [50, 99] as const;

/** The wires, the addresses on them, and the rules. */
export async function buildGateway({ namespaces }: Site, gateway: Gateway): Promise<void> {
	const { number, space, device } = gateway;
	for (const each of ["device", space] as const)
		await namespaces.run(each, ["sysctl", "-qw", ...QUIET]);
	const wires = [
		`link add ${device} netns device type veth peer name lan0 netns ${space}`,
		`link add wan0 netns ${space} type veth peer name w${number} netns internet`,
	];
	await namespaces.run(undefined, ["ip", "-batch", "-"], `${wires.join("\n")}\n`);
	await namespaces.ip("internet", [
		`addr add ${peerAddress(number)}/30 dev w${number}`,
		`link set w${number} up`,
	]);
	await namespaces.ip(space, [
		`addr add ${lanPrefix(number)}.1/24 dev lan0`,
		`addr add ${wanAddress(number)}/30 dev wan0`,
		"link set lan0 up",
		"link set wan0 up",
		`route add default via ${peerAddress(number)}`,
	]);
	await namespaces.ip("device", [`link set ${device} up`]);
	// A device's raw sockets see each packet as it is handed over: with its checksum, please.
	await namespaces.run(space, ["ethtool", "-K", "lan0", "tx", "off"]);
	await namespaces.nft(space, RULES);
	await namespaces.run(space, ["sysctl", "-qw", ...ROUTER]);
}

/** Starts the gateway's DHCP and DNS, with what differs, ending those that run. */
export function serveGateway(
	site: Site,
	number: GatewayNumber,
	{ options = [], lan = number, range = RANGE }: GatewayServices = {},
): Promise<void> {
	const { space } = gatewayOf(number);
	const prefix = lanPrefix(lan);
	const [first, last] = range;
	const command = [
		...["dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null"],
		...["--user=root", "--group=", "--pid-file="],
		...["--interface=lan0", "--except-interface=lo", "--bind-interfaces"],
		...["--no-hosts", "--no-resolv", `--server=${NAMES.address}`, "--cache-size=0"],
		`--dhcp-range=${prefix}.${first},${prefix}.${last},${LEASE}`,
		`--dhcp-leasefile=${join(site.directory, `${space}.leases`)}`,
		...["--dhcp-authoritative", "--no-ping", "--log-dhcp", "--log-queries"],
		`--log-facility=${logFile(site.directory, space)}`,
		...options,
	];
	return startService(site, { name: space, space, command, ready: /sockets bound/ });
}

/** Gives the gateway the LAN of `lan`. */
export async function moveLan(
	{ namespaces }: Site,
	number: GatewayNumber,
	lan: GatewayNumber,
): Promise<void> {
	const { space } = gatewayOf(number);
	await namespaces.ip(space, ["addr flush dev lan0", `addr add ${lanPrefix(lan)}.1/24 dev lan0`]);
}
