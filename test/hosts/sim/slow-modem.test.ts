/**
 * A modem that needs 100 s to register, behind a Wi-Fi that leads nowhere: connected by cellular
 * without the application's help, under both of impOS's error policies.
 */

import { Board } from "../../../hosts/sim/board.js";
import type { FactChanges } from "../../../hosts/sim/facts.js";
import { RETURN_ON_ERROR, SUSPEND_ON_ERROR, WAIT_TIL_SENT } from "../../../modules/imp/index.js";
import { expect } from "../../expect.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

const WORLDS: Record<string, FactChanges> = {
	"its upstream silent": { wl0: { upstream: "blackhole" } },
	"its network gone": { wl0: { accessPoint: false } },
};

const POLICIES = { SUSPEND_ON_ERROR, RETURN_ON_ERROR };

function board(policy: number, world: FactChanges): Board {
	const made = new Board({ fitted: ["wl0", "cell0"] });
	made.set({ cell0: { registersAfter: 100 * SECOND } });
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
