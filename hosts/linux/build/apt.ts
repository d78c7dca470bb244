/**
 * apt with lists of its own: the machine's sources of packages, asked for source packages. Nothing of
 * the system's is changed, so it needs no root.
 */

import { execFileSync, type StdioOptions } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "./refusal.js";

const SYSTEM = "/etc/apt";
const STDIO: StdioOptions = ["ignore", "ignore", "pipe"];

/** `deb` lines of the one-line format as `deb-src`, each once. */
export function sourcesOfList(text: string): string {
	const lines = text.split("\n").filter((line) => /^deb\s/.test(line));
	return lines.map((line) => `${line.replace(/^deb/, "deb-src")}\n`).join("");
}

/** A file of stanzas with its `Types` turned to source packages. */
export function sourcesOfStanzas(text: string): string {
	return text.replace(/^Types:.*$/gm, "Types: deb-src");
}

export class Apt {
	readonly #folder: string;
	readonly #options: readonly string[];

	constructor(folder: string) {
		this.#folder = folder;
		const parts = join(folder, "parts");
		rmSync(folder, { recursive: true, force: true });
		for (const path of ["parts", "lists/partial", "cache/archives/partial"])
			mkdirSync(join(folder, path), { recursive: true });
		this.#options = [
			"Dir::Etc::sourcelist=/dev/null",
			`Dir::Etc::sourceparts=${parts}`,
			`Dir::State::lists=${join(folder, "lists")}`,
			`Dir::Cache=${join(folder, "cache")}`,
			"Debug::NoLocking=1",
			...(process.getuid?.() === 0 ? ["APT::Sandbox::User=root"] : []),
		].flatMap((option) => ["-o", option]);
		this.#copySources(parts);
	}

	#copySources(parts: string): void {
		const folder = join(SYSTEM, "sources.list.d");
		const files = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
		const lists = [join(SYSTEM, "sources.list"), ...files.filter((file) => file.endsWith(".list"))];
		const text = lists.filter(existsSync).map((file) => sourcesOfList(readFileSync(file, "utf8")));
		writeFileSync(join(parts, "lines.list"), [...new Set(text)].join(""));
		files
			.filter((file) => file.endsWith(".sources"))
			.forEach((file, index) => {
				const stanzas = sourcesOfStanzas(readFileSync(file, "utf8"));
				writeFileSync(join(parts, `${index}.sources`), stanzas);
			});
	}

	#run(what: string, cwd: string, ...args: string[]): void {
		try {
			execFileSync("apt-get", [...this.#options, "-qq", ...args], { cwd, stdio: STDIO });
		} catch (error) {
			const { stderr } = error as { stderr?: Buffer };
			const reason = stderr?.toString().trim().split("\n").at(-1) ?? String(error);
			throw new Refusal(`${what}: ${reason}`);
		}
	}

	update(): void {
		this.#run("lists of source packages", this.#folder, "update");
	}

	/** Debian's files of one source package, into a folder, not unpacked. */
	source(name: string, version: string, into: string): void {
		this.#run(name, into, "source", "--download-only", `${name}=${version}`);
	}

	remove(): void {
		rmSync(this.#folder, { recursive: true });
	}
}
