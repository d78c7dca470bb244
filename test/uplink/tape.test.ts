/** The tape: what is read is what was said, in few bytes, and full is full. */

import { Tape } from "../../modules/uplink/tape.js";
import { expect } from "../expect.js";

interface Said {
	text: string;
	number?: number;
}

function tape(entriesMax = 1000): Tape<string> {
	return new Tape({
		entriesMax,
		same: (a, b) => a === b,
	});
}

type Row = [at: number, said: Said];

function readAll(one: Tape<string>): Row[] {
	const reader = one.reader();
	const rows: Row[] = [];
	while (reader.next()) {
		const { at, word, number } = reader;
		const text = word ?? "";
		rows.push([at, number === undefined ? { text } : { text, number }]);
	}
	return rows;
}

/** What is on a tape after these. */
function told(rows: readonly Row[]): Row[] {
	const one = tape();
	for (const [at, said] of rows) expect(one.add(at, said.text, said.number)).toBe(true);
	return readAll(one);
}

describe("a tape", () => {
	it("reads back what was said: times, words, and numbers that rise, fall and are far apart", () => {
		const rows: Row[] = [
			[0, { text: "elapsed" }],
			[0, { text: "answered", number: 1 }],
			[5_000, { text: "elapsed" }],
			[5_000, { text: "answered", number: 0 }],
			[5_004, { text: "answered", number: 2 ** 31 }],
			[5_004, { text: "answered", number: 3 }],
			[2 ** 42, { text: "elapsed" }],
			[2 ** 42 + 127, { text: "answered" }],
			[2 ** 42 + 255, { text: "answered", number: 2 ** 50 }],
			[2 ** 42 + 255, { text: "answered", number: 7 }],
		];
		expect(told(rows)).toEqual(rows);
	});

	it("needs three or four bytes for what happens again and again", () => {
		const one = tape();
		for (let n = 0; n < 500; n++) {
			one.add(n * 5_000, "elapsed");
			one.add(n * 5_000 + 4, "answered", 1);
		}
		expect(one.words.length).toBe(2);
		expect(one.blocks.length * 256).toBeAtMost(1000 * 4);
		expect(readAll(one)[999]).toEqual([499 * 5_000 + 4, { text: "answered", number: 1 }]);
	});

	it("reads over the ends of its blocks, whatever their entries leave free", () => {
		const rows: Row[] = [];
		let at = 0;
		for (let n = 0; n < 900; n++) {
			at += n % 7 === 0 ? 2 ** 40 : n % 200;
			rows.push([
				at,
				n % 3 === 0 ? { text: `word ${n % 60}` } : { text: "counted", number: n * n },
			]);
		}
		expect(told(rows)).toEqual(rows);
	});

	it("takes a time that went back for that of the entry before", () => {
		const one = tape();
		for (const at of [1_000, 400, 1_500]) one.add(at, "elapsed");
		expect(readAll(one).map(([at]) => at)).toEqual([1_000, 1_000, 1_500]);
	});

	it("is full with its entries, or with 255 words", () => {
		const short = tape(3);
		for (let n = 0; n < 3; n++) expect(short.add(n, "again")).toBe(true);
		expect(short.add(3, "again")).toBe(false);
		const wordy = tape();
		for (let n = 0; n < 255; n++) expect(wordy.add(n, `word ${n}`)).toBe(true);
		expect(wordy.add(255, "one more")).toBe(false);
		expect(wordy.add(255, "word 0")).toBe(true);
		expect(wordy.count).toBe(256);
	});

	it("is followed by a reader while it is written", () => {
		const one = tape();
		const reader = one.reader();
		expect(reader.next()).toBe(false);
		for (let n = 0; n < 300; n++) {
			one.add(n, "counted", n);
			expect(reader.next()).toBe(true);
			expect([reader.at, reader.number]).toEqual([n, n]);
			expect(reader.next()).toBe(false);
		}
	});
});
