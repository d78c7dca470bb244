/**
 * A modem that needs 100 s to register, behind a Wi-Fi that leads nowhere: connected by cellular
 * without the application's help, under both of impOS's error policies. One that needs 150 s, longer
 * than its turn, is found ready by a later one.
 */

import { Board } from "../../../hosts/sim/board.js";
import type { FactChanges } from "../../../hosts/sim/facts.js";
import {
	NO_REGISTRATION,
	RETURN_ON_ERROR,
	SERVER_CONNECTED,
	SUSPEND_ON_ERROR,
	WAIT_TIL_SENT,
} from "../../../modules/imp/index.js";
import { expect } from "../../expect.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

const WORLDS: Record<string, FactChanges> = {
	"its upstream silent": { wl0: { upstream: "blackhole" } },
	"its network gone": { wl0: { accessPoint: false } },
};

const POLICIES = { SUSPEND_ON_ERROR, RETURN_ON_ERROR };

function board(policy: number, world: FactChanges, registersAfter = 100 * SECOND): Board {
	const made = new Board({ fitted: ["wl0", "cell0"] });
	made.set({ cell0: { registersAfter } });
	made.powerOn();
	made.server.setsendtimeoutpolicy(policy, WAIT_TIL_SENT, 30);
	made.imp.net.setserverinterfaces(["wifi", "cell"]);
	made.set(world);
	return made;
}

describe("a slow modem behind a Wi-Fi that leads nowhere", () => {
	for (const [name, policy] of Object.entries(POLICIES))
		for (const [what, world] of Object.entries(WORLDS)) {
			it(`connects by cellular from a boot under ${name}, Wi-Fi with ${what}`, () => {
				const made = board(policy, world);
				made.advance(15 * MINUTE);
				expect(made.server.isconnected()).toBe(true);
				expect(made.uplink.active).toBe("cell");
			});

			it(`connects by cellular after a loss under ${name}, Wi-Fi with ${what}`, () => {
				const made = board(policy, {});
				made.advance(MINUTE);
				expect(made.uplink.active).toBe("wifi");
				made.set(world);
				made.advance(15 * MINUTE);
				expect(made.uplink.active).toBe("cell");
			});
		}
});

describe("a modem that needs longer than its turn", () => {
	/** How each turn of cellular ended. */
	const modem = (made: Board) =>
		made.attempts.filter((row) => row.interface === "cell").map((row) => row.reason);
	/** What was done to it: it is powered once, and never started anew. */
	function powered(made: Board): { climbs: number } {
		const count = { climbs: 0 };
		made.trace = (entry) => {
			if (entry.kind === "link" && entry.interface === "cell" && entry.phase === "climbing")
				count.climbs += 1;
		};
		return count;
	}

	for (const [what, world] of Object.entries(WORLDS)) {
		it(`is found ready by a later minute of SUSPEND_ON_ERROR, Wi-Fi with ${what}`, () => {
			const made = board(SUSPEND_ON_ERROR, world, 150 * SECOND);
			const count = powered(made);
			made.advance(32 * MINUTE);
			expect(made.uplink.active).toBe("cell");
			expect(modem(made)).toEqual(["NO_REGISTRATION", "SERVER_CONNECTED"]);
			expect(count.climbs).toBe(1);
		});

		for (const pause of [0, 10 * SECOND, 5 * MINUTE])
			it(`is found ready by an application that retries after ${pause} ms, Wi-Fi with ${what}`, () => {
				const made = board(RETURN_ON_ERROR, world, 150 * SECOND);
				const count = powered(made);
				const heard: number[] = [];
				const retry = (code: number) => {
					heard.push(code);
					if (code !== SERVER_CONNECTED) again = made.now + pause;
				};
				let again = made.now;
				for (const end = made.now + 10 * MINUTE + pause; made.now < end; made.advance(SECOND))
					if (made.now >= again) {
						again = Number.POSITIVE_INFINITY;
						made.server.connect(retry);
					}
				expect(made.uplink.active).toBe("cell");
				expect(heard).toEqual([NO_REGISTRATION, SERVER_CONNECTED]);
				expect(modem(made)).toEqual(["NO_REGISTRATION", "SERVER_CONNECTED"]);
				expect(count.climbs).toBe(1);
			});
	}

	it("is let go at its address when another interface has connected meanwhile", () => {
		const made = board(RETURN_ON_ERROR, WORLDS["its network gone"] ?? {}, 150 * SECOND);
		const phases: string[] = [];
		let stopped = 0;
		made.trace = (entry) => {
			if (entry.kind !== "link" || entry.interface !== "cell") return;
			phases.push(entry.phase);
			if (entry.phase === "stopping") stopped = made.now;
		};
		made.advance(2 * MINUTE);
		made.set({ wl0: { accessPoint: true } });
		made.server.connect();
		made.advance(5 * MINUTE);
		expect(made.uplink.active).toBe("wifi");
		// Up and unwanted in one step: only the climb and the way down are seen.
		expect(phases).toEqual(["climbing", "stopping", "idle"]);
		expect(stopped, "it registered first").toBeAtLeast(150 * SECOND);
	});

	it("is started anew after a disconnect(), which alone cuts its attempt", () => {
		const made = board(RETURN_ON_ERROR, WORLDS["its network gone"] ?? {}, 150 * SECOND);
		const count = powered(made);
		made.advance(2 * MINUTE);
		made.server.disconnect();
		made.advance(MINUTE);
		expect(made.uplink.record.links[1]?.phase).toBe("idle");
		made.server.connect();
		made.advance(MINUTE);
		expect([made.uplink.active, count.climbs]).toEqual([undefined, 2]);
	});
});
