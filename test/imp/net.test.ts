/** `imp.net`: the list, what is current, what is known, and no secret in any of it. */

import { type NIC, NO_LINK, NO_SERVER, STATES, WIFI_STOPPED } from "../../modules/imp/index.js";
import { expect } from "../expect.js";
import { type Facade, facade } from "./support/facade.js";
import { reportOf } from "./support/manager.js";

function online(): Facade {
	const made = facade();
	const { manager, imp } = made;
	imp.setwificonfiguration("Depot", "hunter2");
	manager.links = [
		reportOf("ethernet", { phase: "waiting", reason: "NO_LINK" }),
		reportOf("wifi", { phase: "up", connection: 500, address: "10.0.0.7" }),
		reportOf("cell"),
	];
	manager.known.wifi = { SSID: "Depot", RSSI: -60, MAC: "aa:bb" };
	manager.known.cell = { IMEI: "490154203237518" };
	manager.finish("SERVER_CONNECTED", "wifi");
	return made;
}

describe("imp.net's list", () => {
	it("is the manager's, in both directions", () => {
		const { imp } = facade();
		expect(imp.net.getserverinterfaces()).toEqual(["ethernet", "wifi", "cell"]);
		imp.net.setserverinterfaces(["wl0", "wifi", "cell0"]);
		expect(imp.net.getserverinterfaces()).toEqual(["wifi", "cell"]);
		imp.net.setserverinterfaces([]);
		expect(imp.net.getserverinterfaces()).toEqual(["ethernet", "wifi", "cell"]);
	});

	it("throws on anything else, naming the place, and keeps the old list", () => {
		const { imp } = facade();
		imp.net.setserverinterfaces(["wifi"]);
		const set = imp.net.setserverinterfaces.bind(imp.net) as (list?: unknown) => void;
		for (const list of [undefined, null, "wifi", {}, 5])
			expect(() => set(list)).toThrow(TypeError, "interfaces");
		expect(() => set(["cell", 5])).toThrow(TypeError, "interfaces[1]");
		expect(() => set(["cell", "foo"])).toThrow(RangeError, "interfaces[1]");
		expect(imp.net.getserverinterfaces()).toEqual(["wifi"]);
	});

	it("that is read is a copy", () => {
		const { imp } = facade();
		imp.net.setserverinterfaces(["wifi"]);
		imp.net.getserverinterfaces().push("cell");
		expect(imp.net.getserverinterfaces()).toEqual(["wifi"]);
	});
});

describe("imp.net", () => {
	it("has the state constants as members", () => {
		const { imp } = facade();
		expect(imp.net.WIFI_STOPPED).toBe(WIFI_STOPPED);
		for (const [name, value] of Object.entries(STATES))
			expect((imp.net as unknown as Record<string, unknown>)[name], name).toBe(value);
	});
});

describe("imp.net.getcurrentconfig", () => {
	it("is null before the first connection", () => {
		expect(facade().imp.net.getcurrentconfig()).toBe(null);
	});

	it("names the specific interface, gives the key as a blob, and may be given back", () => {
		const { imp, server, manager } = online();
		const nic = imp.net.getcurrentconfig();
		expect(nic?.interface).toBe("wl0");
		expect(nic?.wificonfig?.ssid).toBe("Depot");
		const key = nic?.wificonfig?.key as Uint8Array;
		expect(key instanceof Uint8Array).toBe(true);
		expect(manager.open(key)).toBe("hunter2");
		expect(JSON.stringify(nic).includes("hunter2")).toBe(false);
		manager.errorPolicy = "return";
		server.disconnect();
		if (nic) server.connectwith(nic);
		expect(manager.attempts.at(-1)?.settings?.wifi?.password).toEqual(key);
	});

	it("stays at the last success after a disconnect, and its blob is the caller's own", () => {
		const { imp, server, manager } = online();
		server.disconnect();
		const key = () => (imp.net.getcurrentconfig() as NIC).wificonfig?.key as Uint8Array;
		key().fill(0);
		expect(manager.open(key())).toBe("hunter2");
	});
});

describe("imp.net.info", () => {
	it("tells every fitted interface, the active one, and its address, while connected", () => {
		const info = online().imp.net.info();
		expect(info.active).toBe(1);
		expect(info.ipv4?.address).toBe("10.0.0.7");
		expect("lasterror" in info).toBe(false);
		expect(info.interface).toEqual([
			{ type: "ethernet", lasterror: NO_LINK },
			{ type: "wifi", rssi: -60, macaddress: "aa:bb", ssid: "Depot", connectedssid: "Depot" },
			{ type: "cell", imei: "490154203237518" },
		]);
	});

	it("tells the APN that the modem was given, and not the one that is set for later", () => {
		const { imp, manager } = online();
		manager.known.cell = { IMEI: "490154203237518", APN: "first" };
		imp.setapn("second");
		const cell = imp.net.info().interface[2];
		expect(cell).toEqual({ type: "cell", imei: "490154203237518", apn: "first" });
	});

	it("has no active interface and no address when not connected, but the last error", () => {
		const { imp, manager } = online();
		manager.finish("NO_SERVER");
		manager.links = [reportOf("wifi", { phase: "waiting", reason: "NO_SERVER" })];
		const info = imp.net.info();
		expect(Object.keys(info)).toEqual(["interface", "lasterror"]);
		expect(info.lasterror).toBe(NO_SERVER);
		expect(info.interface[0]?.connectedssid).toBe(undefined);
		expect(info.interface[0]?.ssid).toBe("Depot");
	});

	it("has neither error nor address before anything has happened", () => {
		expect(Object.keys(facade().imp.net.info())).toEqual(["interface"]);
	});

	it("gives what was set by hand of an IPv4 address, and none over cellular", () => {
		const { imp, manager } = online();
		imp.setstaticnetworkconfiguration("10.1.2.3", "255.255.252.0", "10.1.0.1", ["1.1.1.1"]);
		manager.finish("SERVER_CONNECTED", "wifi");
		const { netmask, broadcast, gateway, dnsserver } = imp.net.info().ipv4 ?? {};
		expect([netmask, broadcast, gateway]).toEqual(["255.255.252.0", "10.0.3.255", "10.1.0.1"]);
		expect(dnsserver).toEqual(["1.1.1.1"]);
		manager.links = [reportOf("cell", { phase: "up", address: "100.64.0.2" })];
		manager.finish("SERVER_CONNECTED", "cell");
		expect(imp.net.info().active).toBe(0);
		expect("ipv4" in imp.net.info()).toBe(false);
	});
});
