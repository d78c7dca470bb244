/**
 * What happens in flash before the manager begins: this boot is counted, and the configuration's
 * list and settings are taken where nothing is stored. They are taken once: what an owner cleared
 * afterwards stays cleared, until a configuration comes that is another one.
 *
 *   {count, configured} ──▶ configuration new? ──▶ fill what is empty ──▶ {count + 1, its checksum}
 */

import type { Settings } from "../uplink/api.js";
import { checksum } from "../uplink/checksum.js";
import { Configuration } from "../uplink/configuration.js";
import { stringify } from "../uplink/json.js";
import { fittedOf } from "../uplink/parts.js";
import type { Provider } from "../uplink/provider.js";
import { Store } from "../uplink/store.js";
import { encodeUTF8 } from "../uplink/utf8.js";
import type { FirmwareConfig } from "./config.js";

type Note = (text: string) => void;

/** Which boot this is, counted from 1. Throws for a list or settings that make no sense. */
export function beginBoot(provider: Provider, config: FirmwareConfig, note: Note): number {
	const store = new Store(provider.storage, () => 0, note);
	try {
		const { count, configured } = recordOf(store);
		const taken = checksum(encodeUTF8(stringify([config.list, config.settings]) as string));
		if (taken !== configured)
			fill(new Configuration(store, fitted(provider), random(provider)), config);
		keep(store, { count: count + 1, configured: taken }, note);
		return count + 1;
	} finally {
		store.close();
	}
}

const fitted = (provider: Provider) => [...fittedOf(provider).keys()];
const random = (provider: Provider) => () => provider.random();

function recordOf(store: Store): { count: number; configured: unknown } {
	const record = store.read("boots") as { count?: unknown; configured?: unknown } | undefined;
	const count = record?.count;
	const counted = typeof count === "number" && Number.isInteger(count) && count > 0;
	return { count: counted ? count : 0, configured: record?.configured };
}

/** A flash that refuses does not keep the device from booting. */
function keep(store: Store, record: { count: number; configured: number }, note: Note): void {
	try {
		store.write("boots", record);
	} catch (error) {
		note(`boot ${record.count} is not counted: ${(error as Error).message}`);
	}
}

function fill(configuration: Configuration, { list, settings }: FirmwareConfig): void {
	const stored = configuration.readable;
	const missing = Object.entries(settings).filter(
		([name]) => (stored[name as keyof Settings] ?? null) === null,
	);
	if (missing.length > 0) configuration.setSettings(Object.fromEntries(missing));
	if (list && configuration.list.length === 0) configuration.setList(list, false);
}
