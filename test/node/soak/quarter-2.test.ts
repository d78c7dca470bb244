/** Quarter 2 of the drawn worlds. */

import { quarter } from "./drawn.js";

quarter(2);
