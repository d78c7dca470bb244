/**
 * Key-value storage used as its configuration says: `formats` and `limits` tell what
 * each call does, `count` writes a growing number for ever, `tell` reads it.
 */

import keyValue from "embedded:storage/key-value";
import config from "mc/config";
import Host from "../../../hosts/linux/io/host.js";
import Timer from "../../../hosts/linux/io/timer.js";

const say = (text: string) => trace(`${text}\n`);
const WORDS = 1000;

function refusal(work: () => unknown): string {
	try {
		return `nothing: ${work()}`;
	} catch (error) {
		return String((error as Error).message);
	}
}

function formats(): void {
	const domain = keyValue.open<"string">({ path: "formats", format: "string" });
	domain.write("text", "süß");
	say(`string ${domain.read("text")}`);
	const numbers = [
		["uint8", 255],
		["int8", -128],
		["uint16", 65535],
		["int16", -32768],
		["uint32", 4294967295],
		["int32", -2147483648],
	] as const;
	for (const [format, value] of numbers) {
		const open = keyValue.open<"uint8">({ path: "formats", format: format as "uint8" });
		open.write(format, value);
		say(
			`${format} ${open.read(format)} ${refusal(() => open.write(format, 4294967296)).length > 30}`,
		);
	}
	const big = keyValue.open<"uint64">({ path: "formats", format: "uint64" });
	big.write("big", 18446744073709551615n);
	say(`uint64 ${big.read("big")}`);
	big.format = "int64" as "uint64";
	big.write("big", -1n);
	say(`int64 ${big.read("big")}`);
	say([...domain].join());
}

function limits(): void {
	const domain = keyValue.open({ path: "limits" });
	const other = keyValue.open({ path: "limits" });
	domain.write("key", Uint8Array.of(1, 2, 3).buffer);
	say(`seen by another object: ${new Uint8Array(other.read("key") as ArrayBuffer).join()}`);
	domain.write("key", new ArrayBuffer(0));
	say(`empty: ${other.read("key")?.byteLength}, absent: ${other.read("none")}`);
	say(refusal(() => domain.write("sixteen bytes xx", new ArrayBuffer(1))));
	say(refusal(() => domain.write("key", new ArrayBuffer(30_000))));
	say(refusal(() => keyValue.open({ path: "sixteen bytes xx" })));
	say(refusal(() => keyValue.open({ path: "none", mode: "r" })));
	say(refusal(() => keyValue.open({ path: "limits", mode: "r" }).delete("key")));
	domain.format = "string" as "buffer";
	say(refusal(() => domain.read("key")));
	domain.delete("key");
	domain.delete("key");
	say(`deleted: ${other.read("key")}, keys left: ${[...other].length}`);
	domain.close();
	domain.close();
	say(refusal(() => domain.read("key")));
}

function count(): void {
	const domain = keyValue.open({ path: "count" });
	let next = new Uint32Array(domain.read("count") ?? new ArrayBuffer(4))[0] ?? 0;
	Timer.set(function again() {
		next++;
		domain.write("count", new Uint32Array(WORDS).fill(next).buffer);
		say(`wrote ${next}`);
		Timer.set(again);
	});
}

/** The number, if every word of it is the same. */
function tell(): void {
	const words = new Uint32Array(
		keyValue.open({ path: "count" }).read("count") ?? new ArrayBuffer(0),
	);
	say(words.every((word) => word === words[0]) ? `read ${words[0]}` : "read half of one");
}

const MODES: Readonly<Record<string, () => void>> = { formats, limits, count, tell };
const { mode } = config;
MODES[String(mode)]?.();
if (mode !== "count") Host.quit();
