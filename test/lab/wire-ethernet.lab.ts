/** The fault menu: what befalls a cable and the lease that came over it. */

import { Bench } from "./support/bench.js";
import { tell } from "./support/stories.js";

describe("in the laboratory, faults of a wire, ethernet preferred", () => {
	tell(new Bench("wire-ethernet"), "wire", "ethernet");
});
