/**
 * What the SDK's timers do, said line by line.
 */

import Host from "../../../hosts/linux/io/host.js";
import Time from "../../../hosts/linux/io/time.js";
import Timer from "../../../hosts/linux/io/timer.js";

const say = (text: string) => trace(`${text}\n`);

function refusal(work: () => void): string {
	try {
		work();
		return "nothing";
	} catch (error) {
		return Object.getPrototypeOf(error).name;
	}
}

/** Timers of one instant fire in the order they were set; what they set waits for the next round. */
function order(): void {
	Timer.set(() => {
		say("first");
		Timer.set(() => say("set by the first"));
	});
	Timer.set(() => say("second"));
	Timer.set(() => say("third"), 0);
}

function repeats(): void {
	let count = 0;
	Timer.repeat((timer) => {
		count++;
		if (count < 3) return;
		Timer.clear(timer);
		Timer.clear(timer);
		say(`repeated ${count} times`);
	}, 5);
	let more = 0;
	const begun = Time.ticks;
	Timer.set(
		(timer) => {
			if (++more < 3) return;
			Timer.clear(timer);
			say(Time.delta(begun) >= 40 ? "first after 30, then each 5" : "too early");
		},
		30,
		5,
	);
}

function over(): void {
	const fired = Timer.set((timer) => {
		say(`given itself: ${timer === fired}`);
		Timer.schedule(timer, 1);
		Timer.set(() => {
			Timer.clear(fired);
			say(`scheduled when over: ${refusal(() => Timer.schedule(fired, 1))}`);
		}, 10);
	}, 50);
	Timer.clear(undefined);
	Timer.clear(null);
	say(`no function: ${refusal(() => Timer.set(undefined as never, 1))}`);
}

function scheduled(): void {
	const later = Timer.set(() => say("never: cleared"), 60);
	Timer.clear(later);
	const once = Timer.set(() => say("scheduled anew at 80"), 5);
	Timer.schedule(once);
	Timer.set(() => Timer.schedule(once, 10), 70);
}

/** Timers are kept while they are set, whatever the collector does. */
function kept(): void {
	let fired = 0;
	for (let index = 0; index < 200; index++)
		Timer.set(() => {
			fired++;
		}, 100);
	Host.collect();
	Timer.set(() => {
		Host.collect();
		say(`${fired} kept`);
	}, 110);
}

order();
repeats();
over();
scheduled();
kept();
say(`wraps: ${Time.delta(0x7fffffff, -0x80000000)}`);
Time.set(1_000_000_000);
say(`a date: ${new Date().getUTCFullYear()}`);
