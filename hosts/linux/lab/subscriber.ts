/**
 * A subscriber beside the broker, in the internet: what arrived there did arrive. Its session is kept
 * by the broker, so that nothing is missed while the broker is begun anew.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Laboratory } from "./laboratory.js";
import { BROKER } from "./world.js";

export interface Arrival {
	/** In ms of `performance.now()`. */
	at: number;
	topic: string;
	text: string;
}

/** How long the broker may take to grant the subscription. */
const READY_MAX = 5000;

export class Subscriber {
	readonly arrivals: Arrival[] = [];
	readonly #child: ChildProcess;
	readonly #watchers = new Set<() => void>();
	#ready = false;

	static async open(laboratory: Laboratory, topic = "#"): Promise<Subscriber> {
		const subscriber = new Subscriber(laboratory, topic);
		await subscriber.#expect(() => subscriber.#ready, READY_MAX, "no subscription");
		return subscriber;
	}

	constructor(laboratory: Laboratory, topic: string) {
		const client = ["--id", "subscriber", "--disable-clean-session", "--qos", "1"];
		const where = ["--host", BROKER.address, "--port", String(BROKER.port)];
		// Unbuffered, and marked, so that a payload is told from what the client says of itself.
		const command = ["stdbuf", "-oL", "mosquitto_sub", ...client, ...where];
		const asked = ["--topic", topic, "--debug", "-F", "message\t%t\t%p"];
		const [file = "", ...values] = laboratory.site.namespaces.attached("internet", [
			...command,
			...asked,
		]);
		this.#child = spawn(file, values, { stdio: ["ignore", "pipe", "ignore"], cwd: "/" });
		this.#child.on("error", () => undefined);
		if (this.#child.stdout)
			createInterface({ input: this.#child.stdout }).on("line", (line) => this.#take(line));
	}

	/** The first arrival that fits. */
	async until(fits: (arrival: Arrival) => boolean, within: number, what: string): Promise<Arrival> {
		await this.#expect(() => this.arrivals.some(fits), within, `${what} did not arrive`);
		const found = this.arrivals.find(fits);
		if (!found) throw new Error(`${what}: gone again`);
		return found;
	}

	close(): void {
		this.#child.kill("SIGTERM");
	}

	#take(line: string): void {
		const [mark, topic, ...text] = line.split("\t");
		if (line.includes("received SUBACK")) this.#ready = true;
		else if (mark === "message" && topic !== undefined)
			this.arrivals.push({ at: performance.now(), topic, text: text.join("\t") });
		for (const each of [...this.#watchers]) each();
	}

	#expect(look: () => boolean, within: number, why: string): Promise<void> {
		return new Promise((resolve, reject) => {
			const finish = () => {
				clearTimeout(timer);
				this.#watchers.delete(attempt);
			};
			const attempt = () => {
				if (!look()) return;
				finish();
				resolve();
			};
			const timer = setTimeout(() => {
				finish();
				reject(new Error(`${why} within ${within} ms`));
			}, within);
			this.#watchers.add(attempt);
			attempt();
		});
	}
}
