/**
 * The framer of a modem's lines in C against the examples that every framer of ours is held to
 * (test/lwip/lines.json), each in one piece, byte by byte, and split at every place.
 */

import { readFileSync } from "node:fs";
import { expect } from "../../expect.js";
import { compileProgram, runProgram } from "../support/programs.js";

/** A text, or one so many times. Characters are bytes. */
type Part = string | [text: string, times: number];

interface Example {
	name: string;
	bytes: Part[];
	lines: Part[];
}

const EXAMPLES: Example[] = JSON.parse(readFileSync("test/lwip/lines.json", "utf8"));
/** Longer ones are split near both ends only. */
const SPLITS_MAX = 1200;
const READ_MAX = 65_535;

function whole(part: Part): string {
	return typeof part === "string" ? part : part[0].repeat(part[1]);
}

/** Reads of the port for lines.c, and the new beginning behind them. */
function reads(pieces: readonly Buffer[]): Buffer {
	const all: Buffer[] = [];
	for (const piece of [...pieces, Buffer.alloc(0)])
		for (let at = 0; at === 0 || at < piece.length; at += READ_MAX) {
			const part = piece.subarray(at, at + READ_MAX);
			all.push(Buffer.from([part.length >> 8, part.length & 0xff]), part);
		}
	return Buffer.concat(all);
}

/** Every way to cut these bytes in two, the bytes whole, and each byte alone. */
function cuts(bytes: Buffer): Buffer[][] {
	const places = Array.from({ length: bytes.length - 1 }, (_, index) => index + 1).filter(
		(at) => at <= SPLITS_MAX / 2 || at >= bytes.length - SPLITS_MAX / 2,
	);
	return [
		[bytes],
		Array.from(bytes, (byte) => Buffer.from([byte])),
		...places.map((at) => [bytes.subarray(0, at), bytes.subarray(at)]),
	];
}

describe("the framer of a modem's lines in C", () => {
	let program: string;

	before(function () {
		this.timeout(60_000);
		program = compileProgram("lines", ["test/lwip/lines.c", "modules/lwip/lines.c"]);
	});

	for (const { name, bytes, lines } of EXAMPLES)
		it(`reads ${name}, however it is cut`, () => {
			const ways = cuts(Buffer.from(bytes.map(whole).join(""), "latin1"));
			const said = runProgram(program, [], Buffer.concat(ways.map(reads)));
			const once = `${lines.map((line) => `${whole(line)}\n`).join("")}\n`;
			expect(said === once.repeat(ways.length), `${ways.length} ways`).toBe(true);
		}).timeout(30_000);
});
