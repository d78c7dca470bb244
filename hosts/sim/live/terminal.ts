/**
 * The live board on a terminal: raw keys in, the screen out, by plain ANSI sequences. It borrows the
 * terminal (alternate screen, raw mode, hidden cursor) and gives it back whatever happens.
 *
 *   open ──▶ drawn on change, at most ten times a second ──▶ close (also at exit)
 */

import { Keys } from "./keys.js";
import type { LiveBoard } from "./live.js";
import { draw, eventText } from "./screen.js";
import { snapshot } from "./state.js";

/** What we use of a TTY's two streams. */
export interface TerminalInput {
	setRawMode?(raw: boolean): unknown;
	setEncoding(encoding: "utf8"): unknown;
	on(event: "data", listener: (text: string) => void): unknown;
	off(event: "data", listener: (text: string) => void): unknown;
	resume(): unknown;
	pause(): unknown;
}

export interface TerminalOutput {
	columns?: number;
	rows?: number;
	write(text: string): unknown;
	on(event: "resize", listener: () => void): unknown;
	off(event: "resize", listener: () => void): unknown;
}

/** Ms between two drawings. */
const DRAW_INTERVAL = 100;

/** Events repeated on the ordinary screen once the alternate one is gone. */
const FAREWELL_EVENTS = 5;

const ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J";
const LEAVE = "\x1b[?7h\x1b[?25h\x1b[?1049l";
const HOME = "\x1b[H";
/** Before a line and not after it: with wrapping off, what follows a full line would eat its end. */
const CLEAR_LINE = "\x1b[2K";

export interface TerminalOptions {
	input: TerminalInput;
	output: TerminalOutput;
	/** Colours are a convenience; `NO_COLOR` takes them away. */
	colour: boolean;
}

export class Terminal {
	readonly #live: LiveBoard;
	readonly #options: TerminalOptions;
	readonly #keys: Keys;
	#shown: string[] = [];
	#drawnAt = Number.NEGATIVE_INFINITY;
	#open = false;
	#unwatch: () => void = () => undefined;
	readonly #onData = (text: string): void => this.#typed(text);
	readonly #onResize = (): void => {
		this.#shown = [];
		this.#drawnAt = Number.NEGATIVE_INFINITY;
	};
	readonly #restore = (): void => this.close();

	constructor(live: LiveBoard, options: TerminalOptions) {
		this.#live = live;
		this.#options = options;
		this.#keys = new Keys(live);
	}

	open(): void {
		if (this.#open) return;
		const { input, output } = this.#options;
		this.#open = true;
		process.on("exit", this.#restore);
		output.write(ENTER);
		input.setRawMode?.(true);
		input.setEncoding("utf8");
		input.on("data", this.#onData);
		input.resume();
		output.on("resize", this.#onResize);
		this.#unwatch = this.#live.ticks.add(() => this.#ticked());
	}

	/** Gives the terminal back, and leaves the last events on it. */
	close(): void {
		if (!this.#open) return;
		const { input, output } = this.#options;
		this.#open = false;
		this.#unwatch();
		process.off("exit", this.#restore);
		input.off("data", this.#onData);
		output.off("resize", this.#onResize);
		input.setRawMode?.(false);
		input.pause();
		output.write(LEAVE);
		for (const event of this.#live.events.entries.slice(-FAREWELL_EVENTS))
			output.write(`${eventText(event)}\n`);
	}

	/** A sequence of the terminal's own (an arrow, say) is no key of ours. */
	#typed(text: string): void {
		if (text.length > 1 && text.startsWith("\x1b")) return;
		for (const key of text) {
			try {
				this.#keys.press(key);
			} catch (error) {
				this.#live.events.add(this.#live.board.now, "note", String(error));
			}
		}
		this.#drawnAt = Number.NEGATIVE_INFINITY;
	}

	#ticked(): void {
		const now = performance.now();
		if (now - this.#drawnAt < DRAW_INTERVAL) return;
		this.#drawnAt = now;
		this.#draw();
	}

	/** Writes the lines that changed, in one write. */
	#draw(): void {
		const { output, colour } = this.#options;
		const lines = draw(snapshot(this.#live), this.#live.events.entries, {
			columns: Math.max(20, output.columns ?? 80),
			rows: Math.max(4, output.rows ?? 24),
			colour,
			footer: this.#keys.footer,
		});
		let text = this.#shown.length === 0 ? `${HOME}\x1b[2J` : "";
		for (const [index, line] of lines.entries()) {
			if (this.#shown[index] === line) continue;
			text += `\x1b[${index + 1};1H${CLEAR_LINE}${line}`;
		}
		this.#shown = lines;
		if (text !== "") output.write(text);
	}
}
