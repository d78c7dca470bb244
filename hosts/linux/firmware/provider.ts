/**
 * What this host gives the firmware: the one file of it that loads the device's modules. A port's
 * provider is this file with other lines.
 */

import TCP from "embedded:io/socket/tcp";
import TLS from "embedded:io/socket/tcp/tls";
import UDP from "embedded:io/socket/udp";
import Ethernet from "embedded:network/interface/ethernet";
import WiFi from "embedded:network/interface/wifi";
import storage from "embedded:storage/key-value";
import Time from "time";
import Timer from "timer";
import { LwipProbe } from "../../../modules/lwip/probe.js";
import { LwipResolver } from "../../../modules/lwip/resolve.js";
import { LwipRoute } from "../../../modules/lwip/route.js";
import type { Provider } from "../../../modules/uplink/provider.js";
import Host from "../io/host.js";
import type { LinuxConfig } from "./config.js";

/** The class of each instance, by the letters of its name; constructed anew it looks for its device anew. */
const CLASSES = Object.freeze({ eth: Ethernet, wl: WiFi });

function interfacesOf({ interfaces }: LinuxConfig): Provider["interfaces"] {
	return Object.fromEntries(
		Object.entries(interfaces).map(([name, options]) => {
			const io = CLASSES[name.slice(0, -1) as keyof typeof CLASSES];
			return [name, { ...options, interface: name, io, recreate: true }];
		}),
	) as unknown as Provider["interfaces"];
}

function timeOf({ clock }: LinuxConfig): Provider["time"] {
	return {
		get ticks() {
			return Time.ticks;
		},
		get now() {
			return clock === "kernel" ? Host.now : undefined;
		},
		set: (now) => Time.set(Math.floor(now / 1000)),
	};
}

export function createProvider(config: LinuxConfig): Provider {
	return {
		interfaces: interfacesOf(config),
		TCP: { io: TCP as unknown as Provider["TCP"]["io"] },
		TLS: { io: TLS as unknown as NonNullable<Provider["TLS"]>["io"] },
		UDP: { io: UDP as unknown as NonNullable<Provider["UDP"]>["io"] },
		route: new LwipRoute(),
		resolve: { io: LwipResolver },
		probe: { io: LwipProbe },
		storage,
		timer: { set: Timer.set, clear: (handle) => Timer.clear(handle as Timer | undefined) },
		time: timeOf(config),
		random: () => Host.random(),
		restart: () => Host.restart(),
	};
}
