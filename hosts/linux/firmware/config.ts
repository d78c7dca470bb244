/**
 * CONFIG.json of this host, parsed once: which Linux interface is which of the device's, and what
 * the firmware gets. Errors name the place (`config.interfaces.eth0.device: …`).
 *
 *   { "interfaces": { "eth0": { "device": "enp1s0" }, "wl0": { "device": "wlan0" } },
 *     "storage": "state", "clock": "kernel", "control": "control.sock", "server": { … }, … }
 */

type Table = Readonly<Record<string, unknown>>;

export interface LinuxConfig {
	/** By instance, each with what its class takes beside it. */
	interfaces: Readonly<Record<string, Table>>;
	/** `kernel`: trust the kernel's wall clock. A device has none at boot, and so by default neither have we. */
	clock: "none" | "kernel";
	/** Where the control socket is, for tests; absent: none. */
	control: string | undefined;
	/** The firmware's own configuration. */
	uplink: Table;
}

const INSTANCE = /^(eth|wl)[0-9]$/;
/** Linux keeps names of interfaces below 16 bytes. */
const DEVICE = /^[^/\s]{1,15}$/;

function tableOf(value: unknown, place: string): Table {
	if (typeof value !== "object" || value === null || Array.isArray(value))
		throw new TypeError(`${place}: expected an object`);
	return value as Table;
}

function interfacesOf(value: unknown): LinuxConfig["interfaces"] {
	const interfaces = tableOf(value, "config.interfaces");
	const names = Object.keys(interfaces);
	if (names.length === 0) throw new RangeError("config.interfaces: expected at least one");
	for (const name of names) {
		const place = `config.interfaces.${name}`;
		if (!INSTANCE.test(name)) throw new RangeError(`${place}: expected eth0, wl0 or the like`);
		const { device } = tableOf(interfaces[name], place);
		if (typeof device !== "string" || !DEVICE.test(device))
			throw new TypeError(`${place}.device: expected the name of a Linux interface`);
	}
	return interfaces as LinuxConfig["interfaces"];
}

/** Throws a TypeError or RangeError that names the place; what is in `uplink` is the firmware's to check. */
export function parseLinuxConfig(value: unknown): LinuxConfig {
	const { interfaces, clock = "none", control, storage, ...uplink } = tableOf(value, "config");
	const fitted = interfacesOf(interfaces);
	if (clock !== "none" && clock !== "kernel")
		throw new RangeError('config.clock: expected "none" or "kernel"');
	if (control !== undefined && typeof control !== "string")
		throw new TypeError("config.control: expected a path");
	// The key-value class reads it for itself; without one nothing would be kept.
	if (typeof storage !== "string")
		throw new TypeError("config.storage: expected the path of a folder");
	return { interfaces: fitted, clock, control, uplink };
}
