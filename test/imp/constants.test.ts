/** The constants: Electric Imp's numbers where they are known, and no number of ours twice. */

import * as constants from "../../modules/imp/constants.js";
import { expect } from "../expect.js";

const PUBLISHED: Record<string, number> = {
	NOT_CONNECTED: 0,
	NO_WIFI: 1,
	NO_LINK: 1,
	NO_IP_ADDRESS: 2,
	NOT_RESOLVED: 3,
	NO_SERVER: 4,
	SERVER_CONNECTED: 5,
	NO_PROXY: 6,
	NOT_AUTHORISED: 7,
	NO_MODEM: 8,
	SIM_ERROR: 9,
	NO_REGISTRATION: 10,
	REGISTRATION_DENIED: 11,
	NO_PPP_CONNECTION: 12,
	PPP_NO_CONNECTIVITY: 13,
	SEND_ERROR_NOT_CONNECTED: 1,
	SEND_ERROR_TIMEOUT: 2,
	SEND_ERROR_DISCONNECTED: 3,
	SEND_ERROR_WOULDBLOCK: 4,
	UNKNOWN: -1,
	STARTING: 0,
	CONNECTED: 1,
	WIFI_SCANNING: 100,
	WIFI_JOINING: 101,
	WIFI_WPSING: 102,
	WIFI_LINK_UP: 103,
	WIFI_DHCPING: 104,
	WIFI_STOPPED: 105,
	WIFI_STOPPED_UNHAPPY: 106,
	ETHERNET_LINK_UP: 200,
	ETHERNET_DHCPING: 201,
	ETHERNET_STOPPED: 202,
	ETHERNET_STOPPED_UNHAPPY: 203,
	ETHERNET_STOPPED_NO_LINK: 204,
	CELLULAR_PINGING: 300,
	CELLULAR_WAITING_FOR_SIM: 301,
	CELLULAR_PPP_CONNECTING: 302,
	CELLULAR_REGISTERING: 303,
	CELLULAR_REGISTRATION_DENIED: 304,
	CELLULAR_STOPPED: 305,
	CELLULAR_STOPPED_UNHAPPY: 306,
};

const numbers = Object.entries(constants).filter(
	(entry): entry is [string, number] => typeof entry[1] === "number",
);

describe("imp constants", () => {
	it("have the numbers that Electric Imp published", () => {
		const exported = Object.fromEntries(numbers);
		for (const [name, value] of Object.entries(PUBLISHED)) expect(exported[name], name).toBe(value);
	});

	it("give every other name an integer that nothing else has", () => {
		for (const [name, value] of numbers) {
			expect(Number.isInteger(value), name).toBe(true);
			if (name in PUBLISHED) continue;
			const sharers = numbers.filter(([, other]) => other === value).map(([other]) => other);
			expect(sharers, String(value)).toEqual([name]);
		}
	});

	it("make CONFIG_ALL the union of single bits", () => {
		const bits = numbers.filter(([name]) => name.startsWith("CONFIG_") && name !== "CONFIG_ALL");
		let union = 0;
		for (const [name, bit] of bits) {
			expect(bit & (bit - 1), name).toBe(0);
			expect(union & bit, name).toBe(0);
			union |= bit;
		}
		expect(constants.CONFIG_ALL).toBe(union);
	});

	it("hold every state of an interface object for imp.net", () => {
		const states = Object.keys(PUBLISHED).filter((name) =>
			/^(WIFI|ETHERNET|CELLULAR)_|^(UNKNOWN|STARTING|CONNECTED)$/.test(name),
		);
		expect(Object.keys(constants.STATES).sort()).toEqual(states.sort());
	});

	it("turn a reason into its code and a code into its reason", () => {
		expect(constants.codeOf("SERVER_CONNECTED")).toBe(5);
		expect(constants.codeOf("NO_LINK")).toBe(constants.codeOf("NO_WIFI"));
		expect(constants.codeOf("SERVER_DOWN")).toBe(constants.SERVER_DOWN);
		expect(constants.outcomeOf(1)).toBe("NO_WIFI");
		expect(constants.outcomeOf(1, "ethernet")).toBe("NO_LINK");
		expect(constants.outcomeOf(0)).toBe("NOT_CONNECTED");
		expect(constants.outcomeOf(constants.SERVER_DOWN)).toBe("SERVER_DOWN");
		expect(constants.outcomeOf(14)).toBe(undefined);
	});
});
