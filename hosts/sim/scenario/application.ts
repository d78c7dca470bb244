/**
 * The application of a scenario: makes the file's calls on the impOS names, keeps what came back,
 * and, where the file asks, stays connected as Electric Imp's ConnectionManager does: another
 * `connect` at once after each failure and each disconnection.
 */

import {
	CONFIG_ALL,
	CONFIG_APN,
	CONFIG_PROXY,
	CONFIG_STATIC_NETWORK,
	CONFIG_WIFI,
	outcomeOf,
	RETURN_ON_ERROR,
	RETURN_ON_ERROR_NO_DISCONNECT,
	SUSPEND_ON_ERROR,
	WAIT_FOR_ACK,
	WAIT_TIL_SENT,
} from "../../../modules/imp/constants.js";
import { classOf } from "../../../modules/uplink/core/identifiers.js";
import type { Identifier } from "../../../modules/uplink/core/types.js";
import type { PlayedBoard } from "./board-shape.js";
import type { Call } from "./calls.js";
import type { RecordEntry } from "./record.js";

const POLICIES = { SUSPEND_ON_ERROR, RETURN_ON_ERROR, RETURN_ON_ERROR_NO_DISCONNECT };
const WAITS = { WAIT_TIL_SENT, WAIT_FOR_ACK };
const CLEARABLE = { CONFIG_ALL, CONFIG_WIFI, CONFIG_STATIC_NETWORK, CONFIG_PROXY, CONFIG_APN };

/** As many failures without time passing are a loop that would hang a device. */
const INSTANT_RETRIES_MAX = 100;

/** Calls of the application: they need a board that runs. */
export type ApplicationCall = Exclude<Call, { name: `power${string}` | "every" }>;

export class Application {
	readonly results: string[] = [];
	readonly thrown: string[] = [];
	unexpected = 0;
	readonly #board: PlayedBoard;
	readonly #keep: (entry: RecordEntry) => void;
	#staying = false;
	#retries = 0;
	#retriedAt = -1;

	constructor(board: PlayedBoard, keep: (entry: RecordEntry) => void) {
		this.#board = board;
		this.#keep = keep;
	}

	/** Begins anew on a board that has been switched on. */
	start(): void {
		this.#board.server.onunexpecteddisconnect((code) => {
			this.unexpected++;
			this.#tellBack("onunexpecteddisconnect", this.#outcome(code), false);
			this.#retry();
		});
	}

	make(call: ApplicationCall): void {
		const { imp, server, os } = this.#board;
		switch (call.name) {
			case "setserverinterfaces":
				imp.net.setserverinterfaces(call.interfaces);
				break;
			case "connect":
				this.#connect(call.timeout);
				break;
			case "connectwith":
				this.#connectWith(call);
				break;
			case "disconnect":
				server.disconnect();
				this.#retry();
				break;
			case "setsendtimeoutpolicy":
				server.setsendtimeoutpolicy(POLICIES[call.policy], WAITS[call.wait], call.timeout);
				break;
			case "setwificonfiguration":
				imp.setwificonfiguration(call.ssid, call.key);
				break;
			case "clearconfiguration":
				imp.clearconfiguration(CLEARABLE[call.what]);
				break;
			case "publish":
				this.#publish(call);
				break;
			case "log":
				server.log(call.text);
				break;
			case "stayConnected":
				this.#staying = call.on;
				break;
			case "os.connect":
				os.connect();
				break;
			case "os.disconnect":
				os.disconnect();
		}
	}

	#connect(timeout: number | undefined): void {
		const done = (code: number): void => this.#connected("connect", this.#outcome(code));
		if (timeout === undefined) this.#board.server.connect(done);
		else this.#board.server.connect(done, timeout / 1_000);
	}

	#connectWith({ NIC, timeout }: Extract<Call, { name: "connectwith" }>): void {
		const done = (code: number, over: string): void =>
			this.#connected(`connectwith ${over}`, this.#outcome(code));
		if (timeout === undefined) this.#board.server.connectwith(NIC, done);
		else this.#board.server.connectwith(NIC, done, timeout / 1_000);
	}

	#connected(what: string, outcome: string): void {
		this.results.push(outcome);
		const good = outcome === "SERVER_CONNECTED";
		this.#tellBack(what, outcome, good);
		if (!good) this.#retry();
	}

	#publish({ topic, data, QoS }: Extract<Call, { name: "publish" }>): void {
		if (this.#board.uplink.publish(topic, data, { QoS }) !== 0) return;
		this.#keep({ at: this.#board.now, kind: "note", text: `publish ${topic} was refused` });
	}

	#retry(): void {
		if (!this.#staying) return;
		const { now } = this.#board;
		this.#retries = now === this.#retriedAt ? this.#retries + 1 : 1;
		this.#retriedAt = now;
		if (this.#retries > INSTANT_RETRIES_MAX) {
			this.#staying = false;
			this.thrown.push(`connect failed ${INSTANT_RETRIES_MAX} times without time passing`);
			this.#tellBack("connect", "in a loop", false);
			return;
		}
		this.#connect(undefined);
	}

	#tellBack(what: string, outcome: string, good: boolean): void {
		this.#keep({ at: this.#board.now, kind: "callback", text: `${what}: ${outcome}`, good });
	}

	/** NO_WIFI and NO_LINK share a number: the interface of the last turn tells them apart. */
	#outcome(code: number): string {
		const over = this.#board.attempts.at(-1)?.interface ?? "wifi";
		return outcomeOf(code, classOf(over as Identifier)) ?? `reason ${code}`;
	}
}
