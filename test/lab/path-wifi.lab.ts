/** The fault menu: what befalls the way beyond the gateway of an access point. */

import { Bench } from "./support/bench.js";
import { tell } from "./support/stories.js";

describe("in the laboratory, faults of a path, wifi preferred", () => {
	tell(new Bench("path-wifi"), "path", "wifi");
});
