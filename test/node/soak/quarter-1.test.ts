/** Quarter 1 of the drawn worlds. */

import { quarter } from "./drawn.js";

quarter(1);
