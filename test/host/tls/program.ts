/**
 * A device that is nothing but the TLS class, for its tests on the built host. What carries TLS is
 * the console: the test joins it to a server, so that no network and no rights are needed.
 *
 *   in HEX ──▶ TCP of the console ──▶ TLS ──▶ "readable N"        write TEXT ──▶ TLS ──▶ "out HEX"
 */

import TLS from "embedded:io/socket/tcp/tls";
import Host from "../../../hosts/linux/io/host.js";
import type { TCPOptions } from "../../../modules/uplink/provider.js";
import { listen, say } from "../support/console.js";

/** The device's stack is small: nothing is spread over it. */
function hexOf(data: ArrayBuffer | Uint8Array): string {
	let hex = "";
	for (const byte of new Uint8Array(data)) hex += byte.toString(16).padStart(2, "0");
	return hex;
}

function bytesOf(hex: string): Uint8Array {
	const bytes = new Uint8Array(hex.length / 2);
	for (let at = 0; at < bytes.length; at++)
		bytes[at] = Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16);
	return bytes;
}

function textOf(data: ArrayBuffer): string {
	let text = "";
	for (const byte of new Uint8Array(data)) text += String.fromCharCode(byte);
	return text;
}

const codesOf = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

class ConsoleTCP {
	readonly options: TCPOptions;
	#arrived = new Uint8Array(0);

	constructor(options: TCPOptions) {
		this.options = options;
		tcp = this;
	}

	arrive(hex: string): void {
		const more = bytesOf(hex);
		const all = new Uint8Array(this.#arrived.length + more.length);
		all.set(this.#arrived);
		all.set(more, this.#arrived.length);
		this.#arrived = all;
		this.options.onReadable?.call(this, this.#arrived.length);
	}

	read(count = this.#arrived.length): ArrayBuffer {
		if (count > this.#arrived.length) throw new RangeError("more read than has arrived");
		const data = this.#arrived.slice(0, count);
		this.#arrived = this.#arrived.slice(count);
		return data.buffer;
	}

	write(data: ArrayBuffer | Uint8Array): void {
		say(`out ${hexOf(data)}`);
	}

	close(): void {
		say("closed");
	}
}

let tcp: ConsoleTCP | undefined;
let tls: InstanceType<typeof TLS> | undefined;
let reads = true;
const trusted: ArrayBuffer[] = [];

function open(serverName: string, now: string): void {
	tls = new TLS({
		host: serverName,
		secure: {
			serverName,
			certificate: trusted,
			...(now !== "none" && { now: Number(now) }),
		},
		TCP: { io: ConsoleTCP as never },
		onReadable: (count) => {
			say(`readable ${count}`);
			if (reads) read(String(count));
		},
		onWritable: (count) => say(`writable ${count}`),
		onError() {
			say(`error ${this.reason}`);
		},
	});
}

function read(count: string): void {
	const data = tls?.read(Number(count));
	say(data ? `read ${JSON.stringify(textOf(data))}` : "read nothing");
}

listen({
	trust: (hex = "") => trusted.push(bytesOf(hex).buffer as ArrayBuffer),
	open: (name = "", now = "none") => open(name, now),
	in: (hex = "") => tcp?.arrive(hex),
	allow: (count) => tcp?.options.onWritable?.call(tcp, Number(count)),
	end: () => tcp?.options.onError?.call(tcp),
	write: (text = "", times = "1") => tls?.write(codesOf(text.repeat(Number(times)))),
	line: (text = "", times = "1") => tls?.write(codesOf(`${text.repeat(Number(times))}\n`)),
	/** As it comes, or when told. */
	reading: (how) => {
		reads = how === "on";
	},
	read: (count = "1") => read(count),
	close: () => tls?.close(),
	heap: () => {
		const { used, peak } = (TLS as unknown as { heap: { used: number; peak: number } }).heap;
		say(`heap ${used} ${peak}`);
	},
	collect: () => Host.collect(),
	quit: () => Host.quit(),
});
