/**
 * The reader and writer of DNS packets in C: examples of good and bad packets, and for a while random
 * and mutated ones under the sanitisers (test/lwip/dns.c), from another seed each day, which a failure shows.
 */

import { expect } from "../../expect.js";
import { compileProgram, runProgram } from "../support/programs.js";

const DAY = 86_400_000;
const FUZZ = 3000;

describe("the DNS packets of the resolver in C", () => {
	it("are written, read, refused and survived", () => {
		const program = compileProgram("dns", ["test/lwip/dns.c", "modules/lwip/dns.c"]);
		const seed = String(1 + Math.floor(Date.now() / DAY));
		const said = runProgram(program, [seed, String(FUZZ)]);
		expect(/^[1-9]\d* packets, [1-9]\d* of them answers\n$/.test(said), said).toBe(true);
	}).timeout(60_000);
});
