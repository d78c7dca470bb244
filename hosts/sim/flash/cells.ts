/**
 * The cells of a flash chip: bytes that are programmed once and erased before they are programmed
 * again, with a power supply that can fail between any two of them. Every byte programmed and
 * every byte erased is one operation a cut can fall before.
 *
 *   powered ── cutAfter(n), n operations ──▶ lost ── restore() ──▶ powered
 */

export const ERASED = 0xff;

export class Cells {
	readonly bytes: Uint8Array;
	/** Operations ever: bytes programmed and bytes erased. */
	written = 0;
	#onPowerLost: () => void;
	/** Operations until the power goes; undefined: no cut is armed. */
	#left: number | undefined;
	#lost = false;

	constructor(size: number, onPowerLost: () => void) {
		this.bytes = new Uint8Array(size).fill(ERASED);
		this.#onPowerLost = onPowerLost;
	}

	/** The power goes before operation `count` + 1 from now. */
	cutAfter(count: number): void {
		if (!Number.isInteger(count) || count < 0)
			throw new RangeError(`flash.cutAfter: expected a count from 0, got ${count}`);
		this.#left = count;
	}

	disarm(): void {
		this.#left = undefined;
	}

	restore(): void {
		this.#lost = false;
		this.#left = undefined;
	}

	/** Throws while there is no power; nothing can be changed then. */
	demandPower(): void {
		if (this.#lost) throw new Error("power lost");
	}

	program(at: number, data: Uint8Array): void {
		data.forEach((byte, index) => {
			this.#spend();
			if (this.bytes[at + index] !== ERASED)
				throw new Error(`flash: byte ${at + index} is programmed without an erase`);
			this.bytes[at + index] = byte;
		});
	}

	/** Bytes that are erased already cost nothing, so an erase that was cut goes on where it was. */
	erase(at: number, size: number): void {
		for (let offset = at; offset < at + size; offset++) {
			if (this.bytes[offset] === ERASED) continue;
			this.#spend();
			this.bytes[offset] = ERASED;
		}
	}

	/** One past the last programmed byte of a range; its start when all is erased. */
	end(at: number, size: number): number {
		let end = at + size;
		while (end > at && this.bytes[end - 1] === ERASED) end--;
		return end;
	}

	#spend(): void {
		this.demandPower();
		if (this.#left === 0) {
			this.#left = undefined;
			this.#lost = true;
			this.#onPowerLost();
			throw new Error("power lost");
		}
		if (this.#left !== undefined) this.#left--;
		this.written++;
	}
}
