/** Settings at the edge. */

import {
	applySettings,
	parseSettings,
	type Unseal,
} from "../../../modules/uplink/core/settings.js";
import { expect } from "../../expect.js";

const unseal: Unseal = (blob, place) => {
	if (blob.length === 0) throw new Error(`${place}: not sealed by this device`);
	return "opened";
};
const parse = (input: unknown) => parseSettings(input, unseal);
const STATIC = { address: "10.0.0.2", mask: "255.255.255.0", gateway: "10.0.0.1" };

describe("a change of settings", () => {
	it("is taken whole: each section, with `null` to clear one", () => {
		const input = {
			wifi: { SSID: "depot", password: "" },
			static: { ...STATIC, DNS: ["10.0.0.1", "10.0.0.3"] },
			proxy: null,
			cellular: { APN: "internet", authentication: "CHAP", PIN: "0000" },
		};
		expect(parse(input)).toEqual(input);
		expect(parse({})).toEqual({});
		expect(parse({ wifi: undefined })).toEqual({});
	});

	it("opens sealed secrets, and lets the seal's own error through", () => {
		const wifi = { SSID: "depot", password: new Uint8Array(3) };
		expect(parse({ wifi }).wifi).toEqual({ SSID: "depot", password: "opened" });
		expect(() => parse({ wifi: { ...wifi, password: new Uint8Array(0) } })).toThrow(
			Error,
			"settings.wifi.password: not sealed",
		);
	});

	it("names what it does not know", () => {
		expect(() => parse({ wfi: {} })).toThrow(TypeError, "settings.wfi: unknown key");
		expect(() => parse({ wifi: { SSID: "a", password: "", ssid: "b" } })).toThrow(
			TypeError,
			"settings.wifi.ssid: unknown key",
		);
	});

	it("names what is missing or of the wrong type", () => {
		for (const input of [null, 5, "wifi", []])
			expect(() => parse(input)).toThrow(TypeError, "settings: expected an object");
		for (const wifi of [5, "depot", ["depot"]])
			expect(() => parse({ wifi })).toThrow(TypeError, "settings.wifi: expected an object or null");
		expect(() => parse({ wifi: { SSID: "a" } })).toThrow(TypeError, "settings.wifi.password");
		expect(() => parse({ wifi: { SSID: 5, password: "" } })).toThrow(
			TypeError,
			"settings.wifi.SSID: expected a string",
		);
		expect(() => parse({ wifi: { SSID: "a", password: 5 } })).toThrow(
			TypeError,
			"expected a string or a sealed secret",
		);
		expect(() => parse({ proxy: { address: "p", port: "80" } })).toThrow(
			TypeError,
			"settings.proxy.port",
		);
		expect(() => parse({ static: { ...STATIC, DNS: "10.0.0.1" } })).toThrow(
			TypeError,
			"settings.static.DNS: expected an array",
		);
	});

	it("has whole networks: each member that one cannot be without is asked for by its place", () => {
		const whole = {
			wifi: { SSID: "a", password: "b" },
			static: STATIC,
			proxy: { address: "p", port: 80 },
		};
		expect(parse(whole)).toEqual(whole);
		for (const [section, members] of Object.entries(whole))
			for (const name of Object.keys(members))
				expect(() => parse({ [section]: { ...members, [name]: undefined } })).toThrow(
					TypeError,
					`settings.${section}.${name}: expected a value`,
				);
	});

	it("keeps every length to its bound", () => {
		expect(() => parse({ wifi: { SSID: "", password: "" } })).toThrow(RangeError, "1 to 32");
		expect(() => parse({ wifi: { SSID: "x".repeat(33), password: "" } })).toThrow(RangeError);
		expect(() => parse({ wifi: { SSID: "a", password: "x".repeat(65) } })).toThrow(RangeError);
		expect(() => parse({ proxy: { address: "x".repeat(65), port: 1 } })).toThrow(RangeError);
		expect(() => parse({ proxy: { address: "p", port: 65_536 } })).toThrow(RangeError);
		expect(() => parse({ cellular: { APN: "x".repeat(101) } })).toThrow(RangeError);
		const crowd = ["1.1.1.1", "2.2.2.2", "3.3.3.3"];
		for (const DNS of [[], crowd])
			expect(() => parse({ static: { ...STATIC, DNS } })).toThrow(RangeError, "one or two");
	});

	it("takes dotted quads and nothing that resembles them", () => {
		for (const address of ["0.0.0.0", "255.255.255.255", "249.200.1.10"])
			expect(parse({ static: { ...STATIC, address } }).static?.address).toBe(address);
		for (const address of ["256.0.0.1", "1.2.3", "1.2.3.4.", "1.2.3.4.5", "1..2.3", "a.b.c.d", ""])
			expect(() => parse({ static: { ...STATIC, address } })).toThrow(
				TypeError,
				"settings.static.address: expected a dotted quad",
			);
	});

	it("takes what is as long as its bound, and any port", () => {
		const wifi = { SSID: "x".repeat(32), password: "x".repeat(64) };
		expect(parse({ wifi })).toEqual({ wifi });
		for (const port of [0, 65_535]) {
			const [address, user, password] = ["x".repeat(64), "x".repeat(32), "x".repeat(32)];
			const proxy = { address, port, user, password };
			expect(parse({ proxy })).toEqual({ proxy });
		}
		const cellular = { APN: "x".repeat(100), user: "x".repeat(64), password: "x".repeat(64) };
		expect(parse({ cellular })).toEqual({ cellular });
		for (const DNS of [["10.0.0.1"], ["10.0.0.1", "10.0.0.3"]])
			expect(parse({ static: { ...STATIC, DNS } }).static?.DNS).toEqual(DNS);
		for (const authentication of ["none", "PAP", "CHAP"])
			expect(parse({ cellular: { authentication } })).toEqual({ cellular: { authentication } });
		for (const PIN of ["1234", "12345678"])
			expect(parse({ cellular: { PIN } })).toEqual({ cellular: { PIN } });
	});

	it("names what is too long or no port, each by its place", () => {
		const proxy = { address: "p", port: 1 };
		const wrong: [object, string][] = [
			[{ proxy: { ...proxy, port: -1 } }, "settings.proxy.port: expected 0 to 65535"],
			[{ proxy: { ...proxy, user: "x".repeat(33) } }, "settings.proxy.user: expected 0 to 32"],
			[
				{ proxy: { ...proxy, password: "x".repeat(33) } },
				"settings.proxy.password: expected at most 32 characters",
			],
			[{ cellular: { user: "x".repeat(65) } }, "settings.cellular.user: expected 0 to 64"],
			[{ cellular: { password: "x".repeat(65) } }, "settings.cellular.password: expected"],
			[{ cellular: { PIN: "123456789" } }, "settings.cellular.PIN: expected 4 to 8 digits"],
			[
				{ cellular: { authentication: "MD5" } },
				'settings.cellular.authentication: expected "none", "PAP" or "CHAP"',
			],
		];
		for (const [input, message] of wrong) expect(() => parse(input)).toThrow(RangeError, message);
		expect(() => parse({ proxy: { ...proxy, port: 1.5 } })).toThrow(
			TypeError,
			"settings.proxy.port: expected an integer",
		);
		const DNS = ["10.0.0.1", "ten"];
		expect(() => parse({ static: { ...STATIC, DNS } })).toThrow(
			TypeError,
			"settings.static.DNS[1]: expected a dotted quad",
		);
		expect(() => parse({ static: { ...STATIC, DNS: [new Uint8Array(1)] } })).toThrow(
			TypeError,
			"settings.static.DNS[0]: expected a dotted quad",
		);
		expect(() => parse({ proxy: { address: "p" } })).toThrow(
			TypeError,
			"settings.proxy.port: expected a value",
		);
	});

	it("keeps quotes and control characters out of what is put between a modem's quotes", () => {
		const words = "expected printable ASCII without quotes";
		for (const text of ['a"b', "a\nb", "\u007f", "ü", '"'])
			for (const name of ["APN", "user", "password"] as const)
				expect(() => parse({ cellular: { [name]: text } })).toThrow(
					RangeError,
					`settings.cellular.${name}: ${words}`,
				);
		const plain = { APN: " !#~", user: "", password: "a b" };
		expect(parse({ cellular: plain })).toEqual({ cellular: plain });
		expect(() => parse({ cellular: { APN: 5 } })).toThrow(TypeError, "settings.cellular.APN");
		const wifi = { SSID: 'a"b', password: 'c"d' };
		expect(parse({ wifi })).toEqual({ wifi });
	});

	it("may be asked for under another name", () => {
		expect(() => parseSettings({ wifi: 5 }, unseal, "config.uplink")).toThrow(
			TypeError,
			"config.uplink.wifi: expected an object or null",
		);
		expect(() => parseSettings({ wifi: { SSID: "a" } }, unseal, "config.uplink")).toThrow(
			TypeError,
			"config.uplink.wifi.password: expected a value",
		);
	});

	it("takes a PIN of 4 to 8 digits, and never prints one", () => {
		let message = "";
		try {
			parse({ cellular: { PIN: "12345a" } });
		} catch (error) {
			message = (error as Error).message;
		}
		expect(message).toBe("settings.cellular.PIN: expected 4 to 8 digits");
		for (const PIN of ["123", "a1234", "1234a"])
			expect(() => parse({ cellular: { PIN } })).toThrow(RangeError, "4 to 8 digits");
		expect(() => parse({ cellular: { authentication: "pap" } })).toThrow(RangeError, '"PAP"');
		expect(() => parse({ cellular: { authentication: 1 } })).toThrow(TypeError, "authentication");
	});
});

describe("settings", () => {
	it("merge by section: given ones replace, null removes, absent ones stay", () => {
		const settings = { wifi: { SSID: "a", password: "b" }, static: STATIC };
		const change = { static: null, cellular: { APN: "x" } };
		expect(applySettings(settings, change)).toEqual({
			wifi: { SSID: "a", password: "b" },
			cellular: { APN: "x" },
		});
		expect(settings.static).toEqual(STATIC);
	});
});
