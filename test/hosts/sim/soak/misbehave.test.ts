/**
 * Drivers that misbehave: each quirk does what its name says, and none of it when it is over.
 */

import { misbehaving, type Quirk } from "../../../../hosts/sim/soak/misbehave.js";
import { VirtualTime } from "../../../../hosts/sim/time.js";
import type { NetworkInterface } from "../../../../modules/uplink/provider.js";
import { expect } from "../../../expect.js";

type Options = { onChanged(this: NetworkInterface, property: string): void };

/** A class that says what its number is as soon as it is told to connect. */
class Plain {
	connection = 200;
	address = undefined;
	connects = 0;
	#options: Options;

	constructor(options: Options) {
		this.#options = options;
	}

	connect(): void {
		this.connects += 1;
		this.say("connection");
	}

	say(property: string): void {
		this.#options.onChanged.call(this, property);
	}

	disconnect(): void {}
	close(): void {}
}

function bench(quirk: Quirk) {
	const time = new VirtualTime();
	const heard: [at: number, property: string][] = [];
	const state = { quirk };
	const fitting = misbehaving(
		{ io: Plain as never },
		() => state.quirk,
		(delay, run) => {
			time.after(delay, run);
		},
	);
	const Class = fitting.io as unknown as new (options: Options) => Plain;
	const make = () => new Class({ onChanged: (property) => heard.push([time.now, property]) });
	return { time, heard, state, make };
}

describe("a driver's class that misbehaves", () => {
	it("passes everything on while it does not", () => {
		const { heard, make } = bench({});
		make().connect();
		expect(heard).toEqual([[0, "connection"]]);
	});

	it("says things late, twice, or not at all", () => {
		const { time, heard, state, make } = bench({ late: 500, doubled: true });
		const io = make();
		io.connect();
		expect(heard).toEqual([]);
		time.advance(1000);
		expect(heard).toEqual([
			[500, "connection"],
			[500, "connection"],
		]);
		state.quirk = { lost: 1 };
		io.connect();
		time.advance(60_000);
		expect(heard.length).toBe(2);
	});

	it("says things out of order", () => {
		const { time, heard, make } = bench({ reordered: 100 });
		const io = make();
		for (const property of ["a", "b", "c"]) io.say(property);
		time.advance(1000);
		expect(heard.map(([, property]) => property)).toEqual(["a", "c", "b"]);
	});

	it("throws where its quirk says, and no more when it is over", () => {
		const { state, make } = bench({ throws: "constructor" });
		expect(make).toThrow(Error, "constructor");
		state.quirk = { throws: "connect" };
		const io = make();
		expect(() => io.connect()).toThrow(Error, "connect");
		state.quirk = { throws: "disconnect" };
		expect(() => io.disconnect()).toThrow(Error, "disconnect");
		state.quirk = {};
		io.connect();
		io.disconnect();
		expect(io.connects).toBe(1);
	});

	it("hears nothing while it is deaf", () => {
		const { heard, make } = bench({ deaf: true });
		const io = make();
		io.connect();
		expect(io.connects).toBe(0);
		expect(heard).toEqual([]);
	});
});
