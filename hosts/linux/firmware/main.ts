/**
 * The device's program on this host: provider, firmware, debug line, and an orderly end. What makes
 * no sense in CONFIG.json is said in one line, and the process exits with 65.
 *
 *   CONFIG.json ──▶ provider ──▶ Firmware ──▶ trace (standard output)
 *   standard input ──▶ DebugLine ──▶ console          SIGTERM ──▶ close ──▶ exit 0
 */

import config from "mc/config";
import { Firmware } from "../../../modules/firmware/firmware.js";
import Control from "../control/control.js";
import DebugLine from "../io/debug-line.js";
import Host from "../io/host.js";
import { type LinuxConfig, parseLinuxConfig } from "./config.js";
import { createProvider } from "./provider.js";

const EXIT_INPUT = 65;

function start(linux: LinuxConfig): Firmware {
	const provider = createProvider(linux);
	return new Firmware({
		provider,
		config: linux.uplink,
		print: (line) => trace(`${line}\n`),
		restart: () => end(() => Host.restart()),
		quit: () => end(() => Host.quit(0)),
		facts: () => ({ repairs: provider.route.repairs, ...Host.figures() }),
	});
}

/** The firmware closes, and says its last words to the server, before the host acts. */
function end(act: () => void): void {
	line.close();
	control?.close();
	firmware.close();
	act();
}

let firmware: Firmware;
let line: DebugLine;
let control: Control | undefined;
try {
	const linux = parseLinuxConfig(config);
	if (linux.control !== undefined) control = new Control(linux.control);
	firmware = start(linux);
	line = new DebugLine({ onText: (text) => firmware.take(text) });
	Host.onEnd(() => end(() => Host.quit(0)));
} catch (error) {
	trace(`${(error as Error).message}\n`);
	Host.quit(EXIT_INPUT);
}
