/**
 * A stand-in for the board: it notes what is asked of it, and connects one second after it is asked
 * to unless Wi-Fi has no settings or it is told to fail.
 */

import type { PlayedBoard } from "../../../../hosts/sim/scenario/board-shape.js";
import type { AttemptRow } from "../../../../hosts/sim/scenario/record.js";
import { VirtualTime } from "../../../../hosts/sim/time.js";
import type { TraceEntry } from "../../../../hosts/sim/trace.js";
import { NO_WIFI, SERVER_CONNECTED } from "../../../../modules/imp/constants.js";

type Reason = ((reason: number) => void) | null | undefined;

export class FakeBoard implements PlayedBoard {
	readonly asked: string[] = [];
	readonly attempts: AttemptRow[] = [];
	trace: ((entry: TraceEntry) => void) | undefined;
	/** Every connection fails while this is set; at once, when `failsAfter` is 0. */
	failing = false;
	failsAfter = 1_000;
	unexpected: Reason;
	#time = new VirtualTime();
	#connected = false;
	#interfaces: string[] = ["wifi"];
	#cut = false;
	#count = (): void => undefined;

	get now(): number {
		return this.#time.now;
	}

	readonly imp = {
		net: {
			setserverinterfaces: (interfaces: readonly string[]): void => {
				this.#note(`list ${interfaces}`);
				if (this.#cut) {
					this.powerOff();
					throw new Error("power lost");
				}
				this.#interfaces = [...interfaces];
			},
			getserverinterfaces: (): string[] => [...this.#interfaces],
		},
		setwificonfiguration: (ssid: string): void => this.#note(`wifi ${ssid}`),
		clearconfiguration: (what?: number | null): void => this.#note(`clear ${what}`),
	};

	readonly server = {
		connect: (callback?: Reason, timeout?: number | null): void => {
			this.#note(timeout === undefined ? "connect" : `connect ${timeout}`);
			this.#time.after(this.failing ? this.failsAfter : 1_000, () => this.#finish(callback));
		},
		connectwith: (nic: { interface: string }): void => this.#note(`with ${nic.interface}`),
		disconnect: (): void => {
			this.#note("disconnect");
			this.#lose();
		},
		isconnected: (): boolean => this.#connected,
		log: (message: string | number | boolean): number => {
			this.#note(`log ${message}`);
			return 0;
		},
		onunexpecteddisconnect: (callback?: Reason): void => {
			this.unexpected = callback;
		},
		setsendtimeoutpolicy: (policy: number, wait?: number | null, timeout?: number | null): void =>
			this.#note(`policy ${policy} ${wait} ${timeout}`),
	};

	readonly uplink = {
		active: undefined as string | undefined,
		delivered: 0,
		publish: (topic: string): number => {
			if (!this.#connected) return 0;
			this.uplink.delivered++;
			this.#count();
			this.#tell({ at: this.now, kind: "delivered", topic, over: "wifi", duplicate: false });
			return 1;
		},
		explain: () => ({ words: [this.#connected ? "connected over wifi" : "offline"] }),
	};

	/** Each boot has a network of its own, over which every publication sends 100 bytes. */
	network: { bytes(): { sent: number; received: number } } | undefined;

	readonly os = {
		connect: (): void => this.#note("os connect"),
		disconnect: (): void => this.#note("os disconnect"),
	};

	readonly flash = {
		cutAfter: (bytes: number): void => {
			this.#note(`cut ${bytes}`);
			this.#cut = true;
		},
	};

	powerOn(): void {
		this.uplink.delivered = 0;
		let delivered = 0;
		this.#count = () => {
			delivered++;
		};
		this.network = { bytes: () => ({ sent: 100 * delivered, received: 0 }) };
		this.#cut = false;
		this.#tell({ at: this.now, kind: "power", on: true });
	}

	powerOff(): void {
		this.#lose();
		this.#tell({ at: this.now, kind: "power", on: false });
	}

	advance(duration: number): void {
		this.#time.advance(duration);
	}

	set(changes: unknown): void {
		this.#note(`set ${JSON.stringify(changes)}`);
	}

	#note(what: string): void {
		this.asked.push(`${this.now} ${what}`);
	}

	#tell(entry: TraceEntry): void {
		this.trace?.(entry);
	}

	#lose(): void {
		this.#connected = false;
		this.uplink.active = undefined;
		this.#tell({ at: this.now, kind: "session", phase: "idle" });
	}

	#finish(callback: Reason): void {
		const at = this.now;
		const row = { at: at - 1_000, took: 1_000, interface: "wifi" };
		if (this.failing) {
			this.attempts.push({ ...row, outcome: "failed", reason: "NO_WIFI" });
			callback?.(NO_WIFI);
			return;
		}
		this.#connected = true;
		this.uplink.active = "wifi";
		this.#tell({ at, kind: "session", phase: "proven", interface: "wifi" });
		this.attempts.push({ ...row, outcome: "connected", reason: "SERVER_CONNECTED" });
		callback?.(SERVER_CONNECTED);
	}
}
