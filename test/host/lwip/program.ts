/**
 * A device without a manager, for tests of modules/lwip on the built host: it does what its console
 * says, a line a call, and says on its debug line what came of it.
 *
 *   resolve R ethernet broker.example ──▶ R broker.example is 203.0.113.10 │ R error
 */

import Control from "../../../hosts/linux/control/control.js";
import Ethernet from "../../../hosts/linux/interface/ethernet.js";
import Host from "../../../hosts/linux/io/host.js";
import TCP from "../../../hosts/linux/socket/tcp.js";
import { LwipProbe } from "../../../modules/lwip/probe.js";
import { LwipResolver } from "../../../modules/lwip/resolve.js";
import { LwipRoute } from "../../../modules/lwip/route.js";
import { LwipUART, type UARTMode } from "../../../modules/lwip/uart.js";
import type { Identifier } from "../../../modules/uplink/core/types.js";
import { listen, say } from "../support/console.js";

const route = new LwipRoute();
/** What was made, by the name that the test gave it. */
const made = new Map<string, { close(): void }>();
const held = (text: string | undefined) => text as Identifier;

function uart(name: string | undefined): LwipUART {
	return made.get(name as string) as LwipUART;
}

function open(name: string, make: () => { close(): void }): void {
	made.set(name, make());
}

function ask(name: string, host: string): void {
	(made.get(name) as LwipResolver).resolve({
		host,
		onResolved: (asked, address) => say(`${name} ${asked} is ${address}`),
		onError: () => say(`${name} error`),
	});
}

listen({
	interface(name = "", device = "") {
		const ethernet = new Ethernet({
			interface: name,
			device,
			onChanged: () => say(`${name} ${ethernet.connection} ${ethernet.address}`),
		});
		open(name, () => ethernet);
		ethernet.connect();
	},
	static(name = "", address = "") {
		const mask = "255.255.255.0";
		const gateway = address.replace(/\d+$/, "1");
		(made.get(name) as Ethernet).configure({ static: { address, mask, gateway } });
	},
	control: (path = "") => open("control", () => new Control(path)),
	hold: (name) => route.hold(name === "none" ? undefined : held(name)),
	release: (name) => route.release(held(name)),
	route: () => say(`route ${route.interface} ${route.repairs}`),
	second: () => new LwipRoute().hold(undefined),
	resolver: (name = "", over) => open(name, () => new LwipResolver({ interface: held(over) })),
	ask: (name = "", host = "") => ask(name, host),
	/** Asks three quads and closes in the first callback. */
	hasty(name = "", over) {
		const resolver = new LwipResolver({ interface: held(over) });
		const onError = () => say(`${name} error`);
		const onResolved = (host: string) => {
			say(`${name} ${host}`);
			resolver.close();
		};
		for (const host of ["192.0.2.1", "192.0.2.2", "192.0.2.3"])
			resolver.resolve({ host, onResolved, onError });
	},
	close: (name = "") => made.get(name)?.close(),
	drop: (name = "") => made.delete(name),
	collect: () => Host.collect(),
	probe: (name = "", over, host = "", port) =>
		open(name, () => {
			const probe: LwipProbe = new LwipProbe({
				interface: held(over),
				host,
				port: Number(port),
				onReachable: () => {
					say(`${name} reachable`);
					probe.close();
				},
				onError: () => say(`${name} unreachable`),
			});
			return probe;
		}),
	tcp: (name = "", address, port) =>
		open(
			name,
			() =>
				new TCP({
					address,
					port: Number(port),
					onWritable: () => say(`${name} writable`),
					onError: () => say(`${name} error`),
				}),
		),
	/** A last word `once` closes it in the first callback. */
	uart: (name = "", port = "", baud, once) =>
		open(name, () => {
			const uart: LwipUART = new LwipUART({
				port,
				baud: Number(baud),
				onLine(line) {
					say(`${name} line "${line}"`);
					if (once) uart.close();
				},
				onError: (reason) => say(`${name} ${reason}`),
			});
			return uart;
		}),
	write: (name, ...words) => uart(name).write(words.join(" ")),
	mode(name, mode) {
		if (mode) uart(name).mode = mode as UARTMode;
		say(`${name} mode ${uart(name).mode}`);
	},
	baud(name, baud) {
		if (baud) uart(name).baud = Number(baud);
		say(`${name} baud ${uart(name).baud}`);
	},
	quit: () => Host.quit(),
});
