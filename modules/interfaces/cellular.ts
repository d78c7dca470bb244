/**
 * Cellular: a driver over the class of `modules/cellular`, or any of its shape. The class climbs by
 * itself; stages below 300 are stages of the climb here, so what has failed is told by a fall.
 *
 *   start ──▶ 100 ▶ 150 ▶ 200 ▶ 300 ▶ 320 ▶ 340 ▶ 400 ▶ 500     any fall to 200 or less: failed,
 *                                                                with the class's reason
 */

import type { Reason } from "../uplink/core/types.js";
import type { Fitting } from "../uplink/provider.js";
import type { Driver, DriverOptions, LinkSettings } from "./driver.js";
import { Instance, known } from "./instance.js";

const OFF = 0;
const MODEM_ANSWERS = 150;
const SIM_READY = 200;
const REGISTERED = 320;

/** The reasons a modem can give. */
const REASONS: readonly string[] = Object.freeze([
	"NO_MODEM",
	"SIM_ERROR",
	"NO_REGISTRATION",
	"REGISTRATION_DENIED",
	"NO_PPP_CONNECTION",
	"PPP_NO_CONNECTIVITY",
	"NO_IP_ADDRESS",
] satisfies Reason[]);

/** The rung above the highest stage reached. */
function reasonAt(highest: number): Reason {
	if (highest < MODEM_ANSWERS) return "NO_MODEM";
	if (highest < SIM_READY) return "SIM_ERROR";
	return highest < REGISTERED ? "NO_REGISTRATION" : "NO_PPP_CONNECTION";
}

export class CellularDriver implements Driver {
	readonly class = "cell";
	readonly #fitting: Fitting;
	readonly #options: DriverOptions;
	#instance: Instance;
	#started = false;
	#closed = false;
	#reported = OFF;
	/** The highest stage of this attempt. */
	#highest = OFF;
	/** As last given to the modem; what is set since is not known to it. */
	#APN: string | undefined;

	constructor(fitting: Fitting, options: DriverOptions) {
		this.#fitting = fitting;
		this.#options = options;
		this.#instance = this.#open();
	}

	get connection(): number {
		return this.#started ? this.#instance.connection : OFF;
	}

	get address(): string | undefined {
		return this.#instance.address;
	}

	start(settings: LinkSettings): void {
		if (this.#closed) return;
		if (this.#started) this.stop();
		if (!this.#instance.present) this.#instance = this.#open();
		this.#started = true;
		this.#reported = OFF;
		this.#highest = OFF;
		this.#APN = settings.cellular?.APN;
		if (!this.#instance.connect({ ...settings.cellular })) this.#report(OFF, "NO_MODEM");
	}

	/** The class hangs up in order and takes its time; a start meanwhile queues there. */
	stop(): void {
		if (!this.#started) return;
		this.#started = false;
		this.#reported = OFF;
		this.#instance.disconnect();
	}

	/** Constructs the instance anew. The modem's own ladder (radio, reset, power) is the class's. */
	recover(_rung: number): void {
		this.stop();
		if (this.#closed) return;
		this.#instance.close();
		this.#instance = this.#open();
	}

	information(): Readonly<Record<string, string | number>> {
		const facts = known(this.#instance, {
			operator: "operator",
			IMEI: "IMEI",
			ICCID: "ICCID",
			RSSI: "RSSI",
		});
		return this.#APN === undefined ? facts : { ...facts, APN: this.#APN };
	}

	close(): void {
		this.stop();
		this.#closed = true;
		this.#instance.close();
	}

	#open(): Instance {
		return new Instance(this.#fitting, () => this.#changed());
	}

	#changed(): void {
		if (!this.#started) return;
		const { connection } = this.#instance;
		const before = this.#reported;
		if (connection === before) return;
		this.#highest = Math.max(this.#highest, connection);
		const failed = connection < before && connection <= SIM_READY;
		this.#report(connection, failed ? this.#reason() : undefined);
	}

	#reason(): Reason {
		const given = this.#instance.read("reason");
		return typeof given === "string" && REASONS.includes(given)
			? (given as Reason)
			: reasonAt(this.#highest);
	}

	#report(connection: number, reason: Reason | undefined): void {
		this.#reported = connection;
		this.#options.onChanged(connection, reason);
	}
}
