/**
 * A laboratory: namespaces, gateways and an internet that are built, troubled by faults, and taken
 * away again. Several stand beside each other without knowing of each other.
 *
 *   up ──▶ built and serving ──▶ begin(fault) ⇄ clear(fault) ──▶ down
 */

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ControlError, sendControl } from "./control.js";
import { BEACONS_LOST, FAULTS, type Fault, type Step } from "./faults.js";
import { buildGateway, moveLan, serveGateway } from "./gateway.js";
import { buildInternet, serve, serveBroker, serveInternet, unserve } from "./internet.js";
import { readLog } from "./logs.js";
import { KEEPER, Namespaces } from "./namespaces.js";
import { beganAt, end, isAlive } from "./processes.js";
import { RunDirectory, type Trouble } from "./run-directory.js";
import type { Site } from "./site.js";
import { GATEWAYS, type GatewayNumber, gatewayOf, otherGateway } from "./world.js";

/** Of a plug: shorter than the manager's debounce. */
const BOUNCE = 150;
const BOUNCES_MAX = 3;
/** Whoever noticed it asks for its lease within this. */
const NOTICE = 1500;
const LOOK = 20;

const same = (a: Trouble, b: Trouble) => a.kind === b.kind && a.gateway === b.gateway;

export class Laboratory {
	readonly site: Site;
	readonly #directory: RunDirectory;

	constructor(directory: RunDirectory, namespaces: Namespaces) {
		this.#directory = directory;
		const { path, processes, maker } = directory;
		this.site = { namespaces, processes, directory: path, owned: maker?.owns === true };
	}

	/** Builds one. An owned one ends with this process, however this process ends. */
	static async up(name: string, { owned = false } = {}): Promise<Laboratory> {
		for (const each of RunDirectory.all) if (each.dead) await Laboratory.down(each);
		const directory = new RunDirectory(name);
		if (directory.maker) throw new Error(`laboratory ${name} is up already`);
		directory.create(owned);
		try {
			mkdirSync(join(directory.path, "device"), { recursive: true });
			const namespaces = await Namespaces.open(directory.processes, directory.path, owned);
			const laboratory = new Laboratory(directory, namespaces);
			const { site } = laboratory;
			await buildInternet(site);
			for (const gateway of GATEWAYS) await buildGateway(site, gateway);
			await Promise.all([
				serveInternet(site),
				...GATEWAYS.map(({ number }) => serveGateway(site, number)),
			]);
			directory.complete();
			return laboratory;
		} catch (error) {
			await Laboratory.down(directory);
			throw error;
		}
	}

	/** One that is up, by whomever it was built. */
	static find(name: string): Laboratory | undefined {
		const directory = new RunDirectory(name);
		const keeper = directory.alive ? directory.processes.find(KEEPER) : undefined;
		return keeper && new Laboratory(directory, new Namespaces(keeper));
	}

	/** Ends everything that a laboratory started, also one whose maker is no more. */
	static async down(directory: RunDirectory): Promise<void> {
		const { processes } = directory;
		const keeper = processes.find(KEEPER);
		const kept = keeper !== undefined && isAlive(keeper);
		const inside = kept ? await new Namespaces(keeper).inhabitants() : [];
		const others = processes.all.filter(({ name }) => name !== KEEPER);
		await Promise.all([
			...others.map(({ record }) => end(record)),
			// What was started and not recorded, such as a firmware, or a service at a crash.
			...inside.map((pid) => end({ pid, began: beganAt(pid) ?? "" })),
		]);
		if (kept) await end(keeper);
		directory.remove();
	}

	get directory(): string {
		return this.#directory.path;
	}

	get control(): string {
		return join(this.directory, "device", "control");
	}

	/** The faults in force. */
	get troubles(): readonly Trouble[] {
		return this.#directory.troubles;
	}

	async down(): Promise<void> {
		await Laboratory.down(this.#directory);
	}

	/** Begins a fault; one that is in force already begins anew, with its new value. */
	async begin(trouble: Trouble): Promise<void> {
		const fault: Fault = FAULTS[trouble.kind];
		if ((fault.befalls === "gateway") !== (trouble.gateway !== undefined))
			throw new RangeError(`${trouble.kind}: befalls ${fault.befalls}`);
		if (this.troubles.some((each) => same(each, trouble))) await this.clear(trouble);
		// Recorded first: what began by halves is cleared as well.
		if (fault.clear.length > 0) this.#directory.troubles = [...this.troubles, trouble];
		await this.#perform(fault.begin, trouble);
	}

	async clear(trouble: Trouble): Promise<void> {
		const known = this.troubles.find((each) => same(each, trouble));
		if (!known) return;
		const { befalls, clear } = FAULTS[known.kind];
		try {
			await this.#perform(clear, known);
		} catch (error) {
			// A device that is off has no faults: what befell it ended with it.
			if (befalls !== "device" || !(error instanceof ControlError)) throw error;
		}
		this.#directory.troubles = this.troubles.filter((each) => !same(each, known));
	}

	async clearAll(): Promise<void> {
		for (const each of [...this.troubles].reverse()) await this.clear(each);
	}

	async #perform(steps: readonly Step[], trouble: Trouble): Promise<void> {
		for (const step of steps) await this.#step(step, trouble);
	}

	async #step(step: Step, { kind, gateway = 1, value }: Trouble): Promise<void> {
		const { site } = this;
		const { space } = gatewayOf(gateway);
		const fill = (text: string) =>
			text
				.replaceAll("{n}", String(gateway))
				.replaceAll("{value}", value ?? FAULTS[kind].standard ?? "");
		if ("run" in step) await site.namespaces.run(space, fill(step.run).split(" "));
		else if ("nft" in step) await site.namespaces.nft(space, fill(step.nft));
		else if ("broker" in step) await serveBroker(site, step.broker);
		else if ("control" in step) await sendControl(this.control, fill(step.control));
		else if ("lasts" in step) await pause(step.lasts);
		else if ("bounce" in step) await this.#bounce(gateway);
		else if ("portal" in step) {
			await (step.portal === "open" ? serve : unserve)(site, space, "portal");
		} else {
			const { lan, options = [], ...services } = step.services;
			const of = lan === "other" ? otherGateway(gateway) : gateway;
			if (lan) await moveLan(site, gateway, of);
			await serveGateway(site, gateway, { ...services, options: options.map(fill), lan: of });
		}
	}

	/**
	 * Longer where a radio would not notice: its link is lost then, and what it had comes back. The
	 * kernel may keep so short an event to itself, so it is repeated until somebody asks for a lease.
	 */
	async #bounce(gateway: GatewayNumber): Promise<void> {
		const { namespaces } = this.site;
		const { space } = gatewayOf(gateway);
		const asked = () =>
			readLog(this.directory, space).match(/DHCP(REQUEST|DISCOVER)/g)?.length ?? 0;
		const before = asked();
		for (let bounce = 0; bounce < BOUNCES_MAX && asked() === before; bounce++) {
			await namespaces.ip(space, ["link set lan0 down"]);
			await pause(gateway === 1 ? BOUNCE : BEACONS_LOST);
			await namespaces.ip(space, ["link set lan0 up"]);
			const deadline = performance.now() + NOTICE;
			while (asked() === before && performance.now() < deadline) await pause(LOOK);
		}
	}
}
