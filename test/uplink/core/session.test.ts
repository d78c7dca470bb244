/** The session: its own traffic is the proof. */

import { parsePolicy } from "../../../modules/uplink/core/policy.js";
import {
	closeSession,
	createSession,
	openSession,
	type Session,
	stepSession,
} from "../../../modules/uplink/core/session.js";
import { expect } from "../../expect.js";

const policy = parsePolicy();
const over = { interface: "wifi", class: "wifi" } as const;

function opening(attempt = 1): Session {
	const session = createSession();
	openSession(session, attempt, over, "application", 60_000);
	return session;
}
const answer = (session: Session, now: number, attempt = 1) =>
	stepSession(session, { type: "answered", attempt }, now, policy);
const elapse = (session: Session, now: number) =>
	stepSession(session, { type: "elapsed" }, now, policy);

describe("a session", () => {
	it("is proven by the server's first answer and by nothing before", () => {
		const session = opening();
		expect(stepSession(session, { type: "resolved", attempt: 1 }, 100, policy)).toBe(undefined);
		expect([session.phase, session.rung]).toEqual(["opening", "server"]);
		expect(answer(session, 300)).toBe("proved");
		expect([session.phase, session.since, session.deadline]).toEqual(["proven", 300, 5300]);
	});

	it("asks on itself when the server is silent, and only an answer clears the suspicion", () => {
		const session = opening();
		answer(session, 300);
		expect(answer(session, 4000)).toBe(undefined);
		expect(session.deadline).toBe(9000);
		expect(elapse(session, 9000)).toBe("ask");
		expect([session.phase, session.deadline]).toEqual(["suspect", 10_500]);
		expect(answer(session, 11_000)).toBe(undefined);
		expect([session.phase, session.deadline]).toEqual(["proven", 16_000]);
	});

	it("probes its way beside at half of the answer's time, and is lost by silence at the end", () => {
		const session = opening();
		answer(session, 0);
		expect(elapse(session, 5000)).toBe("ask");
		expect([session.deadline, session.probed]).toEqual([6500, false]);
		expect(elapse(session, 6500)).toBe("probe");
		expect([session.phase, session.deadline, session.probed]).toEqual(["suspect", 8000, true]);
		expect(elapse(session, 8000)).toBe("silent");
	});

	it("is cleared by an answer after the probe as before it, and its next silence probes anew", () => {
		const session = opening();
		answer(session, 0);
		elapse(session, 5000);
		elapse(session, 6500);
		expect(answer(session, 7000)).toBe(undefined);
		expect([session.phase, session.deadline]).toEqual(["proven", 12_000]);
		expect([elapse(session, 12_000), elapse(session, 13_500), elapse(session, 15_000)]).toEqual([
			"ask",
			"probe",
			"silent",
		]);
	});

	it("ignores what belongs to another attempt, and everything while idle", () => {
		const session = opening(7);
		expect(answer(session, 100, 6)).toBe(undefined);
		expect(stepSession(session, { type: "resolved", attempt: 8 }, 100, policy)).toBe(undefined);
		expect([session.phase, session.rung]).toEqual(["opening", "name"]);
		closeSession(session);
		expect(answer(session, 200, 7)).toBe(undefined);
		expect([session.phase, session.deadline, session.interface]).toEqual([
			"idle",
			Infinity,
			undefined,
		]);
	});

	it("stands on its name, then on the time where TLS needs it, then on the server", () => {
		const session = opening();
		expect(session.rung).toBe("name");
		stepSession(session, { type: "timing", attempt: 1 }, 100, policy);
		expect(session.rung).toBe("time");
		stepSession(session, { type: "resolved", attempt: 1 }, 200, policy);
		expect(session.rung).toBe("server");
	});

	it("that opens for too long is silent, and what was said of its opening proves nothing later", () => {
		const session = opening();
		expect(elapse(session, 60_000)).toBe("silent");
		expect(answer(session, 60_000)).toBe("proved");
		for (const type of ["resolved", "timing"] as const)
			expect(stepSession(session, { type, attempt: 1 }, 61_000, policy)).toBe(undefined);
		expect([session.phase, session.deadline]).toEqual(["proven", 65_000]);
	});
});
