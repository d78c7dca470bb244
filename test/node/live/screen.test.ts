/**
 * The terminal's picture: it fits the terminal, marks what is active without colour, and lets no
 * control character through.
 */

import { healthy } from "../../../hosts/sim/facts-parse.js";
import { EVENTS_MAX, EventList, describe as words } from "../../../hosts/sim/live/events.js";
import { draw, type ScreenOptions } from "../../../hosts/sim/live/screen.js";
import type { InterfaceState, LiveState } from "../../../hosts/sim/live/state.js";
import { expect } from "../../expect.js";

const plain: ScreenOptions = {
	columns: 80,
	rows: 24,
	colour: false,
	footer: ["keys", "more keys"],
};

function row(name: InterfaceState["interface"], change: Partial<InterfaceState>): InterfaceState {
	return {
		interface: name,
		phase: "idle",
		reason: undefined,
		connection: 200,
		address: undefined,
		active: false,
		wanted: [],
		remaining: undefined,
		wire: { mode: "pass", toServer: 0, toDevice: 0, connections: 0 },
		...change,
	};
}

const state: LiveState = {
	now: 12_345,
	on: true,
	boot: 1,
	bootedAt: 0,
	proven: true,
	active: "wifi",
	list: ["ethernet", "wifi", "cell"],
	custom: false,
	interfaces: [
		row("ethernet", {
			phase: "waiting",
			reason: "NO_LINK",
			remaining: 2_500,
			wire: { mode: "blackhole", toServer: 123_456, toDevice: 9, connections: 0 },
		}),
		row("wifi", { phase: "up", active: true }),
		row("cell", {}),
	],
	words: ["wifi is active: it is the first that works.", "x".repeat(300)],
	notes: [],
	server: "up",
	facts: healthy(),
	messages: { delivered: 7, outstanding: 1, received: 8, duplicates: 1, last: undefined },
};

describe("the screen of the live board", () => {
	const events = new EventList();
	for (let count = 1; count <= 40; count++) events.add(count * 1000, "note", `event ${count}`);

	it("fills the terminal exactly and exceeds it nowhere, at any size", () => {
		for (const columns of [20, 40, 80, 200])
			for (const rows of [4, 10, 24, 60]) {
				const lines = draw(state, events.entries, { ...plain, columns, rows });
				expect(lines.length, `rows at ${columns}×${rows}`).toBe(rows);
				for (const line of lines) expect(line.length, line).toBeAtMost(columns);
			}
	});

	it("shows everything of the status on 80×24, with the newest events below", () => {
		const lines = draw(state, events.entries, plain);
		const screen = lines.join("\n");
		for (const shown of ["NO_LINK", "waiting", "blackhole", "123 kB", "3 s", "(default)"])
			expect(screen).toContain(shown);
		expect(screen).toContain("7 delivered, 1 waiting; server has 8 (1 marked DUP)");
		expect(lines.at(-3) ?? "").toContain("event 40");
		expect(lines.slice(-2)).toEqual(["keys", "more keys"]);
	});

	it("marks the active interface without colour, and uses none unless asked", () => {
		const screen = draw(state, events.entries, plain).join("\n");
		expect(screen).toContain("▶ wifi");
		expect(screen.includes("\x1b")).toBe(false);
		expect(draw(state, events.entries, { ...plain, colour: true }).join("")).toContain("\x1b[32m");
	});

	it("lets no control character of an event reach the terminal", () => {
		const hostile = new EventList();
		hostile.add(0, "note", "\x1b[2Jgone\r\n\x07");
		const screen = draw(state, hostile.entries, plain).join("");
		expect(screen.includes("\x1b")).toBe(false);
		expect(screen).toContain("[2Jgone");
	});
});

describe("the events of the live board", () => {
	it("are bounded, the oldest forgotten, each with a number of its own", () => {
		const events = new EventList();
		for (let count = 0; count < EVENTS_MAX + 5; count++) events.add(count, "note", "again");
		expect(events.entries.length).toBe(EVENTS_MAX);
		expect(events.entries[0]?.number).toBe(6);
		expect(events.entries.at(-1)?.number).toBe(EVENTS_MAX + 5);
	});

	it("tell each watcher from when it came until it stops", () => {
		const events = new EventList();
		const heard: string[] = [];
		events.add(0, "note", "before");
		const stop = events.watchers.add(({ text }) => heard.push(text));
		events.add(0, "note", "now");
		stop();
		events.add(0, "note", "after");
		expect(heard).toEqual(["now"]);
	});

	it("say what a board traces in words", () => {
		expect(
			words({ at: 0, kind: "link", interface: "wifi", phase: "waiting", reason: "NO_WIFI" }).text,
		).toBe("wifi waiting: NO_WIFI");
		expect(words({ at: 0, kind: "active" }).text).toBe("active: none");
		expect(words({ at: 0, kind: "session", phase: "proven", interface: "cell" }).text).toBe(
			"session proven over cell",
		);
	});
});
