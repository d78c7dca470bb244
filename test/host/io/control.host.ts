/**
 * The control socket's path: a socket left there is replaced, and nothing else ever is.
 */

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect } from "../../expect.js";
import { inFolder, run } from "../support/run.js";

describe("the control socket", () => {
	it("takes the place of a socket, and goes with the program", () =>
		inFolder(async (folder) => {
			const path = join(folder, "control.sock");
			const server = createServer();
			await new Promise((resolve) => server.listen(path, () => resolve(undefined)));
			const { output } = await run("io/control", { path });
			server.close();
			expect(output).toBe("listening\n");
			expect(existsSync(path)).toBe(false);
		}));

	it("leaves a file that is none, and says so", () =>
		inFolder(async (folder) => {
			const path = join(folder, "notes.txt");
			writeFileSync(path, "mine");
			const { output } = await run("io/control", { path });
			expect(output).toContain("notes.txt: Address already in use");
			expect(readFileSync(path, "utf8")).toBe("mine");
		}));
});
