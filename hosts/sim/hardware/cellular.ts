/**
 * Simulated cellular: the Network Interface that `modules/cellular` promises. Each instance is a view
 * of the one modem (cellular-silicon.ts): it looks at the modem, and remembers only what it last told.
 */

import type { NetworkInterface } from "../../../modules/uplink/provider.js";
import {
	ANSWERS,
	type CellularConnectOptions,
	type CellularSilicon,
	REGISTERED,
	REGISTERING,
	SIM_READY,
} from "./cellular-silicon.js";
import type { OnChanged } from "./silicon.js";

export interface CellularOptions {
	silicon: CellularSilicon;
	onChanged?: OnChanged<NetworkInterface>;
}

export class Cellular implements NetworkInterface {
	readonly #onChanged: OnChanged<NetworkInterface>;
	#silicon: CellularSilicon | undefined;
	/** As last told, so that two changes in one instant are one. */
	#told: number;
	#toldAddress: string | undefined;

	constructor(options: CellularOptions) {
		this.#onChanged = options.onChanged;
		this.#silicon = options.silicon;
		this.#told = options.silicon.connection;
		this.#toldAddress = options.silicon.IPv4;
		options.silicon.views.unshift(this);
	}

	connect(options: CellularConnectOptions = {}): void {
		this.#open().connect(options);
	}

	disconnect(): void {
		this.#open().disconnect();
	}

	close(): void {
		const silicon = this.#silicon;
		if (!silicon) return;
		silicon.views = silicon.views.filter((view) => view !== this);
		this.#silicon = undefined;
	}

	deliver(): void {
		if (!this.#silicon) return;
		const { connection, IPv4 } = this.#silicon;
		const addressChanged = IPv4 !== this.#toldAddress;
		this.#toldAddress = IPv4;
		if (connection !== this.#told) {
			this.#told = connection;
			this.#onChanged?.call(this, "connection");
		}
		if (addressChanged && this.#silicon) this.#onChanged?.call(this, "address");
	}

	get connection(): number {
		return this.#open().connection;
	}

	get address(): string | undefined {
		return this.#open().IPv4;
	}

	get reason(): string | undefined {
		return this.#open().reason;
	}

	get operator(): string | undefined {
		return this.#open().connection >= REGISTERED ? "Uplink Mobile" : undefined;
	}

	/** dBm. */
	get RSSI(): number | undefined {
		return this.#open().connection >= REGISTERING ? -75 : undefined;
	}

	get ICCID(): string | undefined {
		const { connection, index } = this.#open();
		return connection >= SIM_READY ? `894450000000000000${index}` : undefined;
	}

	get IMEI(): string | undefined {
		const { connection, index } = this.#open();
		return connection >= ANSWERS ? `35693803564380${index}` : undefined;
	}

	get technology(): string | undefined {
		return this.#open().connection >= REGISTERED ? "LTE" : undefined;
	}

	get registration(): string | undefined {
		const { connection, facts } = this.#open();
		return connection >= REGISTERING ? facts.registration : undefined;
	}

	#open(): CellularSilicon {
		if (!this.#silicon) throw new Error("closed");
		return this.#silicon;
	}
}
