/**
 * What the factory writes into a board's flash before it first has power: the credentials of the
 * simulated world's Wi-Fi, through the firmware's own store.
 */

import { drawUpTo } from "../../modules/uplink/core/random.js";
import type { KeyValue } from "../../modules/uplink/provider.js";
import { Store } from "../../modules/uplink/store.js";
import { PASSWORD, SSID } from "./hardware/wifi-silicon.js";

export function provision(flash: KeyValue, seed: number): void {
	const generator = { state: seed | 0 };
	const key = Array.from({ length: 32 }, () => drawUpTo(generator, 255));
	const store = new Store(
		flash,
		() => 0,
		() => {},
	);
	store.write("seal", key);
	store.write("credentials", { wifi: { SSID, password: PASSWORD } });
	store.close();
}
