/**
 * How a program ends that goes wrong: each reason with its own exit status and its own words, after
 * everything the device had said before; and never in silence.
 */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "../../expect.js";
import { type Ended, run } from "../support/run.js";

const PROGRAM = "xs/faults";
const SOURCE = "test/host/xs/faults.ts";
/** A device's memory, whatever the tests' own default is. */
const DEVICE = ["--arena", "131072"];

function faulty(fault: string, ...options: string[]): Promise<Ended> {
	return run(PROGRAM, { fault }, [...DEVICE, ...options]);
}

/** The line of the source that holds a text. */
function lineOf(text: string): number {
	const path = fileURLToPath(new URL(`../../../../${SOURCE}`, import.meta.url));
	return (
		readFileSync(path, "utf8")
			.split("\n")
			.findIndex((line) => line.includes(text)) + 1
	);
}

interface Ending {
	fault: string;
	status: number;
	says: string;
	options?: string[];
}

const ENDINGS: readonly Ending[] = [
	{ fault: "slots", status: 11, says: "aborted: memory full" },
	{ fault: "chunks", status: 11, says: "aborted: memory full" },
	{ fault: "stack", status: 12, says: "aborted: stack overflow" },
	{ fault: "exception", status: 15, says: "RangeError: thrown on purpose" },
	{ fault: "exception in a timer", status: 15, says: "thrown on purpose" },
	{ fault: "what is no error", status: 15, says: "a string on purpose" },
	{
		fault: "a module that nobody has",
		status: 15,
		says: 'module "./nowhere.js" not found, imported from test',
	},
	{ fault: "eval", status: 15, says: "invalid script" },
	{ fault: "flash written to", status: 15, says: "not writable" },
	{ fault: "JSON of flash", status: 15, says: "read only value" },
	{ fault: "keys", status: 16, says: "aborted: not enough keys" },
	{
		fault: "computation",
		status: 17,
		says: "aborted: too much computation",
		options: ["--meter", "100000"],
	},
	{ fault: "rejection", status: 18, says: "rejected on purpose" },
	{ fault: "rejection in a timer", status: 18, says: "rejected on purpose" },
	{ fault: "pending", status: 66, says: "waits for a promise that nothing can settle" },
];

describe("the Linux host's end of a faulty program", () => {
	for (const { fault, status, says, options = [] } of ENDINGS)
		it(`is ${status} for: ${fault}`, async () => {
			const ended = await faulty(fault, ...options);
			expect(ended.complaints, "complaints").toContain(says);
			expect(ended.complaints, "complaints").toContain("uplink: ");
			expect(ended.output, "output").toBe("before\n");
			expect(ended.status, "status").toBe(status);
		});

	it("tells the figures of the memory with each abort", async () => {
		const { complaints } = await faulty("slots");
		expect(/slots \d+ of \d+ .*chunks \d+ of \d+ .*stack \d+ of \d+/.test(complaints)).toBe(true);
	});

	it("names the file and the line of the TypeScript, unless told not to", async () => {
		const place = `${SOURCE}:${lineOf("thrown on purpose")}`;
		expect((await faulty("exception")).complaints).toContain(place);
		const bare = await faulty("exception", "--no-lines");
		expect(bare.complaints).toContain("thrown on purpose");
		expect(bare.complaints.includes(SOURCE), "no place").toBe(false);
	});

	it("is none for what is caught, handled, or over", async () => {
		const said = async (fault: string) => {
			const { status, output, complaints } = await faulty(fault);
			expect(complaints, fault).toBe("");
			expect(status, fault).toBe(0);
			return output;
		};
		expect(await said("none")).toBe("before\nafter\n");
		expect(await said("exception that is caught")).toContain("thrown on purpose");
		expect(await said("rejection that is handled")).toContain("rejected on purpose");
	});

	it("is the status that the program names", async () => {
		expect((await faulty("status")).status).toBe(7);
	});

	it("is 64 for options that make no sense, each named, and 65 for files that are not there", async () => {
		const refused = async (...options: string[]) => {
			const { status, complaints } = await run(PROGRAM, {}, options);
			return `${status} ${complaints}`;
		};
		expect(await refused("--arena", "12")).toContain("64 uplink: --arena: expected 4096 to");
		expect(await refused("--stack", "many")).toContain(
			'64 uplink: --stack: expected 128 to 1048576, not "many"',
		);
		expect(await refused("--nonsense")).toContain("64 ");
		expect(await refused("a", "b")).toContain("64 usage: uplink");
		expect(await refused("--map", "/nowhere/map")).toContain(
			"65 uplink: /nowhere/map: No such file",
		);
		expect(await refused("--main", "nobody")).toContain('no module "nobody"');
		expect(await refused("--", "/nowhere.json")).toContain("64 usage");
	});

	it("is 65 for a configuration that is no object", async () => {
		for (const text of ["null", "5", '"text"']) {
			const { status, complaints } = await run(PROGRAM, text);
			expect(complaints.replace(/^uplink: .*config\.json: /, "")).toBe("expected an object\n");
			expect(status).toBe(65);
		}
	});

	it("is 65 for a configuration that is no JSON, with its place, or too long", async () => {
		const broken = await run(PROGRAM, '{\n"fault": none\n}');
		expect(broken.status).toBe(65);
		expect(/^uplink: .*config\.json: .*2: .*\n$/.test(broken.complaints), broken.complaints).toBe(
			true,
		);
		const long = await run(PROGRAM, " ".repeat(65_537));
		expect(`${long.status} ${long.complaints}`).toContain("larger than 64 KiB");
		expect(long.status).toBe(65);
	});
});
