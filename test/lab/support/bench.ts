/**
 * A laboratory for one file of tests, built before them and taken away after them, and between them
 * brought back to health. Where the machine cannot have one, the tests are pending, and a line says
 * what to do.
 *
 *   before: up      each: boot(…) ──▶ device, subscriber      after each: quit, clear      after: down
 */

import { Device, type DeviceOptions } from "../../../hosts/linux/lab/device.js";
import type { FaultKind } from "../../../hosts/linux/lab/faults.js";
import { Laboratory } from "../../../hosts/linux/lab/laboratory.js";
import { readLog } from "../../../hosts/linux/lab/logs.js";
import { missing, widenPath } from "../../../hosts/linux/lab/requirements.js";
import { Subscriber } from "../../../hosts/linux/lab/subscriber.js";
import {
	BROKER,
	GATEWAYS,
	type Gateway,
	type GatewayNumber,
} from "../../../hosts/linux/lab/world.js";
import { UNDER, VARIANT, within } from "./limits.js";
import { POLICY } from "./policy.js";

export type Name = Gateway["interface"];
export const otherOf = (name: Name): Name => (name === "ethernet" ? "wifi" : "ethernet");
export const gatewayFor = (name: Name): Gateway =>
	GATEWAYS.find((each) => each.interface === name) ?? fail(`${name}: no gateway`);

function fail(why: string): never {
	throw new Error(why);
}

/** lwIP's one table of name servers is looked at each second, and repaired. */
const REPAIR_MAX = 2000;

/** Building has this long, beside others that are building. */
const UP_MAX = 30_000;

export class Bench {
	#laboratory: Laboratory | undefined;
	#device: Device | undefined;
	#subscriber: Subscriber | undefined;
	#published = 0;

	/** Registers the hooks, within a `describe`. */
	constructor(title: string) {
		const bench = this;
		before(`builds a laboratory for ${title}`, async function () {
			this.timeout(within(UP_MAX));
			widenPath();
			const lack = missing();
			if (lack !== undefined) {
				console.log(`laboratory: ${lack}`);
				this.skip();
			}
			bench.#laboratory = await Laboratory.up(`t${process.pid}-${title}`, { owned: true });
		});
		afterEach("brings everything back to health", async function () {
			this.timeout(within(UP_MAX));
			await bench.#recover();
		});
		after("takes the laboratory away", async function () {
			this.timeout(within(UP_MAX));
			await bench.#laboratory?.down();
		});
	}

	get laboratory(): Laboratory {
		return this.#laboratory ?? fail("no laboratory is up");
	}

	get device(): Device {
		return this.#device ?? fail("no device is on");
	}

	get subscriber(): Subscriber {
		return this.#subscriber ?? fail("nobody subscribes");
	}

	/** Starts the firmware, and somebody who listens to the broker. */
	async boot(options: DeviceOptions = {}): Promise<Device> {
		this.#subscriber ??= await Subscriber.open(this.laboratory);
		this.#device = await Device.start(this.laboratory, {
			policy: POLICY,
			variant: VARIANT,
			under: UNDER,
			...options,
		});
		return this.#device;
	}

	/** Boots, and waits until the first of the list is active and the other is at an address. */
	async bootOver(name: Name, options: DeviceOptions = {}): Promise<Device> {
		const device = await this.boot({ list: [name, otherOf(name)], ...options });
		await this.active(name, 0, 20_000);
		await device.until(new RegExp(`${otherOf(name)} \\S+ → up`), within(15_000));
		return device;
	}

	/** When an interface has become the active one, counted from `mark`. */
	async active(name: Name, mark: number, limit: number): Promise<number> {
		const { at } = await this.device.until(
			new RegExp(`active \\S+ → ${name}$`),
			within(limit),
			mark,
		);
		return at;
	}

	begin(kind: FaultKind, gateway?: GatewayNumber): Promise<void> {
		return this.laboratory.begin({ kind, ...(gateway ? { gateway } : {}) });
	}

	clear(kind: FaultKind, gateway?: GatewayNumber): Promise<void> {
		return this.laboratory.clear({ kind, ...(gateway ? { gateway } : {}) });
	}

	/** Publishes at the device's console, and waits until it has arrived behind the broker. */
	async delivers(limit = 10_000, text = ""): Promise<void> {
		const own = `${++this.#published}:${text}`;
		const { mark } = this.device;
		this.device.say(`publish lab/words "${own}" 1`);
		await this.device.until(/^ok \d+$/, within(2000), mark);
		await this.subscriber.until(
			(arrival) => arrival.text === own,
			within(limit),
			`message ${this.#published}`,
		);
	}

	/** How often the gateway behind an interface was asked for the broker's name. */
	asked(name: Name): number {
		const log = readLog(this.laboratory.directory, gatewayFor(name).space);
		return log.split(`query[A] ${BROKER.name} from`).length - 1;
	}

	/** Route and name servers are those of this interface, and the broker was reached by its name. */
	async follows(name: Name, askedBefore: number): Promise<void> {
		const { default: holder, netifs } = await this.stack();
		if (holder !== instanceOf(name)) fail(`${name} is active, the default route is over ${holder}`);
		if (this.asked(name) <= askedBefore) fail(`${name}: its gateway was not asked for the broker`);
		const own = netifs[instanceOf(name)]?.servers ?? [];
		if (own.length === 0) fail(`${name} is active, and has no name server`);
		await this.#settles(within(REPAIR_MAX), async () => {
			const { servers } = await this.stack();
			return servers[0] === own[0] ? undefined : `the name servers are ${servers}, not ${own}`;
		});
	}

	/** The connections that stand on an interface. */
	async sockets(name: Name): Promise<string[]> {
		const { netifs, tcp } = await this.stack();
		const own = netifs[instanceOf(name)]?.address;
		return open(tcp).filter((socket) => socket.startsWith(`${own}:`));
	}

	/** None of these connections is left, once what lingers has ended. */
	released(sockets: readonly string[], limit: number): Promise<void> {
		return this.#settles(limit, async () => {
			const { tcp } = await this.stack();
			const left = open(tcp).filter((socket) => sockets.includes(socket));
			return left.length === 0 ? undefined : `left on an interface that was left: ${left}`;
		});
	}

	/** The interface that became active last, as far as the lines since `mark` tell. */
	activeSince(mark: number): string | undefined {
		const found = this.device.lines
			.slice(mark)
			.map(({ text }) => /active \S+ → (\S+)$/.exec(text)?.[1])
			.filter((name) => name !== undefined);
		return found.at(-1);
	}

	neverLeft(name: Name, mark: number): void {
		const now = this.activeSince(mark);
		if (now !== undefined) fail(`${name} was left: ${now}`);
	}

	/** lwIP as it stands: routes, name servers and sockets. */
	async stack(): Promise<Stack> {
		return JSON.parse(await this.device.control("state")) as Stack;
	}

	/** Asks again and again until nothing is complained of. */
	async #settles(limit: number, complaint: () => Promise<string | undefined>): Promise<void> {
		const deadline = performance.now() + limit;
		for (;;) {
			const why = await complaint();
			if (why === undefined) return;
			if (performance.now() > deadline) fail(why);
		}
	}

	async #recover(): Promise<void> {
		await this.#device?.quit();
		this.#device = undefined;
		this.#subscriber?.close();
		this.#subscriber = undefined;
		await this.#laboratory?.clearAll();
	}
}

/** The control socket's `state`, as far as it is looked at. */
export interface Stack {
	netifs: Record<string, { address: string; servers: string[] } | undefined>;
	default: string | null;
	servers: string[];
	tcp: Socket[];
}

interface Socket {
	local: string;
	port: number;
	state: string;
}

const instanceOf = (name: Name) => (name === "ethernet" ? "eth0" : "wl0");

/** What only waits for its number to be forgotten everywhere (RFC 9293 §3.3.2) is no socket. */
function open(sockets: readonly Socket[]): string[] {
	return sockets
		.filter(({ state }) => state !== "TIME_WAIT")
		.map(({ local, port }) => `${local}:${port}`);
}
