/** The picture of a scenario, read as text: what it shows, what it escapes, and where labels lie. */

import type { RecordEntry } from "../../../../hosts/sim/scenario/record.js";
import { scaleTo, ticksOf } from "../../../../hosts/sim/scenario/svg/axis.js";
import { escapeText, widthOf, wrap } from "../../../../hosts/sim/scenario/svg/elements.js";
import { type Moment, placeLabels } from "../../../../hosts/sim/scenario/svg/labels.js";
import { drawTimeline } from "../../../../hosts/sim/scenario/svg.js";
import { expect } from "../../../expect.js";
import { recordOfDepot } from "./record.js";

function count(text: string, part: string): number {
	return text.split(part).length - 1;
}

describe("the timeline as a picture", () => {
	const drawn = drawTimeline(recordOfDepot());

	it("is one SVG with a background of its own, no script, and nothing from elsewhere", () => {
		expect(drawn.startsWith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 ')).toBe(
			true,
		);
		expect(drawn.endsWith("</svg>\n")).toBe(true);
		expect(drawn).toContain('class="card"');
		expect(count(drawn, "<script")).toBe(0);
		expect(count(drawn, "http")).toBe(1);
		expect(count(drawn, "NaN")).toBe(0);
		expect(count(drawn, "undefined")).toBe(0);
	});

	it("closes every element it opens", () => {
		const open: string[] = [];
		for (const [, closing, name, rest] of drawn.matchAll(/<(\/?)([a-zA-Z]+)([^>]*)>/g)) {
			if (closing === "/") expect(open.pop()).toBe(name);
			else if (!rest?.endsWith("/")) open.push(name as string);
		}
		expect(open).toEqual([]);
	});

	it("has a lane for each interface, with its phases, reasons and messages", () => {
		for (const name of ["wifi", "cell"]) expect(drawn).toContain(`class="name">${name}</text>`);
		for (const phase of ["climbing", "up", "waiting", "connected", "suspect", "opening", "off"])
			expect(count(drawn, `class="${phase}"`), phase).toBeAtLeast(2);
		expect(drawn).toContain(">NO_WIFI ×2</text>");
		expect(count(drawn, 'class="tick"')).toBe(3);
		expect(count(drawn, 'class="again"')).toBe(3);
		expect(count(drawn, 'class="route"')).toBe(5);
		expect(count(drawn, 'class="move"')).toBe(2);
	});

	it("has what the world, the application and the server did on top", () => {
		expect(drawn).toContain(">wl0.upstream blackhole</text>");
		expect(drawn).toContain(">onunexpecteddisconnect: NO_WIFI, connect, 5 min</text>");
		expect(drawn).toContain('class="server-refusing"');
		expect(drawn).toContain(">refusing</text>");
	});

	it("explains in its legend what occurs, and nothing else", () => {
		expect(drawn).toContain(">waiting to try again</text>");
		expect(count(drawn, ">server down</text>")).toBe(0);
		expect(count(drawn, ">trial</text>")).toBe(0);
	});

	it("is the same each time", () => {
		expect(drawTimeline(recordOfDepot())).toBe(drawn);
	});

	it("escapes every text that comes from a file", () => {
		const evil = `</text><script>alert("1")</script>&'\u0000\u001b`;
		const record = recordOfDepot();
		record.title = evil;
		record.description = evil;
		record.interfaces = [evil];
		record.entries = [
			{ at: 0, kind: "world", text: evil },
			{ at: 9, kind: "call", text: evil, periodic: false, error: evil },
			{ at: 10, kind: "callback", text: evil, good: false },
			{ at: 11, kind: "link", interface: evil, phase: "waiting", reason: evil },
			{ at: 12, kind: "server", mode: "down" },
		];
		const svg = drawTimeline(record);
		expect(count(svg, "<script")).toBe(0);
		expect(svg).toContain("&lt;script&gt;");
		expect(svg.includes("\u0000") || svg.includes("\u001b")).toBe(false);
	});

	it("draws an empty record, and one that ends at once", () => {
		const record = { ...recordOfDepot(), entries: [], attempts: [], until: 0 };
		const svg = drawTimeline(record);
		expect(count(svg, "NaN") + count(svg, "Infinity")).toBe(0);
		expect(svg).toContain(">wifi</text>");
	});

	it("stays small however long the record is", () => {
		const record = recordOfDepot();
		const entries: RecordEntry[] = [{ at: 0, kind: "power", on: true }];
		record.until = 4_000_000;
		for (let at = 0; at < record.until; at += 1_000) {
			entries.push({ at, kind: "link", interface: "wifi", phase: "climbing" });
			entries.push({
				at: at + 400,
				kind: "link",
				interface: "wifi",
				phase: "waiting",
				reason: "NO_WIFI",
			});
			entries.push({ at, kind: "callback", text: "connect: NO_WIFI", good: false });
			entries.push({ at, kind: "delivered", topic: "t", over: "wifi", duplicate: false });
		}
		record.entries = entries;
		expect(drawTimeline(record).length).toBeAtMost(400_000);
	});
});

describe("the axis", () => {
	it("has ticks where a person would put them", () => {
		const labels = (until: number): string => {
			const { ticks, unit } = ticksOf(until);
			return `${ticks.map(({ label }) => label).join(" ")} ${unit}`;
		};
		expect(labels(90_000)).toBe("0 10 20 30 40 50 60 70 80 90 seconds");
		expect(labels(240_000)).toBe("0:00 0:30 1:00 1:30 2:00 2:30 3:00 3:30 4:00 min:s");
		expect(labels(3_600_000)).toBe("0 10 20 30 40 50 60 minutes");
		expect(labels(10_800_000)).toBe("0:00 0:30 1:00 1:30 2:00 2:30 3:00 h:min");
		expect(labels(86_400_000)).toBe("0 3 6 9 12 15 18 21 24 hours");
		expect(labels(864_000_000)).toBe("0 1 2 3 4 5 6 7 8 9 10 days");
		expect(labels(5)).toBe("0 1 2 3 4 5 ms");
	});

	it("begins at the left and ends at the right", () => {
		const scale = scaleTo(1_000);
		expect([scale(0), scale(500), scale(1_000), scale(2_000)]).toEqual([92, 486, 880, 880]);
	});
});

describe("labels", () => {
	const moments = (...list: [number, string][]): Moment[] =>
		list.map(([at, words]) => ({ at, words, shape: "call", bad: false }));
	const scale = scaleTo(1_000);

	it("lie in rows where none covers another", () => {
		const placed = placeLabels(
			moments(
				[100, "disconnect"],
				[120, "connect, 5 min"],
				[140, "log something"],
				[600, "connect"],
			),
			scale,
			5,
		);
		expect(placed.map(({ row }) => row)).toEqual([2, 1, 0, 0]);
	});

	it("are joined where they fall on one another", () => {
		const [first, ...others] = placeLabels(moments([100, "a"], [101, "b"], [102, "a"]), scale, 5);
		expect(first?.words).toBe("a, b");
		expect(others).toEqual([]);
	});

	it("are counted where the same repeats itself", () => {
		const placed = placeLabels(moments([100, "a"], [200, "a"], [300, "a"], [400, "b"]), scale, 5);
		expect(placed.map(({ words }) => words)).toEqual(["a ×3", "", "", "b"]);
	});

	it("stand to the left of their moment at the right edge", () => {
		const [only] = placeLabels(moments([995, "disconnect"]), scale, 5);
		expect([only?.anchor, only?.row]).toEqual(["end", 0]);
	});

	it("are left out, and their marks kept, where no row has room", () => {
		const crowd = moments(
			[100, "one long label"],
			[110, "two long label"],
			[120, "three long label"],
		);
		const placed = placeLabels(crowd, scale, 2);
		expect(placed.map(({ row }) => row)).toEqual([undefined, 1, 0]);
	});
});

describe("text in a picture", () => {
	it("is escaped, and what XML cannot hold replaced", () => {
		expect(escapeText(`<a b="c">'&\u0001`)).toBe("&lt;a b=&quot;c&quot;&gt;&#39;&amp;\ufffd");
	});

	it("is estimated wider for wide letters", () => {
		expect(widthOf("WWWW", 10) > widthOf("aaaa", 10)).toBe(true);
		expect(widthOf("aaaa", 10) > widthOf("iiii", 10)).toBe(true);
	});

	it("is wrapped, and says where it was cut", () => {
		expect(wrap("aaa bbb ccc ddd", 10, 45, 2)).toEqual(["aaa bbb", "ccc ddd"]);
		expect(wrap("aaa bbb ccc ddd eee", 10, 45, 2)).toEqual(["aaa bbb", "ccc ddd …"]);
		expect(wrap("", 10, 45, 2)).toEqual([]);
	});
});
