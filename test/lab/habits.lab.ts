/** The fault menu: what ESP-IDF does with several interfaces, and the manager must outdo. */

import { Bench } from "./support/bench.js";
import { tell } from "./support/stories.js";

describe("in the laboratory, habits of ESP-IDF", () => {
	tell(new Bench("habits"), "habits");
});
