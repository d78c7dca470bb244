/**
 * A program that is told to end, and what it does then: `closes`, `stuck`, or `none`; and one that
 * restarts twice, counting in storage and in RAM.
 */

import keyValue from "embedded:storage/key-value";
import config from "mc/config";
import Host from "../../../hosts/linux/io/host.js";
import Time from "../../../hosts/linux/io/time.js";
import Timer from "../../../hosts/linux/io/timer.js";

const say = (text: string) => trace(`${text}\n`);
const alive = () => Timer.repeat(() => undefined, 1000);
let ram = 0;

function restarts(): void {
	const domain = keyValue.open<"uint8">({ path: "boots", format: "uint8" });
	const boots = (domain.read("boots") ?? 0) + 1;
	domain.write("boots", boots);
	ram++;
	say(`boot ${boots}, ram ${ram}, early ${Time.ticks < 60_000}`);
	alive();
	if (boots < 3) Timer.set(() => Host.restart(), 1);
	else Timer.set(() => Host.quit(), 1);
}

const MODES: Readonly<Record<string, () => void>> = {
	none: () => undefined,
	closes: () => {
		Host.onEnd(() => say("never: another took its place"));
		Host.onEnd(() => {
			say("closing");
			Timer.set(() => Host.quit(), 20);
		});
	},
	stuck: () => Host.onEnd(() => say("not closing")),
	restarts,
};

const { mode } = config;
MODES[String(mode)]?.();
alive();
say("ready");
