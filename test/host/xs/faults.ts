/**
 * A program that goes wrong in the way its configuration names, after it has said `before`.
 */

import config from "mc/config";
import Host from "../../../hosts/linux/io/host.js";
import Timer from "../../../hosts/linux/io/timer.js";

const say = (text: string) => trace(`${text}\n`);

function deeper(depth: number): number {
	return deeper(depth + 1) + 1;
}

function toss(): void {
	throw new RangeError("thrown on purpose");
}

function fill(make: (index: number) => unknown): void {
	const kept: unknown[] = [];
	for (;;) kept.push(make(kept.length));
}

const FAULTS: Readonly<Record<string, () => unknown>> = {
	none: () => say("after"),
	slots: () => fill((index) => ({ index })),
	chunks: () => fill((index) => "x".repeat(500 + (index % 10))),
	stack: () => deeper(0),
	exception: toss,
	"exception in a timer": () => Timer.set(toss, 1),
	"exception that is caught": () => {
		try {
			toss();
		} catch (error) {
			say((error as Error).toString());
		}
	},
	"what is no error": () => {
		throw "a string on purpose";
	},
	rejection: () => {
		Promise.reject(new RangeError("rejected on purpose"));
	},
	"rejection in a timer": () =>
		Timer.set(() => {
			Promise.reject(new RangeError("rejected on purpose"));
		}, 1),
	"rejection that is handled": () => {
		Promise.reject(new RangeError("rejected on purpose")).catch((error) => say(error.toString()));
	},
	keys: () => {
		const table: Record<string, number> = {};
		for (let index = 0; ; index++) table[`key ${index}`] = index;
	},
	computation: () => {
		for (;;);
	},
	pending: () => new Promise(() => undefined),
	status: () => Host.quit(7),
	"a module that nobody has": () => import("./nowhere.js" as string),
	eval: () => new Function("return 1"),
	"flash written to": () => {
		Object.assign(Timer, { set: undefined });
	},
	"JSON of flash": () => say(JSON.stringify(config)),
};

say("before");
const { fault } = config;
await FAULTS[String(fault)]?.();
