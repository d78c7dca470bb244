/**
 * The package `uplink`: the manager, its server links, and the types a host or an application needs.
 * On a device each of these is a module of its own; this is the same for Node.
 */

export type { Driver, DriverOptions, LinkSettings } from "./interfaces/driver.js";
export { MQTTSession } from "./server/mqtt/session.js";
export type { SecurityOptions } from "./server/security.js";
export type {
	Message,
	ProxySettings,
	PublishOptions,
	ServerEnvironment,
	ServerEvent,
	ServerLink,
	SubscribeOptions,
} from "./server/server.js";
export { TCPLink } from "./server/tcp.js";
export type * from "./uplink/api.js";
export type { PolicyOptions } from "./uplink/core/policy.js";
export type {
	Identifier,
	InterfaceClass,
	Milliseconds,
	Outcome,
	Reason,
} from "./uplink/core/types.js";
export type * from "./uplink/provider.js";
export { Uplink, type UplinkOptions } from "./uplink/uplink.js";
export type { TimeOptions } from "./uplink/wall.js";
