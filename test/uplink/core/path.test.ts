/** The way to the server over one interface. */

import {
	createPath,
	type Path,
	type PathEvent,
	stepPath,
} from "../../../modules/uplink/core/path.js";
import { parsePolicy } from "../../../modules/uplink/core/policy.js";
import type { InterfaceClass, Milliseconds } from "../../../modules/uplink/core/types.js";
import { expect } from "../../expect.js";

const failed: PathEvent = { type: "failed", reason: "NO_SERVER" };
const elapsed: PathEvent = { type: "elapsed" };
const evidence: PathEvent = { type: "evidence" };

class Timeline {
	readonly path: Path;
	#policy = parsePolicy();
	#generator = { state: 1 };

	constructor(class_: InterfaceClass = "wifi") {
		this.path = createPath(class_, class_);
	}

	/** What the path commands at this. */
	at(now: Milliseconds, event: PathEvent): string | undefined {
		return stepPath(this.path, event, now, this.#policy, this.#generator);
	}

	ask(now: Milliseconds, attempt: number): void {
		expect(this.at(now, { type: "ask", attempt })).toBe("probe");
	}

	answer(now: Milliseconds, attempt: number, reachable: boolean): void {
		expect(this.at(now, { type: "probed", attempt, reachable })).toBe(undefined);
	}
}

describe("a path", () => {
	it("knows nothing until it has asked, and one question is enough", () => {
		const t = new Timeline();
		expect(t.path.reachable).toBe(undefined);
		t.ask(0, 1);
		expect(t.at(10, { type: "ask", attempt: 2 })).toBe(undefined);
		t.answer(100, 1, true);
		expect([t.path.phase, t.path.reachable, t.path.reachableAt]).toEqual(["idle", true, 100]);
	});

	it("counts the time of being reachable from the first yes to the first no", () => {
		const t = new Timeline();
		t.ask(0, 1);
		t.answer(100, 1, true);
		t.ask(10_000, 2);
		t.answer(10_100, 2, true);
		expect(t.path.reachableAt).toBe(100);
		t.ask(20_000, 3);
		t.answer(20_100, 3, false);
		expect([t.path.reachable, t.path.reachableAt]).toEqual([false, Infinity]);
	});

	it("takes silence for a no, and lets the probe go", () => {
		const t = new Timeline();
		t.ask(0, 1);
		expect(t.path.deadline).toBe(2500);
		expect(t.at(2500, elapsed)).toBe("unprobe");
		expect([t.path.phase, t.path.reachable]).toEqual(["idle", false]);
	});

	it("ignores the answer of any other probe", () => {
		const t = new Timeline();
		t.answer(0, 0, true);
		t.ask(0, 1);
		t.answer(10, 7, true);
		expect([t.path.phase, t.path.reachable]).toEqual(["asking", undefined]);
		t.at(2500, elapsed);
		t.answer(2600, 1, true);
		expect(t.path.reachable).toBe(false);
	});

	it("waits after a failure, longer after each in a row, until it is proven", () => {
		const t = new Timeline();
		let now = 0;
		for (const least of [2000, 4000, 8000]) {
			t.at(now, failed);
			expect(t.path.deadline - now).toBeAtLeast(least);
			expect(t.path.deadline - now).toBeAtMost(least * 1.2);
			now = t.path.deadline;
			expect(t.at(now, elapsed)).toBe(undefined);
			expect([t.path.phase, t.path.reachable]).toEqual(["idle", undefined]);
		}
		t.at(now, { type: "proven" });
		expect([t.path.failures, t.path.reason]).toEqual([0, undefined]);
	});

	it("lets its probe go when it fails or has another address", () => {
		const t = new Timeline();
		t.ask(0, 1);
		expect(t.at(10, failed)).toBe("unprobe");
		t.at(t.path.deadline, elapsed);
		t.ask(60_000, 2);
		expect(t.at(60_010, { type: "renewed" })).toBe("unprobe");
		expect(t.path.reachable).toBe(undefined);
	});

	it("lets evidence end its wait once in five seconds, for cellular too", () => {
		for (const class_ of ["wifi", "cell"] as const) {
			const t = new Timeline(class_);
			t.at(0, failed);
			t.at(10, evidence);
			expect(t.path.phase, class_).toBe("idle");
			t.at(20, failed);
			t.at(5009, evidence);
			expect(t.path.phase, class_).toBe("waiting");
			t.at(5010, evidence);
			expect(t.path.phase, class_).toBe("idle");
		}
	});

	it("waits no longer once a session over it is proven", () => {
		const t = new Timeline();
		t.at(0, failed);
		t.at(10, { type: "proven" });
		expect([t.path.phase, t.path.deadline]).toEqual(["idle", Infinity]);
		t.ask(20, 1);
		t.at(30, { type: "proven" });
		expect(t.path.phase).toBe("asking");
	});

	it("hears no evidence while it is asking: the answer is on its way", () => {
		const t = new Timeline();
		t.ask(0, 1);
		expect(t.at(10, evidence)).toBe(undefined);
		expect([t.path.phase, t.path.deadline]).toEqual(["asking", 2500]);
	});
});
