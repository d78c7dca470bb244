/**
 * The SDK's module `time`: ticks since boot as a signed 32-bit number, so that a difference is taken
 * with `delta` alone, and the device's wall clock, which the firmware may set.
 */

class Time {
	static set(seconds: number): void {
		return native("xs_time_set").call(Time, seconds);
	}
	static get ticks(): number {
		return native("xs_time_ticks").call(Time);
	}
	static delta(start: number, end?: number): number {
		return native("xs_time_delta").call(Time, start, end);
	}
}

export default Time;
