/**
 * A bench for tests of the simulated network: three interfaces that are up, a route that is held, a
 * host that listens, and sockets that log what they hear with the time they hear it.
 */

import type { NetworkFacts } from "../../../../hosts/sim/facts.js";
import { Network, type NetworkProvider, type Peer } from "../../../../hosts/sim/network.js";
import { VirtualTime } from "../../../../hosts/sim/time.js";
import type { Identifier, InterfaceClass } from "../../../../modules/uplink/core/types.js";
import type { TCPSocket } from "../../../../modules/uplink/provider.js";

export const HOST = "host.example";
export const ADDRESS = "203.0.113.10";

export interface FakeNetif {
	id: Identifier;
	class: InterfaceClass;
	isUp: boolean;
	isAddressed: boolean;
	network: NetworkFacts;
	up(): boolean;
	addressed(): boolean;
	facts(): NetworkFacts;
}

function netif(id: InterfaceClass): FakeNetif {
	return {
		id,
		class: id,
		isUp: true,
		isAddressed: true,
		network: { dhcp: true, dns: "ok", upstream: "ok" },
		up() {
			return this.isUp;
		},
		addressed() {
			return this.isAddressed;
		},
		facts() {
			return this.network;
		},
	};
}

export function letters(text: string): Uint8Array {
	return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

export function spell(data: Uint8Array): string {
	return String.fromCharCode(...data);
}

export class Bench {
	readonly time = new VirtualTime();
	readonly ethernet = netif("ethernet");
	readonly wifi = netif("wifi");
	readonly cell = netif("cell");
	readonly network: Network;
	provider: NetworkProvider;
	/** What was heard since `heard()` was asked last, each with its time. */
	#log: string[] = [];

	constructor({
		anchor = true,
		perform = (callback) => callback(),
	}: { anchor?: boolean; perform?: (callback: () => void) => void } = {}) {
		const { time, ethernet, wifi, cell } = this;
		this.network = new Network({ time, netifs: [ethernet, wifi, cell], perform });
		this.network.internet.names.set(HOST, ADDRESS);
		this.provider = this.network.provide({ anchor });
	}

	log(what: string): void {
		this.#log.push(`${this.time.now} ${what}`);
	}

	/** Runs for `duration` and answers with what was heard. */
	run(duration: number): string[] {
		// As a board does whenever its facts have changed.
		this.network.stir();
		this.time.advance(duration);
		const heard = this.#log;
		this.#log = [];
		return heard;
	}

	/** A far end that logs under `name`; its peers, in the order they came. */
	listen(name = "far", port = 80): Peer[] {
		const peers: Peer[] = [];
		this.network.internet.listen(ADDRESS, port, (peer) => {
			this.log(`${name} accepted over ${peer.over}`);
			peer.onData = (data) =>
				this.log(`${name} got ${data.length > 20 ? data.length : spell(data)}`);
			peer.onClose = () => this.log(`${name} closed`);
			peers.push(peer);
		});
		return peers;
	}

	/** A socket that logs under `name` and reads what comes. */
	connect(name = "socket", address = ADDRESS, port = 80): TCPSocket {
		const { log } = this;
		const say = (what: string): void => log.call(this, `${name} ${what}`);
		return new this.provider.TCP.io({
			address,
			port,
			onWritable: (count) => say(`writable ${count}`),
			onReadable() {
				const data = new Uint8Array(this.read() ?? new ArrayBuffer(0));
				say(`got ${data.length > 20 ? data.length : spell(data)}`);
			},
			onError: () => say("error"),
		});
	}
}

/** A socket over one interface, and the peer that took it. */
export function open(over: "ethernet" | "wifi" | "cell" = "ethernet") {
	const bench = new Bench();
	const peers = bench.listen();
	bench.provider.route.hold(over);
	const socket = bench.connect();
	bench.run(1000);
	const [peer] = peers;
	if (!peer) throw new Error("nobody was accepted");
	return { bench, socket, peer, netif: bench[over] };
}
