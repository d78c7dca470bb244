/**
 * The command line of the live board: what is asked, and errors that name the argument.
 */

import { parseArguments } from "../../../hosts/sim/live/arguments.js";
import { expect } from "../../expect.js";

describe("the command line of the live board", () => {
	it("asks for a terminal unless told otherwise", () => {
		expect(parseArguments([])).toEqual({ demo: false, help: false, broken: undefined, speed: 1 });
		expect(parseArguments(["--demo"]).demo).toBe(true);
		expect(parseArguments(["--help"]).help).toBe(true);
	});

	it("takes the wire to break by any of its names", () => {
		expect(parseArguments(["--demo", "--break", "wifi"]).broken).toBe("wifi");
		expect(parseArguments(["--break=eth0"]).broken).toBe("ethernet");
		expect(parseArguments(["--break", "cell0"]).broken).toBe("cell");
	});

	it("takes a speed", () => {
		expect(parseArguments(["--demo", "--speed", "5"]).speed).toBe(5);
		for (const wrong of ["0", "11", "fast", "", "NaN"])
			expect(() => parseArguments(["--speed", wrong])).toThrow(RangeError, `--speed ${wrong}`);
	});

	it("names what it does not know", () => {
		expect(() => parseArguments(["--dmeo"])).toThrow(RangeError, "--dmeo: unknown argument");
		expect(() => parseArguments(["--break"])).toThrow(RangeError, "--break: expected a wire");
		expect(() => parseArguments(["--break", "wl1"])).toThrow(RangeError, "--break wl1");
		expect(() => parseArguments(["--break", "tram"])).toThrow(RangeError, "tram");
	});
});
