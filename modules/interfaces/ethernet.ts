/**
 * Ethernet: a driver over an ECMA-419 class of which several instances are views of one interface,
 * as on the SDK's ESP32. It keeps two, because neither view can do both jobs:
 *
 *   watch    never connect()ed: connect() would leave it reading 300 for 400 and throwing "already
 *            connecting" ever after. Its onChanged tells the truth, connected or not:
 *            200 no carrier, 400 carrier, 500 address.
 *   control  opened at start() and told to connect(), for classes that wait for it; told to
 *            disconnect() at stop(), which on the ESP32 leaves link, DHCP and address as they are.
 *
 *   stopped ── start ──▶ started: watch's changes are onChanged
 *      ▲  carrier comes: onEvidence │
 *      └────────── stop ────────────┘
 *
 * Static addresses have traps of their own (ethernet-esp32.c): a view constructed while one is set
 * reads 400 without a cable; connect() claims 500 for its view, and swallows the event that would
 * have brought the other views there if it comes between carrier and link-local address; and after
 * `static: false` only a view constructed later puts right what the class counts. So the control is
 * opened before a static address is set and again after it is taken back.
 *
 * On a board whose chip did not answer, `configure` throws, and constructing again would set up the
 * SPI bus twice, which ESP-IDF answers by aborting. We therefore never do, unless the fitting says
 * by `recreate: true` that its class may be constructed again and will look for the chip anew.
 */

import type { Reason } from "../uplink/core/types.js";
import type { Fitting, StaticAddress } from "../uplink/provider.js";
import type { Driver, DriverOptions, LinkSettings } from "./driver.js";
import { Instance, known, sameStatic, staticOf } from "./instance.js";

const NO_CARRIER = 200;
const CARRIER = 400;
const ADDRESS = 500;

export class EthernetDriver implements Driver {
	readonly class = "ethernet";
	readonly #fitting: Fitting;
	readonly #options: DriverOptions;
	#watch: Instance;
	#control: Instance | undefined;
	#started = false;
	#closed = false;
	/** As last seen on the watch, and as last reported. */
	#seen = NO_CARRIER;
	#reported = NO_CARRIER;
	/** The carrier known before the watch was constructed anew, which it may not know of yet. */
	#carrier = 0;
	/** The static address that the class was told. */
	#static: StaticAddress | undefined;

	constructor(fitting: Fitting, options: DriverOptions) {
		this.#fitting = fitting;
		this.#options = options;
		this.#watch = this.#open();
		this.#seen = this.#reading;
	}

	get connection(): number {
		return this.#started ? this.#reading : this.#reported;
	}

	get address(): string | undefined {
		return this.#watch.address;
	}

	start(settings: LinkSettings): void {
		if (this.#closed) return;
		this.#started = true;
		this.#reported = NO_CARRIER;
		if (!this.#answers() && !this.#lookAgain()) {
			this.#options.onChanged(NO_CARRIER, "NO_LINK");
			return;
		}
		const returning = this.#configure(staticOf(settings.static));
		if (this.#static === undefined) this.#replaceStuckWatch();
		// Between carrier and link-local address, connect() would cost the watch its 500.
		const settling = this.#static !== undefined && this.#reading === CARRIER;
		if (!settling) this.#control?.connect();
		this.#seen = this.#reading;
		// The watch has yet to hear that the address it reads was given up.
		const connection = returning ? Math.min(this.#seen, CARRIER) : this.#seen;
		if (connection >= CARRIER) this.#report(connection, undefined);
	}

	stop(): void {
		if (!this.#started) return;
		this.#started = false;
		this.#reported = NO_CARRIER;
		this.#control?.disconnect();
		if (this.#static === undefined) this.#closeControl();
	}

	/** Constructs both views anew. The board's own rung, the reset pin, is the host's. */
	recover(_rung: number): void {
		this.stop();
		this.#closeControl();
		if (this.#closed || !this.#answers()) return;
		if (this.#static) this.#watch.configure({ static: false });
		this.#static = undefined;
		this.#renewWatch();
	}

	information(): Readonly<Record<string, string | number>> {
		return known(this.#watch, { MAC: "MAC" });
	}

	close(): void {
		this.stop();
		this.#closeControl();
		this.#closed = true;
		this.#watch.close();
	}

	get #reading(): number {
		return Math.max(this.#watch.connection, this.#carrier);
	}

	#open(): Instance {
		return new Instance(this.#fitting, () => this.#changed());
	}

	#changed(): void {
		this.#carrier = 0;
		const before = this.#seen;
		this.#seen = this.#watch.connection;
		if (this.#started) {
			if (this.#seen === this.#reported) return;
			this.#report(this.#seen, this.#seen < CARRIER ? "NO_LINK" : undefined);
		} else if (before < CARRIER && this.#seen >= CARRIER) this.#options.onEvidence();
	}

	#report(connection: number, reason: Reason | undefined): void {
		this.#reported = connection;
		this.#options.onChanged(connection, reason);
	}

	/** Was the hardware there when the class looked? Changes nothing (xs_ethernet_configure). */
	#answers(): boolean {
		return this.#watch.present && this.#watch.configure({});
	}

	#lookAgain(): boolean {
		if (this.#watch.present && !this.#fitting.recreate) return false;
		this.#watch.close();
		this.#watch = this.#open();
		return this.#answers();
	}

	/** True when the address the watch still reads was just given up for DHCP. */
	#configure(wanted: StaticAddress | undefined): boolean {
		const returning = this.#static !== undefined && wanted === undefined;
		if (returning) {
			this.#watch.configure({ static: false });
			this.#static = undefined;
			this.#closeControl();
		}
		this.#control ??= new Instance(this.#fitting);
		if (wanted && !sameStatic(wanted, this.#static) && this.#watch.configure({ static: wanted }))
			this.#static = wanted;
		return returning;
	}

	/** A fresh view counts afresh: where it has an address and the watch has none, an event was lost. */
	#replaceStuckWatch(): void {
		const fresh = this.#control?.connection ?? 0;
		if (fresh >= ADDRESS && this.#watch.connection < ADDRESS) this.#renewWatch();
	}

	/** A view constructed between carrier and address reads 200 until the address comes. */
	#renewWatch(): void {
		this.#carrier = Math.min(this.#reading, CARRIER);
		this.#watch.close();
		this.#watch = this.#open();
		this.#seen = this.#reading;
	}

	#closeControl(): void {
		this.#control?.close();
		this.#control = undefined;
	}
}
