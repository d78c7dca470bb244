/**
 * The application's own sockets on a whole board when the manager leaves the interface under them:
 * told after the linger, neither before nor never.
 */

import { Board, REFERENCE } from "../../../../hosts/sim/board.js";
import { SimTCP } from "../../../../hosts/sim/network/tcp.js";
import type { Network } from "../../../../hosts/sim/network.js";
import { expect } from "../../../expect.js";

const SECOND = 1000;
const HOUR = 3_600_000;

/** Connected over Ethernet, with a socket of the application's that nobody writes to. */
function quiet(fitted = ["eth0", "wl0"]): { board: Board; errors: number[] } {
	const board = new Board({
		fitted,
		policy: { preset: "native" },
		reference: REFERENCE,
	});
	board.powerOn();
	board.advance(20 * SECOND);
	const network = board.network as Network;
	const errors: number[] = [];
	const onError = () => errors.push(board.now);
	new SimTCP(network, { address: "203.0.113.53", port: REFERENCE.port, onError });
	board.advance(SECOND);
	return { board, errors };
}

describe("a socket on an interface that is left", () => {
	it("hears an error the linger after the session went to another interface", () => {
		const { board, errors } = quiet();
		board.set({ eth0: { upstream: "blackhole" } });
		while (board.uplink.active !== "wifi" && board.now < HOUR) board.advance(100);
		const left = board.now;
		expect(errors).toEqual([]);
		board.advance(HOUR);
		expect(errors.length).toBe(1);
		expect(errors[0]).toBeAtLeast(left);
		expect(errors[0]).toBeAtMost(left + 5 * SECOND);
	});

	it("stays while the session does, and while no other interface has the route", () => {
		const { board, errors } = quiet(["eth0"]);
		board.advance(HOUR);
		board.set({ server: "down" });
		board.advance(HOUR);
		expect(errors).toEqual([]);
	});
});
