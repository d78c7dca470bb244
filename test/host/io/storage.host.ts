/**
 * Key-value storage on the Linux host: formats and limits as an ESP32's, a crash at any moment, and
 * files that somebody damaged.
 */

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "../../expect.js";
import { compileProgram, runProgram } from "../support/programs.js";
import { inFolder, run } from "../support/run.js";

const PROGRAM = "io/storage";
const KILLS = 20;

const linesOf = (text: string) => text.trimEnd().split("\n");

async function told(storage: string, mode: string): Promise<string[]> {
	const { status, output, complaints } = await run(PROGRAM, { storage, mode });
	expect(complaints, "complaints").toBe("");
	expect(status, "status").toBe(0);
	return linesOf(output);
}

/** Writes until killed, some milliseconds after its first word. Answers with the last number it had written. */
async function killed(storage: string, after: number): Promise<number> {
	let armed = false;
	const { status, output, complaints } = await run(
		PROGRAM,
		{ storage, mode: "count" },
		[],
		(kill) => {
			if (!armed) setTimeout(() => kill("SIGKILL"), after);
			armed = true;
		},
	);
	expect(complaints, "complaints").toBe("");
	expect(status, "status").toBe("SIGKILL");
	const whole = output.slice(0, output.lastIndexOf("\n"));
	return Number(linesOf(whole).at(-1)?.split(" ")[1]);
}

describe("the Linux host's key-value storage", () => {
	it("reads every format as it was written", () =>
		inFolder(async (folder) => {
			expect(await told(folder, "formats")).toEqual([
				"string süß",
				"uint8 255 true",
				"int8 -128 true",
				"uint16 65535 true",
				"int16 -32768 true",
				"uint32 4294967295 true",
				"int32 -2147483648 true",
				"uint64 18446744073709551615",
				"int64 -1",
				"text,uint8,int8,uint16,int16,uint32,int32,big",
			]);
		}));

	it("has the limits of a device, and names what is refused", () =>
		inFolder(async (folder) => {
			const lines = (await told(folder, "limits")).map((line) => line.replace(/^xs_\w+: /, ""));
			expect(lines[0]).toBe("seen by another object: 1,2,3");
			expect(lines[1]).toBe("empty: 0, absent: undefined");
			expect(lines[2]).toBe('storage: key "sixteen bytes xx": expected 1 to 15 bytes');
			expect(lines[3]).toBe('storage: key "key": no space');
			expect(lines[4]).toBe('storage: path "sixteen bytes xx": expected 1 to 15 bytes');
			expect(lines[5]).toContain("nothing was ever written");
			expect(lines[6]).toContain("opened to be read");
			expect(lines[7]).toBe('storage: key "key": written in another format');
			expect(lines[8]).toBe("deleted: undefined, keys left: 0");
			expect(lines[9]).toBe("storage: closed");
		}));

	it(`keeps the old value or the new one over ${KILLS} kills at any moment`, () =>
		inFolder(async (folder) => {
			for (let round = 0; round < KILLS; round++) {
				const written = await killed(folder, (round * 7) % 40);
				const [line = ""] = await told(folder, "tell");
				const read = Number(line.split(" ")[1]);
				expect(read, line).toBeAtLeast(written);
				expect(read, line).toBeAtMost(written + 1);
			}
			expect(readdirSync(folder).filter((name) => !/^count\.kv(\.new)?$/.test(name))).toEqual([]);
		})).timeout(120_000);

	it("is whole or empty for a file cut anywhere, and with any bit turned", () =>
		inFolder(async (folder) => {
			const sources = ["test/host/io/damage.c", "hosts/linux/io/storage-file.c"];
			const said = runProgram(compileProgram("damage", sources), [join(folder, "domain.kv")]);
			const [length, whole, empty, other] = [...said.matchAll(/\d+/g)].map(Number);
			expect([whole, other], said).toEqual([1, 0]);
			expect(empty, said).toBe(9 * (length as number));
		}));

	it("takes a damaged domain for an empty one, says so, and keeps the file", () =>
		inFolder(async (folder) => {
			await told(folder, "formats");
			const path = join(folder, "formats.kv");
			const bytes = readFileSync(path);
			bytes[20] = (bytes[20] ?? 0) ^ 1;
			writeFileSync(path, bytes);
			const { status, output, complaints } = await run(PROGRAM, {
				storage: folder,
				mode: "formats",
			});
			expect(complaints).toContain(
				`${path} is damaged and counts as empty; kept as ${path}.damaged`,
			);
			expect(existsSync(`${path}.damaged`)).toBe(true);
			expect(linesOf(output)[0]).toBe("string süß");
			expect(status).toBe(0);
		}));

	it("names the folder that it cannot use, and that none is configured", () =>
		inFolder(async (folder) => {
			const path = join(folder, "file");
			writeFileSync(path, "");
			const inFile = await run(PROGRAM, { storage: join(path, "below"), mode: "tell" });
			expect(inFile.complaints).toContain("storage: ");
			expect(inFile.complaints).toContain("Not a directory");
			const none = await run(PROGRAM, { mode: "tell" });
			expect(none.complaints).toContain("no folder is configured");
		}));
});
