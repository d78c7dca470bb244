/** What a scenario file may hold, and the place that is named when it holds something else. */

import { readTime, tellDuration } from "../../../../hosts/sim/scenario/durations.js";
import { FileError } from "../../../../hosts/sim/scenario/edge.js";
import { parseScenario, readScenario } from "../../../../hosts/sim/scenario/format.js";
import { expect } from "../../../expect.js";

type Part = Record<string, unknown>;

function scenario(changes: Part = {}): Part {
	return {
		title: "A test",
		board: { fitted: ["eth0", "wl0", "cell0"] },
		steps: [{ at: 0, do: "powerOn" }],
		until: "10m",
		...changes,
	};
}

const steps = (...list: unknown[]): Part => scenario({ steps: list });
const doing = (call: unknown): Part => steps({ at: 0, do: call });

describe("the scenario file", () => {
	it("reads a whole scenario", () => {
		const { board, steps, until, expectations } = readScenario(
			scenario({
				description: "of everything",
				board: { fitted: ["wl0"], seed: 7, policy: { preset: "native" } },
				steps: [
					{ at: 0, do: ["powerOn", { connect: { timeout: "90s" } }] },
					{ at: "1m30s", set: { wl0: { accessPoint: false }, server: "down" } },
				],
				expect: [{ at: "2m", active: null }, { attempts: ["wifi NO_WIFI"] }],
			}),
		);
		expect(board).toEqual({ fitted: ["wl0"], seed: 7, policy: { preset: "native" } });
		expect(steps).toEqual([
			{ at: 0, set: undefined, calls: [{ name: "powerOn" }, { name: "connect", timeout: 90_000 }] },
			{ at: 90_000, set: { wl0: { accessPoint: false }, server: "down" }, calls: [] },
		]);
		expect(until).toBe(600_000);
		expect(expectations).toEqual([
			{ at: 120_000, name: "active", expected: null },
			{ at: 600_000, name: "attempts", expected: ["wifi NO_WIFI"] },
		]);
	});

	it("reads each call with what it takes", () => {
		const calls = [
			"powerOff",
			"powerCycle",
			{ powerCycle: "2s" },
			{ powerOffDuringWrite: 12 },
			{ setserverinterfaces: ["wifi", "cell"] },
			"connect",
			{ connectwith: { interface: "cell0", cellconfig: { apn: "m2m" }, timeout: "2m" } },
			"disconnect",
			{ setsendtimeoutpolicy: "RETURN_ON_ERROR" },
			{ setwificonfiguration: { ssid: "depot", key: "" } },
			"clearconfiguration",
			{ publish: { topic: "a", data: "b" } },
			{ every: { interval: "30s", times: 3, call: { log: "x" } } },
			"stayConnected",
			"os.connect",
			"os.disconnect",
		];
		expect(readScenario(doing(calls)).steps[0]?.calls).toEqual([
			{ name: "powerOff" },
			{ name: "powerCycle", off: 1_000 },
			{ name: "powerCycle", off: 2_000 },
			{ name: "powerOffDuringWrite", bytes: 12 },
			{ name: "setserverinterfaces", interfaces: ["wifi", "cell"] },
			{ name: "connect", timeout: undefined },
			{
				name: "connectwith",
				NIC: { interface: "cell0", cellconfig: { apn: "m2m" } },
				timeout: 120_000,
			},
			{ name: "disconnect" },
			{
				name: "setsendtimeoutpolicy",
				policy: "RETURN_ON_ERROR",
				wait: "WAIT_TIL_SENT",
				timeout: 30,
			},
			{ name: "setwificonfiguration", ssid: "depot", key: "" },
			{ name: "clearconfiguration", what: "CONFIG_ALL" },
			{ name: "publish", topic: "a", data: "b", QoS: 0 },
			{ name: "every", interval: 30_000, times: 3, call: { name: "log", text: "x" } },
			{ name: "stayConnected", on: true },
			{ name: "os.connect" },
			{ name: "os.disconnect" },
		]);
	});

	const mistakes: [string, unknown][] = [
		["expected an object", [1]],
		["title: expected a string", scenario({ title: 1 })],
		["colour: unknown key", scenario({ colour: "red" })],
		["board: expected an object", scenario({ board: undefined })],
		["board.fitted: expected an array", scenario({ board: {} })],
		["board.fitted: expected at least one interface", scenario({ board: { fitted: [] } })],
		["board.fitted[0]: expected an instance", scenario({ board: { fitted: ["wifi"] } })],
		['board.fitted[1]: "wl0" is fitted already', scenario({ board: { fitted: ["wl0", "wl0"] } })],
		["board.seed: expected an integer", scenario({ board: { fitted: ["wl0"], seed: 1.5 } })],
		["steps: expected an array", scenario({ steps: {} })],
		["steps[0]: does nothing", steps({ at: 0 })],
		['steps[0].at: expected a time such as "1m30s"', steps({ at: "soon", do: "powerOn" })],
		['steps[0].at: expected a time such as "1m30s"', steps({ at: -1, do: "powerOn" })],
		["steps[0].next: unknown key", steps({ at: 0, next: [] })],
		[
			"steps[1].at: earlier than the step before it",
			steps({ at: "2s", do: "powerOn" }, { at: "1s", do: "powerOff" }),
		],
		["steps[0].set.eth0.cabel: unknown key", steps({ at: 0, set: { eth0: { cabel: false } } })],
		["steps[0].set.eth0.cable: expected true", steps({ at: 0, set: { eth0: { cable: 1 } } })],
		["steps[0].set.wl9: unknown key", steps({ at: 0, set: { wl9: {} } })],
		["steps[0].set.server: expected", steps({ at: 0, set: { server: "sideways" } })],
		['steps[0].do: unknown call "reboot"', doing("reboot")],
		['steps[0].do[1]: unknown call "toString"', doing(["powerOn", "toString"])],
		["steps[0].do.reboot: unknown call", doing({ reboot: 1 })],
		["steps[0].do: expected a call", doing({})],
		["steps[0].do.connect: one call an object", doing({ powerOn: true, connect: {} })],
		["steps[0].do.disconnect: takes nothing", doing({ disconnect: 5 })],
		["steps[0].do.connect.timeout: expected a time", doing({ connect: { timeout: "long" } })],
		["steps[0].do.connectwith.nic: unknown key", doing({ connectwith: { nic: "wl0" } })],
		[
			"steps[0].do.setserverinterfaces[1]: expected a string",
			doing({ setserverinterfaces: ["wifi", 1] }),
		],
		["steps[0].do.setsendtimeoutpolicy: expected one of", doing({ setsendtimeoutpolicy: "PANIC" })],
		[
			"steps[0].do.publish.QoS: expected an integer from 0 to 1",
			doing({ publish: { topic: "a", data: "b", QoS: 2 } }),
		],
		[
			"steps[0].do.every.interval: expected more than 0",
			doing({ every: { interval: 0, call: "connect" } }),
		],
		[
			"steps[0].do.every.call: every within every",
			doing({ every: { interval: 1, call: { every: { interval: 1, call: "connect" } } } }),
		],
		["steps[0].do: every: more than", doing({ every: { interval: 1, call: "connect" } })],
		["until: expected a time", scenario({ until: "never" })],
		[
			"until: earlier than the last step",
			scenario({ until: 5, steps: [{ at: 6, do: "powerOn" }] }),
		],
		["expect[0]: expects nothing", scenario({ expect: [{ at: 1 }] })],
		["expect[0].happy: unknown key", scenario({ expect: [{ happy: true }] })],
		["expect[0].at: after the end", scenario({ expect: [{ at: "11m", active: "wifi" }] })],
		["expect[0].sentAtMost: expected an object", scenario({ expect: [{ sentAtMost: 5 }] })],
		[
			"expect[0].sentAtMost.hat: unknown interface",
			scenario({ expect: [{ sentAtMost: { hat: 5 } }] }),
		],
		[
			"expect[0].sentAtMost.cell: expected an integer",
			scenario({ expect: [{ sentAtMost: { cell: -5 } }] }),
		],
		["expect[0].explains: expected an array", scenario({ expect: [{ explains: "why" }] })],
		["expect[0].active: expected a string", scenario({ expect: [{ active: 5 }] })],
		[
			"expect[0].delivered: one expectation",
			scenario({ expect: [{ active: "wifi", delivered: 1 }] }),
		],
	];
	for (const [message, value] of mistakes)
		it(`says "${message}"`, () => {
			expect(() => readScenario(value)).toThrow(FileError, message);
			let said = "";
			try {
				parseScenario(JSON.stringify(value));
			} catch (error) {
				said = (error as Error).message;
			}
			expect(said.slice(0, message.length)).toBe(message);
		});

	it("says that a file is not JSON", () => {
		expect(() => parseScenario("{ steps")).toThrow(FileError, "not JSON");
	});

	it("throws nothing but its own error, whatever stands anywhere in the file", () => {
		const odd = [null, 0, -1, 1.5, "", "x", true, [], {}, [null], { a: 1 }, 1e99];
		const places: ((value: unknown) => unknown)[] = [
			(value) => value,
			(board) => scenario({ board }),
			(policy) => scenario({ board: { fitted: ["wl0"], policy } }),
			(fitted) => scenario({ board: { fitted } }),
			(value) => steps(value),
			(at) => steps({ at, do: "powerOn" }),
			(set) => steps({ at: 0, set }),
			(eth0) => steps({ at: 0, set: { eth0 } }),
			doing,
			(value) => doing({ every: value }),
			(value) => doing({ publish: value }),
			(value) => doing({ connectwith: value }),
			(value) => doing({ setsendtimeoutpolicy: value }),
			(value) => scenario({ expect: value }),
			(value) => scenario({ expect: [{ attempts: value }] }),
			(until) => scenario({ until }),
		];
		let refused = 0;
		for (const place of places)
			for (const value of odd)
				try {
					readScenario(place(value));
				} catch (error) {
					if (!(error instanceof FileError)) throw error;
					refused++;
				}
		expect(refused).toBeAtLeast(150);
	});
});

describe("times of a scenario", () => {
	it("are numbers of milliseconds or text", () => {
		const read = ["90s", "2m", "1h30m", "1m30s", "250ms", "1d", 0, 1500].map(readTime);
		expect(read).toEqual([90_000, 120_000, 5_400_000, 90_000, 250, 86_400_000, 0, 1500]);
	});

	it("are nothing else", () => {
		const read = ["", "s", "1", "1.5s", "-1s", "30s1m", " 1s", "500d", 0.5, -1, NaN, null].map(
			readTime,
		);
		expect(read.every((time) => time === undefined)).toBe(true);
	});

	it("are told by their two largest units", () => {
		const told = [0, 450, 90_000, 3_600_000, 7_530_000, 90_000_000].map(tellDuration);
		expect(told).toEqual(["0 s", "450 ms", "1 min 30 s", "1 h", "2 h 5 min", "1 d 1 h"]);
	});
});
