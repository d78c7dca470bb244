/**
 * One instance of an interface's class, behind which nothing throws and past which no stale callback
 * gets: a class that misbehaves costs us its interface, not the firmware.
 */

import type { Fitting, NetworkInterface, StaticAddress } from "../uplink/provider.js";

type Class = new (options: object) => NetworkInterface;

export class Instance {
	#io: NetworkInterface | undefined;
	#closed = false;

	/** `onChanged` is for `connection` alone: an address is only believed at 500. */
	constructor(fitting: Fitting, onChanged?: () => void) {
		const options = {
			...fitting,
			onChanged: (property: string) => {
				if (!this.#closed && property === "connection") onChanged?.();
			},
		};
		this.#attempt(() => {
			this.#io = new (fitting.io as Class)(options);
		});
	}

	/** Did the constructor work? */
	get present(): boolean {
		return this.#io !== undefined;
	}

	/** 0 where it cannot be read. */
	get connection(): number {
		const connection = this.read("connection");
		return Number.isFinite(connection) ? (connection as number) : 0;
	}

	/** At 400 it may be a link-local one (wifi-esp32.c, xs_wifi419_address_get). */
	get address(): string | undefined {
		if (this.connection < 500) return undefined;
		const address = this.read("address");
		return typeof address === "string" ? address : undefined;
	}

	/** Without a closure: two of these follow every input. */
	read(property: keyof NetworkInterface): unknown {
		try {
			return this.#io?.[property];
		} catch {
			return undefined;
		}
	}

	/** Each of these: false when there is no such thing, or it threw. */
	connect(options?: object): boolean {
		return this.#attempt((io) => (options === undefined ? io.connect() : io.connect(options)));
	}

	disconnect(): boolean {
		return this.#attempt((io) => io.disconnect());
	}

	configure(options: { static?: StaticAddress | false }): boolean {
		return this.#attempt((io) => io.configure?.(options));
	}

	scan(options: Parameters<NonNullable<NetworkInterface["scan"]>>[0]): boolean {
		return this.#attempt((io) => {
			if (!io.scan) throw new Error("scan: this class has none");
			io.scan(options);
		});
	}

	close(): void {
		this.#closed = true;
		this.#attempt((io) => io.close());
		this.#io = undefined;
	}

	#attempt(call: (io: NetworkInterface) => void): boolean {
		const io = this.#io as NetworkInterface;
		try {
			call(io);
			return io !== undefined;
		} catch {
			return false;
		}
	}
}

/** What of a static address the class takes, and whether two are the same. */
export function staticOf(wanted: StaticAddress | undefined): StaticAddress | undefined {
	return wanted && { address: wanted.address, mask: wanted.mask, gateway: wanted.gateway };
}

export function sameStatic(a: StaticAddress | undefined, b: StaticAddress | undefined): boolean {
	return a?.address === b?.address && a?.mask === b?.mask && a?.gateway === b?.gateway;
}

/** The members of `from` that are strings or numbers, by the names they are told under. */
export function known(
	from: Instance,
	properties: Readonly<Partial<Record<keyof NetworkInterface, string>>>,
): Record<string, string | number> {
	const facts: Record<string, string | number> = {};
	for (const property of Object.keys(properties) as (keyof NetworkInterface)[]) {
		const value = from.read(property);
		if (typeof value === "string" || typeof value === "number")
			facts[properties[property] as string] = value;
	}
	return facts;
}
