/**
 * The fault menu: what can go wrong, as data. Each fault says what it is, whom it befalls, the steps
 * that begin it and the steps that clear it. In a step's words, `{n}` is the gateway's number and
 * `{value}` what the caller gave, or the standard.
 */

import type { GatewayServices } from "./gateway.js";
import type { BrokerMode } from "./internet.js";
import { ACCESS_POINT, WIFI } from "./world.js";

export type Step =
	/** A command in the gateway's namespace. */
	| { run: string }
	/** Rules of nft there. */
	| { nft: string }
	/** The gateway's services, begun anew; with `lan`, on its own LAN or on the other gateway's. */
	| { services: Omit<GatewayServices, "lan"> & { lan?: "own" | "other" } }
	| { portal: "open" | "closed" }
	| { broker: BrokerMode }
	/** A line to the firmware's control socket. */
	| { control: string }
	/** The link is gone and back, so shortly that only a lease notices. */
	| { bounce: true }
	/** How long a thing takes that has a length in the world. */
	| { lasts: number };

export interface Fault {
	what: string;
	/** Whom it befalls: one gateway, the internet, or the device itself. */
	befalls: "gateway" | "internet" | "device";
	/** Of `{value}`. */
	standard?: string;
	begin: readonly Step[];
	/** None: it is over when it has begun. */
	clear: readonly Step[];
}

/** Rules in a table of the fault's own, which clearing deletes. */
function rules(family: "inet" | "ip" | "netdev", name: string, chains: Record<string, string>) {
	const table = `${family} fault-${name}`;
	const text = Object.entries(chains).map(([hook, rule]) => `chain ${chainOf(hook)}\n${rule}\n}`);
	return {
		begin: [{ nft: `table ${table} {\n${text.join("\n")}\n}\n` }],
		clear: [{ nft: `delete table ${table}\n` }],
	};
}

/** The hooks of a wire need to know which; `hook:device` names one that is not the LAN's. */
function chainOf(hook: string): string {
	const [name = "", device = "lan0"] = hook.split(":");
	const wire = name === "ingress" || name === "egress" ? ` device "${device}"` : "";
	return `${name} {\ntype filter hook ${name}${wire} priority 0`;
}

/** A station goes on for this long without hearing its access point. */
export const BEACONS_LOST = 2500;

const plug = (way: "up" | "down") => ({ run: `ip link set lan0 ${way}` });
const BOUNCE: Step = { bounce: true };

const shape = (device: string) => ({
	run: `tc qdisc replace dev ${device} root tbf rate {value} burst 1600 latency 400ms`,
});
const unshape = (device: string) => ({ run: `tc qdisc del dev ${device} root` });

/** A server that knows of no address to give, and says so to who asks for his old one. */
const NOTHING_TO_GIVE = {
	range: [200, 200] as const,
	options: ["--dhcp-host=02:00:00:00:00:99,set:kept", "--dhcp-ignore=tag:!kept"],
};

const OF_GATEWAYS = {
	carrier: {
		what: "the cable is out, or the access point has lost its own",
		begin: [plug("down")],
		clear: [plug("up")],
	},
	wire: {
		what: "the wire is dead both ways while its link stays up",
		...rules("netdev", "wire", { ingress: "drop", egress: "drop" }),
	},
	upstream: {
		what: "the gateway answers and is cut off from everything beyond",
		// ARP goes on, or the gateway would soon answer for the host that it cannot reach.
		...rules("netdev", "upstream", {
			"ingress:wan0": "meta protocol ip drop",
			"egress:wan0": "meta protocol ip drop",
		}),
	},
	reject: {
		what: "the gateway rejects what is to be forwarded, by ICMP",
		...rules("inet", "reject", { forward: "reject with icmpx admin-prohibited" }),
	},
	reset: {
		what: "the gateway resets every TCP connection",
		...rules("inet", "reset", { forward: "meta l4proto tcp reject with tcp reset" }),
	},
	loss: {
		what: "{value} % of the packets are lost, each way",
		standard: "30",
		...rules("inet", "loss", {
			forward: "numgen random mod 100 < {value} drop",
			input: 'iifname "lan0" numgen random mod 100 < {value} drop',
		}),
	},
	mtu: {
		what: "packets over {value} bytes vanish, and no ICMP tells of it",
		standard: "1000",
		...rules("inet", "mtu", { forward: "meta length > {value} drop" }),
	},
	slow: {
		what: "the line carries {value} each way",
		standard: "64kbit",
		begin: [shape("lan0"), shape("wan0")],
		clear: [unshape("lan0"), unshape("wan0")],
	},
	portal: {
		what: "a captive portal: every page is its own, and nothing else passes",
		begin: [
			{ portal: "open" },
			{
				nft: `table ip fault-portal {
	chain prerouting {
		type nat hook prerouting priority -100
		iifname "lan0" tcp dport 80 redirect
	}
	chain forward {
		type filter hook forward priority 0
		drop
	}
}
`,
			},
		],
		clear: [{ nft: "delete table ip fault-portal\n" }, { portal: "closed" }],
	},
	"dns-silent": {
		what: "the gateway's name server does not answer",
		...rules("inet", "dns-silent", {
			input: 'iifname "lan0" meta l4proto { tcp, udp } th dport 53 drop',
		}),
	},
	"dns-wrong": {
		what: "the gateway's name server answers each name with its own address",
		begin: [{ services: { options: ["--address=/#/10.{n}.0.1"] } }],
		clear: [{ services: {} }],
	},
	"dhcp-gone": {
		what: "the DHCP server does not answer",
		...rules("inet", "dhcp-gone", { input: 'iifname "lan0" udp dport 67 drop' }),
	},
	"lease-lost": {
		what: "the DHCP server takes the address back, and has no other",
		begin: [{ services: NOTHING_TO_GIVE }, BOUNCE],
		clear: [{ services: {} }],
	},
	"same-subnet": {
		what: "the gateway has the other's LAN: both links are on one subnet",
		begin: [{ services: { lan: "other", range: [100, 149] } }, BOUNCE],
		clear: [{ services: { lan: "own" } }, BOUNCE],
	},
	"nat-forgets": {
		what: "the NAT forgets every flow it has, once",
		begin: [{ run: "conntrack -F" }],
		clear: [],
	},
	"nat-impatient": {
		what: "the NAT forgets a flow that was still for {value} s",
		standard: "2",
		begin: [{ run: "sysctl -qw net.netfilter.nf_conntrack_tcp_timeout_established={value}" }],
		clear: [{ run: "sysctl -qw net.netfilter.nf_conntrack_tcp_timeout_established=432000" }],
	},
} as const satisfies Record<string, Omit<Fault, "befalls">>;

const OF_THE_INTERNET = {
	"broker-stopped": {
		what: "nobody listens where the broker was",
		begin: [{ broker: "stopped" }],
		clear: [{ broker: "running" }],
	},
	"broker-frozen": {
		what: "the broker takes connections and says nothing",
		begin: [{ broker: "frozen" }],
		clear: [{ broker: "thawed" }],
	},
	"broker-refusing": {
		what: "the broker refuses each CONNECT: not authorised",
		begin: [{ broker: "refusing" }],
		clear: [{ broker: "running" }],
	},
} as const satisfies Record<string, Omit<Fault, "befalls">>;

const OF_THE_DEVICE = {
	"access-point-gone": {
		what: "the access point is off the air",
		begin: [{ control: `wl0 ap ${WIFI.SSID} gone` }],
		clear: [{ control: ACCESS_POINT }],
	},
	"beacons-lost": {
		what: "the access point is no longer heard",
		begin: [{ control: "wl0 beacon off" }],
		clear: [{ control: "wl0 beacon on" }],
	},
	"wrong-password": {
		what: "the access point has another password now",
		begin: [
			{ control: `wl0 ap ${WIFI.SSID} gone` },
			// It begins anew with it, which a station notices.
			{ lasts: BEACONS_LOST },
			{ control: ACCESS_POINT.replace(WIFI.password, "closesesame") },
		],
		clear: [{ control: ACCESS_POINT }],
	},
	"idf-reelect": {
		what: "ESP-IDF elects its own default route at any event",
		begin: [{ control: "idf reelect on" }],
		clear: [{ control: "idf reelect off" }],
	},
	"idf-dns-table": {
		what: "ESP-IDF empties the one DNS table when any interface begins DHCP",
		begin: [{ control: "idf dns-table on" }],
		clear: [{ control: "idf dns-table off" }],
	},
	"idf-lost-ip": {
		what: "ESP-IDF tells that an address is lost {value} ms late",
		standard: "120000",
		begin: [{ control: "idf lost-ip {value}" }],
		clear: [{ control: "idf lost-ip 0" }],
	},
	"idf-source-route": {
		what: "ESP-IDF routes by a packet's source address",
		begin: [{ control: "idf source-route on" }],
		clear: [{ control: "idf source-route off" }],
	},
} as const satisfies Record<string, Omit<Fault, "befalls">>;

export type FaultKind =
	| keyof typeof OF_GATEWAYS
	| keyof typeof OF_THE_INTERNET
	| keyof typeof OF_THE_DEVICE;

function of(befalls: Fault["befalls"], faults: Record<string, Omit<Fault, "befalls">>) {
	return Object.entries(faults).map(([name, fault]) => [name, { ...fault, befalls }]);
}

export const FAULTS: Readonly<Record<FaultKind, Fault>> = Object.freeze(
	Object.fromEntries([
		...of("gateway", OF_GATEWAYS),
		...of("internet", OF_THE_INTERNET),
		...of("device", OF_THE_DEVICE),
	]),
);

export function isFault(name: string): name is FaultKind {
	return Object.hasOwn(FAULTS, name);
}
