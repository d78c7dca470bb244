/** NIC tables at the edge: each mistake is found, named by its place, and nothing else is said. */

import { PROXY_TYPE_HTTP, PROXY_TYPE_NONE } from "../../modules/imp/constants.js";
import { type NIC, type ParsedNIC, parseNIC, writeNIC } from "../../modules/imp/nic.js";
import { Seal } from "../../modules/uplink/seal.js";
import { expect } from "../expect.js";

const seal = new Seal(new Uint8Array(32).fill(1), () => 42);
const parse = (nic: unknown): ParsedNIC => parseNIC(nic, ["ethernet", "wifi", "cell", "wl1"]);
const fails = (nic: unknown, type: typeof TypeError | typeof RangeError, message: string) =>
	expect(() => parse(nic), message).toThrow(type, message);

const wifi = (changes: object) => ({
	interface: "wl0",
	wificonfig: { ssid: "Depot", key: "k", ...changes },
});
const fixed = (changes: object) => ({
	interface: "eth0",
	staticconfig: { ip: "10.0.0.2", netmask: "255.255.255.0", ...changes },
});
const proxy = (changes: object) => ({
	interface: "eth0",
	proxyconfig: { type: PROXY_TYPE_HTTP, address: "proxy.example", port: 8080, ...changes },
});
const cell = (changes: object) => ({ interface: "cell0", cellconfig: { ...changes } });

describe("a NIC table", () => {
	it("needs only an interface, in either spelling, and keeps the caller's", () => {
		expect(parse({ interface: "wl0" })).toEqual({
			name: "wl0",
			interface: "wifi",
			settings: undefined,
		});
		expect(parse({ interface: "cell" }).interface).toBe("cell");
		expect(parse({ interface: "wl1" })).toEqual({
			name: "wl1",
			interface: "wl1",
			settings: undefined,
		});
	});

	it("is a table with a known interface that is fitted", () => {
		for (const nic of [undefined, null, "wl0", 5, ["wl0"]])
			fails(nic, TypeError, "nic: expected a table");
		fails({}, TypeError, "nic.interface: expected a string");
		fails({ interface: 7 }, TypeError, "nic.interface: expected a string");
		fails({ interface: "" }, RangeError, "nic.interface: must not be empty");
		fails({ interface: "WiFi" }, RangeError, "nic.interface: unknown interface");
		fails({ interface: "wl".repeat(5000) }, RangeError, "nic.interface: expected at most");
		fails({ interface: "eth1" }, RangeError, "nic.interface: eth1 is not fitted");
	});

	it("has no unknown keys, in any of its tables", () => {
		fails({ interface: "wl0", wifi: {} }, TypeError, "nic.wifi: unknown key");
		fails(wifi({ password: "k" }), TypeError, "nic.wificonfig.password: unknown key");
		fails(fixed({ mask: "" }), TypeError, "nic.staticconfig.mask: unknown key");
		fails(proxy({ host: "" }), TypeError, "nic.proxyconfig.host: unknown key");
		fails(cell({ APN: "" }), TypeError, "nic.cellconfig.APN: unknown key");
	});

	it("refuses a table that does not apply to the interface", () => {
		const { wificonfig } = wifi({});
		fails({ interface: "eth0", wificonfig }, TypeError, "nic.wificonfig: does not apply to eth0");
		fails(
			{ ...cell({}), staticconfig: {} },
			TypeError,
			"nic.staticconfig: does not apply to cell0",
		);
		fails({ ...cell({}), proxyconfig: {} }, TypeError, "nic.proxyconfig: does not apply to cell0");
		fails({ ...wifi({}), cellconfig: {} }, TypeError, "nic.cellconfig: does not apply to wl0");
	});

	it("takes a Wi-Fi key as text, as a blob, or as nothing for an open network", () => {
		const blob = seal.seal("secret");
		expect(parse(wifi({ key: "secret" })).settings).toEqual({
			wifi: { SSID: "Depot", password: "secret" },
		});
		expect(parse(wifi({ key: "" })).settings?.wifi?.password).toBe("");
		expect(parse(wifi({ key: null })).settings?.wifi?.password).toBe("");
		expect(parse(wifi({ key: blob })).settings?.wifi?.password).toEqual(blob);
		const buffer = blob.slice().buffer;
		expect(parse(wifi({ key: buffer })).settings?.wifi?.password).toEqual(blob);
	});

	it("names what is wrong in wificonfig, and never the key itself", () => {
		fails({ interface: "wl0", wificonfig: "x" }, TypeError, "nic.wificonfig: expected a table");
		fails(wifi({ ssid: undefined }), TypeError, "nic.wificonfig.ssid: expected a string");
		fails(wifi({ ssid: "" }), RangeError, "nic.wificonfig.ssid: must not be empty");
		fails(wifi({ ssid: "s".repeat(33) }), RangeError, "nic.wificonfig.ssid: expected at most 32");
		fails(wifi({ key: undefined }), TypeError, "nic.wificonfig.key: expected a string or a blob");
		fails(wifi({ key: 5 }), TypeError, "nic.wificonfig.key: expected a string or a blob");
		fails(wifi({ key: new Uint8Array(0) }), RangeError, "nic.wificonfig.key: not a blob");
		fails(wifi({ key: new Uint8Array(9999) }), RangeError, "nic.wificonfig.key: not a blob");
		try {
			parse(wifi({ key: "hunter2".repeat(20) }));
		} catch (error) {
			expect(String(error).includes("hunter2")).toBe(false);
		}
	});

	it("takes a static address with or without gateway and name servers", () => {
		expect(parse(fixed({})).settings).toEqual({
			static: { address: "10.0.0.2", mask: "255.255.255.0", gateway: "0.0.0.0" },
		});
		expect(
			parse(fixed({ gateway: "10.0.0.1", dns: ["1.1.1.1", "9.9.9.9"] })).settings?.static,
		).toEqual({
			address: "10.0.0.2",
			mask: "255.255.255.0",
			gateway: "10.0.0.1",
			DNS: ["1.1.1.1", "9.9.9.9"],
		});
	});

	it("names what is wrong in staticconfig", () => {
		fails(fixed({ ip: undefined }), TypeError, "nic.staticconfig.ip: expected a string");
		fails(fixed({ ip: "10.0.0" }), RangeError, "nic.staticconfig.ip: expected a dotted quad");
		fails(fixed({ ip: "10.0.0.256" }), RangeError, "nic.staticconfig.ip: expected a dotted quad");
		fails(fixed({ netmask: "255.0.255.0" }), RangeError, "nic.staticconfig.netmask: not a netmask");
		fails(fixed({ gateway: 1 }), TypeError, "nic.staticconfig.gateway: expected a string");
		fails(fixed({ dns: "1.1.1.1" }), TypeError, "nic.staticconfig.dns: expected an array");
		fails(fixed({ dns: [] }), RangeError, "nic.staticconfig.dns: expected one or two");
		fails(
			fixed({ dns: new Array(10_000) }),
			RangeError,
			"nic.staticconfig.dns: expected one or two",
		);
		fails(fixed({ dns: ["1.1.1.1", 5] }), TypeError, "nic.staticconfig.dns[1]: expected a string");
	});

	it("takes a proxy, or says that there is none", () => {
		expect(parse(proxy({ user: "u", password: "p" })).settings).toEqual({
			proxy: { address: "proxy.example", port: 8080, user: "u", password: "p" },
		});
		const none = { interface: "eth0", proxyconfig: { type: PROXY_TYPE_NONE } };
		expect(parse(none).settings).toEqual({ proxy: null });
	});

	it("names what is wrong in proxyconfig", () => {
		fails(proxy({ type: "HTTP" }), TypeError, "nic.proxyconfig.type: expected a number");
		fails(proxy({ type: 0 }), RangeError, "nic.proxyconfig.type: expected PROXY_TYPE_HTTP");
		fails(proxy({ address: undefined }), TypeError, "nic.proxyconfig.address: expected a string");
		fails(
			proxy({ address: "a".repeat(65) }),
			RangeError,
			"nic.proxyconfig.address: expected at most 64",
		);
		fails(proxy({ port: undefined }), TypeError, "nic.proxyconfig.port: expected a number");
		for (const port of [-1, 65536, 80.5, Number.NaN])
			fails(proxy({ port }), RangeError, "nic.proxyconfig.port: expected an integer");
		fails(proxy({ user: "u".repeat(33) }), RangeError, "nic.proxyconfig.user: expected at most 32");
		fails(
			proxy({ password: "p".repeat(33) }),
			RangeError,
			"nic.proxyconfig.password: expected at most",
		);
	});

	it("takes an APN, and with it what else cellular may need", () => {
		expect(parse(cell({ apn: "iot.example" })).settings).toEqual({
			cellular: { APN: "iot.example" },
		});
		const all = { user: "u", password: "p", authentication: "PAP", pin: "1234" };
		expect(parse(cell(all)).settings).toEqual({
			cellular: { user: "u", password: "p", authentication: "PAP", PIN: "1234" },
		});
		fails(cell({ apn: 1 }), TypeError, "nic.cellconfig.apn: expected a string");
		fails(
			cell({ authentication: "x" }),
			RangeError,
			"nic.cellconfig.authentication: expected none",
		);
	});

	it("lets a getter that throws throw", () => {
		const nic = {
			get interface(): string {
				throw new Error("mine");
			},
		};
		expect(() => parse(nic)).toThrow(Error, "mine");
	});

	it("is written with the specific spelling, and reads back as what it was written from", () => {
		const key = seal.seal("secret");
		const settings = {
			wifi: { SSID: "Depot", password: key },
			static: { address: "10.0.0.2", mask: "255.0.0.0", gateway: "10.0.0.1", DNS: ["1.1.1.1"] },
			proxy: { address: "proxy.example", port: 80, password: seal.seal("p") },
			cellular: { APN: "iot.example", PIN: seal.seal("1234") },
		};
		const nic = writeNIC("wifi", settings);
		expect(nic.interface).toBe("wl0");
		expect(nic.cellconfig).toBe(undefined);
		const { cellular, ...others } = settings;
		expect(parse(nic).settings).toEqual(others);
		expect(parse(writeNIC("cell", settings)).settings).toEqual({ cellular });
		expect(Object.keys(writeNIC("ethernet", settings))).toEqual([
			"interface",
			"staticconfig",
			"proxyconfig",
		]);
	});

	it("is written without what is not set, and never with a secret in clear", () => {
		const none = { wifi: null, static: null, proxy: null, cellular: null };
		const bare: NIC = { interface: "cell0" };
		expect(writeNIC("cell", none)).toEqual(bare);
		expect(
			writeNIC("wifi", { static: { address: "10.0.0.2", mask: "255.0.0.0", gateway: "0.0.0.0" } }),
		).toEqual({
			interface: "wl0",
			staticconfig: { ip: "10.0.0.2", netmask: "255.0.0.0" },
		});
		const clear = { wifi: { SSID: "Depot", password: "hunter2" } };
		expect(() => writeNIC("wifi", clear)).toThrow(Error, "a secret is not sealed");
	});
});
