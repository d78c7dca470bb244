/**
 * The firmware in a laboratory: a process in the device's namespace, with its console on stdin, its
 * debug line on stdout, and its control socket. Everything is waited for by what it says.
 *
 *   say("explain") ──▶ stdin       stdout ──▶ lines ──▶ until(/active wifi/)
 *   control("wl0 beacon off") ──▶ socket
 */

import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { authorityFile } from "./certificates.js";
import { sendControl } from "./control.js";
import type { Laboratory } from "./laboratory.js";
import { BROKER, type CertificateKind, TIME, TLS_PORTS, WIFI } from "./world.js";

export interface DeviceOptions {
	/** Of the build: 64, 32, asan64… */
	variant?: string;
	policy?: object;
	list?: readonly string[];
	/** The broker over TLS, at the port with this certificate. */
	tls?: CertificateKind;
	/** Is the access point on the air from the start? */
	accessPoint?: boolean;
	/** Keeps what an earlier firmware stored. */
	stored?: boolean;
	/** The demonstration publishes at this interval; without one it does not. */
	application?: string;
	/** What runs the firmware, such as valgrind. */
	under?: readonly string[];
	/** More of the configuration. */
	configuration?: object;
	/** Of the session; two devices at one broker must differ in it. */
	clientID?: string;
}

export interface Line {
	/** When it came, in ms of `performance.now()`. */
	at: number;
	text: string;
}

/** What the console's `state` tells, as far as it is looked at. */
export interface DeviceState {
	active: string | null;
	connection: number;
	reason: string | null;
	list: string[];
	custom: boolean;
	outstanding: number;
	delivered: number;
	links: { interface: string; phase: string; connection: number; address: string | null }[];
}

const PROJECT = fileURLToPath(new URL("../../../../", import.meta.url));

export function firmwareFile(variant: string): string {
	return join(PROJECT, "build", "linux", variant, "uplink");
}

/** How long a firmware may take to open its control socket, and to end when told to. */
const START_MAX = 10_000;
const END_MAX = 3000;

/** Enough to tell what went wrong. */
const LAST_LINES = 40;

/** Writes the firmware's CONFIG.json for this laboratory, and answers where it is. */
export function configure(laboratory: Laboratory, options: DeviceOptions): string {
	const { directory, control } = laboratory;
	const storage = join(directory, "device", "storage");
	if (!options.stored) rmSync(storage, { recursive: true, force: true });
	mkdirSync(storage, { recursive: true });
	const { tls } = options;
	const configuration = {
		interfaces: {
			eth0: { device: "eth0" },
			wl0: { device: "wlan0", accessPoints: options.accessPoint === false ? [] : [WIFI] },
		},
		storage,
		control,
		server: {
			host: BROKER.name,
			port: tls ? TLS_PORTS[tls] : BROKER.port,
			clientID: options.clientID ?? "device",
			...(tls ? { tls: { ca: readFileSync(authorityFile(directory), "utf8") } } : {}),
		},
		time: { host: TIME.name },
		application: options.application ? { interval: options.application } : false,
		settings: { wifi: { SSID: WIFI.SSID, password: WIFI.password } },
		policy: options.policy ?? { preset: "native" },
		...(options.list ? { list: options.list } : {}),
		...options.configuration,
	};
	const file = join(directory, "device", "configuration.json");
	writeFileSync(file, `${JSON.stringify(configuration, null, "\t")}\n`);
	return file;
}

export class Device {
	readonly lines: Line[] = [];
	/** What the host itself said: aborts, sanitizers. */
	complaints = "";
	readonly #laboratory: Laboratory;
	readonly #child: ChildProcess;
	readonly #watchers = new Set<() => void>();
	readonly #ended: Promise<string>;
	#end: string | undefined;

	/** Starts it. */
	static async start(laboratory: Laboratory, options: DeviceOptions = {}): Promise<Device> {
		const { variant = "64", under = [] } = options;
		const file = configure(laboratory, options);
		rmSync(laboratory.control, { force: true });
		const device = new Device(laboratory, [...under, firmwareFile(variant), file]);
		await device.controlled();
		return device;
	}

	constructor(laboratory: Laboratory, command: readonly string[]) {
		this.#laboratory = laboratory;
		const { namespaces, directory } = laboratory.site;
		const [file = "", ...values] = namespaces.attached("device", command);
		this.#child = spawn(file, values, { stdio: ["pipe", "pipe", "pipe"], cwd: directory });
		const { stdin, stdout, stderr } = this.#child;
		// Whoever has ended reads no more.
		stdin?.on("error", () => undefined);
		stderr?.setEncoding("utf8").on("data", (text: string) => {
			this.complaints += text;
		});
		if (stdout)
			createInterface({ input: stdout }).on("line", (text) => {
				this.lines.push({ at: performance.now(), text });
				this.#tell();
			});
		this.#ended = new Promise((resolve) => {
			this.#child.on("error", (error) => resolve(error.message));
			this.#child.on("close", (code, signal) => resolve(signal ?? `exit ${code}`));
		});
		this.#ended.then((how) => {
			this.#end = how;
			this.#tell();
		});
	}

	get alive(): boolean {
		return this.#end === undefined;
	}

	/** How many lines there are: where to look on from. */
	get mark(): number {
		return this.lines.length;
	}

	/** A line at the console. */
	say(line: string): void {
		this.#child.stdin?.write(`${line}\n`);
	}

	control(line: string): Promise<string> {
		return sendControl(this.#laboratory.control, line);
	}

	/** Resolves when the control socket answers. */
	async controlled(): Promise<void> {
		const deadline = performance.now() + START_MAX;
		for (;;) {
			try {
				await this.control("state");
				return;
			} catch (error) {
				if (!this.alive) throw this.#failure("ended before it answered");
				if (performance.now() > deadline) throw error;
				await this.#soon();
			}
		}
	}

	/** The first line from `mark` on that fits; a failure tells what came instead. */
	until(pattern: RegExp, within: number, mark = 0): Promise<Line> {
		return this.expect(
			() => this.lines.slice(mark).find(({ text }) => pattern.test(text)),
			within,
			() => `no line ${pattern}`,
		);
	}

	/** What `look` finds, as soon as it finds it: it is asked at each line. */
	expect<Found>(look: () => Found | undefined, within: number, why: () => string): Promise<Found> {
		return new Promise((resolve, reject) => {
			const attempt = () => {
				const found = look();
				if (found === undefined && this.alive) return;
				finish();
				if (found !== undefined) resolve(found);
				else reject(this.#failure(`${why()}: it has ended`));
			};
			const timer = setTimeout(() => {
				finish();
				reject(this.#failure(`${why()} within ${within} ms`));
			}, within);
			const finish = () => {
				clearTimeout(timer);
				this.#watchers.delete(attempt);
			};
			this.#watchers.add(attempt);
			attempt();
		});
	}

	/** The firmware's own state, by its console. */
	async state(within = 2000): Promise<DeviceState> {
		const { mark } = this;
		this.say("state");
		const { text } = await this.until(/^\{.*\}$/, within, mark);
		return JSON.parse(text) as DeviceState;
	}

	/** As if the power went. */
	async kill(): Promise<void> {
		this.#child.kill("SIGKILL");
		await this.#ended;
	}

	/** Ends it in good order, or else by force; answers how it ended. */
	async quit(within = END_MAX): Promise<string> {
		this.say("quit");
		const timer = setTimeout(() => this.#child.kill("SIGKILL"), within);
		const how = await this.#ended;
		clearTimeout(timer);
		return how;
	}

	#tell(): void {
		for (const each of [...this.#watchers]) each();
	}

	/** At the next line, or after a moment: a socket that opens says nothing. */
	#soon(): Promise<void> {
		return new Promise((resolve) => {
			const timer = setTimeout(() => finish(), 10);
			const finish = () => {
				clearTimeout(timer);
				this.#watchers.delete(finish);
				resolve();
			};
			this.#watchers.add(finish);
		});
	}

	#failure(why: string): Error {
		const last = this.lines.slice(-LAST_LINES).map(({ text }) => `  ${text}`);
		const end = this.#end === undefined ? [] : [`ended: ${this.#end}`];
		const complaints = this.complaints.trim().split("\n").slice(-LAST_LINES);
		return new Error([why, ...last, ...end, ...complaints].join("\n"));
	}
}
