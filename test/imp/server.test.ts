/** `server`: one slot for a callback, always late, and arguments that are checked first. */

import {
	NO_SERVER,
	NO_WIFI,
	NOT_CONNECTED,
	RETURN_ON_ERROR,
	SERVER_CONNECTED,
	SUSPEND_ON_ERROR,
	WAIT_FOR_ACK,
	WAIT_TIL_SENT,
} from "../../modules/imp/index.js";
import { expect } from "../expect.js";
import { type Facade, facade } from "./support/facade.js";

function returning(): Facade {
	const made = facade();
	made.server.setsendtimeoutpolicy(RETURN_ON_ERROR, WAIT_TIL_SENT, 10);
	return made;
}

describe("making the façade", () => {
	it("has no effect on the manager", () => {
		const { manager } = facade();
		expect(manager.calls).toEqual([]);
		expect(manager.errorPolicy).toBe("suspend");
		expect(manager.onUnexpectedDisconnect).toBe(undefined);
	});
});

describe("server.connect", () => {
	it("tells its callback how it ended, later and once", () => {
		const { server, manager, heard, hear, pass } = returning();
		server.connect(hear("first"));
		expect(manager.connecting).toBe(true);
		manager.finish("SERVER_CONNECTED");
		expect(heard).toEqual([]);
		pass();
		expect(heard).toEqual([["first", SERVER_CONNECTED]]);
		expect(server.isconnected()).toBe(true);
		pass(1_000_000);
		expect(heard.length).toBe(1);
	});

	it("tells the reason of a failure by its number", () => {
		const { server, manager, heard, hear, pass } = returning();
		server.connect(hear("first"));
		manager.finish("NO_SERVER");
		pass();
		expect(heard).toEqual([["first", NO_SERVER]]);
	});

	it("gives the manager no timeout unless the caller gave one", () => {
		const { server, manager } = returning();
		server.connect();
		server.connect(null, null);
		server.connect(undefined, 5);
		expect(manager.attempts.map(({ timeout }) => timeout)).toEqual([undefined, undefined, 5000]);
	});

	it("replaces the callback of a connect under way", () => {
		const { server, manager, heard, hear, pass } = returning();
		server.connect(hear("first"));
		server.connect(hear("second"));
		manager.finish("NO_WIFI");
		pass();
		expect(heard).toEqual([["second", NO_WIFI]]);
	});

	it("calls back when it is connected already, later", () => {
		const { server, manager, heard, hear, pass } = returning();
		server.connect();
		manager.finish("SERVER_CONNECTED");
		pass();
		server.connect(hear("again"));
		server.connect(hear("and again"), 0);
		expect(heard).toEqual([]);
		pass();
		expect(heard).toEqual([["and again", SERVER_CONNECTED]]);
	});

	it("may be called from inside its own callback", () => {
		const { server, manager, heard, hear, pass } = returning();
		server.connect((code) => {
			hear("first")(code);
			server.connect(hear("second"));
		});
		manager.finish("NO_WIFI");
		pass();
		expect(heard).toEqual([["first", NO_WIFI]]);
		manager.finish("SERVER_CONNECTED");
		pass();
		expect(heard).toEqual([
			["first", NO_WIFI],
			["second", SERVER_CONNECTED],
		]);
	});

	it("with no time at all fails without a turn, and not before it returned", () => {
		const { server, manager, heard, hear, pass } = returning();
		server.connect(hear("none"), 0);
		expect(heard).toEqual([]);
		pass();
		expect(heard).toEqual([["none", NOT_CONNECTED]]);
		expect(manager.attempts.length).toBe(0);
	});

	it("takes fractions of a second, and cuts what is endless", () => {
		const { server, manager } = returning();
		for (const timeout of [0.5, 1.2345, 1e300, Number.POSITIVE_INFINITY])
			server.connect(null, timeout);
		const timeouts = manager.attempts.map(({ timeout }) => timeout);
		expect(timeouts).toEqual([500, 1234, 0x7fffffff, 0x7fffffff]);
	});

	it("throws on arguments it cannot mean, and does nothing", () => {
		const { server, manager } = returning();
		const connect = server.connect.bind(server) as (callback: unknown, timeout?: unknown) => void;
		expect(() => connect("soon")).toThrow(TypeError, "callback: expected a function");
		expect(() => connect(null, "5")).toThrow(TypeError, "timeout: expected a number");
		expect(() => connect(null, -1)).toThrow(RangeError, "timeout: expected seconds");
		expect(() => connect(null, Number.NaN)).toThrow(RangeError, "timeout: expected seconds");
		expect(manager.calls).toEqual([]);
	});

	it("ignores its arguments under SUSPEND_ON_ERROR, whatever they are", () => {
		const { server, manager, heard, hear, pass } = facade();
		const connect = server.connect.bind(server) as (callback: unknown, timeout?: unknown) => void;
		connect(hear("never"), -1);
		connect("nonsense");
		manager.finish("SERVER_CONNECTED");
		pass(1000);
		expect(heard).toEqual([]);
		expect(manager.attempts).toEqual([{}, {}]);
	});
});

describe("server.connectwith", () => {
	const nic = { interface: "wl0", wificonfig: { ssid: "Depot", key: "secret" } };

	it("connects over its one interface, and tells the code and the name it was given", () => {
		const { server, manager, heard, hear, pass } = returning();
		server.connectwith(nic, hear("done"), 30);
		const { interface: over, settings, timeout } = manager.attempts[0] ?? {};
		expect([over, settings, timeout]).toEqual([
			"wifi",
			{ wifi: { SSID: "Depot", password: "secret" } },
			30_000,
		]);
		manager.finish("NO_WIFI");
		expect(heard).toEqual([]);
		pass();
		expect(heard).toEqual([["done", NO_WIFI, "wl0"]]);
	});

	it("stores none of its settings", () => {
		const { server, manager } = returning();
		server.connectwith(nic);
		expect(manager.calls).toEqual(["connect"]);
	});

	it("lays an APN over what is stored for cellular", () => {
		const { server, manager } = returning();
		manager.settings = { cellular: { APN: "old", user: "u" } };
		server.connectwith({ interface: "cell0", cellconfig: { apn: "new" } });
		expect(manager.attempts[0]?.settings).toEqual({ cellular: { APN: "new", user: "u" } });
	});

	it("throws under SUSPEND_ON_ERROR", () => {
		const { server, manager } = facade();
		expect(() => server.connectwith(nic)).toThrow(Error, "SUSPEND_ON_ERROR");
		expect(manager.calls).toEqual([]);
	});

	it("throws, saying busy, while connected or connecting, and leaves the callback alone", () => {
		const { server, manager, heard, hear, pass } = returning();
		server.connect(hear("first"));
		expect(() => server.connectwith(nic, hear("second"))).toThrow(Error, "busy");
		manager.finish("SERVER_CONNECTED");
		pass();
		expect(() => server.connectwith(nic, hear("second"))).toThrow(Error, "busy");
		pass();
		expect(heard).toEqual([["first", SERVER_CONNECTED]]);
		expect(manager.attempts.length).toBe(1);
	});

	it("throws on a bad table, callback or timeout, and does nothing", () => {
		const { server, manager } = returning();
		const connectwith = server.connectwith.bind(server) as (...values: unknown[]) => void;
		expect(() => connectwith()).toThrow(TypeError, "nic: expected a table");
		expect(() => connectwith({ interface: "eth9" })).toThrow(RangeError, "eth9 is not fitted");
		expect(() => connectwith(nic, 5)).toThrow(TypeError, "callback");
		expect(() => connectwith(nic, null, -0.5)).toThrow(RangeError, "timeout");
		expect(manager.calls).toEqual([]);
	});

	it("with no time at all fails without a turn", () => {
		const { server, manager, heard, hear, pass } = returning();
		server.connectwith(nic, hear("none"), 0);
		pass();
		expect(heard).toEqual([["none", NOT_CONNECTED, "wl0"]]);
		expect(manager.attempts.length).toBe(0);
	});
});

describe("server.disconnect", () => {
	it("makes isconnected() false before the next statement", () => {
		const { server, manager, pass } = returning();
		server.connect();
		manager.finish("SERVER_CONNECTED");
		pass();
		server.disconnect();
		expect(server.isconnected()).toBe(false);
		server.disconnect();
		expect(server.isconnected()).toBe(false);
	});

	it("forgets the callback of the connect that it ends, timed or not", () => {
		const { server, heard, hear, pass } = returning();
		server.connect(hear("dropped"));
		server.disconnect();
		server.connect(hear("dropped too"), 0);
		server.disconnect();
		pass(1_000_000);
		expect(heard).toEqual([]);
	});

	it("does not let the end of an old attempt reach the callback of a new one", () => {
		const { server, manager, heard, hear, pass } = returning();
		server.connect(hear("old"));
		server.disconnect();
		server.connect(hear("new"));
		pass();
		expect(heard).toEqual([]);
		manager.finish("SERVER_CONNECTED");
		pass();
		expect(heard).toEqual([["new", SERVER_CONNECTED]]);
	});
});

describe("server.flush", () => {
	it("promises whether everything was acknowledged", async () => {
		const { server, manager, pass } = returning();
		const delivered = server.flush(5);
		pass(10);
		expect(await delivered).toBe(true);
		manager.delivers = false;
		const late = server.flush(5);
		pass(5000);
		expect(await late).toBe(false);
		expect(manager.calls).toEqual(["flush 5000", "flush 5000"]);
	});

	it("waits as the policy says when it is not told, and neither connects nor disconnects", () => {
		const { server, manager } = facade();
		server.disconnect();
		server.flush();
		server.setsendtimeoutpolicy(SUSPEND_ON_ERROR, WAIT_FOR_ACK, 2);
		server.flush();
		expect(manager.calls).toEqual(["disconnect", "flush 30000", "flush 2000"]);
		expect(() => server.flush(-1)).toThrow(RangeError, "timeout");
	});
});

describe("server.onunexpecteddisconnect", () => {
	it("tells the reason by its number until it is taken away", () => {
		const { server, manager, heard, hear } = returning();
		server.onunexpecteddisconnect(hear("lost"));
		manager.onUnexpectedDisconnect?.("NO_SERVER");
		expect(heard).toEqual([["lost", NO_SERVER]]);
		server.onunexpecteddisconnect(null);
		expect(manager.onUnexpectedDisconnect).toBe(undefined);
		expect(() => server.onunexpecteddisconnect(5 as never)).toThrow(TypeError, "callback");
	});
});
