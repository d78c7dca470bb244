/** The fault menu: what befalls the way beyond the gateway of a cable. */

import { Bench } from "./support/bench.js";
import { tell } from "./support/stories.js";

describe("in the laboratory, faults of a path, ethernet preferred", () => {
	tell(new Bench("path-ethernet"), "path", "ethernet");
});
