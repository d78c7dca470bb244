/**
 * The event log of drawn worlds, line by line on the debug line: everything that happens to the board
 * and all that it answers. Two engines that differ in one arithmetic operation, in one order of keys
 * or in one draw print two logs.
 */

import config from "../../hosts/linux/io/config.js";
import Host from "../../hosts/linux/io/host.js";
import { logWorld, type Worlds } from "./worlds.js";

const { first, count, hours } = config as unknown as Worlds;

for (let seed = first; seed < first + count; seed++)
	logWorld(seed, hours, (line) => trace(`${line}\n`));
Host.quit(0);
