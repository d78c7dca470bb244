/** Quarter 4 of the drawn worlds. */

import { quarter } from "./drawn.js";

quarter(4);
