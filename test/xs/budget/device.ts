/**
 * One case of `npm run budget`, measured from within on the device's own engine and memory: how far
 * it is to go stands in the configuration, what it needs is said in one line of JSON.
 */

import config from "../../../hosts/linux/io/config.js";
import Host from "../../../hosts/linux/io/host.js";
import Timer from "../../../hosts/linux/io/timer.js";
import { createImp } from "../../../modules/imp/index.js";
import { MQTTSession } from "../../../modules/server/mqtt/session.js";
import { Uplink } from "../../../modules/uplink/uplink.js";
import { createProvider } from "./hardware.js";
import { measureSteady } from "./steady.js";

export interface Case {
	/**
	 * Nothing; the manager with façade; all interfaces up and a session with the server; a core's steps
	 * in steady state.
	 */
	stage: "empty" | "made" | "connected" | "steady";
}

const { stage } = config as unknown as Case;
/** Kept alive, as an application keeps it. */
const kept: unknown[] = [];
Object.assign(globalThis, { kept });

function say(): void {
	Host.collect();
	trace(`${JSON.stringify(Host.figures())}\n`);
	Host.quit(0);
}

function make(): Uplink {
	const uplink = new Uplink({
		provider: createProvider(),
		policy: { preset: "native", cell: { standby: "warm" } } as never,
		server: { io: MQTTSession, host: "broker.test", port: 1883, clientID: "device" } as never,
		boot: false,
	});
	kept.push(uplink, createImp({ manager: uplink }));
	return uplink;
}

/** Everything has had time to come up; what has not is told by the check. */
const SETTLED = 3000;

function connect(): void {
	const uplink = make();
	uplink.settings = { wifi: { SSID: "depot", password: "12345678" } };
	uplink.connect();
	Timer.set(() => {
		const up = uplink.links.filter(({ connection }) => connection === 500).length;
		if (up === 3 && uplink.connected) say();
		else {
			trace(`${JSON.stringify(uplink.links)} connected: ${uplink.connected}\n`);
			Host.quit(1);
		}
	}, SETTLED);
}

if (stage === "steady") {
	for (const steady of measureSteady()) trace(`${JSON.stringify(steady)}\n`);
	Host.quit(0);
} else if (stage === "connected") connect();
else {
	if (stage === "made") make();
	Timer.set(say, 0);
}
