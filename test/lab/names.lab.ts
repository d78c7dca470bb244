/** The fault menu: name servers, and a NAT that forgets. */

import { Bench } from "./support/bench.js";
import { tell } from "./support/stories.js";

describe("in the laboratory, faults of names and flows", () => {
	const bench = new Bench("names");
	tell(bench, "names");
	tell(bench, "flows");
});
