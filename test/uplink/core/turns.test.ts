/** The walk with its links and the session: whose turn it is, and how turns end. */

import { words } from "../../../modules/uplink/core/explain.js";
import { expect } from "../../expect.js";
import {
	booted,
	changed,
	connect,
	disconnect,
	lost,
	outcomes,
	probed,
	resolved,
	Timeline,
	up,
} from "./timeline.js";
import { GONE, SILENT, World } from "./world.js";

const PERSIST = { onError: "persist" } as const;

describe("a turn", () => {
	it("ends at once when its link fails, and the next begins", () => {
		const t = new Timeline();
		t.at(0, booted).expect("start ethernet");
		t.at(200, changed("ethernet", 200, "NO_LINK")).expect(
			"stop ethernet",
			"turn ethernet 200 NO_LINK",
			"start wifi",
		);
	});

	it("names the rung it stood on: the name until it is resolved, then the server", () => {
		const t = new Timeline({ policy: PERSIST });
		t.at(0, booted, up("ethernet"));
		t.at(60_000).expect(
			"@0 start ethernet",
			"@0 route ethernet",
			"@0 open ethernet",
			"look ethernet",
			"turn ethernet 60000 NOT_RESOLVED",
			"close",
			"route none",
			"stop ethernet",
			"start wifi",
		);
		t.at(61_000, up("wifi"), resolved).at(120_000);
		expect(outcomes(t)).toEqual(["ethernet NOT_RESOLVED", "wifi NO_SERVER"]);
	});

	it("names the time while it is asked for, and the server afterwards", () => {
		const t = new Timeline({ policy: PERSIST });
		const { session } = t.core;
		const timing = () => ({ type: "timing", attempt: session.attempt }) as const;
		t.at(0, booted, up("ethernet"), timing).at(60_000);
		expect(t.core.reason).toBe("TLS_CLOCK");
		t.at(61_000, up("wifi"), timing, resolved).at(121_000);
		expect(t.core.reason).toBe("NO_SERVER");
	});

	it("tells a person who could not be verified, and its row that there was no server", () => {
		const t = new Timeline({ policy: PERSIST });
		t.at(0, booted, up("ethernet"), lost("TLS_NAME"));
		expect(outcomes(t)).toEqual(["ethernet NO_SERVER"]);
		expect(t.core.reason).toBe("TLS_NAME");
		expect(words(t.core, 100).join(" ")).toContain(
			"TLS_NAME: who answers there has the certificate",
		);
	});

	it("takes the peer's word for why a session cannot open", () => {
		const t = new Timeline();
		t.at(0, booted, up("ethernet"), lost("NO_SERVER"));
		expect(outcomes(t)).toEqual(["ethernet NO_SERVER"]);
		expect(t.core.walk.turn?.interface).toBe("wifi");
	});

	it("ignores what belongs to an earlier attempt", () => {
		const t = new Timeline();
		t.at(0, booted, up("ethernet"));
		const { attempt } = t.core.session;
		t.at(1000, lost("NO_SERVER")).at(2000, up("wifi")).said();
		t.at(2100, { type: "answered", attempt }).expect();
		t.at(2100, { type: "lost", attempt, reason: "NO_SERVER" }).expect();
		t.at(2100, { type: "opened", attempt }, { type: "resolved", attempt }).expect();
		expect([t.core.session.phase, t.core.session.rung]).toEqual(["opening", "name"]);
	});

	it("lasts 60 s and 120 s on cellular, while the link's own attempt goes on", () => {
		const t = new World(
			{ fitted: ["wifi", "cell"], list: ["cell", "wifi"], policy: PERSIST },
			{ cell: { rises: 150_000 }, wifi: SILENT },
		);
		t.at(0, booted).at(119_999);
		expect(t.core.walk.turn?.interface).toBe("cell");
		t.at(120_000);
		expect(outcomes(t)).toEqual(["cell NO_PPP_CONNECTION"]);
		expect(t.core.links.map((link) => link.phase)).toEqual(["climbing", "climbing"]);
		expect(t.said()).toEqual(["@0 start cell", "turn cell 120000 NO_PPP_CONNECTION", "start wifi"]);
	});

	it("finds a slow modem ready at its second turn, without a second start", () => {
		const t = new World(
			{ fitted: ["wifi", "cell"], list: ["cell", "wifi"], policy: PERSIST },
			{ cell: { rises: 150_000 }, wifi: SILENT },
		);
		t.at(0, booted).at(200_000);
		expect(outcomes(t)).toEqual([
			"cell NO_PPP_CONNECTION",
			"wifi NOT_RESOLVED",
			"cell SERVER_CONNECTED",
		]);
		expect(t.rows[2]?.took).toBe(300);
		expect(t.said().filter((line) => line.endsWith("start cell")).length).toBe(1);
	});

	it("keeps an address that came after it for the next, but not for ever", () => {
		const t = new World(
			{ fitted: ["wifi", "cell"], list: ["cell", "wifi"], policy: { unused: 300_000 } },
			{ cell: { rises: 150_000 }, wifi: GONE },
		);
		t.at(0, booted).at(160_000);
		expect([t.core.walk.phase, t.core.links[1]?.phase]).toEqual(["quiet", "up"]);
		t.at(449_999);
		expect(t.core.links[1]?.phase).toBe("up");
		t.at(450_000).at(451_000);
		expect(t.core.links[1]?.phase).toBe("idle");
	});

	it("is skipped while its link waits, and the walk waits for the least of its links", () => {
		const t = new Timeline({
			fitted: ["ethernet", "wifi"],
			policy: { ...PERSIST, ethernet: { backoffMin: 30_000 }, wifi: { backoffMin: 100_000 } },
		});
		t.at(0, booted, changed("ethernet", 200, "NO_LINK"));
		t.at(1000, changed("wifi", 200, "NO_WIFI")).said();
		t.at(29_999).expect();
		const waits = t.core.links[0]?.deadline as number;
		t.at(waits).expect("start ethernet");
		t.after(10, changed("ethernet", 200, "NO_LINK")).said();
		expect(t.core.walk.deadline).toBeAtLeast(waits + 10 + 60_000);
	});
});

describe("a slow modem behind a Wi-Fi that leads nowhere", () => {
	for (const [name, wifi] of [
		["silent upstream", SILENT],
		["no network", GONE],
	] as const)
		for (const onError of ["suspend", "return"] as const)
			it(`connects by itself under ${onError}: ${name}`, () => {
				const t = new World(
					{ fitted: ["wifi", "cell"], list: ["wifi", "cell"], policy: { onError } },
					{ wifi, cell: { rises: 100_000 } },
				);
				t.at(0, booted).at(1_000_000);
				expect(t.core.session.phase).toBe("proven");
				expect(t.core.session.interface).toBe("cell");
				expect(outcomes(t).slice(-1)).toEqual(["cell SERVER_CONNECTED"]);
			});
});

describe("a session that is lost", () => {
	/** Connected over Wi-Fi since 2.3 s. */
	function overWiFi(): World {
		const t = new World({ fitted: ["wifi", "cell"], policy: PERSIST });
		t.at(0, booted).at(30_000).said();
		expect(t.core.session.interface).toBe("wifi");
		return t;
	}

	it("is opened anew at once over the same interface when the peer reset it", () => {
		const t = overWiFi();
		t.at(30_100, lost("NO_SERVER"));
		expect(t.said().slice(-5)).toEqual(
			["close", "route none", "route wifi", "open wifi"].slice(-5),
		);
		t.at(31_000);
		expect(outcomes(t)).toEqual(["wifi SERVER_CONNECTED", "wifi SERVER_CONNECTED"]);
	});

	it("goes on to the next interface when it was reset a second time at once", () => {
		const t = overWiFi();
		t.at(30_100, lost("NO_SERVER")).at(31_000, lost("NO_SERVER")).at(40_000);
		expect(t.core.session.interface).toBe("cell");
	});

	it("moves to the next interface after silence that its path confirms", () => {
		const t = overWiFi();
		t.set("wifi", SILENT).at(60_000);
		expect(outcomes(t)).toEqual(["wifi SERVER_CONNECTED", "cell SERVER_CONNECTED"]);
		const said = t.said();
		const asked = said.findIndex((line) => line.endsWith(" ask"));
		const [at, ...rest] = said.slice(asked, asked + 3).map((line) => line.split(" ")) as string[][];
		const asks = Number(at?.[0]?.slice(1));
		expect(rest).toEqual([
			[`@${asks + 1500}`, "probe", "wifi"],
			[`@${asks + 3000}`, "unprobe", "wifi"],
		]);
	});

	it("is not probed while it answers within half of the time it has", () => {
		const t = overWiFi();
		t.set("wifi", { answers: 1400 }).at(300_000);
		const said = t.said();
		expect(said.filter((line) => line.endsWith("ask")).length).toBeAtLeast(30);
		expect(said.filter((line) => !line.endsWith("ask") && !line.endsWith("look wifi"))).toEqual([]);
	});

	it("is opened over the same interface once when it fell silent but the path answers", () => {
		const t = overWiFi();
		t.at(40_000);
		t.set("wifi", SILENT);
		for (let now = 40_000; t.core.paths[0]?.phase !== "asking"; now += 100) t.at(now);
		expect(t.core.session.phase).toBe("suspect");
		t.after(100, probed("wifi", true));
		t.after(1500);
		expect(t.core.walk.turn?.interface).toBe("wifi");
	});

	it("does not take the answer to an earlier question for one to this silence", () => {
		const t = new World({
			fitted: ["wifi", "cell"],
			policy: { ...PERSIST, wifi: { probe: 10_000 } },
		});
		t.at(0, booted).at(30_000);
		// So slow that its way was probed beside, and answered.
		t.set("wifi", { answers: 2000 }).at(60_000);
		expect([t.core.session.interface, t.core.paths[0]?.reachable]).toEqual(["wifi", true]);
		t.set("wifi", SILENT).at(80_000);
		expect(t.core.session.interface).toBe("cell");
	});

	it("moves on at once when its link goes", () => {
		const t = overWiFi();
		t.set("wifi", GONE).at(40_000);
		expect(outcomes(t)).toEqual(["wifi SERVER_CONNECTED", "cell SERVER_CONNECTED"]);
		expect(t.rows[1]?.at).toBe(30_300);
	});

	it("is not lost by a link that is gone for less than the debounce", () => {
		const t = overWiFi();
		t.at(30_100, changed("wifi", 200)).at(30_399, up("wifi")).at(32_000).expect();
		expect(t.core.session.phase).toBe("proven");
	});

	it("leaves nothing on when the application lets go", () => {
		const t = overWiFi();
		t.at(31_000, disconnect).expect("close", "route none", "stop wifi");
		t.at(3_600_000).expect();
		expect(t.core.links.map((link) => link.phase)).toEqual(["idle", "idle"]);
	});
});

describe("a server that refuses us", () => {
	function refused(): World {
		const t = new World(
			{ fitted: ["wifi", "cell"], policy: PERSIST },
			{ wifi: { refuses: "NOT_AUTHORISED" } },
		);
		t.at(0, booted).at(10_000);
		return t;
	}

	it("is asked again over the same interface after a minute, then ever more slowly", () => {
		const t = refused();
		t.at(6 * 3_600_000);
		expect(new Set(outcomes(t)).size).toBe(1);
		const gaps = t.rows.slice(1).map((row, n) => row.at - (t.rows[n]?.at ?? 0));
		gaps.forEach((gap, n) => {
			const least = Math.min(900_000, 60_000 * 2 ** n);
			expect(gap, `gap ${n}`).toBeAtLeast(least);
			expect(gap, `gap ${n}`).toBeAtMost(least * 1.2 + 10_000);
		});
	});

	it("keeps the link up meanwhile, and takes us when it has changed its mind", () => {
		const t = refused();
		t.at(40_000);
		expect(t.core.links[0]?.phase).toBe("up");
		t.set("wifi", { refuses: undefined }).at(90_000);
		expect(t.core.session.phase).toBe("proven");
		expect(t.said().filter((line) => line.endsWith("start wifi")).length).toBe(1);
	});

	it("keeps it up for longer than an unused address may wait", () => {
		const t = new World(
			{ fitted: ["wifi", "cell"], policy: { ...PERSIST, unused: 120_000 } },
			{ wifi: { refuses: "NOT_AUTHORISED" } },
		);
		t.at(0, booted).at(3_600_000);
		expect(t.said().filter((line) => line.endsWith("start wifi")).length).toBe(1);
	});

	it("is asked at once by a new connect()", () => {
		const t = refused();
		t.set("wifi", { refuses: undefined }).at(20_000, connect).at(21_000);
		expect(t.core.session.phase).toBe("proven");
	});

	it("lets an application under `return` know by the minute", () => {
		const t = new World(
			{ fitted: ["wifi", "cell"], policy: { onError: "return" } },
			{ wifi: { refuses: "NOT_AUTHORISED" } },
		);
		t.at(0, booted).at(60_000);
		expect([t.core.wanted, t.core.reason]).toEqual([false, "NOT_AUTHORISED"]);
	});
});
