/** `agent`: JSON on topics, checked on the way out and distrusted on the way in. */

import { createImp } from "../../modules/imp/index.js";
import { encodeUTF8 } from "../../modules/uplink/utf8.js";
import { expect } from "../expect.js";
import { facade } from "./support/facade.js";
import { FakeManager } from "./support/manager.js";

describe("agent.send", () => {
	it("publishes data as JSON on the topic of its name", () => {
		const { agent, manager } = facade();
		expect(agent.send("reading", { temperature: 21.5 })).toBe(0);
		expect(agent.send("bare")).toBe(0);
		expect(manager.published).toEqual([
			{ topic: "uplink/d1/agent/reading", data: '{"temperature":21.5}', options: { QoS: 1 } },
			{ topic: "uplink/d1/agent/bare", data: "null", options: { QoS: 1 } },
		]);
	});

	it("throws on a name or data that cannot be sent, and sends nothing", () => {
		const { agent, manager } = facade();
		const circle: unknown[] = [];
		circle.push(circle);
		expect(() => agent.send(5 as never, 1)).toThrow(TypeError, "name: expected a string");
		expect(() => agent.send("", 1)).toThrow(RangeError, "name: must not be empty");
		expect(() => agent.send("n".repeat(129), 1)).toThrow(RangeError, "name: expected at most 128");
		for (const name of ["a+b", "#", "a\nb", "a\0b"])
			expect(() => agent.send(name, 1)).toThrow(RangeError, "name: must not hold");
		expect(() => agent.send("a", circle)).toThrow(TypeError, "data: JSON cannot say it");
		expect(() => agent.send("a", () => 1)).toThrow(TypeError, "data: JSON cannot say it");
		expect(() => agent.send("a", 1n)).toThrow(TypeError, "data: JSON cannot say it");
		expect(manager.published).toEqual([]);
	});
});

describe("agent.on", () => {
	it("hands what arrives on its topic to the callback", () => {
		const { agent, manager, heard, hear } = facade();
		agent.on("blink", hear("blink"));
		manager.receive("uplink/d1/device/blink", encodeUTF8('{"times":3,"é":null}'));
		expect(heard).toEqual([["blink", { times: 3, é: null }]]);
	});

	it("drops what is not JSON, or not even text", () => {
		const { agent, manager, heard, hear } = facade();
		agent.on("blink", hear("blink"));
		for (const payload of [[], [0x7b], [0xff, 0xfe], [0x22, 0xc3, 0x22]])
			manager.receive("uplink/d1/device/blink", new Uint8Array(payload));
		expect(heard).toEqual([]);
	});

	it("subscribes once a name, however often its callback is replaced", () => {
		const { agent, manager, heard, hear } = facade();
		agent.on("blink", hear("old"));
		agent.on("blink", hear("new"));
		manager.receive("uplink/d1/device/blink", encodeUTF8("1"));
		expect(heard).toEqual([["new", 1]]);
		agent.on("blink", null);
		agent.on("blink", null);
		expect(manager.calls).toEqual([
			"subscribe uplink/d1/device/blink",
			"unsubscribe uplink/d1/device/blink",
		]);
	});

	it("listens to so many names and no more", () => {
		const { agent } = facade();
		for (let index = 0; index < 64; index++) agent.on(`n${index}`, () => undefined);
		expect(() => agent.on("another", () => undefined)).toThrow(RangeError, "name: at most 64");
		agent.on("n0", null);
		agent.on("another", () => undefined);
		expect(() => agent.on("n1", "x" as never)).toThrow(TypeError, "callback");
	});
});

describe("createImp", () => {
	it("refuses a device ID that would not be one level of a topic", () => {
		const manager = new FakeManager();
		for (const deviceID of ["a/b", "+", ""])
			expect(() => createImp({ manager, deviceID })).toThrow(RangeError, "deviceID");
		expect(() => createImp({ manager, deviceID: 5 as never })).toThrow(TypeError, "deviceID");
	});
});
