/**
 * A raw MQTT client for tests of the simulated server: it sends what it is told over the simulated
 * TCP, right or wrong, and logs in words what it hears. It decides nothing, so that the server alone
 * is tested.
 */

import { codec } from "../../../../hosts/sim/server/packets.js";
import { SERVER_ADDRESS, SERVER_PORT } from "../../../../hosts/sim/server.js";
import type { TCPSocket } from "../../../../modules/uplink/provider.js";
import { type Bench, spell } from "../network/bench.js";

export class RawClient {
	#socket: TCPSocket;
	#name: string;
	#bench: Bench;
	#bytes = new Uint8Array(0);
	/** Acknowledges what it hears with QoS 1. */
	acknowledges = true;

	constructor(bench: Bench, name = "client") {
		const client = this;
		this.#bench = bench;
		this.#name = name;
		this.#socket = new bench.provider.TCP.io({
			address: SERVER_ADDRESS,
			port: SERVER_PORT,
			onReadable() {
				client.#heard(new Uint8Array(this.read() ?? new ArrayBuffer(0)));
			},
			onError: () => this.#log("ended"),
		});
		// A slow handshake lasts 120 ms.
		bench.time.advance(200);
	}

	connect(options: object = {}): this {
		return this.send("connect", {
			client_id: "board",
			keep_alive: 0,
			flags: { clean_start: false },
			...options,
		});
	}

	publish(topic: string, data: string | Uint8Array, options: object = {}): this {
		return this.send("publish", { topic, payload: data, qos: 0, pkt_id: 1, ...options });
	}

	subscribe(...filters: string[]): this {
		return this.send("subscribe", {
			pkt_id: 77,
			topics: filters.map((filter) => [filter, { qos: 1 }]),
		});
	}

	send(type: string, packet: object = {}): this {
		return this.raw(codec.encode_pkt(type, packet));
	}

	raw(data: Uint8Array | number[]): this {
		this.#socket.write(Uint8Array.from(data));
		return this;
	}

	close(): void {
		this.#socket.close();
	}

	#log(what: string): void {
		this.#bench.log(`${this.#name} ${what}`);
	}

	#heard(data: Uint8Array): void {
		const bytes = new Uint8Array(this.#bytes.length + data.length);
		bytes.set(this.#bytes);
		bytes.set(data, this.#bytes.length);
		this.#bytes = bytes;
		while ((this.#bytes[1] ?? Infinity) <= this.#bytes.length - 2) {
			const [first = 0, length = 0] = this.#bytes;
			this.#packet(first, this.#bytes.slice(2, 2 + length));
			this.#bytes = this.#bytes.slice(2 + length);
		}
	}

	#packet(first: number, body: Uint8Array): void {
		const packet = codec.decode_pkt(first, body);
		if (packet?.type === "connack")
			this.#log(`connack ${packet.reason}${packet.flags?.valueOf() ? " present" : ""}`);
		else if (packet?.type === "publish") {
			const marks = `${packet.dup ? " dup" : ""}${packet.retain ? " retain" : ""}`;
			this.#log(
				`${packet.topic} ${spell(packet.payload ?? new Uint8Array(0))} QoS ${packet.qos}${marks}`,
			);
			if (packet.qos && this.acknowledges) this.send("puback", { pkt_id: packet.pkt_id });
		} else if (packet?.type === "suback") this.#log(`suback ${packet.answers?.map(Number).join()}`);
		else this.#log(`${packet?.type}${packet?.pkt_id ? ` ${packet.pkt_id}` : ""}`);
	}
}
