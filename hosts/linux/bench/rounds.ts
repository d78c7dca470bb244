/**
 * Rounds of a bench: each begins with a subject that has just become ready, does one fault to it,
 * and ends when the preferred interface is in use again, or when nothing more is to come.
 *
 *   start ──▶ ready ──▶ steady ──▶ fault ──▶ detected, moved, connected ──▶ cleared ──▶ back ──▶ end
 */

import { setTimeout as pause } from "node:timers/promises";
import type { FaultKind } from "../lab/faults.js";
import type { Laboratory } from "../lab/laboratory.js";
import type { Round } from "./figures.js";
import type { Subject } from "./subject.js";

const READY_MAX = 30_000;

export interface Trial {
	fault: FaultKind;
	/** How long the subject may take to be connected again… */
	limit: number;
	/** …and to be back; 0: nobody waits for that. */
	backMax: number;
}

export async function runRound(
	laboratory: Laboratory,
	subject: Subject,
	{ fault, limit, backMax }: Trial,
): Promise<Round> {
	const trouble = { kind: fault, gateway: 1 } as const;
	const running = await subject.start(laboratory);
	try {
		await running.ready(READY_MAX);
		await pause(subject.steady + Math.random() * 1000);
		const began = performance.now();
		await laboratory.begin(trouble);
		const [moved, connected] = await Promise.all([
			running.moved(began, limit),
			running.connected(began, limit),
		]);
		const detected = running.detected(began);
		const cleared = performance.now();
		await laboratory.clear(trouble);
		// What never left is not to come back.
		const gone = moved !== undefined && backMax > 0;
		const back = gone ? await running.back(cleared, backMax) : undefined;
		const from = (at: number | undefined, start: number) => (at === undefined ? at : at - start);
		return {
			subject: subject.name,
			fault,
			detected: from(detected, began),
			moved: from(moved, began),
			connected: from(connected, began),
			back: from(back, cleared),
		};
	} finally {
		await running.end();
		await laboratory.clearAll();
	}
}

/** Several, one after the other. */
export async function runRounds(
	laboratory: Laboratory,
	subject: Subject,
	trial: Trial,
	count: number,
	onRound: (round: Round) => void = () => undefined,
): Promise<Round[]> {
	const rounds: Round[] = [];
	for (let index = 0; index < count; index++) {
		const round = await runRound(laboratory, subject, trial);
		rounds.push(round);
		onRound(round);
	}
	return rounds;
}
