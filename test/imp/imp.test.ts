/** `imp`: settings that are stored whole or not at all, and cleared by their bits. */

import {
	CONFIG_ALL,
	CONFIG_APN,
	CONFIG_CELLULAR,
	CONFIG_INTERFACES,
	CONFIG_PROXY,
	CONFIG_STATIC_NETWORK,
	CONFIG_WIFI,
	PROXY_TYPE_HTTP,
	PROXY_TYPE_NONE,
} from "../../modules/imp/index.js";
import { expect } from "../expect.js";
import { type Facade, facade } from "./support/facade.js";

function configured(): Facade {
	const made = facade();
	made.imp.setwificonfiguration("Depot", "secret");
	made.imp.setstaticnetworkconfiguration("10.0.0.2", "255.0.0.0", "10.0.0.1", ["1.1.1.1"]);
	made.imp.setproxy(PROXY_TYPE_HTTP, "proxy.example", 80);
	made.imp.setapn("iot.example");
	made.imp.net.setserverinterfaces(["cell"]);
	made.manager.calls.splice(0);
	return made;
}

/** Which settings are there. */
function stored({ manager }: Facade): string[] {
	const settings = Object.entries(manager.settings).filter(([, value]) => value !== null);
	return settings.map(([name]) => name);
}

describe("imp's settings", () => {
	it("are stored, secrets sealed", () => {
		const { manager } = configured();
		const { wifi, ...others } = manager.settings;
		expect(wifi?.SSID).toBe("Depot");
		expect(manager.open(wifi?.password ?? new Uint8Array())).toBe("secret");
		expect(others).toEqual({
			static: { address: "10.0.0.2", mask: "255.0.0.0", gateway: "10.0.0.1", DNS: ["1.1.1.1"] },
			proxy: { address: "proxy.example", port: 80 },
			cellular: { APN: "iot.example" },
		});
	});

	it("take an open network, and the sealed key of getcurrentconfig", () => {
		const { imp, manager } = configured();
		const blob = manager.settings.wifi?.password ?? new Uint8Array();
		imp.setwificonfiguration("Depot", blob);
		expect(manager.settings.wifi?.password).toEqual(blob);
		imp.setwificonfiguration("Open", "");
		expect(manager.open(manager.settings.wifi?.password ?? blob)).toBe("");
	});

	it("throw, naming the argument, and change nothing", () => {
		const { imp, manager } = configured();
		const refused = (call: () => void, type: typeof TypeError | typeof RangeError, part: string) =>
			expect(call, part).toThrow(type, part);
		refused(() => imp.setwificonfiguration(5 as never, ""), TypeError, "ssid: expected a string");
		refused(() => imp.setwificonfiguration("", ""), RangeError, "ssid: must not be empty");
		refused(() => imp.setwificonfiguration("a", undefined as never), TypeError, "key: expected");
		refused(
			() => imp.setwificonfiguration("a", "k".repeat(65)),
			RangeError,
			"key: expected at most",
		);
		refused(() => imp.setstaticnetworkconfiguration("x", "255.0.0.0"), RangeError, "ip: expected");
		refused(
			() => imp.setstaticnetworkconfiguration("1.1.1.1", "1.1.1.1"),
			RangeError,
			"netmask: not",
		);
		refused(
			() => imp.setproxy(PROXY_TYPE_NONE, "a", 1),
			RangeError,
			"type: expected PROXY_TYPE_HTTP",
		);
		refused(() => imp.setproxy(PROXY_TYPE_HTTP, "", 1), RangeError, "address: must not be empty");
		refused(() => imp.setproxy(PROXY_TYPE_HTTP, "a", -1), RangeError, "port: expected an integer");
		refused(
			() => imp.setproxy(PROXY_TYPE_HTTP, "a", 1, "u".repeat(33)),
			RangeError,
			"user: expected",
		);
		refused(() => imp.setapn(undefined as never), TypeError, "apn: expected a string");
		refused(() => imp.setapn(""), RangeError, "apn: must not be empty");
		expect(manager.calls).toEqual([]);
	});

	it("keep what else is stored for cellular when the APN changes", () => {
		const { imp, manager } = configured();
		manager.settings = { cellular: { APN: "old", user: "u" } };
		imp.setapn("new");
		expect(manager.settings.cellular).toEqual({ APN: "new", user: "u" });
	});
});

describe("imp.clearconfiguration", () => {
	it("without an action, or with CONFIG_ALL, clears everything and leaves the link", () => {
		for (const action of [undefined, null, CONFIG_ALL]) {
			const made = configured();
			made.imp.clearconfiguration(action);
			expect(made.manager.calls).toEqual(["clear"]);
		}
	});

	it("with one bit clears its part alone", () => {
		const parts: [number, string[]][] = [
			[CONFIG_WIFI, ["static", "proxy", "cellular"]],
			[CONFIG_STATIC_NETWORK, ["wifi", "proxy", "cellular"]],
			[CONFIG_PROXY, ["wifi", "static", "cellular"]],
			[CONFIG_APN, ["wifi", "static", "proxy"]],
			[CONFIG_WIFI | CONFIG_PROXY, ["static", "cellular"]],
		];
		for (const [action, left] of parts) {
			const made = configured();
			made.imp.clearconfiguration(action);
			expect(stored(made), String(action)).toEqual(left);
			expect(made.imp.net.getserverinterfaces(), String(action)).toEqual(["cell"]);
		}
	});

	it("tells the APN from what else is stored for cellular", () => {
		const made = configured();
		made.manager.settings = { cellular: { APN: "iot.example", user: "u" } };
		made.imp.clearconfiguration(CONFIG_APN);
		expect(made.manager.settings.cellular).toEqual({ user: "u" });
		made.manager.settings = { cellular: { APN: "iot.example", user: "u" } };
		made.imp.clearconfiguration(CONFIG_CELLULAR);
		expect(made.manager.settings.cellular).toEqual({ APN: "iot.example" });
	});

	it("with the bit of the list clears the list alone", () => {
		const made = configured();
		made.imp.clearconfiguration(CONFIG_INTERFACES);
		expect(made.imp.net.getserverinterfaces()).toEqual(["ethernet", "wifi", "cell"]);
		expect(stored(made)).toEqual(["wifi", "static", "proxy", "cellular"]);
	});

	it("throws on what is no CONFIG_* and changes nothing", () => {
		const { imp, manager } = configured();
		for (const action of [0, 1, -1, CONFIG_ALL + 1, CONFIG_WIFI + 1, 1.5, Number.NaN])
			expect(() => imp.clearconfiguration(action), String(action)).toThrow(RangeError, "action");
		expect(() => imp.clearconfiguration("all" as never)).toThrow(TypeError, "action");
		expect(manager.calls).toEqual([]);
	});
});

describe("imp.onidle", () => {
	it("runs its callback once, later", () => {
		const { imp, heard, hear, pass } = facade();
		imp.onidle(hear("idle"));
		expect(heard).toEqual([]);
		pass(1000);
		expect(heard).toEqual([["idle"]]);
	});

	it("keeps one callback, which null takes away", () => {
		const { imp, heard, hear, pass } = facade();
		imp.onidle(hear("first"));
		imp.onidle(hear("second"));
		pass();
		imp.onidle(hear("third"));
		imp.onidle(null);
		pass();
		expect(heard).toEqual([["second"]]);
		expect(() => imp.onidle(5 as never)).toThrow(TypeError, "callback");
	});

	it("may be asked for again from inside itself", () => {
		const { imp, heard, hear, pass } = facade();
		imp.onidle(() => {
			hear("first")();
			imp.onidle(hear("second"));
		});
		pass();
		expect(heard).toEqual([["first"], ["second"]]);
	});
});
