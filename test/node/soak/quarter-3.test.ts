/** Quarter 3 of the drawn worlds. */

import { quarter } from "./drawn.js";

quarter(3);
