/** The console: what a person types at the debug line, and what comes of it. */

import { wordsOf } from "../../modules/firmware/console/words.js";
import { expect } from "../expect.js";
import { Bench } from "./bench.js";

function booted(): Bench {
	const bench = new Bench();
	bench.boot({ application: false });
	bench.time.advance(10_000);
	return bench;
}

describe("the console", () => {
	it("tells words apart by spaces and quotes", () => {
		expect(wordsOf("set  wifi depot")).toEqual(["set", "wifi", "depot"]);
		expect(wordsOf('set wifi "my net" "a \\"b\\" \\\\"')).toEqual([
			"set",
			"wifi",
			"my net",
			'a "b" \\',
		]);
		expect(wordsOf('""')).toEqual([""]);
		expect(wordsOf("  ")).toEqual([]);
		expect(wordsOf('"open')).toEqual(undefined);
	});

	it("shows, sets, narrows and clears the list", () => {
		const bench = booted();
		expect(bench.type("list")).toEqual(["ethernet wifi cell (the default order)"]);
		expect(bench.type("list wifi cell")).toEqual(["ok"]);
		expect(bench.type("list")).toEqual(["wifi cell"]);
		expect(bench.type("list only cell")).toEqual(["ok"]);
		expect(bench.firmware.uplink.explain().interfaces.length).toEqual(1);
		expect(bench.type("list none")).toEqual(["ok"]);
		expect(bench.type("list")).toEqual(["ethernet wifi cell (the default order)"]);
		expect(bench.type("list wifi token")).toEqual([
			'error: interfaces[1]: unknown interface "token"',
		]);
	});

	it("takes settings, names mistakes by their place, and never shows a secret", () => {
		const bench = booted();
		expect(bench.type('set wifi "my net" "s3cret word"')).toEqual(["ok"]);
		expect(bench.type("set apn internet user s3cret")).toEqual(["ok"]);
		expect(bench.type("set pin 1234")).toEqual(["ok"]);
		expect(bench.type("set proxy 10.0.0.1 8080")).toEqual(["ok"]);
		expect(bench.type("set static 10.0.0.2 255.255.255.0 10.0.0.1 10.0.0.1")).toEqual(["ok"]);
		const { settings } = bench.firmware.uplink;
		expect(settings.wifi?.SSID).toEqual("my net");
		expect(settings.cellular?.APN).toEqual("internet");
		expect(settings.proxy?.port).toEqual(8080);
		expect(settings.static?.DNS).toEqual(["10.0.0.1"]);
		expect(bench.type("set pin 12")).toEqual([
			"error: settings.cellular.PIN: expected 4 to 8 digits",
		]);
		expect(bench.type("set wifi one")).toEqual(["error: usage: set wifi SSID PASSWORD"]);
		expect(bench.type("set token 1")).toEqual([
			"error: set: expected one of wifi, apn, pin, proxy, static",
		]);
		for (const section of ["wifi", "apn", "proxy", "static"])
			expect(bench.type(`set ${section} none`)).toEqual(["ok"]);
		expect(bench.firmware.uplink.settings.cellular).toEqual(null);
		const told = ["explain", "state", "journal 400"].flatMap((line) => bench.type(line)).join("\n");
		expect(/s3cret|1234/.test(told)).toEqual(false);
	});

	it("explains, tells its state as one line, and its journal", () => {
		const bench = booted();
		expect(bench.type("explain")[0]).toEqual("Connected over ethernet.");
		const state = JSON.parse(bench.type("state")[0] ?? "");
		expect([state.active, state.connection, state.outstanding, state.repairs]).toEqual([
			"ethernet",
			600,
			0,
			0,
		]);
		expect(bench.type("journal 1").length).toEqual(1);
		expect(/^boot 1 \d+ ms /.test(bench.type("journal 1")[0] ?? "")).toEqual(true);
		expect(bench.type("journal 0")).toEqual(["error: journal: expected a count"]);
	});

	it("connects and disconnects, pins, holds and publishes", () => {
		const bench = booted();
		expect(bench.type("publish meter/7 hello 1")).toEqual(["ok 1"]);
		expect(bench.type("pin wifi 5m")).toEqual(["ok"]);
		expect(bench.type('hold 90s "an update"')).toEqual(["ok"]);
		expect(
			bench.type("explain").some((line) => line.startsWith("Held for 90 s more: an update")),
		).toEqual(true);
		expect(bench.type("pin wifi soon")).toEqual([
			"error: pin.for: expected a duration such as 90s or 5m",
		]);
		expect(bench.type("pin token 1s")).toEqual(["error: interface: unknown"]);
		expect(bench.type("unpin")).toEqual(["ok"]);
		expect(bench.type("disconnect")).toEqual(["ok"]);
		expect(bench.type("publish meter/7 hello")).toEqual([
			"error: refused: no session, or the outbox is full",
		]);
		expect(bench.type("connect")).toEqual(["ok"]);
		expect(bench.type("clear")).toEqual(["ok"]);
	});

	it("hands restart and quit to the host", () => {
		const bench = booted();
		expect(bench.type("restart")).toEqual(["ok"]);
		expect(bench.type("quit")).toEqual(["ok"]);
		expect(bench.asked).toEqual(["restart", "quit"]);
	});

	it("takes a line in any pieces, and refuses one without an end, whole", () => {
		const bench = booted();
		const before = bench.lines.length;
		for (const piece of ["li", "st", "\r", "\n", "\n"]) bench.firmware.take(piece);
		expect(bench.lines.slice(before)).toEqual(["ethernet wifi cell (the default order)"]);
		expect(bench.type("x".repeat(600))).toEqual(["error: line: longer than 512 characters"]);
		expect(bench.type("list")).toEqual(["ethernet wifi cell (the default order)"]);
	});

	it("answers what it does not know without throwing or repeating it raw", () => {
		const bench = booted();
		expect(bench.type("toString")).toEqual(['error: toString: unknown command; "help" lists them']);
		expect(bench.type("\u001b[2J")).toEqual(['error: ?[2J: unknown command; "help" lists them']);
		expect(bench.type('list "')).toEqual(["error: line: a quote is left open"]);
		expect(bench.type("explain twice")).toEqual(["error: usage: explain"]);
		expect(bench.type("help").includes("publish TOPIC TEXT [QOS]")).toEqual(true);
	});
});
