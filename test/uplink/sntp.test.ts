/** SNTP's packets, and what is not believed. */

import { encodeRequest, readAnswer } from "../../modules/uplink/sntp.js";
import { expect } from "../expect.js";
import { answerTo } from "./time-server.js";

const NONCE = [0x01020304, 0xfffefdfc] as const;
const WALL = 1_900_000_000_123;

function tampered(change: (bytes: Uint8Array) => void): number | undefined {
	const answer = answerTo(encodeRequest(NONCE), WALL);
	change(answer);
	return readAnswer(answer.buffer as ArrayBuffer, NONCE);
}

describe("SNTP", () => {
	it("asks as a client of version 4, with a random number where its time would be", () => {
		const request = encodeRequest(NONCE);
		expect([request.length, request[0]]).toEqual([48, 0x23]);
		expect([...request.subarray(1, 40)].every((byte) => byte === 0)).toBe(true);
		expect([...request.subarray(40)]).toEqual([1, 2, 3, 4, 255, 254, 253, 252]);
	});

	it("reads the time to the millisecond, also after NTP's seconds begin anew in 2036", () => {
		for (const wall of [1_000, WALL, 2_085_978_495_999, 2_085_978_496_001, 4_000_000_000_000]) {
			const answer = answerTo(encodeRequest(NONCE), wall).buffer as ArrayBuffer;
			const read = readAnswer(answer, NONCE) as number;
			expect(Math.abs(read - wall), `${wall}`).toBeAtMost(1);
		}
	});

	it("believes no answer that is short, another's, unset, of a client, or a kiss of death", () => {
		expect(typeof tampered(() => {})).toBe("number");
		const changes: Record<string, (bytes: Uint8Array) => void> = {
			"another's number": (bytes) => bytes.fill(9, 24, 25),
			"another's number, second half": (bytes) => bytes.fill(9, 31, 32),
			"a client": (bytes) => bytes.fill(0x23, 0, 1),
			"a server that is not synchronized": (bytes) => bytes.fill(0xe4, 0, 1),
			"a kiss of death": (bytes) => bytes.fill(0, 1, 2),
			"a stratum of 16": (bytes) => bytes.fill(16, 1, 2),
			"no time": (bytes) => bytes.fill(0, 40),
		};
		for (const [what, change] of Object.entries(changes))
			expect(tampered(change), what).toBe(undefined);
		expect(readAnswer(new ArrayBuffer(47), NONCE)).toBe(undefined);
	});
});
