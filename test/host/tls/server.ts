/**
 * A TLS server that nobody here wrote: `openssl s_server`, which answers each line with the line
 * reversed; and the wire between it and a device whose TCP is its console.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import type { TestDevice } from "../support/device.js";

const WITHIN = 10_000;

export class OpenSSL {
	readonly port: number;
	readonly #child: ChildProcess;

	static start(values: readonly string[]): Promise<OpenSSL> {
		const child = spawn("openssl", ["s_server", "-accept", "127.0.0.1:0", ...values], {
			stdio: ["ignore", "pipe", "pipe"],
		});
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => {
				child.kill();
				reject(new Error("openssl s_server did not listen"));
			}, WITHIN);
			child.on("error", reject);
			createInterface({ input: child.stdout }).on("line", (line) => {
				const port = /^ACCEPT .*:(\d+)$/.exec(line)?.[1];
				if (!port) return;
				clearTimeout(timer);
				resolve(new OpenSSL(child, Number(port)));
			});
		});
	}

	constructor(child: ChildProcess, port: number) {
		this.#child = child;
		this.port = port;
	}

	stop(): void {
		this.#child.kill();
	}
}

/** What the wire looks at of a device. */
export type Console = Pick<TestDevice, "say" | "hear">;

/** Joins the device's console TCP to a server, until either ends. */
export class Wire {
	readonly #socket: Socket;
	/** Ciphertext of the device, in bytes. */
	sent = 0;

	/** `allows`: what TCP lets the device write at a time. */
	constructor(device: Console, port: number, allows = 5000) {
		this.#socket = connect(port, "127.0.0.1");
		this.#socket.on("connect", () => device.say(`allow ${allows}`));
		this.#socket.on("data", (data) => {
			// lwIP gives it in segments.
			for (let at = 0; at < data.length; at += 1460)
				device.say(`in ${data.subarray(at, at + 1460).toString("hex")}`);
		});
		this.#socket.on("end", () => device.say("end"));
		this.#socket.on("error", () => device.say("end"));
		device.hear((line) => {
			if (line === "closed") this.#socket.end();
			if (!line.startsWith("out ")) return;
			const data = Buffer.from(line.slice(4), "hex");
			this.sent += data.length;
			this.#socket.write(data, () => device.say(`allow ${allows}`));
		});
	}

	close(): void {
		this.#socket.destroy();
	}
}
