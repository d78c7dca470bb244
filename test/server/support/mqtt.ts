/** An MQTT session on the bench, and one that has got as far as being proven. */

import { type MQTTOptions, MQTTSession } from "../../../modules/server/mqtt/session.js";
import { Bench } from "./bench.js";

export type Options = Partial<Omit<MQTTOptions, keyof ReturnType<Bench["environment"]>>>;

export function createSession(options: Options = {}): { bench: Bench; link: MQTTSession } {
	const bench = new Bench();
	const link = new MQTTSession({
		host: "broker.test",
		port: 1883,
		clientID: "dev",
		...options,
		...bench.environment(),
	});
	return { bench, link: bench.guard(link) };
}

/** Proven as attempt 1 over Wi-Fi; events and wire are taken. */
export function createProven(options: Options = {}): { bench: Bench; link: MQTTSession } {
	const { bench, link } = createSession(options);
	link.open(1, "wifi");
	bench.time.advance(1_000);
	const events = bench.events();
	if (!events.includes("1 answered")) throw new Error(`not proven: ${events}`);
	bench.wire.length = 0;
	bench.socket.packets.length = 0;
	return { bench, link };
}
