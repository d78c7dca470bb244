/**
 * The process around the device: its end, its restart, chance, and the machine's figures.
 */

/** Bytes, but for those that say otherwise. */
export interface Figures {
	slotSize: number;
	slots: number;
	slotsPeak: number;
	chunks: number;
	chunksPeak: number;
	stack: number;
	stackPeak: number;
	/** Names made at run time. */
	keys: number;
	/** Of all modules, in flash. */
	code: number;
	symbols: number;
	/** How many collections so far, modulo 65536. */
	collections: number;
	/** Byte codes executed so far, modulo 2^32. */
	codes: number;
}

class Host {
	/** Called once when the process is told to end; the firmware closes and says so by `quit`. */
	static onEnd(callback: (() => void) | undefined): void {
		return native("xs_host_onEnd").call(Host, callback);
	}
	static quit(status = 0): void {
		return native("xs_host_quit").call(Host, status);
	}
	/** Begins the firmware anew: RAM is lost, storage stays. */
	static restart(): void {
		return native("xs_host_restart").call(Host);
	}
	/** A uniform unsigned 32-bit integer. */
	static random(): number {
		return native("xs_host_random").call(Host);
	}
	/** The device's wall clock in milliseconds since 1970. */
	static get now(): number {
		return native("xs_host_now").call(Host);
	}
	static collect(): void {
		return native("xs_host_collect").call(Host);
	}
	/** Into the object given, or a new one. */
	static figures(into: Partial<Figures> = {}): Figures {
		return native("xs_host_figures").call(Host, into);
	}
	/** Peaks begin anew from what is in use. */
	static forgetPeaks(): void {
		return native("xs_host_forgetPeaks").call(Host);
	}
}

export default Host;
