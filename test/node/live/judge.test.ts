/**
 * The judge of the demonstration, shown everything it must find: a judge that accepts anything
 * would make the demonstration worthless.
 */

import { Judge, type Stretch } from "../../../hosts/sim/live/judge.js";
import type { Identifier } from "../../../modules/uplink/core/types.js";
import { expect } from "../../expect.js";

describe("the judge of the demonstration", () => {
	/** Receipts written as `1:ethernet`, a second boot as `2/1:wifi`, a mark as `1:ethernet!`. */
	function judge(...receipts: string[]): Judge {
		const judge = new Judge();
		for (const receipt of receipts) {
			const [, boot = "1", message, over, mark] =
				/^(?:(\d+)\/)?(\d+):(\w+)(!?)$/.exec(receipt) ?? [];
			judge.take({
				at: 0,
				boot: Number(boot),
				message: Number(message),
				over: over as Identifier,
				duplicate: mark === "!",
			});
		}
		return judge;
	}

	const moved: Stretch[] = [
		{ boot: 1, over: "ethernet" },
		{ boot: 1, over: "wifi" },
		{ boot: 2, over: "wifi" },
	];
	const good = ["1:ethernet", "2:ethernet", "3:wifi", "2/1:wifi", "2/2:wifi"];
	const told = new Map([
		[1, 3],
		[2, 2],
	]);

	it("misses nothing when every message came in order over the wires expected", () => {
		expect(judge(...good).missing(moved, told)).toEqual([]);
	});

	it("allows a message to come twice when it is marked, over whichever wire", () => {
		const twice = judge("1:ethernet", "2:ethernet", "2:wifi!", "3:wifi", "2/1:wifi", "2/2:wifi");
		expect(twice.missing(moved, told)).toEqual([]);
		expect(twice.duplicates).toBe(1);
		const first = judge("1:ethernet", "2:ethernet", "3:wifi!", "2/1:wifi", "2/2:wifi");
		expect(first.missing(moved, told), "the first never came").toEqual([]);
	});

	it("names a message that came twice without its mark", () => {
		const twice = judge("1:ethernet", "2:ethernet", "2:ethernet", "3:wifi", "2/1:wifi", "2/2:wifi");
		expect(twice.missing(moved, told)).toEqual(["message 2 of boot 1 came again, not marked"]);
	});

	it("names the first message that is missing", () => {
		const gap = judge("1:ethernet", "3:wifi", "2/1:wifi", "2/2:wifi");
		expect(gap.missing(moved, told)[0]).toBe("message 2 of boot 1 missing before 3");
	});

	it("names a message that came out of order", () => {
		const late = judge("1:ethernet", "3:ethernet", "2:wifi", "2/1:wifi", "2/2:wifi");
		expect(late.missing(moved, told)).toContain("message 2 of boot 1 came after 3");
	});

	it("finds what was acknowledged and never received", () => {
		const lost = judge("1:ethernet", "2:ethernet", "3:wifi", "2/1:wifi");
		expect(lost.missing(moved, told)).toEqual(["boot 2: 2 acknowledged, 1 received"]);
	});

	it("finds messages that strayed to another wire, or never came over one expected", () => {
		const strayed = judge("1:ethernet", "2:cell", "3:wifi", "2/1:wifi", "2/2:wifi");
		expect(strayed.missing(moved, told)[0] ?? "").toContain("cell (boot 1)");
		const unmoved = judge("1:ethernet", "2:ethernet", "3:ethernet", "2/1:wifi", "2/2:wifi");
		expect(unmoved.missing(moved, told)[0] ?? "").toContain("expected ethernet (boot 1), wifi");
		expect(judge().missing(moved, new Map())[0] ?? "").toContain("nothing");
	});
});
