/** The fault menu: the broker's own, and those of the air. */

import { Bench } from "./support/bench.js";
import { tell } from "./support/stories.js";

describe("in the laboratory, faults of the broker and of the air", () => {
	const bench = new Bench("broker");
	tell(bench, "broker");
	tell(bench, "air");
});
