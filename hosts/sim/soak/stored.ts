/**
 * What flash may hold: after each call and each loss of power, the values that a reader may find.
 * One, mostly; the old and the new one when the power went during the write; any that was ever
 * written when the flash itself was damaged.
 */

import { parseList } from "../../../modules/uplink/core/identifiers.js";
import type { Identifier } from "../../../modules/uplink/core/types.js";
import { Store } from "../../../modules/uplink/store.js";
import type { Board } from "../board.js";
import { PASSWORD } from "../hardware/wifi-silicon.js";
import type { Call } from "./world.js";

/** The Wi-Fi's password as far as it matters. */
type Password = "right" | "wrong" | "none";

/** `undefined`: anything, for the flash was damaged. */
type Possible<Value> = readonly Value[] | undefined;

const DEFAULT = "[]";
const CLEARS_WIFI = 0x100;
const CLEARS_LIST = 0x1000;

function read(board: Board, name: "list" | "credentials"): unknown {
	const store = new Store(
		board.flash,
		() => 0,
		() => {},
	);
	const value = store.read(name);
	store.close();
	return value;
}

function storedList(board: Board): string {
	const record = read(board, "list") as { list?: unknown } | undefined;
	return record ? JSON.stringify(record.list) : DEFAULT;
}

function storedPassword(board: Board): Password {
	const record = read(board, "credentials") as { wifi?: { password?: unknown } } | undefined;
	if (!record?.wifi) return "none";
	return record.wifi.password === PASSWORD ? "right" : "wrong";
}

export class Stored {
	/** The first value that was neither the old nor the new one. */
	wrong: string | undefined;
	password: Password = "right";
	#board: Board;
	#fitted: readonly Identifier[];
	#lists: Possible<string> = [DEFAULT];
	#passwords: Possible<Password> = ["right"];

	constructor(board: Board, fitted: readonly Identifier[]) {
		this.#board = board;
		this.#fitted = fitted;
	}

	damaged(): void {
		this.#lists = undefined;
		this.#passwords = undefined;
	}

	/** The firmware has read its flash. */
	booted(): void {
		const list = this.#listInForce();
		this.#expect("list", this.#lists, list);
		this.#lists = [list];
		this.password = storedPassword(this.#board);
		this.#expect("password", this.#passwords, this.password);
		this.#passwords = [this.password];
	}

	/** A call is over; with the power gone under it, both values are possible. */
	returned(call: Call, failed: boolean): void {
		const lists = this.#listsOf(call);
		const password = passwordOf(call);
		if (!this.#board.on) {
			this.#lists &&= [...this.#lists, ...lists];
			if (password) this.#passwords &&= [...this.#passwords, password];
			return;
		}
		if (lists.length > 0) this.#judgeList(lists, failed);
		if (!password) return;
		const actual = storedPassword(this.#board);
		if (!failed) {
			this.#expect("password", [password], actual);
			this.password = password;
		} else if (call.do === "wifi") this.#expect("password", this.#passwords, actual);
		this.#passwords &&= [actual];
	}

	#judgeList(lists: readonly string[], failed: boolean): void {
		const known = this.#lists;
		const inForce = this.#listInForce();
		const possible = failed ? known && [...known, ...lists] : lists.slice(-1);
		this.#expect("list in force", possible, inForce);
		this.#lists = [inForce];
		// Damage to what no call has written since is found at the next boot.
		if (!failed) this.#expect("list", [inForce], storedList(this.#board));
		else if (known) this.#expect("list", [...known, ...lists], storedList(this.#board));
	}

	#listInForce(): string {
		const { uplink } = this.#board;
		return uplink.custom ? JSON.stringify(uplink.interfaces) : DEFAULT;
	}

	#expect<Value>(what: string, possible: Possible<Value>, actual: Value): void {
		if (!possible || possible.includes(actual)) return;
		this.wrong ??= `${what}: ${actual}, not ${possible.join(" or ")}`;
	}

	/** The lists that a call writes, one after another. */
	#listsOf(call: Call): string[] {
		if (call.do === "clear")
			return call.bits === null || (call.bits & CLEARS_LIST) !== 0 ? [DEFAULT] : [];
		if (call.do !== "list") return [];
		const spent: unknown[] = [];
		for (let n = call.times ?? 1; n > 1; n--) spent.push(n % 2 === 0 ? ["wl0"] : ["eth0"]);
		return [...spent, call.list].flatMap((list) => {
			try {
				return [JSON.stringify(parseList(list, this.#fitted).list)];
			} catch {
				return [];
			}
		});
	}
}

function passwordOf(call: Call): Password | undefined {
	if (call.do === "wifi") return call.password === "invalid" ? undefined : call.password;
	if (call.do !== "clear") return undefined;
	return call.bits === null || (call.bits & CLEARS_WIFI) !== 0 ? "none" : undefined;
}
