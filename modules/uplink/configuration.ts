/**
 * What the owner set, in memory and in flash: the list and the settings. Everything is checked and
 * in flash before any of it counts; secrets leave only sealed with this device's own key.
 */

import type { ProxySettings } from "../server/server.js";
import type { ReadableSettings, Sealed, Settings } from "./api.js";
import { classOf, type ParsedList, parseIdentifier, parseList } from "./core/identifiers.js";
import {
	applySettings,
	type PlainSettings,
	parseSettings,
	type SettingsChange,
} from "./core/settings.js";
import type { Identifier } from "./core/types.js";
import { Seal } from "./seal.js";
import type { Store } from "./store.js";

const KEY_LENGTH = 32;
/** The members that are kept in the record of credentials. */
const CREDENTIALS = ["wifi", "proxy", "cellular"] as const;
/** More secrets than a device has at a time. */
const SEALED_MAX = 8;

/** A newer firmware may have named what this one does not know: that is skipped, the rest counts. */
function known(list: unknown): unknown {
	if (!Array.isArray(list)) return list;
	return list.filter((name) => typeof name === "string" && parseIdentifier(name) !== undefined);
}

export class Configuration {
	#store: Store;
	#fitted: readonly Identifier[];
	#random: () => number;
	#seal: Seal | undefined;
	#plain: PlainSettings;
	/** A new key that is not in flash yet. */
	#unkept: number[] | undefined;
	/** So that what did not change reads the same twice. */
	#sealed = new Map<string, Sealed>();
	list: Identifier[] = [];
	/** The owner asked for this list and nothing after it. */
	strict = false;
	/** What was accepted in silence, for `explain()`. */
	notes: string[] = [];

	constructor(store: Store, fitted: readonly Identifier[], random: () => number) {
		this.#store = store;
		this.#fitted = fitted;
		this.#random = random;
		this.#loadList();
		this.#plain = this.#loadSettings();
	}

	/** Checks, stores and takes a list. Throws and changes nothing on bad input or failing flash. */
	setList(input: unknown, strict: boolean): void {
		const { list, notes } = parseList(input, this.#fitted);
		if (list.length === 0) this.#store.erase("list");
		else this.#store.write("list", { list, strict });
		this.list = list;
		this.strict = strict && list.length > 0;
		this.notes = notes;
	}

	/** Checks, stores and takes a change of settings. */
	setSettings(input: unknown): void {
		const change = parseSettings(input, (blob, place) => this.#unseal(blob, place));
		const merged = applySettings(this.#plain, change);
		const { static: fixed, ...credentials } = merged;
		const secrets = CREDENTIALS.some((name) => change[name]);
		const touched = CREDENTIALS.some((name) => name in change);
		this.#store.demand(Number(change.static !== undefined) + Number(touched));
		if (secrets) this.#keepKey();
		if (change.static !== undefined) this.#keep("settings", fixed ? { static: fixed } : {});
		if (touched) this.#keep("credentials", credentials);
		this.#plain = merged;
	}

	/** Forgets list and settings. */
	clear(): void {
		const names = ["list", "settings", "credentials"] as const;
		this.#store.demand(names.filter((name) => this.#store.has(name)).length);
		this.setList([], false);
		this.#keep("settings", {});
		this.#keep("credentials", {});
		this.#plain = {};
	}

	/** Settings for one connection alone, checked and not stored. */
	parse(input: unknown): SettingsChange {
		return parseSettings(input, (blob, place) => this.#unseal(blob, place));
	}

	get readable(): ReadableSettings {
		const { wifi, proxy, cellular, static: fixed } = this.sealed(this.#plain);
		return {
			wifi: (wifi as ReadableSettings["wifi"]) ?? null,
			static: fixed ?? null,
			proxy: proxy ?? null,
			cellular: cellular ?? null,
		};
	}

	/** The same settings with every secret sealed. */
	sealed(plain: SettingsChange): Settings {
		const { wifi, static: fixed, proxy, cellular } = plain;
		const readable: Settings = {};
		if (wifi) readable.wifi = { ...wifi, password: this.#sealText(wifi.password) };
		if (fixed) readable.static = { ...fixed };
		if (proxy) readable.proxy = this.#withSealed(proxy, ["password"]);
		if (cellular) readable.cellular = this.#withSealed(cellular, ["password", "PIN"]);
		return readable;
	}

	/** What one connection over an interface uses: its own settings, else the stored ones. */
	used(over: Identifier, own: SettingsChange | undefined): PlainSettings {
		const class_ = classOf(over);
		const all = own ? applySettings(this.#plain, own) : this.#plain;
		const used: PlainSettings = {};
		if (class_ === "wifi" && all.wifi) used.wifi = all.wifi;
		if (class_ === "cell" && all.cellular) used.cellular = all.cellular;
		if (class_ !== "cell" && all.static) used.static = all.static;
		if (class_ !== "cell" && all.proxy) used.proxy = all.proxy;
		return used;
	}

	linkSettings(over: Identifier, own: SettingsChange | undefined): Omit<PlainSettings, "proxy"> {
		const { proxy: _, ...link } = this.used(over, own);
		return link;
	}

	proxy(over: Identifier, own: SettingsChange | undefined): ProxySettings | undefined {
		return this.used(over, own).proxy;
	}

	#loadList(): void {
		const record = this.#store.read("list") as { list?: unknown; strict?: unknown } | undefined;
		if (record === undefined) return;
		try {
			const stored = record?.list;
			const names = known(stored);
			const { list, notes }: ParsedList = parseList(names, this.#fitted);
			this.list = list;
			this.notes = notes;
			if (Array.isArray(stored) && Array.isArray(names) && names.length < stored.length)
				notes.push("the stored list names interfaces that this firmware does not know");
			this.strict = record.strict === true && list.length > 0;
		} catch {
			this.notes = ["the stored list makes no sense: the default order is used"];
		}
	}

	#loadSettings(): PlainSettings {
		const change: Record<string, unknown> = {};
		for (const name of ["settings", "credentials"] as const) {
			const record = this.#store.read(name);
			if (typeof record !== "object" || record === null) continue;
			try {
				Object.assign(change, this.parse(record));
			} catch {
				this.notes.push(`the stored ${name} make no sense: none are used`);
			}
		}
		return applySettings({}, change as SettingsChange);
	}

	#keep(name: "settings" | "credentials", value: object): void {
		if (Object.keys(value).length === 0) this.#store.erase(name);
		else this.#store.write(name, value);
	}

	#keepKey(): void {
		this.#sealer();
		if (this.#unkept) this.#store.write("seal", this.#unkept);
		this.#unkept = undefined;
	}

	#unseal(blob: Sealed, place: string): string {
		return this.#sealer().open(blob, place);
	}

	/** An empty secret is no secret: `""` says that a network is open. */
	#sealText(text: string): string | Sealed {
		if (text === "") return "";
		const known = this.#sealed.get(text);
		if (known) return known.slice();
		const sealed = this.#sealer().seal(text);
		if (this.#sealed.size >= SEALED_MAX) this.#sealed.clear();
		this.#sealed.set(text, sealed);
		return sealed.slice();
	}

	#withSealed<Section extends object>(section: Section, names: (keyof Section)[]): Section {
		const copy = { ...section };
		for (const name of names)
			if (typeof copy[name] === "string")
				copy[name] = this.#sealText(copy[name]) as Section[typeof name];
		return copy;
	}

	/**
	 * The device's key is made when it is first needed, and kept with the next secret that is set:
	 * reading settings never writes.
	 */
	#sealer(): Seal {
		if (this.#seal) return this.#seal;
		const stored = this.#store.read("seal");
		const usable = Array.isArray(stored) && stored.length === KEY_LENGTH;
		const key = usable ? (stored as number[]) : this.#newKey();
		// A newer firmware's key stays where it is; what is sealed meanwhile lasts until the next boot.
		this.#unkept = !usable && !this.#store.isForeign("seal") ? key : undefined;
		this.#seal = new Seal(Uint8Array.from(key), this.#random);
		return this.#seal;
	}

	#newKey(): number[] {
		return Array.from({ length: KEY_LENGTH }, () => this.#random() & 255);
	}
}
