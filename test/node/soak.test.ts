/**
 * Every world that once failed stays as a file of `test/seeds`, and fails no more.
 */

import { readdirSync, readFileSync } from "node:fs";
import { run } from "../../hosts/sim/soak/run.js";
import { tellFailure } from "../../hosts/sim/soak/tell.js";
import { parseWorld } from "../../hosts/sim/soak/world.js";

const KEPT = "test/seeds";

describe("a kept timeline", () => {
	for (const file of readdirSync(KEPT).filter((name) => name.endsWith(".json")))
		it(`${file.replace(/\.json$/, "")} keeps every invariant`, () => {
			const world = parseWorld(readFileSync(`${KEPT}/${file}`, "utf8"));
			const { failure } = run(world);
			if (failure) throw new Error(tellFailure(file, world, failure).join("\n"));
		}).timeout(60_000);
});
