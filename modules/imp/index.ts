/**
 * The impOS names over a manager: `imp`, `server` and `agent`, and every constant. Making them has
 * no effect on the manager; only calls do.
 *
 *   const { imp, server, agent } = createImp({ manager: uplink, UDP });
 */

import type { Manager } from "../uplink/api.js";
import type { Provider } from "../uplink/provider.js";
import { Agent, nameOf } from "./agent.js";
import { STATES } from "./constants.js";
import { Imp } from "./imp.js";
import { Net } from "./net.js";
import { SendPolicy } from "./policy.js";
import { Server } from "./server.js";

export type { Agent, AgentCallback } from "./agent.js";
export * from "./constants.js";
export type { Imp } from "./imp.js";
export type { DatagramCallback, LocalInterface, LocalSocket, StateCallback } from "./local.js";
export type { InterfaceInfo, Net, NetInfo } from "./net.js";
export type { NIC, Secret } from "./nic.js";
export type { ConnectWithCallback, ReasonCallback, Server } from "./server.js";
export type { IPv4Table } from "./states.js";

/** The states of an interface are members of `imp.net`, as on impOS: by its prototype, made once. */
const NetWithStates = class extends Net {} as new (
	...values: ConstructorParameters<typeof Net>
) => Net & Readonly<typeof STATES>;
Object.assign(NetWithStates.prototype, STATES);

export interface ImpOptions {
	manager: Manager;
	/** For `openudp`; a host without it has no local sockets. */
	UDP?: Provider["UDP"];
	/** The device in the topics `uplink/<id>/…`. */
	deviceID?: string;
}

export function createImp({ manager, UDP, deviceID = "device" }: ImpOptions): {
	imp: Imp;
	server: Server;
	agent: Agent;
} {
	const ID = nameOf(deviceID, "deviceID");
	if (ID.includes("/")) throw new RangeError("deviceID: must not hold /");
	const prefix = `uplink/${ID}`;
	const policy = new SendPolicy(manager);
	return {
		imp: new Imp(manager, new NetWithStates(manager, UDP)),
		server: new Server(manager, policy, prefix),
		agent: new Agent(manager, policy, prefix),
	};
}
