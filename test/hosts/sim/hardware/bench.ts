/**
 * A bench for the tests of simulated hardware and of the drivers over it: one world's facts, one
 * chip of each kind under power, and a log of what each view was told, with the time of it.
 */

import type { FactChanges } from "../../../../hosts/sim/facts.js";
import { healthy, merge } from "../../../../hosts/sim/facts-parse.js";
import { Cellular } from "../../../../hosts/sim/hardware/cellular.js";
import { CellularSilicon } from "../../../../hosts/sim/hardware/cellular-silicon.js";
import { Ethernet, EthernetSilicon } from "../../../../hosts/sim/hardware/ethernet.js";
import { Netifs } from "../../../../hosts/sim/hardware/netifs.js";
import { WiFi } from "../../../../hosts/sim/hardware/wifi.js";
import { WiFiSilicon } from "../../../../hosts/sim/hardware/wifi-silicon.js";
import { VirtualTime } from "../../../../hosts/sim/time.js";
import type { NetworkInterface } from "../../../../modules/uplink/provider.js";

export class Bench {
	readonly time = new VirtualTime();
	readonly facts = healthy();
	readonly netifs = new Netifs();
	readonly ethernet: EthernetSilicon;
	readonly wifi: WiFiSilicon;
	readonly cellular: CellularSilicon;
	/** `eth 1100 connection 500`: the view, when, what changed, and how it then reads. */
	log: string[] = [];

	constructor(changes: FactChanges = {}) {
		const { time, netifs, facts } = this;
		merge(facts, changes);
		this.ethernet = new EthernetSilicon({ time, netifs, facts: () => facts.eth0 });
		this.wifi = new WiFiSilicon({ time, netifs, facts: () => facts.wl0 });
		this.cellular = new CellularSilicon({ time, facts: () => facts.cell0 });
	}

	set(changes: FactChanges): void {
		merge(this.facts, changes);
		for (const silicon of [this.ethernet, this.wifi, this.cellular]) silicon.factsChanged();
	}

	advance(duration: number): void {
		this.time.advance(duration);
	}

	/** What has been logged since the last look. */
	news(): string[] {
		const news = this.log;
		this.log = [];
		return news;
	}

	/** An `onChanged` that logs under `name`. */
	listen(name: string): (this: NetworkInterface, property: "connection" | "address") => void {
		const bench = this;
		return function (property) {
			const value = property === "connection" ? this.connection : this.address;
			bench.log.push(`${name} ${bench.time.now} ${property} ${value}`);
		};
	}

	newEthernet(name = "eth"): Ethernet {
		return new Ethernet({ silicon: this.ethernet, onChanged: this.listen(name) });
	}

	newWiFi(name = "wl"): WiFi {
		return new WiFi({ silicon: this.wifi, onChanged: this.listen(name) });
	}

	newCellular(name = "cell"): Cellular {
		return new Cellular({ silicon: this.cellular, onChanged: this.listen(name) });
	}
}
