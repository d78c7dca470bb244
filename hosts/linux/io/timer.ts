/**
 * The SDK's module `timer`, by its source: a timer is a host object; one that has fired is over, and
 * to clear it is harmless.
 */

type Callback = (timer: Timer) => void;

class Timer {
	static set(callback: Callback, interval?: number, repeat?: number): Timer {
		return native("xs_timer_set").call(Timer, callback, interval, repeat);
	}
	static repeat(callback: Callback, interval: number): Timer {
		return native("xs_timer_repeat").call(Timer, callback, interval);
	}
	static schedule(timer: Timer, interval?: number, repeat?: number): void {
		return native("xs_timer_schedule").call(Timer, timer, interval, repeat);
	}
	static clear(timer: Timer | undefined | null): void {
		return native("xs_timer_clear").call(Timer, timer);
	}
	static delay(duration: number): void {
		return native("xs_timer_delay").call(Timer, duration);
	}
}

export default Timer;
