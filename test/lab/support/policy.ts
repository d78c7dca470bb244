/**
 * The policy of the laboratory's tests: the native one with its waits shortened, so that a failover
 * and a failback fit into seconds, and every rule still acts.
 */

import type { PolicyOptions } from "../../../modules/uplink/core/policy.js";

const INTERFACE = {
	link: 4000,
	address: 8000,
	turn: 8000,
	backoffMin: 500,
	backoffMax: 1000,
	ask: 1000,
	answer: 1000,
	probe: 1000,
};

export const POLICY: PolicyOptions = {
	preset: "native",
	floor: 500,
	settle: 200,
	evidence: 500,
	// Beyond ask and answer together: a session that lasts for one of these and no longer is no session.
	steady: 2500,
	linger: 500,
	refusedMin: 1000,
	refusedMax: 2000,
	dwell: 2000,
	dwellMax: 4000,
	probeInterval: 500,
	trial: 4000,
	ethernet: { ...INTERFACE },
	wifi: { ...INTERFACE },
};
