/**
 * What a peer does, seen from outside: the kernel's default route, and an application that asks the
 * broker for a session again and again.
 *
 *   ip monitor route ──▶ ip route get ──▶ eth0 → wlan0
 *   client.js ──▶ "answered"
 */

import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Laboratory } from "../lab/laboratory.js";
import { BROKER, lanPrefix } from "../lab/world.js";
import type { Running } from "./subject.js";

const CLIENT = fileURLToPath(new URL("./client.js", import.meta.url));

interface Seen {
	at: number;
	what: "route" | "answered";
	/** Of a route: the interface that it leaves by. Of an answer: the address that asked. */
	over: string;
	/** Of an answer: when it was asked for. */
	began: number;
}

export class Watched implements Running {
	readonly #laboratory: Laboratory;
	readonly #children: ChildProcess[] = [];
	readonly #seen: Seen[] = [];
	readonly #watchers = new Set<() => void>();
	readonly #finish: () => Promise<void>;
	#over = "";
	#asking = false;
	/** Something has changed since the last question. */
	#stale = false;

	/** `finish` ends the peer itself. */
	constructor(laboratory: Laboratory, finish: () => Promise<void>) {
		this.#laboratory = laboratory;
		this.#finish = finish;
		this.#listen(["ip", "-o", "monitor", "route", "link", "address"], () => this.#ask());
		const client = [process.execPath, CLIENT, BROKER.address, String(BROKER.port)];
		this.#listen(client, (line) => {
			const at = performance.now();
			const [, took, address = ""] = line.split(" ");
			this.#note({ at, what: "answered", over: address, began: at - Number(took) });
		});
		this.#ask();
	}

	async ready(limit: number): Promise<void> {
		const since = performance.now();
		const over = () => (this.#over === "eth0" ? since : undefined);
		if ((await this.#wait(over, limit)) === undefined) throw new Error("eth0 is not in use");
		const answered = () => this.#seen.find(({ what }) => what === "answered")?.at;
		if ((await this.#wait(answered, limit)) === undefined) throw new Error("no broker");
		await this.#standby(limit);
	}

	detected(): undefined {
		return undefined;
	}

	moved(since: number, limit: number): Promise<number | undefined> {
		return this.#route("wlan0", since, limit);
	}

	connected(since: number, limit: number): Promise<number | undefined> {
		const other = lanPrefix(2);
		const look = () =>
			this.#seen.find(
				({ what, began, over }) => what === "answered" && began >= since && over.startsWith(other),
			)?.at;
		return this.#wait(look, since + limit - performance.now());
	}

	back(since: number, limit: number): Promise<number | undefined> {
		return this.#route("eth0", since, limit);
	}

	async end(): Promise<void> {
		for (const child of this.#children) child.kill("SIGTERM");
		await this.#finish();
	}

	#route(name: string, since: number, limit: number): Promise<number | undefined> {
		const look = () =>
			this.#seen.find(({ at, what, over }) => at >= since && what === "route" && over === name)?.at;
		return this.#wait(look, since + limit - performance.now());
	}

	/** The other interface has an address too: peers keep theirs warm. */
	async #standby(limit: number): Promise<void> {
		let warm = false;
		const ask = async () => {
			const { namespaces } = this.#laboratory.site;
			const text = await namespaces.run("device", ["ip", "-4", "-o", "addr", "show", "wlan0"]);
			warm ||= text.includes("inet 10.");
			this.#tell();
		};
		const timer = setInterval(ask, 200);
		const found = await this.#wait(() => (warm ? performance.now() : undefined), limit);
		clearInterval(timer);
		if (found === undefined) throw new Error("wlan0 has no address");
	}

	#listen(command: readonly string[], onLine: (line: string) => void): void {
		const [file = "", ...values] = this.#laboratory.site.namespaces.attached("device", command);
		const child = spawn(file, values, { stdio: ["ignore", "pipe", "ignore"] });
		child.on("error", () => undefined);
		createInterface({ input: child.stdout }).on("line", onLine);
		this.#children.push(child);
	}

	/**
	 * Asks the kernel which way is out: an event says only that something has changed. One question
	 * at a time, so that an old answer cannot come after a newer one.
	 */
	async #ask(): Promise<void> {
		this.#stale = true;
		if (this.#asking) return;
		this.#asking = true;
		while (this.#stale) {
			this.#stale = false;
			const { namespaces } = this.#laboratory.site;
			const asked = namespaces.run("device", ["ip", "-o", "route", "get", BROKER.address]);
			const over = /dev (\S+)/.exec(await asked.catch(() => ""))?.[1] ?? "";
			if (over !== this.#over) this.#note({ at: performance.now(), what: "route", over, began: 0 });
			this.#over = over;
		}
		this.#asking = false;
	}

	#note(seen: Seen): void {
		this.#seen.push(seen);
		this.#tell();
	}

	#tell(): void {
		for (const each of [...this.#watchers]) each();
	}

	#wait(look: () => number | undefined, limit: number): Promise<number | undefined> {
		return new Promise((resolve) => {
			const finish = (found: number | undefined) => {
				clearTimeout(timer);
				this.#watchers.delete(attempt);
				resolve(found);
			};
			const attempt = () => {
				const found = look();
				if (found !== undefined) finish(found);
			};
			const timer = setTimeout(() => finish(undefined), Math.max(0, limit));
			this.#watchers.add(attempt);
			attempt();
		});
	}
}
