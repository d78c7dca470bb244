/**
 * The application on a soaked board: it makes the calls of the world's steps, also from within the
 * firmware's callbacks, and notes what a call said it did. It plays by the rules of the API, so an
 * error that the API does not promise is a finding.
 *
 *   step ──▶ call now ─────────────────────▶ uplink, imp, server
 *     └────▶ armed ── the callback comes ──▶ call from within it
 */

import type { Hold } from "../../../modules/uplink/api.js";
import { parseIdentifier } from "../../../modules/uplink/core/identifiers.js";
import type { Identifier, Outcome } from "../../../modules/uplink/core/types.js";
import type { Board } from "../board.js";
import { PASSWORD, SSID } from "../hardware/wifi-silicon.js";
import type { Call, Within } from "./world.js";

/** The secrets that the application gives to the firmware: none may be seen anywhere. */
export const WRONG_PASSWORD = "wrong battery staple";
export const APN_PASSWORD = "secret of the operator";
export const PIN = "73019264";
/** What words may not contain; in JSON a number could be the PIN, so there it begins with its quote. */
export const SECRETS: readonly string[] = [PASSWORD, WRONG_PASSWORD, APN_PASSWORD, PIN];
export const RECORDED_SECRETS: readonly string[] = [...SECRETS.slice(0, -1), `"${PIN}`];

/** What the API promises to say no with. */
const PROMISED =
	/busy|in use|at most|budget spent|no room|power lost|not under SUSPEND|not fitted|: expected |unknown interface|must not be empty/;

/** Who hears what the application did. */
export interface Onlooker {
	/** A call begins: whatever was waited for may begin anew. */
	called(call: Call, within: Within | undefined): void;
	/** How it ended; `error` is what it threw. */
	returned(call: Call, error: Error | undefined): void;
	/** A call failed in a way that nobody promised. */
	surprised(call: Call, error: Error): void;
	told(): void;
}

type Calls = { [Do in Call["do"]]: (call: Extract<Call, { do: Do }>) => void };

export class Application {
	#board: Board;
	#onlooker: Onlooker;
	#armed: { call: Call; within: Within }[] = [];
	#claims: { close(): void }[] = [];
	#holds: Hold[] = [];
	#topics = 0;
	/** Calls from within calls' callbacks end somewhere. */
	#depth = 0;

	constructor(board: Board, onlooker: Onlooker) {
		this.#board = board;
		this.#onlooker = onlooker;
	}

	/** A boot has begun: the callbacks are the new firmware's, and nothing of the old one is held. */
	booted(): void {
		this.#claims = [];
		this.#holds = [];
		const { uplink } = this.#board;
		uplink.onChanged = () => this.#within("changed");
		uplink.onMessage = () => this.#within("message");
		uplink.onUnexpectedDisconnect = () => {
			this.#onlooker.told();
			this.#within("told");
		};
	}

	/** Makes the call at the next such callback. */
	arm(call: Call, within: Within): void {
		this.#armed.push({ call, within });
	}

	perform(call: Call, within?: Within): void {
		if (!this.#board.on || this.#depth > 3) return;
		this.#onlooker.called(call, within);
		this.#depth += 1;
		let failure: Error | undefined;
		try {
			const perform = this.#calls[call.do] as (call: Call) => void;
			perform(call);
		} catch (error) {
			failure = error as Error;
		}
		this.#depth -= 1;
		this.#onlooker.returned(call, failure);
		if (failure && !PROMISED.test(failure.message)) this.#onlooker.surprised(call, failure);
	}

	/** The application wants to be connected, by its list, with the right settings, and calms down. */
	heal(passwordIsRight: boolean): void {
		this.#armed = [];
		// New settings and connect() are evidence: only where the firmware could do nothing without.
		if (!passwordIsRight) this.perform({ do: "wifi", password: "right" });
		while (this.#claims.length > 0) this.perform({ do: "close" });
		while (this.#holds.length > 0) this.perform({ do: "release" });
		const { record } = this.#board.uplink;
		if (record.guard.pin) this.perform({ do: "unpin" });
		if (record.osWanted) this.perform({ do: "os", wanted: false });
		if (record.manual !== undefined) this.perform({ do: "disconnect" });
		if (!record.wanted) this.perform({ do: "connect", native: true });
	}

	#within(within: Within): void {
		const index = this.#armed.findIndex((each) => each.within === within);
		if (index < 0) return;
		const [armed] = this.#armed.splice(index, 1);
		if (armed) this.perform(armed.call, within);
	}

	#completed = (_outcome: Outcome | number) => this.#within("completed");

	#calls: Calls = {
		connect: ({ timeout, native }) => {
			const { server, uplink } = this.#board;
			if (!native) server.connect(this.#completed, timeout && Math.floor(timeout / 1000));
			else uplink.connect({ ...(timeout && { timeout }), onComplete: this.#completed });
		},
		connectwith: ({ interface: over, timeout, native }) => {
			const { server, uplink } = this.#board;
			const seconds = timeout && Math.floor(timeout / 1000);
			if (!native) server.connectwith({ interface: over }, this.#completed, seconds);
			else
				uplink.connect({
					interface: parseIdentifier(over) as Identifier,
					...(timeout && { timeout }),
					onComplete: this.#completed,
				});
		},
		disconnect: () => this.#board.server.disconnect(),
		list: ({ list, times = 1 }) => {
			const { net } = this.#board.imp;
			for (let n = times; n > 1; n--) net.setserverinterfaces(n % 2 === 0 ? ["wl0"] : ["eth0"]);
			net.setserverinterfaces(list as string[]);
		},
		clear: ({ bits }) => this.#board.imp.clearconfiguration(bits),
		wifi: ({ password }) => {
			const key = password === "right" ? PASSWORD : WRONG_PASSWORD;
			this.#board.imp.setwificonfiguration(password === "invalid" ? "" : SSID, key);
		},
		cellular: ({ password }) => {
			const secrets = { APN: "uplink.example", user: "board", password: APN_PASSWORD, PIN };
			this.#board.uplink.settings = { cellular: password ? secrets : null };
		},
		open: ({ interface: over }) => {
			this.#claims.push(this.#board.imp.net.open({ interface: over }, () => this.#within("claim")));
		},
		close: () => this.#claims.shift()?.close(),
		sendPolicy: ({ policy }) => this.#board.server.setsendtimeoutpolicy(policy),
		errorPolicy: ({ policy }) => {
			this.#board.uplink.errorPolicy = policy;
		},
		publish: ({ QoS, times }) => {
			for (let n = times; n > 0; n--) {
				this.#topics += 1;
				this.#board.uplink.publish(`soak/${this.#topics}`, `${this.#topics}`, { QoS });
			}
		},
		subscribe: ({ topic }) => this.#board.uplink.subscribe(topic, { QoS: 1 }),
		send: () => {
			this.#board.server.log("a line of the log");
			this.#board.agent.send("reading", { value: 1 });
		},
		flush: ({ timeout }) => this.#board.uplink.flush(timeout, () => this.#within("completed")),
		os: ({ wanted }) => (wanted ? this.#board.os.connect() : this.#board.os.disconnect()),
		hold: ({ for: duration }) => {
			this.#holds.push(this.#board.uplink.hold("an upload", { for: duration }));
		},
		release: () => this.#holds.shift()?.release(),
		pin: ({ interface: over, for: duration, fallback }) =>
			this.#board.uplink.pin(parseIdentifier(over) as Identifier, {
				for: duration,
				why: "a test",
				fallback,
			}),
		unpin: () => this.#board.uplink.unpin(),
		drop: () => this.#board.uplink.drop("NO_SERVER"),
		read: () => {
			const { imp, uplink } = this.#board;
			imp.net.info();
			imp.net.getserverinterfaces();
			imp.net.getcurrentconfig();
			uplink.explain();
		},
	};
}
