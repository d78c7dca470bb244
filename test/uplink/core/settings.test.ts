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
		for (const address of ["0.0.0.0", "255.255.255.255", "192.168.1.10"])
			expect(parse({ static: { ...STATIC, address } }).static?.address).toBe(address);
		for (const address of ["256.0.0.1", "1.2.3", "1.2.3.4.", "1.2.3.4.5", "1..2.3", "a.b.c.d", ""])
			expect(() => parse({ static: { ...STATIC, address } })).toThrow(
				TypeError,
				"settings.static.address: expected a dotted quad",
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
		expect(() => parse({ cellular: { PIN: "123" } })).toThrow(RangeError);
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
