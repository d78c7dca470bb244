/**
 * The console on the device's engine, which has 64 keys for names made at run time: whatever is typed
 * there, none of it becomes one.
 */

import Host from "../../../hosts/linux/io/host.js";
import { Console } from "../../../modules/firmware/console/console.js";
import type { Uplink } from "../../../modules/uplink/uplink.js";

let refused = 0;
const console = new Console({
	uplink: {} as Uplink,
	print: (line) => {
		if (line.startsWith("error: ")) refused++;
	},
});

console.take("nonsense\n");
console.take("set nonsense 1\n");
const { keys } = Host.figures();
for (let index = 0; index < 100; index++) {
	console.take(`nonsense${index} 1\n`);
	console.take(`set nonsense${index} 1\n`);
}
trace(`refused ${refused}, new keys ${Host.figures().keys - keys}\n`);
Host.quit();
