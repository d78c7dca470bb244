/** Virtual time: order, cancelling, and what may never happen. */

import { VirtualTime } from "../../../hosts/sim/time.js";
import { expect } from "../../expect.js";

describe("virtual time", () => {
	it("runs what is due in order, ties in the order they were set, and stops exactly", () => {
		const time = new VirtualTime();
		const ran: string[] = [];
		time.after(20, () => ran.push(`b ${time.now}`));
		time.after(10, () => ran.push(`a ${time.now}`));
		time.after(20, () => ran.push(`c ${time.now}`));
		time.cancel(time.after(15, () => ran.push("cancelled")));
		time.after(31, () => ran.push("too late"));
		time.advance(30);
		expect(ran).toEqual(["a 10", "b 20", "c 20"]);
		expect(time.now).toBe(30);
	});

	it("runs what is set for now within the same advance, also one of nothing", () => {
		const time = new VirtualTime();
		const ran: number[] = [];
		time.after(0, () => time.after(0, () => ran.push(time.now)));
		time.advance(0);
		expect(ran).toEqual([0]);
	});

	it("throws rather than hang when a task sets itself for the same instant for ever", () => {
		const time = new VirtualTime();
		const again = () => {
			time.after(0, again);
		};
		time.after(5, again);
		expect(() => time.advance(10)).toThrow(Error, "time stands still at 5");
	});
});
