/**
 * The live board by its commands and its keys: the world's facts reach hardware, wires and broker
 * alike, and a terminal is given back as it was.
 */

import { Board } from "../../../hosts/sim/board.js";
import type { CommandName } from "../../../hosts/sim/live/commands.js";
import { Keys } from "../../../hosts/sim/live/keys.js";
import { LiveBoard, type LiveBoardOptions } from "../../../hosts/sim/live/live.js";
import { snapshot } from "../../../hosts/sim/live/state.js";
import { Terminal } from "../../../hosts/sim/live/terminal.js";
import type { Identifier } from "../../../modules/uplink/core/types.js";
import { expect } from "../../expect.js";

const createBoard: LiveBoardOptions["createBoard"] = (network) =>
	new Board(
		{ fitted: ["eth0", "wl0", "cell0"], seed: 1, policy: { preset: "native" } },
		{ network },
	);

describe("the live board", () => {
	let live: LiveBoard;

	beforeEach(async () => {
		live = await LiveBoard.open({ createBoard, speed: 5 });
	});

	afterEach(() => live.close());

	function modes(): string {
		return [...live.wires].map(({ mode }) => mode).join(" ");
	}

	function until(condition: () => boolean): Promise<void> {
		return new Promise((resolve) => {
			const stop = live.ticks.add(() => {
				if (!condition()) return;
				stop();
				resolve();
			});
		});
	}

	it("cuts, blocks and heals the wires as the world's facts say", () => {
		expect(modes()).toBe("pass pass pass");
		live.command("pullCable");
		expect(modes()).toBe("cut pass pass");
		live.command("accessPoint", false);
		live.command("sim", false);
		expect(modes()).toBe("cut cut cut");
		live.command("replugCable");
		live.command("accessPoint", true);
		live.command("blockUpstream", "wifi", true);
		live.command("blockUpstream", "ethernet", true, "reject");
		expect(modes()).toBe("reject blackhole cut");
		live.command("set", { cell0: { modem: false } });
		live.command("heal");
		expect(modes()).toBe("pass pass pass");
		expect(live.events.entries.map(({ text }) => text)).toContain("cable pulled");
	});

	it("keeps a broken wire broken, whatever the facts say", async () => {
		const broken = await LiveBoard.open({ createBoard, broken: "wifi" });
		broken.command("heal");
		expect(broken.wires.get("wifi")?.mode).toBe("blackhole");
		expect(broken.wires.get("cell")?.mode).toBe("pass");
		await broken.close();
	});

	it("throws what a command throws, and changes nothing", () => {
		live.start();
		expect(() => live.command("applyList", ["wifi", "tram"])).toThrow(Error, "interfaces[1]");
		expect(() => live.command("set", { eth0: { cabel: false } as object })).toThrow(
			TypeError,
			"eth0.cabel",
		);
		expect(snapshot(live).custom).toBe(false);
		expect(modes()).toBe("pass pass pass");
	});

	it("runs a command given from within the board at the next tick", async () => {
		live.start();
		const order: string[] = [];
		const stop = live.events.watchers.add(({ kind }) => {
			if (kind !== "active") return;
			stop();
			live.command("pullCable");
			order.push(modes());
		});
		await until(() => modes() === "cut pass pass");
		expect(order).toEqual(["pass pass pass"]);
	});

	it("delivers over the first interface, and after a power cycle over the new list's first", async () => {
		const over: string[] = [];
		live.receipts.add((receipt) => over.push(`${receipt.boot} ${receipt.over}`));
		live.start();
		await until(() => over.includes("1 ethernet"));
		expect(snapshot(live).active).toBe("ethernet");
		live.command("applyList", ["wifi", "ethernet"]);
		live.command("powerCycle");
		expect(snapshot(live).messages.delivered).toBe(0);
		await until(() => over.includes("2 wifi"));
		const state = snapshot(live);
		expect([state.boot, state.active, state.custom]).toEqual([2, "wifi", true]);
		expect(over.includes("2 ethernet")).toBe(false);
		expect(JSON.parse(JSON.stringify(state)).list).toEqual(["wifi", "ethernet"]);
	});

	it("loses the server and finds it again without losing a message", async () => {
		const numbers: number[] = [];
		live.receipts.add(({ message, duplicate }) => {
			if (!duplicate || !numbers.includes(message)) numbers.push(message);
		});
		live.start();
		await until(() => numbers.length >= 2);
		live.command("server", "down");
		await until(() => !snapshot(live).proven && snapshot(live).messages.outstanding > 0);
		live.command("server", "up");
		const before = numbers.length;
		await until(() => numbers.length >= before + 2);
		expect(numbers).toEqual(numbers.map((_number, index) => index + 1));
	});

	function pressed(...keys: string[]): void {
		const board = new Keys(live);
		for (const key of keys) board.press(key);
	}

	it("obeys its keys, each of which undoes what it did", () => {
		const facts = () => JSON.stringify(live.facts);
		const healthy = facts();
		for (const key of ["c", "a", "s", "1", "2", "3"]) {
			pressed(key);
			expect(facts() !== healthy, `key ${key}`).toBe(true);
			pressed(key);
			expect(facts(), `key ${key} again`).toBe(healthy);
		}
		pressed("v");
		expect(live.facts.server).toBe("down");
		pressed("v");
		expect(live.facts.server).toBe("refusing");
		pressed("h", "?", "toString", "__proto__");
		expect(facts()).toBe(healthy);
	});

	it("takes a list as letters, corrects it, applies it, and leaves it on Escape", () => {
		live.start();
		const list = (): Identifier[] => [...live.board.uplink.interfaces];
		pressed("l", "c", "e", "\x7f", "w", "q", "\r");
		expect(list()).toEqual(["cell", "wifi"]);
		pressed("l", "e", "\x1b", "?");
		expect(list()).toEqual(["cell", "wifi"]);
		pressed("l", "\r");
		expect(snapshot(live).custom).toBe(false);
	});

	it("borrows the terminal and gives it back, CTRL-C included", async () => {
		const written: string[] = [];
		const raw: boolean[] = [];
		let onData: (text: string) => void = () => undefined;
		const input = {
			setRawMode: (mode: boolean) => raw.push(mode),
			setEncoding: () => undefined,
			on: (_event: "data", listener: (text: string) => void) => {
				onData = listener;
			},
			off: () => undefined,
			resume: () => undefined,
			pause: () => undefined,
		};
		const output = {
			columns: 80,
			rows: 24,
			write: (text: string) => written.push(text),
			on: () => undefined,
			off: () => undefined,
		};
		const terminal = new Terminal(live, { input, output, colour: false });
		terminal.open();
		live.start();
		await until(() => written.join("").includes("▶ ethernet"));
		onData("\x1b[A");
		onData("c");
		await until(() => written.join("").includes("cable pulled"));
		onData("\x03");
		await live.quitted;
		terminal.close();
		terminal.close();
		expect(raw).toEqual([true, false]);
		const all = written.join("");
		expect(all.indexOf("\x1b[?1049h")).toBe(0);
		expect(all.lastIndexOf("\x1b[?1049l") > all.lastIndexOf("▶ ethernet")).toBe(true);
		const count = written.length;
		await until(() => true);
		expect(written.length, "nothing is drawn afterwards").toBe(count);
	});

	it("names every command in words", () => {
		const names: CommandName[] = ["pullCable", "replugCable", "powerCycle", "heal"];
		live.start();
		for (const name of names) live.command(name as "heal");
		const texts = live.events.entries
			.filter(({ kind }) => kind === "world")
			.map(({ text }) => text);
		for (const text of ["cable pulled", "cable replugged", "power-cycled", "everything healed"])
			expect(texts).toContain(text);
	});
});
