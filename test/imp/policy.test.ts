/** Send policies: what a send answers while offline and when the outbox is full. */

import {
	RETURN_ON_ERROR,
	RETURN_ON_ERROR_NO_DISCONNECT,
	SEND_ERROR_NOT_CONNECTED,
	SEND_ERROR_TIMEOUT,
	SEND_ERROR_WOULDBLOCK,
	SUSPEND_ON_ERROR,
	WAIT_FOR_ACK,
	WAIT_TIL_SENT,
} from "../../modules/imp/index.js";
import { expect } from "../expect.js";
import { type Facade, facade } from "./support/facade.js";

function online(policy: number): Facade {
	const made = facade();
	made.server.setsendtimeoutpolicy(policy, WAIT_TIL_SENT, 1);
	made.server.connect();
	made.manager.finish("SERVER_CONNECTED");
	made.pass();
	made.manager.calls.splice(0);
	return made;
}

describe("server.setsendtimeoutpolicy", () => {
	it("decides who gives up, which until then the manager's own policy does", () => {
		const { server, manager } = facade();
		expect(manager.errorPolicy).toBe("suspend");
		server.setsendtimeoutpolicy(RETURN_ON_ERROR, WAIT_FOR_ACK, 5);
		expect(manager.errorPolicy).toBe("return");
		server.setsendtimeoutpolicy(SUSPEND_ON_ERROR);
		expect(manager.errorPolicy).toBe("suspend");
		server.setsendtimeoutpolicy(RETURN_ON_ERROR_NO_DISCONNECT, null, null);
		expect(manager.errorPolicy).toBe("return");
	});

	it("throws on what it does not know, and changes nothing", () => {
		const { server, manager } = facade();
		const set = server.setsendtimeoutpolicy.bind(server) as (...values: unknown[]) => void;
		expect(() => set()).toThrow(TypeError, "policy: expected a number");
		expect(() => set(WAIT_TIL_SENT)).toThrow(RangeError, "policy");
		expect(() => set(RETURN_ON_ERROR, 0)).toThrow(RangeError, "wait");
		expect(() => set(RETURN_ON_ERROR, "x")).toThrow(TypeError, "wait");
		expect(() => set(RETURN_ON_ERROR, WAIT_FOR_ACK, -1)).toThrow(RangeError, "timeout");
		expect(() => set(RETURN_ON_ERROR, WAIT_FOR_ACK, "1")).toThrow(TypeError, "timeout");
		expect(manager.errorPolicy).toBe("suspend");
	});
});

describe("a send", () => {
	it("goes to the device's log topic with an acknowledgement asked for", () => {
		const { server, manager } = online(RETURN_ON_ERROR);
		expect(server.log("hello")).toBe(0);
		expect(server.log(42)).toBe(0);
		expect(server.error("bad")).toBe(0);
		expect(manager.published).toEqual([
			{ topic: "uplink/d1/log", data: "hello", options: { QoS: 1 } },
			{ topic: "uplink/d1/log", data: "42", options: { QoS: 1 } },
			{ topic: "uplink/d1/error", data: "bad", options: { QoS: 1 } },
		]);
		expect(() => server.log({} as never)).toThrow(TypeError, "message: expected a string");
	});

	it("is refused offline under both RETURN policies, and nothing is kept", () => {
		for (const policy of [RETURN_ON_ERROR, RETURN_ON_ERROR_NO_DISCONNECT]) {
			const { server, agent, manager } = facade();
			server.setsendtimeoutpolicy(policy, WAIT_TIL_SENT, 1);
			expect(server.log("lost")).toBe(SEND_ERROR_NOT_CONNECTED);
			expect(agent.send("lost", 1)).toBe(SEND_ERROR_NOT_CONNECTED);
			expect(manager.published).toEqual([]);
			expect(manager.calls).toEqual([]);
		}
	});

	it("is kept offline under SUSPEND_ON_ERROR, and reconnects once after a disconnect", () => {
		const { server, manager } = facade();
		expect(server.log("before")).toBe(0);
		expect(manager.calls).toEqual([]);
		server.disconnect();
		expect(server.log("one")).toBe(0);
		expect(server.log("two")).toBe(0);
		expect(manager.calls).toEqual(["disconnect", "connect"]);
		expect(manager.published.map(({ data }) => data)).toEqual(["before", "one", "two"]);
	});

	it("does not reconnect after a disconnect that a connect has already undone", () => {
		const { server, manager } = facade();
		server.disconnect();
		server.connect();
		server.log("one");
		expect(manager.calls).toEqual(["disconnect", "connect"]);
	});

	it("wakes a manager that had given up, once the policy is SUSPEND_ON_ERROR again", () => {
		const { server, manager } = facade();
		server.setsendtimeoutpolicy(RETURN_ON_ERROR);
		server.connect();
		manager.finish("NO_SERVER");
		server.setsendtimeoutpolicy(SUSPEND_ON_ERROR);
		server.log("wake up");
		expect(manager.calls).toEqual(["connect", "connect"]);
	});

	it("into a full outbox times out and drops the connection under RETURN_ON_ERROR", () => {
		const { server, manager } = online(RETURN_ON_ERROR);
		manager.room = 0;
		expect(server.log("one too many")).toBe(SEND_ERROR_TIMEOUT);
		expect(manager.calls).toEqual(["drop NOT_CONNECTED"]);
	});

	it("into a full outbox would block under the other two, and the connection stays", () => {
		for (const policy of [RETURN_ON_ERROR_NO_DISCONNECT, SUSPEND_ON_ERROR]) {
			const { server, manager } = online(policy);
			manager.room = 0;
			expect(server.log("one too many")).toBe(SEND_ERROR_WOULDBLOCK);
			expect(manager.calls).toEqual([]);
			expect(server.isconnected()).toBe(true);
		}
	});
});
