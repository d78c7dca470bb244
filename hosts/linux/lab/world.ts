/**
 * The laboratory's little world, as data: who stands where, under which name and address.
 *
 *   device            gateway1                  internet
 *   eth0  ──cable──▶  lan0 10.1.0.1   wan0 ──▶  w1   203.0.113.10  broker.example     MQTT, over TLS as well
 *                     gateway2                       203.0.113.20  reference.example  HTTP
 *   wlan0 ──air────▶  lan0 10.2.0.1   wan0 ──▶  w2   203.0.113.30  time.example       SNTP
 *                     DHCP, DNS, NAT                 203.0.113.53  the name server
 *
 * All addresses and names are of those kept for documentation, so nothing here means anybody.
 */

/** A network namespace. */
export type Space = "device" | "gateway1" | "gateway2" | "internet";
export const SPACES: readonly Space[] = ["device", "gateway1", "gateway2", "internet"];

/** A gateway by number, and the device's interface that it serves. */
export type GatewayNumber = 1 | 2;

export interface Gateway {
	number: GatewayNumber;
	space: Space;
	/** The device's end of the wire. */
	device: string;
	/** The manager's identifier of it. */
	interface: "ethernet" | "wifi";
}

export const GATEWAYS: readonly Gateway[] = [
	{ number: 1, space: "gateway1", device: "eth0", interface: "ethernet" },
	{ number: 2, space: "gateway2", device: "wlan0", interface: "wifi" },
];

export function gatewayOf(number: GatewayNumber): Gateway {
	const gateway = GATEWAYS.find((each) => each.number === number);
	if (!gateway) throw new Error(`gateway ${number}: there is none`);
	return gateway;
}

export function otherGateway(number: GatewayNumber): GatewayNumber {
	return number === 1 ? 2 : 1;
}

/** The first three bytes of a gateway's LAN. */
export const lanPrefix = (number: GatewayNumber) => `10.${number}.0`;

/** Both ends of the wire between a gateway and the internet. */
export const wanAddress = (number: GatewayNumber) => `192.0.2.${number * 4 + 2}`;
export const peerAddress = (number: GatewayNumber) => `192.0.2.${number * 4 + 1}`;

export const BROKER = { name: "broker.example", address: "203.0.113.10", port: 1883 } as const;
export const REFERENCE = { name: "reference.example", address: "203.0.113.20", port: 80 } as const;
export const TIME = { name: "time.example", address: "203.0.113.30", port: 123 } as const;
export const NAMES = { address: "203.0.113.53" } as const;

/** Brokers over TLS: what the certificate of each port is like. */
export const TLS_PORTS = Object.freeze({
	good: 8883,
	"wrong-name": 8884,
	expired: 8885,
	"unknown-issuer": 8886,
} as const);
export type CertificateKind = keyof typeof TLS_PORTS;

/** The network that the access point announces. */
export const WIFI = { SSID: "laboratory", password: "opensesame", channel: 6, RSSI: -50 } as const;

/** The line of the control socket that puts the access point on the air. */
export const ACCESS_POINT = `wl0 ap ${WIFI.SSID} ${WIFI.password} ${WIFI.channel} ${WIFI.RSSI}`;
