/**
 * The suites that run on every engine, and the module map under which the device finds them: the
 * firmware's modules by their manifests, preloaded as on a device, then whatever the suites stand on
 * by its path, loaded as it is asked for.
 *
 *   modules/manifest.json ─▶ uplink/core/walk   ─┐
 *   hosts/sim, test       ─▶ test/uplink/core/walk.test  ├─▶ suites.map
 *   this host's own       ─▶ mc/config, host    ─┘
 */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import type { Files } from "../../hosts/linux/build/manifests.js";
import { type MappedModule, mappedModules, mapText } from "../../hosts/linux/build/modules.js";

/** What runs on the device first. */
export const DEVICE = "test/xs/device";
export const EVENTS = "test/xs/events";

/** Node's part of the simulator and of the tests, and what is the Linux host's alone. */
const NODE =
	/^(hosts\/sim\/live\/|hosts\/sim\/.*\bmain\.ts$|test\/(node|lab|host)\/|test\/hosts\/(?!sim\/))/;
/** Of this folder only these run on the device. */
const DEVICE_FILES = /^test\/xs\/(device|events|page|page\.test|said|worlds)\.ts$/;

const HOST: readonly MappedModule[] = [
	{ specifier: "mc/config", source: "hosts/linux/io/config.ts", preloaded: true },
	{ specifier: "host", source: "hosts/linux/io/host.ts", preloaded: true },
	{ specifier: "timer", source: "hosts/linux/io/timer.ts", preloaded: true },
	{ specifier: "time", source: "hosts/linux/io/time.ts", preloaded: true },
];
/** The simulated server speaks the other half of MQTT. */
const LIBRARIES: readonly MappedModule[] = [
	{
		specifier: "u8-mqtt-packet/esm/codec_v4_full",
		source: "node_modules/u8-mqtt-packet/esm/codec_v4_full.js",
		preloaded: false,
	},
];

const disk: Files = {
	read: (path) => (existsSync(path) ? readFileSync(path, "utf8") : undefined),
	list: (folder) => (existsSync(folder) ? readdirSync(folder).sort() : []),
};

function sourcesBelow(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: "utf8" })
		.map((path) => posix.join(folder, path))
		.filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"))
		.sort();
}

function isPortable(path: string): boolean {
	return path.startsWith("test/xs/") ? DEVICE_FILES.test(path) : !NODE.test(path);
}

/** Modules that the suites bring beside the firmware's, by their own paths. */
function companions(): MappedModule[] {
	return [...sourcesBelow("hosts/sim"), ...sourcesBelow("test")]
		.filter(isPortable)
		.map((source) => ({ specifier: source.replace(/\.ts$/, ""), source, preloaded: false }));
}

/** Specifiers of all suites, in order. */
export function suitesOnDisk(): string[] {
	return companions()
		.map(({ specifier }) => specifier)
		.filter((specifier) => specifier.endsWith(".test"));
}

/** The map's text, for a map that lies in `folder`. */
export function suitesMap(folder: string): string {
	const firmware = mappedModules(disk, "modules/manifest.json");
	return mapText([...firmware, ...HOST, ...LIBRARIES, ...companions()], folder);
}

/** The simulator's suites play hours and go first, so that none of them is waited for at the end. */
export function longestFirst(suites: readonly string[]): string[] {
	const isLong = (suite: string) => suite.startsWith("test/hosts/sim/");
	return [...suites.filter(isLong), ...suites.filter((suite) => !isLong(suite))];
}

/** The firmware alone, and what measures it: hardware in flash as a host's is, its program loaded. */
export function budgetMap(folder: string): string {
	const firmware = mappedModules(disk, "modules/manifest.json");
	const bench = ["hardware", "steady", "device"].map((name) => ({
		specifier: `test/xs/budget/${name}`,
		source: `test/xs/budget/${name}.ts`,
		preloaded: name !== "device",
	}));
	return mapText([...firmware, ...HOST, ...bench], folder);
}
