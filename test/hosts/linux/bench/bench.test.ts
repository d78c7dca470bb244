/** What a bench makes of its rounds: medians, rows and the picture. */

import {
	median,
	type Round,
	summarise,
	toCSV,
	toTable,
} from "../../../../hosts/linux/bench/figures.js";
import { toSVG } from "../../../../hosts/linux/bench/svg.js";
import { expect } from "../../../expect.js";

const round = (subject: string, connected: number | undefined): Round => ({
	subject,
	fault: "carrier",
	detected: undefined,
	moved: 100,
	connected,
	back: 2000.6,
});

describe("the figures of a bench", () => {
	it("have the middle of an odd count as their median, and the mean of two of an even one", () => {
		expect(median([])).toBe(undefined);
		expect(median([30, 10, 20])).toBe(20);
		expect(median([40, 10, 20, 30])).toBe(25);
	});

	it("count a round that was not in time, and leave it out of the median", () => {
		const [only] = summarise([round("a", 10), round("a", 30), round("a", undefined)]);
		expect(only?.rounds).toBe(3);
		expect(only?.medians.connected).toEqual({ of: 2, median: 20, worst: 30 });
		expect(only?.medians.detected).toEqual({ of: 0, median: undefined, worst: undefined });
	});

	it("are rows of whole milliseconds, empty where there is nothing", () => {
		expect(toCSV([round("a", undefined)])).toBe(
			"subject,fault,detected,moved,connected,back\na,carrier,,100,,2001\n",
		);
	});

	it("keep a subject with a comma in one field", () => {
		expect(toCSV([round('a, "b"', 10)])).toContain('\n"a, ""b""",carrier,');
	});

	it("are a table that says of how many a median is, where not of all", () => {
		expect(toTable([round("a", 10), round("a", undefined)])).toContain("10 10 (1)");
	});

	it("are a picture with a mark for each round, and the words of those not in time", () => {
		const picture = toSVG([round("a<b", 10), round("a<b", 300), round("a<b", undefined)]);
		expect(picture.split("<circle").length - 1).toBe(2);
		expect(picture).toContain("a&lt;b");
		expect(picture).toContain("1 not in time");
	});
});
