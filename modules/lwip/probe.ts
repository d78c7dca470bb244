/**
 * The probe: can this host and port be reached over that interface, the name resolved over it too?
 * One question an object; the caller bounds the wait by `close`. The class is C over lwIP (probe.c),
 * one source for every host that has lwIP.
 */

import type { ProbeOptions } from "../uplink/provider.js";

export interface Probe {
	/** Afterwards neither callback runs. */
	close(): void;
}

export class LwipProbe extends Native("xs_probe_destructor") implements Probe {
	constructor(options: ProbeOptions) {
		super();
		native("xs_probe_constructor").call(this, options);
	}

	close(): void {
		return native("xs_probe_close").call(this);
	}
}
