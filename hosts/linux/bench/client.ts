/**
 * An application beside a peer, which our firmware has inside: it asks the broker for a session every
 * 100 ms and says when it was answered, how long ago it had begun to ask, and from which address.
 *
 *   node client.js ADDRESS PORT ──▶ "answered MS ADDRESS"
 */

import { connect } from "node:net";

const INTERVAL = 100;
/** An attempt that has had no answer by then is given up. */
const ATTEMPT_MAX = 1000;

/** CONNECT of MQTT 3.1.1, clean, without a name of its own. */
const CONNECT = Buffer.from([0x10, 12, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 60, 0, 0]);
const CONNACK = 0x20;

function attempt(host: string, port: number): void {
	const began = performance.now();
	const socket = connect({ host, port });
	socket.setTimeout(ATTEMPT_MAX, () => socket.destroy());
	socket.on("connect", () => socket.write(CONNECT));
	socket.on("error", () => socket.destroy());
	socket.on("data", ([first]) => {
		const took = (performance.now() - began).toFixed(1);
		if (first === CONNACK) console.log(`answered ${took} ${socket.localAddress}`);
		socket.destroy();
	});
}

const [, , host = "", port = ""] = process.argv;
setInterval(() => attempt(host, Number(port)), INTERVAL);
