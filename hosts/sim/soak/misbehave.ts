/**
 * Drivers that misbehave: a class put before an interface's own, which passes calls on and events
 * back, except as its quirk says. It exists because the firmware has to survive the classes it is
 * given, and the SDK's own lose events.
 *
 *   firmware ── connect, disconnect ──▶ quirk: throws, swallowed ──▶ the class
 *   firmware ◀── late, lost, doubled, reordered :quirk ◀── onChanged ──┘
 */

import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import type { Fitting, NetworkInterface } from "../../../modules/uplink/provider.js";
import type { WrapFitting } from "../machine.js";

export interface Quirk {
	/** Events come so much later. */
	late?: Milliseconds;
	/** Each event comes at a time of its own, up to this much later: out of order. */
	reordered?: Milliseconds;
	/** Of so many events one is lost; 1: all. */
	lost?: number;
	doubled?: boolean;
	/** What throws. */
	throws?: "constructor" | "connect" | "disconnect" | "connection";
	/** `connect` is taken, and nothing comes of it. */
	deaf?: boolean;
}

type OnChanged = (this: NetworkInterface, property: "connection" | "address") => void;
type After = Parameters<WrapFitting>[2];
type Class = new (options: object) => NetworkInterface;

/** A quirk that is none. */
export function wellBehaved(quirk: Quirk | undefined): boolean {
	return !quirk || Object.keys(quirk).length === 0;
}

/** How one event comes through: not at all, once or twice, and when. */
class Courier {
	#quirk: () => Quirk;
	#after: After;
	#count = 0;

	constructor(quirk: () => Quirk, after: After) {
		this.#quirk = quirk;
		this.#after = after;
	}

	carry(deliver: () => void): void {
		const { late = 0, reordered = 0, lost = 0, doubled } = this.#quirk();
		this.#count += 1;
		if (lost > 0 && this.#count % lost === 0) return;
		// The middle of three comes last.
		const delay = late + (this.#count % 3 === 2 ? reordered : 0);
		for (let times = doubled ? 2 : 1; times > 0; times--)
			if (delay > 0) this.#after(delay, deliver);
			else deliver();
	}
}

/** The fitting with a class that misbehaves as `quirk` says at each moment. */
export function misbehaving(fitting: Fitting, quirk: () => Quirk, after: After): Fitting {
	const Real = fitting.io as Class;
	const courier = new Courier(quirk, after);
	const maybeThrow = (where: Quirk["throws"]) => {
		if (quirk().throws === where) throw new Error(`the class throws: ${where}`);
	};
	const io = class extends Real {
		constructor(options: { onChanged?: OnChanged }) {
			maybeThrow("constructor");
			const { onChanged } = options;
			super({
				...options,
				onChanged(this: NetworkInterface, property: "connection" | "address") {
					if (onChanged) courier.carry(() => onChanged.call(this, property));
				},
			});
		}

		override connect(options?: object): void {
			maybeThrow("connect");
			if (!quirk().deaf) super.connect(options);
		}

		override disconnect(): void {
			maybeThrow("disconnect");
			super.disconnect();
		}
	};
	const getter = Object.getOwnPropertyDescriptor(Real.prototype, "connection")?.get;
	Object.defineProperty(io.prototype, "connection", {
		get(this: NetworkInterface) {
			maybeThrow("connection");
			return getter?.call(this);
		},
	});
	return { ...fitting, io: io as unknown as Fitting["io"] };
}
