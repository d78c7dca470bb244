/** The fault menu: what befalls the wire behind an access point, and the lease that came over it. */

import { Bench } from "./support/bench.js";
import { tell } from "./support/stories.js";

describe("in the laboratory, faults of a wire, wifi preferred", () => {
	tell(new Bench("wire-wifi"), "wire", "wifi");
});
