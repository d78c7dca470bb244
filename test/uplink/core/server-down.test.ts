/** Server down is not link down: what the second reference tells, and how metered interfaces wait. */

import { words } from "../../../modules/uplink/core/explain.js";
import { parsePolicy } from "../../../modules/uplink/core/policy.js";
import { closedUntil, declareDown, stillDown } from "../../../modules/uplink/core/server-down.js";
import { expect } from "../../expect.js";
import { booted, connect, lost, outcomes, type TimelineOptions } from "./timeline.js";
import { DEAD, DEAF, runUntil, SILENT, World } from "./world.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NATIVE: TimelineOptions = { policy: { preset: "native" }, reference: true };
const OVER = ["ethernet", "wifi", "cell"] as const;

/** Connected over Ethernet; then the server falls silent everywhere, at half a minute. */
function silenced(options: TimelineOptions = {}, facts: object = DEAF): World {
	const t = new World({ ...NATIVE, ...options });
	t.at(0, booted).at(30_000);
	for (const over of t.core.fitted) t.set(over, facts);
	return t;
}
const triesOf = (t: World, over: string) => t.rows.filter((row) => row.interface === over);
const said = (t: World) => words(t.core, t.now).join("\n");

describe("a server that is silent where the reference answers", () => {
	it("is down: unmetered interfaces go on by turns, a metered one after one to two graces", () => {
		const t = silenced().at(10 * MINUTE);
		expect([t.core.down?.over, t.core.reason]).toEqual(["ethernet", "NO_SERVER"]);
		expect(triesOf(t, "cell")).toEqual([]);
		expect(triesOf(t, "wifi").length).toBeAtLeast(2);
		expect(said(t)).toContain("the second reference answers: it is down, and metered interfaces");
		runUntil(t, HOUR, () => triesOf(t, "cell").length > 0);
		const first = triesOf(t, "cell")[0]?.at ?? 0;
		expect(first).toBeAtLeast((t.core.down?.since ?? 0) + 10 * MINUTE);
		expect(first).toBeAtMost((t.core.down?.since ?? 0) + 22 * MINUTE);
	});

	it("is confirmed by the metered interface, which then waits twice as long, and again", () => {
		const t = silenced({ list: ["wifi", "cell"] });
		const tries = () => triesOf(t, "cell").length;
		const graces: number[] = [];
		for (let n = 1; n <= 3; n++) {
			runUntil(t, 48 * HOUR, () => tries() === n);
			expect(t.core.reason, `try ${n}`).toBe("SERVER_DOWN");
			// Back to the preferred one, and what has failed since the last time has its wait first.
			if (n === 1) expect(t.core.walk.position).toBe(0);
			graces.push((t.core.down?.grace ?? 0) / MINUTE);
			const wait = (t.core.down?.meteredAt ?? 0) - t.now;
			expect(wait, `wait ${n}`).toBeAtLeast((graces[n - 1] ?? 0) * MINUTE - 100);
			expect(wait, `wait ${n}`).toBeAtMost(2 * (graces[n - 1] ?? 0) * MINUTE);
		}
		expect(graces).toEqual([20, 40, 80]);
		expect(new Set(triesOf(t, "cell").map(({ reason }) => reason)).size).toBe(1);
		expect(outcomes(t)).toContain("cell NO_SERVER");
	});

	it("is up again with its first answer anywhere, and the next silence begins anew", () => {
		const t = silenced();
		runUntil(t, 2 * HOUR, () => t.core.down?.confirmed === true);
		for (const over of OVER) t.set(over, { answers: 300 });
		t.after(10 * MINUTE);
		expect([t.core.session.phase, t.core.down, t.core.reason]).toEqual([
			"proven",
			undefined,
			undefined,
		]);
		for (const over of OVER) t.set(over, DEAF);
		t.after(9 * MINUTE);
		expect([t.core.down?.confirmed, t.core.down?.grace]).toEqual([false, 10 * MINUTE]);
	});

	it("is asked over cellular at once by one who asks for cellular alone", () => {
		const t = silenced().at(2 * MINUTE);
		t.set("cell", { answers: 300 });
		t.at(2 * MINUTE, { type: "connect", interface: "cell", told: true }).at(3 * MINUTE);
		expect(t.core.session.interface).toBe("cell");
	});

	it("keeps the metered interface where its silence was first seen at its own pace", () => {
		const t = silenced({ fitted: ["cell"] });
		runUntil(t, HOUR, () => t.core.down !== undefined);
		expect([t.core.down?.over, t.core.down?.confirmed]).toEqual(["cell", false]);
		t.after(9 * MINUTE);
		expect(triesOf(t, "cell").length).toBeAtLeast(2);
	});

	it("is told to the application by its own name, and in rows by impOS's", () => {
		const policy = { preset: "native", serverGrace: 10_000, grace: 10 * MINUTE } as const;
		const t = silenced({ policy }).at(12 * MINUTE);
		const told = t.said().filter((line) => line.includes("tell"));
		expect(told.map((line) => line.replace(/^@[0-9]+ /, ""))).toEqual(["tell SERVER_DOWN"]);
		expect(outcomes(t).filter((row) => row.includes("DOWN"))).toEqual([]);
	});
});

describe("the second reference", () => {
	it("is asked beside a silent session, and beside a turn that follows a failure, never before", () => {
		const t = new World(NATIVE);
		t.at(0, booted).at(30_000);
		expect(t.said().filter((line) => line.includes("reference"))).toEqual([]);
		t.set("ethernet", SILENT).at(45_000);
		const asked = t.said().filter((line) => line.includes("probe reference"));
		expect(asked.map((line) => line.replace(/^@[0-9]+ /, ""))).toEqual([
			"probe reference over ethernet",
			"probe reference over wifi",
		]);
		expect(t.core.session.interface).toBe("wifi");
	});

	it("has its own time to answer, whatever else comes due meanwhile", () => {
		const t = new World(NATIVE);
		t.at(0, booted).at(30_000);
		t.set("ethernet", DEAD);
		runUntil(t, MINUTE, () => t.core.references[0]?.phase === "asking");
		t.after(100, { type: "elapsed" });
		expect([t.core.references[0]?.phase, t.core.paths[0]?.phase]).toEqual(["asking", "asking"]);
	});

	it("speaks for the interface it was asked over, and for no other", () => {
		const t = new World(NATIVE);
		t.at(0, booted).at(30_000);
		t.set("ethernet", DEAD).set("wifi", DEAF).set("cell", DEAF);
		runUntil(t, 5 * MINUTE, () => t.core.down !== undefined);
		expect([t.core.down?.over, outcomes(t).slice(-1)[0]]).toEqual(["wifi", "wifi NO_SERVER"]);
	});

	it("that is silent too blames the network: cellular has its turn with the others", () => {
		const t = silenced({}, DEAD);
		t.set("cell", { answers: 300 }).at(5 * MINUTE);
		expect([t.core.session.interface, t.core.down]).toEqual(["cell", undefined]);
		expect(t.said().filter((line) => line.includes("unprobe reference")).length).toBeAtLeast(1);
	});

	it("is not believed for an answer to an earlier silence", () => {
		const t = new World({ ...NATIVE, policy: { preset: "native", ethernet: { probe: 10_000 } } });
		t.at(0, booted).at(30_000);
		// So slow that server and reference were asked, and both answered.
		t.set("ethernet", { answers: 2000 }).at(60_000);
		expect(t.core.references[0]?.reachable).toBe(true);
		t.set("ethernet", DEAD).at(80_000);
		expect([t.core.session.interface, t.core.down]).toEqual(["wifi", undefined]);
	});

	it("changes nothing where the owner named none, nor under impOS's preset", () => {
		for (const options of [
			{ ...NATIVE, reference: false },
			{ ...NATIVE, policy: { onError: "persist" } },
		] as const) {
			const t = silenced(options).at(5 * MINUTE);
			expect(triesOf(t, "cell").length).toBeAtLeast(1);
			expect(t.core.down).toBe(undefined);
		}
	});

	it("blames nobody for a name that is not known", () => {
		const t = new World(NATIVE, { ethernet: SILENT, wifi: SILENT });
		t.at(0, booted).at(5 * MINUTE);
		expect([t.core.session.interface, t.core.down]).toEqual(["cell", undefined]);
	});

	it("blames nobody for a server that answers with a refusal, or ends what it opened", () => {
		const t = new World(NATIVE);
		t.at(0, booted)
			.at(30_000, lost("NO_SERVER"))
			.at(60_000, connect)
			.at(2 * MINUTE);
		expect([t.core.session.interface, t.core.down]).toEqual(["ethernet", undefined]);
	});
});

describe("the grace of a metered interface", () => {
	it("doubles with each confirmation, up to a day", () => {
		const generator = { state: 1 };
		const down = declareDown("ethernet", 0, parsePolicy({ preset: "native" }), generator);
		const graces: number[] = [];
		for (let n = 0; n < 9; n++) {
			graces.push(down.grace / MINUTE);
			expect(down.meteredAt).toBeAtLeast(down.grace);
			expect(down.meteredAt).toBeAtMost(2 * down.grace);
			stillDown(down, 0, generator);
		}
		expect(graces).toEqual([10, 20, 40, 80, 160, 320, 640, 1280, 1440]);
	});

	it("closes what is metered, but for where the silence was first seen", () => {
		const down = declareDown("cell", 0, parsePolicy({ preset: "native" }), { state: 1 });
		expect(closedUntil(down, "cell", true)).toBe(0);
		expect(closedUntil(down, "wifi", false)).toBe(0);
		expect(closedUntil(down, "cell1", true)).toBe(down.meteredAt);
		expect(closedUntil(undefined, "cell1", true)).toBe(0);
	});
});
