/**
 * One case of `npm run budget`, measured from within on the device's own engine and memory: how far
 * it is to go stands in the configuration, what it needs is said in one line of JSON.
 */

import config from "../../../hosts/linux/io/config.js";
import Host from "../../../hosts/linux/io/host.js";
import Timer from "../../../hosts/linux/io/timer.js";
import { Firmware } from "../../../modules/firmware/firmware.js";
import { createImp } from "../../../modules/imp/index.js";
import { MQTTSession } from "../../../modules/server/mqtt/session.js";
import { Uplink } from "../../../modules/uplink/uplink.js";
import { CONFIG, createProvider } from "./hardware.js";
import { measureSteady } from "./steady.js";

/**
 * empty      nothing
 * made       the manager, three drivers and the façade
 * connected  the same with all interfaces up and a session with the server
 * firmware   connected, and the console beside, configured as a firmware is
 * aged       connected, the journal full
 * steady     steps of a core in steady state
 */
export type Stage = "empty" | "made" | "connected" | "firmware" | "aged" | "steady";

const { stage } = config as unknown as { stage: Stage };
/** Kept alive, as an application keeps it. */
const kept: unknown[] = [];
Object.assign(globalThis, { kept });

/** Everything has had time to come up; what has not is told. */
const SETTLED = 3000;
/** Connections made and ended, each some 8 entries and 14 inputs: more than a journal holds. */
const CONNECTIONS = 160;
const CONNECTION_LASTS = 40;

function say(): void {
	Host.collect();
	trace(`${JSON.stringify(Host.figures())}\n`);
	Host.quit(0);
}

function make(): Uplink {
	const { policy, server, settings } = CONFIG;
	const uplink = new Uplink({
		provider: createProvider(),
		policy,
		server: { ...server, io: MQTTSession },
		boot: false,
	});
	kept.push(uplink, createImp({ manager: uplink }));
	if (stage !== "made") {
		uplink.settings = settings;
		uplink.connect();
	}
	return uplink;
}

function makeFirmware(): Uplink {
	const silent = () => {};
	const provider = createProvider();
	const firmware = new Firmware({
		provider,
		config: CONFIG,
		print: silent,
		restart: silent,
		quit: silent,
	});
	kept.push(firmware, createImp({ manager: firmware.uplink }));
	return firmware.uplink;
}

function sayWhenUp(uplink: Uplink, least = 3): void {
	const up = uplink.links.filter(({ connection }) => connection === 500).length;
	if (up >= least && uplink.connected) return say();
	trace(`${up} of 3 interfaces are up, connected: ${uplink.connected}\n`);
	Host.quit(1);
}

/** Connects and disconnects, and says what is needed once it has come up again. */
function age(uplink: Uplink, left: number): void {
	if (left % 2 === 0) uplink.connect();
	else uplink.disconnect();
	if (left > 0) Timer.set(() => age(uplink, left - 1), CONNECTION_LASTS);
	// The others may still rest from so much of it.
	else Timer.set(() => sayWhenUp(uplink, 1), SETTLED);
}

function run(): void {
	if (stage === "empty") Timer.set(say, 0);
	else if (stage === "steady") {
		for (const steady of measureSteady()) trace(`${JSON.stringify(steady)}\n`);
		Host.quit(0);
	} else {
		const uplink = stage === "firmware" ? makeFirmware() : make();
		if (stage === "made") Timer.set(say, 0);
		else if (stage === "aged") Timer.set(() => age(uplink, 2 * CONNECTIONS), CONNECTION_LASTS);
		else Timer.set(() => sayWhenUp(uplink), SETTLED);
	}
}

run();
