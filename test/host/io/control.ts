/** A program that listens at the path its configuration names, if it can, and ends. */

import config from "mc/config";
import Control from "../../../hosts/linux/control/control.js";
import Host from "../../../hosts/linux/io/host.js";

const { path } = config;
try {
	const control = new Control(String(path));
	trace("listening\n");
	control.close();
} catch (error) {
	trace(`${(error as Error).message}\n`);
}
Host.quit();
