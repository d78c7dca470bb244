/**
 * The terminal's picture of the live board, decided purely: a state and events in, lines out, none
 * wider or more than the terminal has. Colour only repeats what a mark or a word already says.
 *
 *   title, server
 *   table: one row an interface, the active one marked ▶
 *   list, explain() in words, messages
 *   ── events ──          the log takes what is left
 *   keys, or the list being typed
 */

import type { LiveEvent } from "./events.js";
import type { InterfaceState, LiveState } from "./state.js";

export interface ScreenOptions {
	columns: number;
	rows: number;
	colour: boolean;
	/** The bottom lines: the keys, or a question. */
	footer: readonly string[];
}

/** Words of `explain()` that are shown; the log keeps the rest of the story. */
const WORDS_MAX = 4;

type Paint = "good" | "bad" | "dim" | "strong" | "plain";

const CODES: Readonly<Record<Paint, string>> = Object.freeze({
	good: "32",
	bad: "31",
	dim: "2",
	strong: "1",
	plain: "",
});

export interface Line {
	text: string;
	paint: Paint;
}

function plain(text: string): Line {
	return { text, paint: "plain" };
}

/** Control characters would move the cursor; nothing we show needs one. */
function printable(text: string): string {
	return text.replace(/\p{Cc}/gu, " ");
}

function clip({ text, paint }: Line, columns: number, colour: boolean): string {
	const clean = printable(text);
	const cut = clean.length > columns ? `${clean.slice(0, columns - 1)}…` : clean;
	return colour && CODES[paint] ? `\x1b[${CODES[paint]}m${cut}\x1b[0m` : cut;
}

export function seconds(duration: number): string {
	const whole = Math.floor(duration / 1000);
	const milliseconds = String(duration - whole * 1000).padStart(3, "0");
	return `${whole}.${milliseconds}`;
}

function size(bytes: number): string {
	return bytes < 10_000 ? `${bytes} B` : `${Math.floor(bytes / 1000)} kB`;
}

function row(state: InterfaceState): Line {
	const { wire, phase } = state;
	const mark = state.active ? "▶" : " ";
	const passes = wire.mode === "pass" ? "═══" : `═╳═ ${wire.mode}`;
	const wait = state.remaining === undefined ? "" : `${Math.ceil(state.remaining / 1000)} s`;
	const cells = [
		`${mark} ${state.interface}`.padEnd(12),
		phase.padEnd(9),
		wait.padStart(6),
		`  ${state.reason ?? "-"}`.padEnd(22),
		passes.padEnd(14),
		size(wire.toServer).padStart(8),
	];
	const paint = state.active ? "good" : phase === "waiting" ? "bad" : "plain";
	return { text: cells.join(""), paint };
}

function title(state: LiveState): Line {
	const { proven, active, server } = state;
	const offline = state.on ? "not connected" : "off";
	const session = proven ? `connected over ${active}` : offline;
	return {
		text: `Uplink  ${Math.floor(state.now / 1000)} s  boot ${state.boot}  ${session}  server ${server}`,
		paint: proven ? "strong" : "bad",
	};
}

function messages(state: LiveState): Line {
	const { delivered, outstanding, received, duplicates, last } = state.messages;
	const over = last ? `, last #${last.message} over ${last.over}` : "";
	return plain(
		`Messages: ${delivered} delivered, ${outstanding} waiting; ` +
			`server has ${received} (${duplicates} marked DUP)${over}`,
	);
}

function status(state: LiveState): Line[] {
	return [
		title(state),
		{
			text: `  ${"interface".padEnd(10)}${"phase".padEnd(9)}${"until".padStart(6)}  ${"last reason".padEnd(20)}wire              sent`,
			paint: "dim",
		},
		...state.interfaces.map(row),
		plain(`List: ${state.list.join(" > ")}${state.custom ? "" : " (default)"}`),
		messages(state),
		...[...state.words, ...state.notes].slice(0, WORDS_MAX).map((word) => plain(`· ${word}`)),
	];
}

const MARKS: Readonly<Record<LiveEvent["kind"], string>> = Object.freeze({
	world: "!",
	link: " ",
	session: "~",
	active: "▶",
	power: "*",
	message: "✉",
	note: "?",
});

export function eventText({ at, kind, text }: LiveEvent): string {
	return `${seconds(at).padStart(9)} ${MARKS[kind]} ${text}`;
}

function eventLine(event: LiveEvent): Line {
	const paint = event.kind === "active" ? "good" : event.kind === "world" ? "strong" : "plain";
	return { text: eventText(event), paint };
}

/** Exactly `rows` lines (fewer than are there are cut from the log first), each ended by nothing. */
export function draw(
	state: LiveState,
	events: readonly LiveEvent[],
	{ columns, rows, colour, footer }: ScreenOptions,
): string[] {
	const above = [...status(state), { text: "─".repeat(columns), paint: "dim" } satisfies Line];
	const room = Math.max(0, rows - above.length - footer.length);
	const log = room > 0 ? events.slice(-room).map(eventLine) : [];
	const blank = Array.from({ length: room - log.length }, () => plain(""));
	const below = footer.map((text): Line => ({ text, paint: "dim" }));
	return [...above, ...log, ...blank, ...below]
		.slice(0, rows)
		.map((line) => clip(line, columns, colour));
}
