/** One link: from idle up to an address, and back. */

import {
	createLink,
	type Link,
	type LinkEvent,
	rungOf,
	stepLink,
	type Want,
} from "../../../modules/uplink/core/link.js";
import { type PolicyOptions, parsePolicy } from "../../../modules/uplink/core/policy.js";
import type { InterfaceClass, Milliseconds, Reason } from "../../../modules/uplink/core/types.js";
import { expect } from "../../expect.js";

const wanted: LinkEvent = { type: "wanted" };
const evidence: LinkEvent = { type: "evidence" };
const elapsed: LinkEvent = { type: "elapsed" };
function reports(connection: number, reason?: Reason): LinkEvent {
	return { type: "changed", connection, reason };
}

/** A link and what it is wanted for; `elapsed` is heard at its deadlines on the way. */
class Timeline {
	readonly link: Link;
	want: Want = "turn";
	#policy;
	#generator = { state: 1 };
	#said: string[] = [];

	constructor(class_: InterfaceClass, policy: PolicyOptions = {}) {
		this.link = createLink(class_, class_);
		this.#policy = parsePolicy(policy);
	}

	at(now: Milliseconds, event?: LinkEvent): this {
		while (this.link.deadline <= now) {
			const at = this.link.deadline;
			this.#step(elapsed, at, at === now ? "" : `@${at} `);
		}
		if (event) this.#step(event, now, "");
		return this;
	}

	expect(phase: Link["phase"], ...commands: string[]): this {
		expect(this.#said, "commands").toEqual(commands);
		expect(this.link.phase, "phase").toBe(phase);
		this.#said = [];
		return this;
	}

	wants(want: Want): this {
		this.want = want;
		return this;
	}

	#step(event: LinkEvent, now: Milliseconds, stamp: string): void {
		const command = stepLink(this.link, event, this.want, now, this.#policy, this.#generator);
		if (command) this.#said.push(stamp + command);
	}
}

describe("a link", () => {
	it("stays idle until it is wanted, and climbs at once when it is", () => {
		const t = new Timeline("wifi").wants("no");
		t.at(0, wanted).expect("idle");
		t.at(500, reports(500)).expect("idle");
		t.wants("yes").at(1000, wanted).expect("climbing", "start");
	});

	it("is up with an address, and with nothing less", () => {
		const t = new Timeline("wifi");
		t.at(0, wanted).expect("climbing", "start");
		t.at(1000, reports(300)).at(2000, reports(400)).expect("climbing");
		t.at(3000, reports(500)).expect("up");
		expect(t.link.reason).toBe(undefined);
	});

	it("fails by the rung it stands on when its clock runs out", () => {
		const rungs: [InterfaceClass, number | undefined, Reason][] = [
			["ethernet", undefined, "NO_LINK"],
			["ethernet", 400, "NO_IP_ADDRESS"],
			["wifi", 300, "NO_WIFI"],
			["wifi", 399, "NO_WIFI"],
			["wifi", 400, "NO_IP_ADDRESS"],
			["cell", undefined, "NO_MODEM"],
			["cell", 150, "SIM_ERROR"],
			["cell", 200, "NO_REGISTRATION"],
			["cell", 300, "NO_REGISTRATION"],
			["cell", 320, "NO_PPP_CONNECTION"],
			["cell", 340, "NO_PPP_CONNECTION"],
			["cell", 400, "NO_IP_ADDRESS"],
		];
		for (const [class_, connection, reason] of rungs) {
			const t = new Timeline(class_);
			t.at(0, wanted);
			if (connection !== undefined) t.at(100, reports(connection));
			expect(rungOf(t.link), `${class_} at ${connection}`).toBe(reason);
			const { deadline } = t.link;
			t.at(deadline).expect("waiting", "start", "stop");
			expect(t.link.reason, `${class_} at ${connection}`).toBe(reason);
		}
	});

	it("gives a modem ten minutes to register and two more to dial", () => {
		const t = new Timeline("cell");
		t.at(0, wanted).at(1000, reports(300)).expect("climbing", "start");
		t.at(590_000, reports(320)).expect("climbing");
		t.at(709_999).expect("climbing");
		t.at(710_000).expect("waiting", "stop");
	});

	it("is not kept climbing for ever by an access point that comes and goes", () => {
		const t = new Timeline("wifi");
		t.at(0, wanted);
		for (let now = 1000; now < 40_000; now += 1000)
			t.at(now, reports(now % 2000 === 0 ? 300 : 400));
		t.at(39_999).expect("climbing", "start");
		t.at(40_000).expect("waiting", "stop");
	});

	it("takes the driver's word for why it failed", () => {
		const t = new Timeline("cell");
		t.at(0, wanted);
		t.at(4000, reports(0, "SIM_ERROR")).expect("waiting", "start", "stop");
		expect(t.link.reason).toBe("SIM_ERROR");
	});

	it("waits longer after each failure in a row, and from the least again after an address", () => {
		const t = new Timeline("wifi");
		const waits: number[] = [];
		t.at(0, wanted);
		let now = 0;
		for (let n = 0; n < 12; n++) {
			t.at(now + 10, reports(200, "NO_WIFI"));
			waits.push(t.link.deadline - now - 10);
			now = t.link.deadline;
			t.at(now);
		}
		waits.forEach((wait, n) => {
			const least = Math.min(180_000, 2000 * 2 ** n);
			expect(wait, `wait ${n}`).toBeAtLeast(least);
			expect(wait, `wait ${n}`).toBeAtMost(least * 1.2);
		});
		t.at(now + 10, reports(500));
		expect(t.link.failures).toBe(0);
	});

	it("recovers harder at every fourth failure in a row", () => {
		const t = new Timeline("ethernet");
		t.at(0, wanted);
		const commands: string[] = [];
		for (let n = 1; n <= 8; n++) {
			const now = t.link.deadline - 1;
			t.at(now, reports(200, "NO_LINK"));
			commands.push(n % 4 === 0 ? "recover" : "stop", "start");
			t.at(t.link.deadline);
		}
		expect(t.link.failures).toBe(8);
		t.expect("climbing", "start", ...commands);
	});

	it("forgives an address that is gone for less than the debounce", () => {
		const t = new Timeline("ethernet");
		t.at(0, wanted).at(1000, reports(500)).expect("up", "start");
		t.at(5000, reports(200)).at(5299, reports(500)).at(5300).expect("up");
		t.at(8000, reports(200)).at(8299).expect("up");
		t.at(8300).expect("waiting", "stop");
		expect(t.link.reason).toBe("NO_LINK");
	});

	it("gives a carrier that came back within the debounce time for its address", () => {
		const t = new Timeline("ethernet");
		t.at(0, wanted).at(1000, reports(500)).expect("up", "start");
		t.at(5000, reports(200)).at(5100, reports(400)).at(7999).expect("up");
		t.at(8000).expect("waiting", "stop");
		expect(t.link.reason).toBe("NO_IP_ADDRESS");
	});

	it("is looked at once a minute while up, in case an event was lost", () => {
		const t = new Timeline("wifi");
		t.at(0, wanted).at(1000, reports(500)).expect("up", "start");
		t.at(30_000, reports(500));
		t.at(130_000).expect("up", "@61000 look", "@121000 look");
	});

	it("stops when nothing wants it, and rests so that a late event of the stop finds nobody", () => {
		const t = new Timeline("wifi");
		t.at(0, wanted).at(1000, reports(500)).expect("up", "start");
		t.wants("no").at(2000, wanted).expect("stopping", "stop");
		t.at(2100, reports(200, "NO_WIFI")).expect("stopping");
		t.wants("yes").at(2200, wanted).expect("stopping");
		t.at(3000).expect("climbing", "start");
	});

	it("goes idle from its stop and from its wait when nothing wants it", () => {
		const t = new Timeline("wifi");
		t.at(0, wanted).at(10, reports(200, "NO_WIFI")).wants("no");
		t.at(60_000).expect("idle", "start", "stop");
		expect(t.link.deadline).toBe(Infinity);
	});

	it("climbs anew with new settings, from a climb as from an address", () => {
		const t = new Timeline("wifi");
		t.at(0, wanted).at(100, { type: "renewed" }).expect("stopping", "start", "stop");
		t.at(1100).at(2000, reports(500)).expect("up", "start");
		t.at(3000, { type: "renewed" }).expect("stopping", "stop");
		t.at(4000).expect("climbing", "start");
	});

	it("reads as at rest while it is idle, waits or stops, whatever it had reached", () => {
		for (const [class_, rest] of [
			["ethernet", 200],
			["wifi", 200],
			["cell", 0],
		] as const) {
			const t = new Timeline(class_);
			expect([t.link.phase, t.link.connection]).toEqual(["idle", rest]);
			t.at(0, wanted).at(100, reports(400)).at(200, reports(200, "NO_LINK"));
			expect([t.link.phase, t.link.connection], class_).toEqual(["waiting", rest]);
			const again = t.link.deadline;
			t.at(again).at(again + 100, reports(500));
			expect([t.link.phase, t.link.connection], class_).toEqual(["up", 500]);
			t.wants("no").at(again + 200, wanted);
			expect([t.link.phase, t.link.connection], class_).toEqual(["stopping", rest]);
			t.at(again + 2000);
			expect([t.link.phase, t.link.connection], class_).toEqual(["idle", rest]);
		}
	});

	it("lets evidence end its wait, but never before a late event of the stop could have come", () => {
		const t = new Timeline("ethernet", { ethernet: { backoffMin: 60_000 } });
		t.at(0, wanted).at(100, reports(200, "NO_LINK")).expect("waiting", "start", "stop");
		t.at(200, evidence).at(1099).expect("waiting");
		t.at(1100).expect("climbing", "start");
	});

	it("heeds evidence at most once in five seconds, cellular too", () => {
		for (const class_ of ["ethernet", "cell"] as const) {
			const t = new Timeline(class_, { [class_]: { backoffMin: 60_000 } });
			t.at(0, wanted).at(100, reports(0, "NO_LINK"));
			t.at(2000, evidence).at(2000).expect("climbing", "start", "stop", "start");
			t.at(2100, reports(0, "NO_LINK")).expect("waiting", "stop");
			for (let now = 2200; now < 7000; now += 100) t.at(now, evidence).expect("waiting");
			t.at(7000, evidence).at(7000).expect("climbing", "start");
		}
	});

	it("counts no evidence that could shorten nothing", () => {
		const t = new Timeline("ethernet", { ethernet: { backoffMin: 800 } });
		t.at(0, wanted).at(100, reports(200, "NO_LINK")).at(200, evidence);
		t.at(1100).expect("climbing", "start", "stop", "start");
		t.at(1200, reports(200, "NO_LINK")).at(2300, evidence).expect("climbing", "stop", "start");
	});

	it("is a turn's attempt when a turn began it, or came upon it", () => {
		const t = new Timeline("cell");
		t.at(0, wanted);
		expect([t.link.phase, t.link.attempting]).toEqual(["climbing", true]);
		const claimed = new Timeline("cell").wants("yes");
		claimed.at(0, wanted);
		expect([claimed.link.phase, claimed.link.attempting]).toEqual(["climbing", false]);
		claimed.wants("turn").at(1000, wanted);
		expect(claimed.link.attempting).toBe(true);
		claimed.wants("yes").at(2000, wanted);
		expect(claimed.link.attempting).toBe(true);
	});
});
