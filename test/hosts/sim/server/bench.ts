/**
 * A bench for tests of the simulated server: the server, a route to it, and raw clients.
 */

import { SimServer } from "../../../../hosts/sim/server.js";
import { Bench } from "../network/bench.js";
import { RawClient } from "./raw-client.js";

export function start() {
	const bench = new Bench();
	const server = new SimServer({ time: bench.time, internet: bench.network.internet });
	bench.provider.route.hold("ethernet");
	/** What was heard, without the times. */
	const heard = (duration = 100): string[] =>
		bench.run(duration).map((line) => line.replace(/^\d+ /, ""));
	/** A client with an accepted session. */
	const connected = (name = "client", options: object = {}): RawClient => {
		const client = new RawClient(bench, name).connect(options);
		heard();
		return client;
	};
	return { bench, server, heard, connected };
}
