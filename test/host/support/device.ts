/**
 * A test's own program on the built host, as a process: lines to its console, lines from its debug
 * line, each waited for by what it says. `HOST_VARIANT` names the build: 64 when it is not given.
 *
 *   did("hold wifi") ──▶ stdin       stdout ──▶ lines ──▶ until(/error$/)
 */

import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const LINUX = fileURLToPath(new URL("../../../linux", import.meta.url));
const { HOST_VARIANT: VARIANT = "64" } = process.env;
/** A program that is not preloaded keeps its code in RAM. */
const ARENA = 524_288;
const WITHIN = 10_000;

/** The build's module map with the program, which is the one to begin with, and the console it may import. */
function writeMap(name: string): string {
	const lines = readFileSync(join(LINUX, "modules.map"), "utf8").trimEnd().split("\n");
	const kept = lines.filter((line) => !line.startsWith("main\t"));
	const own = [
		`module\ttest\t../test/host/${name}.js`,
		"module\ttest-console\t../test/host/support/console.js",
		"main\ttest",
		"",
	];
	const path = join(LINUX, `${name.replaceAll("/", "-")}.map`);
	writeFileSync(path, [...kept, ...own].join("\n"));
	return path;
}

/** The command line that runs `test/host/NAME.ts`. */
export function commandOf(name: string): string[] {
	const map = writeMap(name);
	return [join(LINUX, VARIANT, "uplink"), "--map", map, "--arena", String(ARENA)];
}

export class TestDevice {
	readonly lines: string[] = [];
	/** What the host itself said: aborts, sanitizers. */
	complaints = "";
	readonly #child: ChildProcess;
	readonly #ended: Promise<string>;
	#changed = new Set<() => void>();
	#end: string | undefined;

	constructor(command: readonly string[]) {
		const [file = "", ...values] = command;
		this.#child = spawn(file, values, { stdio: "pipe" });
		const { stdin, stdout, stderr } = this.#child;
		stdin?.on("error", () => undefined);
		stderr?.setEncoding("utf8").on("data", (text: string) => {
			this.complaints += text;
		});
		if (stdout)
			createInterface({ input: stdout }).on("line", (line) => {
				this.lines.push(line);
				for (const look of [...this.#changed]) look();
			});
		this.#ended = new Promise((resolve) => {
			this.#child.on("error", (error) => resolve(error.message));
			this.#child.on("close", (code, signal) => resolve(signal ?? `exit ${code}`));
		});
		this.#ended.then((how) => {
			this.#end = how;
			for (const look of [...this.#changed]) look();
		});
	}

	/** Where to look on from. */
	get mark(): number {
		return this.lines.length;
	}

	/** The first line from `mark` on that fits. */
	until(pattern: RegExp, mark = 0, within = WITHIN): Promise<string> {
		return new Promise((resolve, reject) => {
			const end = (finish: () => void) => {
				clearTimeout(timer);
				this.#changed.delete(look);
				finish();
			};
			const fail = (why: string) =>
				end(() => reject(new Error(`${pattern}: ${why}: ${this.told()}`)));
			const timer = setTimeout(() => fail(`not within ${within} ms`), within);
			const look = () => {
				const found = this.lines.slice(mark).find((line) => pattern.test(line));
				if (found !== undefined) end(() => resolve(found));
				else if (this.#end !== undefined) fail(this.#end);
			};
			this.#changed.add(look);
			look();
		});
	}

	/** A line at the console. */
	say(line: string): void {
		this.#child.stdin?.write(`${line}\n`);
	}

	/** Hears each line from now on. */
	hear(listener: (line: string) => void): void {
		let at = this.lines.length;
		this.#changed.add(() => {
			for (; at < this.lines.length; at++) listener(this.lines[at] as string);
		});
	}

	/** Says lines at the console, and waits until the last is done or has thrown. */
	async did(...lines: string[]): Promise<string> {
		const { mark } = this;
		for (const line of lines) this.#child.stdin?.write(`${line}\n`);
		const last = lines.at(-1)?.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
		return this.until(new RegExp(`^(did ${last}|[A-Za-z]*Error: .*)$`), mark);
	}

	/** Ends it in good order. Answers how it ended, and with what complaints. */
	async quit(): Promise<string> {
		this.#child.stdin?.write("quit\n");
		const timer = setTimeout(() => this.#child.kill("SIGKILL"), WITHIN);
		const how = await this.#ended;
		clearTimeout(timer);
		return `${how} ${this.complaints}`.trim();
	}

	told(): string {
		return JSON.stringify([...this.lines.slice(-12), this.complaints]);
	}
}
