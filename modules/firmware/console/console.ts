/**
 * The console: a person at the debug serial line types a command and reads what came of it. Bytes
 * arrive in any pieces; a line ends in CR, LF or both, and one that is too long is refused whole.
 *
 *   text ──▶ line, bounded ──▶ words ──▶ command ──▶ lines for people
 *               └── too long: told once, skipped to its end
 *
 * What is typed is never printed again: it may be a secret.
 */

import type { Uplink } from "../../uplink/uplink.js";
import { COMMANDS, type Host, memberOf, need } from "./commands.js";
import { wordsOf } from "./words.js";

const LINE_MAX = 512;

export interface ConsoleOptions extends Host {
	uplink: Uplink;
	print(line: string): void;
}

export class Console {
	readonly #options: ConsoleOptions;
	#line = "";
	#skipping = false;

	constructor(options: ConsoleOptions) {
		this.#options = options;
	}

	/** What was typed since the last call, in any pieces. */
	take(text: string): void {
		for (const character of text) {
			if (character === "\r" || character === "\n") this.#end();
			else if (this.#line.length < LINE_MAX) this.#line += character;
			else this.#skipping = true;
		}
	}

	#end(): void {
		const line = this.#line;
		const skipped = this.#skipping;
		this.#line = "";
		this.#skipping = false;
		if (skipped) this.#options.print(`error: line: longer than ${LINE_MAX} characters`);
		else if (line.trim() !== "") this.#run(line);
	}

	#run(line: string): void {
		const { uplink, print } = this.#options;
		const [name, ...values] = wordsOf(line) ?? [];
		const command = name === undefined ? undefined : memberOf(COMMANDS, name);
		if (name === undefined) print("error: line: a quote is left open");
		else if (!command) print(`error: ${printable(name)}: unknown command; "help" lists them`);
		else
			try {
				if (command.words) need(values, command.words, command.usage);
				for (const told of command.run(values, uplink, this.#options)) print(told);
			} catch (error) {
				print(`error: ${(error as Error).message}`);
			}
	}
}

/** A name mistyped may be anything, and ends up on a terminal. */
function printable(name: string): string {
	return name.replace(/[^!-~]/g, "?").slice(0, 20);
}
