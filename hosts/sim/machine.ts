/**
 * The machine: a board's hardware for one power-on, and the provider that gives it to the firmware.
 * When the power goes it is thrown away, with every timer, socket and chip state in it.
 *
 *   fitted, facts ──▶ silicon ──▶ classes ─┐
 *   network ───────▶ TCP, resolve, route ──┼──▶ Provider
 *   flash, timer, ticks, random ───────────┘
 */

import type { createImp } from "../../modules/imp/index.js";
import { classOf, parseIdentifier } from "../../modules/uplink/core/identifiers.js";
import { draw } from "../../modules/uplink/core/random.js";
import type { Identifier, Milliseconds } from "../../modules/uplink/core/types.js";
import type { Fitting, Provider } from "../../modules/uplink/provider.js";
import type { Uplink } from "../../modules/uplink/uplink.js";
import type { CellularFacts, EthernetFacts, Facts, NetworkFacts, WiFiFacts } from "./facts.js";
import type { Flash } from "./flash.js";
import { Cellular } from "./hardware/cellular.js";
import { CellularSilicon } from "./hardware/cellular-silicon.js";
import { Ethernet, EthernetSilicon } from "./hardware/ethernet.js";
import { Netifs } from "./hardware/netifs.js";
import { Power, type Silicon } from "./hardware/silicon.js";
import { WiFi } from "./hardware/wifi.js";
import { WiFiSilicon } from "./hardware/wifi-silicon.js";
import { type Internet, Network } from "./network.js";
import type { Task, VirtualTime } from "./time.js";

/** The firmware of one boot. */
export type Firmware = { uplink: Uplink } & ReturnType<typeof createImp>;

/** A network that is not simulated: what the firmware gets of it, and how it hears of the power. */
export interface NetworkHost
	extends Pick<Provider, "TCP" | "route" | "resolve" | "probe">,
		Partial<Pick<Provider, "UDP" | "TLS">> {
	powerOff(): void;
}

/** `after` is virtual time for as long as the board has power. */
export type WrapFitting = (
	fitting: Fitting,
	instance: string,
	after: (delay: Milliseconds, run: () => void) => void,
) => Fitting;

export interface MachineOptions {
	time: VirtualTime;
	internet: Internet;
	fitted: readonly string[];
	facts(): Facts;
	flash: Flash;
	seed: number;
	parts: { network?: NetworkHost; ticks?: Milliseconds; wrap?: WrapFitting };
	restart(): void;
}

interface Part {
	instance: string;
	id: Identifier;
	silicon: Silicon;
	fitting: Fitting;
}

export class Machine {
	readonly provider: Provider;
	readonly network: Network | undefined;
	#options: MachineOptions;
	#power: Power;
	#parts: Part[];
	#bootedAt: number;

	constructor(options: MachineOptions) {
		const { time, internet, flash, fitted, seed, parts } = options;
		const host = parts.network;
		this.#options = options;
		this.#bootedAt = time.now;
		this.#power = new Power(time);
		const netifs = new Netifs();
		this.#parts = fitted.map((instance) => this.#wrap(this.#fit(instance, netifs)));
		if (!host) this.network = this.#wire(time, internet);
		const generator = { state: seed | 0 };
		this.provider = {
			interfaces: Object.fromEntries(this.#parts.map(({ id, fitting }) => [id, fitting])),
			...(host ?? (this.network as Network).provide()),
			storage: flash,
			timer: {
				set: (callback, interval) => this.#power.after(interval, callback),
				clear: (handle) => this.#power.cancel(handle as Task | undefined),
			},
			time: this.#ticks(),
			random: () => draw(generator),
			restart: options.restart,
		};
	}

	factsChanged(): void {
		for (const { silicon } of this.#parts) silicon.factsChanged();
	}

	powerOff(): void {
		this.#power.off();
		for (const { silicon } of this.#parts) silicon.powerOff();
		this.network?.powerOff();
		this.#options.parts.network?.powerOff();
	}

	/** The SDK's ticks: 32 bits, signed, from the boot. */
	#ticks(): Provider["time"] {
		const { time, parts } = this.#options;
		const zero = this.#bootedAt - (parts.ticks ?? 0);
		return {
			get ticks() {
				return (time.now - zero) | 0;
			},
		};
	}

	#wrap(part: Part): Part {
		const { wrap } = this.#options.parts;
		if (!wrap) return part;
		const after = (delay: Milliseconds, run: () => void) => {
			this.#power.after(delay, run);
		};
		return { ...part, fitting: wrap(part.fitting, part.instance, after) };
	}

	#fit(instance: string, netifs: Netifs): Part {
		const id = parseIdentifier(instance) as Identifier;
		const index = Number(/[0-9]+$/.exec(instance)?.[0]);
		const { time } = this.#options;
		const { facts } = this.#options;
		switch (classOf(id)) {
			case "ethernet": {
				const own = () => facts()[instance as `eth${number}`] as EthernetFacts;
				const silicon = new EthernetSilicon({ time, netifs, index, facts: own });
				return { instance, id, silicon, fitting: { io: Ethernet, silicon, recreate: true } };
			}
			case "wifi": {
				const own = () => facts()[instance as `wl${number}`] as WiFiFacts;
				const silicon = new WiFiSilicon({ time, netifs, index, facts: own });
				return { instance, id, silicon, fitting: { io: WiFi, silicon } };
			}
			case "cell": {
				const own = () => facts()[instance as `cell${number}`] as CellularFacts;
				const silicon = new CellularSilicon({ time, index, facts: own });
				return { instance, id, silicon, fitting: { io: Cellular, silicon } };
			}
		}
	}

	/** The stack asks the silicon what is up, and the silicon tells the stack what ESP-IDF heard. */
	#wire(time: VirtualTime, internet: Internet): Network {
		const { facts } = this.#options;
		const network = new Network({
			time,
			internet,
			netifs: this.#parts.map(({ instance, id, silicon }) => ({
				id,
				class: classOf(id),
				up: () => silicon.up,
				addressed: () => silicon.addressed,
				facts: () => facts()[instance as `eth${number}`] as NetworkFacts,
			})),
		});
		for (const { id, silicon } of this.#parts)
			silicon.onNetif = (event) => network.netifEvent(id, event);
		return network;
	}
}
