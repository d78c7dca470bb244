/**
 * The two ends of a wire as the tests of the live board need them: plain sockets whose happenings
 * are awaited as events, so that no test sleeps.
 */

import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { ESTABLISHED } from "../../../hosts/sim/live/circuit.js";

/** A socket that keeps what it received, and lets one wait for it. */
export class End {
	readonly socket: Socket;
	/** How it ended: "end" politely, "reset" not. */
	ended: "end" | "reset" | undefined;
	#chunks: Buffer[] = [];
	#size = 0;
	#changed: () => void = () => undefined;

	constructor(socket: Socket) {
		this.socket = socket;
		socket.on("data", (chunk: Buffer) => {
			this.#chunks.push(chunk);
			this.#size += chunk.byteLength;
			this.#changed();
		});
		socket.on("error", () => this.#end("reset"));
		socket.on("end", () => this.#end("end"));
		socket.on("close", () => this.#end("reset"));
	}

	get received(): string {
		return this.bytes.toString("latin1");
	}

	get bytes(): Buffer {
		return Buffer.concat(this.#chunks);
	}

	/** Resolves once what was received ends with `text`. */
	async until(text: string): Promise<void> {
		while (!this.received.endsWith(text)) await this.#change();
	}

	async untilBytes(count: number): Promise<void> {
		while (this.#size < count) await this.#change();
	}

	async untilEnded(): Promise<"end" | "reset"> {
		while (!this.ended) await this.#change();
		return this.ended;
	}

	#end(how: "end" | "reset"): void {
		this.ended ??= how;
		this.#changed();
	}

	#change(): Promise<void> {
		return new Promise((resolve) => {
			this.#changed = resolve;
		});
	}
}

/** What the relay says first of all. */
export const OPENED = String.fromCharCode(ESTABLISHED);

export function dial(port: number): End {
	return new End(connect({ host: "127.0.0.1", port }));
}

/** A server that keeps every connection's end. */
export class Far {
	readonly ends: End[] = [];
	readonly #server: Server;
	#accepted: () => void = () => undefined;

	static async open(): Promise<Far> {
		const far = new Far();
		far.#server.listen(0, "127.0.0.1");
		await once(far.#server, "listening");
		return far;
	}

	constructor() {
		this.#server = createServer((socket) => {
			this.ends.push(new End(socket));
			this.#accepted();
		});
	}

	get port(): number {
		return (this.#server.address() as AddressInfo).port;
	}

	/** The connection of this number, counted from 0, once it is there. */
	async end(number: number): Promise<End> {
		for (;;) {
			const found = this.ends[number];
			if (found) return found;
			await new Promise<void>((resolve) => {
				this.#accepted = resolve;
			});
		}
	}

	close(): void {
		for (const { socket } of this.ends) socket.destroy();
		this.#server.close();
	}
}

/**
 * Resolves when everything sent so far on loopback has been seen: a whole round over another
 * connection, both ways, has come after it.
 */
export async function settled(far: Far): Promise<void> {
	for (let round = 0; round < 3; round++) {
		const number = far.ends.length;
		const near = dial(far.port);
		const end = await far.end(number);
		near.socket.write("?");
		await end.until("?");
		end.socket.write("!");
		await near.until("!");
		near.socket.destroy();
		await end.untilEnded();
	}
}
