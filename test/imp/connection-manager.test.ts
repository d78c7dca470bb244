/**
 * The port of ConnectionManager on a manager whose every answer is the test's: its features, and
 * the quirks of the original that it does not have. The cases of Electric Imp's own tests run on a
 * board, in portable.test.ts.
 */

import { NO_SERVER, NO_WIFI } from "../../modules/imp/index.js";
import { expect } from "../expect.js";
import { ConnectionManager } from "./connection-manager.js";
import {
	CM_BLINK_ALWAYS,
	CM_BLINK_NEVER,
	CM_BLINK_ON_CONNECT,
	CM_BLINK_ON_DISCONNECT,
	CM_START_CONNECTED,
	CM_START_DISCONNECTED,
	type ConnectionManagerSettings,
} from "./connection-manager-settings.js";
import { type Facade, facade } from "./support/facade.js";

interface Managed extends Facade {
	cm: ConnectionManager;
	blinks: boolean[];
}

function managed(settings: ConnectionManagerSettings = {}, connected = false): Managed {
	const made = facade();
	const { manager, server, hear } = made;
	if (connected) manager.finish("SERVER_CONNECTED");
	const blinks: boolean[] = [];
	const timer = {
		set: (callback: () => void, delay: number) => manager.time.after(delay, callback),
		clear: (task: unknown) => manager.time.cancel(task as ReturnType<typeof manager.time.after>),
	};
	const enableblinkup = (enabled: boolean) => void blinks.push(enabled);
	const host = { server, timer, now: () => manager.time.now, enableblinkup };
	const cm = new ConnectionManager(host, settings);
	cm.onConnect(hear("connect")).onDisconnect(hear("disconnect")).onTimeout(hear("timeout"));
	return { ...made, cm, blinks };
}

describe("ConnectionManager's beginning", () => {
	it("takes every combination of settings, and keys it does not know", () => {
		for (let index = 0; index < 48; index++) {
			const { cm } = managed({
				startBehavior: index % 3,
				blinkupBehavior: Math.floor(index / 3) % 4,
				stayConnected: index >= 24,
				retryOnTimeout: Math.floor(index / 12) % 2 === 0,
				connectTimeout: 90,
				ackTimeout: 3,
				checkTimeout: 10,
				unknown: true,
			} as ConnectionManagerSettings);
			cm.close();
		}
	});

	it("leaves the system's own attempt alone unless told otherwise", () => {
		expect(managed().manager.calls).toEqual([]);
		expect(managed({ startBehavior: CM_START_CONNECTED }).manager.calls).toEqual(["connect"]);
		expect(managed({ startBehavior: CM_START_DISCONNECTED }).manager.calls).toEqual(["disconnect"]);
		expect(managed({ stayConnected: true }).manager.calls).toEqual(["connect"]);
	});
});

describe("ConnectionManager's attempts", () => {
	it("are one at a time, and tell the reason of their end", () => {
		const { cm, manager, heard, pass } = managed({ retryOnTimeout: false });
		expect(cm.connect()).toBe(true);
		expect(cm.connect()).toBe(false);
		manager.finish("NO_WIFI");
		pass();
		pass(1_000_000);
		expect(heard).toEqual([["timeout", NO_WIFI]]);
		expect(manager.attempts.length).toBe(1);
	});

	it("are repeated at once, then ever later, for as long as they fail", () => {
		const { cm, manager, pass } = managed({ connectTimeout: 1_000_000 });
		const starts: number[] = [];
		cm.connect();
		for (let index = 0; index < 10; index++) {
			manager.finish("NO_SERVER");
			const before = manager.attempts.length;
			const from = manager.time.now;
			while (manager.attempts.length === before) pass(1000);
			starts.push(manager.time.now - from);
		}
		const delays = [1, 1, 2, 4, 8, 16, 32, 60, 60, 60];
		expect(starts).toEqual(delays.map((seconds) => 1000 * seconds));
	});

	it("end once, whether the watchdog or the answer comes first", () => {
		const { cm, manager, heard, pass } = managed({ retryOnTimeout: false, connectTimeout: 60 });
		cm.connect();
		pass(65_000);
		expect(heard).toEqual([["timeout", 0]]);
		manager.finish("NO_SERVER");
		pass(65_000);
		expect(heard.length).toBe(1);
	});

	it("that are forced to end set off no retry when their failure comes late", () => {
		const { cm, manager, heard, pass } = managed();
		cm.connect();
		expect(cm.disconnect()).toBe(false);
		expect(cm.disconnect(true)).toBe(true);
		pass(1_000_000);
		expect(heard).toEqual([["disconnect", true]]);
		expect(manager.calls).toEqual(["connect", "disconnect"]);
	});
});

describe("ConnectionManager's watchdog", () => {
	it("sees an unexpected drop, and an unexpected return", () => {
		const { cm, manager, heard, pass } = managed({}, true);
		expect(cm.isConnected()).toBe(true);
		manager.connected = false;
		pass(5000);
		expect(cm.isConnected()).toBe(false);
		manager.connected = true;
		pass(5000);
		expect(heard).toEqual([["disconnect", false], ["connect"]]);
		pass(100_000);
		expect(heard.length).toBe(2);
	});

	it("learns of a drop at the latest when the façade tells", () => {
		const { manager, heard, pass } = managed({ checkTimeout: 1000 }, true);
		manager.connected = false;
		manager.onUnexpectedDisconnect?.("NO_SERVER");
		manager.onUnexpectedDisconnect?.("NO_SERVER");
		pass();
		expect(heard).toEqual([["disconnect", false]]);
		expect(NO_SERVER).toBe(4);
	});

	it("connects again by itself where it is to stay connected", () => {
		const { cm, manager, heard, pass } = managed({ stayConnected: true }, true);
		cm.disconnect();
		expect(manager.calls.slice(-2)).toEqual(["disconnect", "connect"]);
		manager.finish("SERVER_CONNECTED");
		pass();
		expect(heard).toEqual([["disconnect", true], ["connect"]]);
	});
});

describe("ConnectionManager's disconnect", () => {
	it("lets the outbox empty first, but no longer than it is told", async () => {
		const { cm, manager, server, heard, pass } = managed({}, true);
		manager.delivers = false;
		server.log("unsent");
		expect(cm.disconnect(false, 3)).toBe(true);
		expect(server.isconnected()).toBe(true);
		expect(cm.connect()).toBe(true);
		pass(3000);
		await Promise.resolve();
		await Promise.resolve();
		expect(manager.calls.slice(-3)).toEqual(["flush 3000", "disconnect", "connect"]);
		expect(heard).toEqual([["disconnect", true]]);
	});

	it("does not wait when it is told not to", () => {
		const { cm, manager, server } = managed({}, true);
		manager.delivers = false;
		server.log("unsent");
		cm.disconnect(false, -1);
		expect(server.isconnected()).toBe(false);
	});

	it("while offline tells so, and disturbs nothing", () => {
		const { cm, manager, heard } = managed();
		expect(cm.disconnect()).toBe(true);
		expect(heard).toEqual([["disconnect", true]]);
		expect(manager.calls).toEqual([]);
	});
});

describe("ConnectionManager's tasks", () => {
	it("run in turn, and wait for the next connection where the link drops between two", () => {
		const { cm, manager, heard, hear, pass } = managed({}, true);
		cm.onNextConnect(() => {
			hear("first")();
			cm.disconnect();
		});
		cm.onNextConnect(hear("second"));
		pass(1);
		expect(heard).toEqual([["first"], ["disconnect", true]]);
		cm.connect();
		manager.finish("SERVER_CONNECTED");
		pass();
		expect(heard.slice(2)).toEqual([["connect"], ["second"]]);
	});

	it("disconnect and make way for the next even if they throw", () => {
		const { cm, manager, heard, hear, pass } = managed({}, true);
		cm.connectFor(() => {
			throw new Error("mine");
		});
		cm.onNextConnect(hear("next"));
		expect(() => pass(1)).toThrow(Error, "mine");
		expect(manager.connected).toBe(false);
		cm.connect();
		manager.finish("SERVER_CONNECTED");
		pass(1);
		expect(heard).toEqual([["disconnect", true], ["connect"], ["next"]]);
	});

	it("are so many and no more", () => {
		const { cm } = managed();
		for (let index = 0; index < 100; index++) cm.onNextConnect(() => undefined);
		expect(() => cm.onNextConnect(() => undefined)).toThrow(RangeError, "at most 100");
	});
});

describe("ConnectionManager's log", () => {
	it("keeps what is written offline, and replays it in order before anything else", () => {
		const { cm, manager, pass } = managed();
		cm.onConnect(() => cm.log("handler"));
		pass(7000);
		cm.log("one").error("two");
		cm.connect();
		manager.finish("SERVER_CONNECTED");
		pass();
		expect(manager.published.map(({ topic, data }) => `${topic} ${data}`)).toEqual([
			"uplink/d1/log 7 - one",
			"uplink/d1/error 7 - two",
			"uplink/d1/log handler",
		]);
	});

	it("drops the oldest lines when there are too many", () => {
		const { cm, manager, pass } = managed();
		manager.room = 1000;
		for (let index = 0; index < 300; index++) cm.log(String(index));
		cm.connect();
		manager.finish("SERVER_CONNECTED");
		pass();
		expect(manager.published.length).toBe(200);
		expect(manager.published[0]?.data).toBe("0 - 100");
	});
});

describe("ConnectionManager's BlinkUp", () => {
	it("follows the connection as it is told", () => {
		const last = (blinkupBehavior: number, connected: boolean) =>
			managed({ blinkupBehavior }, connected).blinks.at(-1);
		expect([last(CM_BLINK_ALWAYS, true), last(CM_BLINK_ALWAYS, false)]).toEqual([true, true]);
		expect([last(CM_BLINK_ON_CONNECT, true), last(CM_BLINK_ON_CONNECT, false)]).toEqual([
			true,
			false,
		]);
		expect(last(CM_BLINK_ON_DISCONNECT, true)).toBe(false);
		expect(last(CM_BLINK_ON_DISCONNECT, false)).toBe(true);
		expect(last(CM_BLINK_NEVER, true)).toBe(false);
	});

	it("stays available for 30 s after boot even if it is never wanted", () => {
		const { blinks, pass } = managed({ blinkupBehavior: CM_BLINK_NEVER });
		pass(29_999);
		expect(blinks).toEqual([]);
		pass(1);
		expect(blinks).toEqual([false]);
	});
});
