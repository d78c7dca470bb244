/**
 * Replay: a core that did not write the journal comes to its end, and where it does not, the place
 * is named. Heads up: the boards here run for a day, the replays in a moment.
 */

import type { JournalFile } from "../../../../hosts/sim/replay/journal-file.js";
import { replay } from "../../../../hosts/sim/replay/replay.js";
import { tellReplay } from "../../../../hosts/sim/replay/tell.js";
import { freeze } from "../../../../modules/uplink/checkpoint.js";
import type { Input } from "../../../../modules/uplink/core/core.js";
import { expect } from "../../../expect.js";
import { boardOf, HOUR, journalFileOf, MINUTE, once, storm } from "./bench.js";

type Recorded = JournalFile["inputs"][number];

/** A journal of which the inputs are others. */
function tampered(
	journal: JournalFile,
	change: (each: Recorded, index: number) => Recorded,
): JournalFile {
	return { ...journal, inputs: journal.inputs.map(change) };
}

/** The members of a frozen record in an order of their own. */
function sorted(record: string): string[] {
	return record.split(/[,{}]/).sort();
}

function indexOf({ inputs }: JournalFile, fits: (input: Input) => boolean): number {
	return inputs.findIndex(({ input }) => fits(input));
}

describe("a replayed journal", () => {
	for (const preset of ["native", "impOS"] as const)
		it(`comes to the same end after a stormy day under the ${preset} preset`, () => {
			const board = boardOf(preset);
			storm(board, 24);
			const journal = journalFileOf(board);
			expect(journal.inputs.length, "inputs before the end").toBeAtLeast(1_000);
			expect(journal.inputs[0]?.at ?? 0, "the ring has wrapped").toBeAtLeast(HOUR);
			const { parting, core } = replay(journal);
			expect(parting).toBe(undefined);
			// The order of members may differ: a member that is undefined leaves no place in a text.
			expect(sorted(freeze(core))).toEqual(sorted(journal.end));
		});

	it("is of the boot that wrote it", () => {
		const board = boardOf("native");
		board.advance(5 * MINUTE);
		board.powerOff();
		board.powerOn();
		board.advance(5 * MINUTE);
		const journal = journalFileOf(board);
		expect(journal.boot).toBe(2);
		expect(journal.inputs[0]?.at).toBe(0);
		expect(replay(journal).parting).toBe(undefined);
	});

	it("is the same again when it is played twice", () => {
		const board = boardOf("native");
		storm(board, 2);
		const journal = journalFileOf(board);
		const text = JSON.stringify(journal);
		expect(replay(journal).log).toEqual(replay(journal).log);
		expect(JSON.stringify(journal)).toBe(text);
	});

	it("derives the log that the board wrote", () => {
		const board = boardOf("native");
		board.advance(MINUTE);
		board.set({ eth0: { cable: false } });
		board.advance(MINUTE);
		const written = board.uplink.journal.map(({ at, text }) => `${at} ${text}`);
		const derived = replay(journalFileOf(board)).log.map(({ at, text }) => `${at} ${text}`);
		// What the board noted besides is no transition.
		const transitions = written.filter((line) => line.includes("→") || line.endsWith("its turn"));
		expect(derived).toEqual(transitions);
		expect(derived.some((line) => line.endsWith(" active ethernet → none"))).toBe(true);
	});

	it("tells no transition from before its checkpoint", () => {
		const board = boardOf("native");
		board.advance(2 * HOUR);
		const journal = journalFileOf(board);
		const first = journal.inputs[0]?.at ?? 0;
		const { log } = replay(journal);
		expect(log.every(({ at }) => at >= first)).toBe(true);
		expect(log.filter(({ entry }) => entry.kind === "active")).toEqual([]);
	});
});

describe("a replay that parts from its journal", () => {
	const recorded = once(() => {
		const board = boardOf("native");
		board.advance(MINUTE);
		board.set({ eth0: { cable: false } });
		board.advance(10 * MINUTE);
		return journalFileOf(board);
	});

	it("names the first member that differs, both values, and the input nearest before", () => {
		const journal = recorded();
		const cut = indexOf(
			journal,
			(input) =>
				input.type === "changed" && input.interface === "ethernet" && input.connection < 300,
		);
		const { at } = journal.inputs[cut] as Recorded;
		const other: Recorded = { at, input: { type: "changed", interface: "wifi", connection: 500 } };
		const { parting } = replay(tampered(journal, (each, index) => (index === cut ? other : each)));
		expect(parting?.path).toBe("generator.state");
		expect(parting?.recorded === parting?.replayed).toBe(false);
		expect([parting?.agreed, parting?.after]).toEqual([0, journal.inputs.length]);
		expect(parting?.nearest ?? 0).toBeAtLeast(cut);
	});

	it("finds an end that was written by another hand", () => {
		const journal = recorded();
		const end = JSON.parse(journal.end);
		end.links[1].failures = 7;
		const { parting } = replay({ ...journal, end: JSON.stringify(end) });
		expect(parting?.path).toBe("links[1].failures");
		expect([parting?.recorded, parting?.replayed]).toEqual(["7", "0"]);
		expect(parting?.nearest, "no input touched it").toBe(undefined);
	});

	it("finds a member that one of the two has not got", () => {
		const journal = recorded();
		const end = JSON.parse(journal.end);
		end.hats = 3;
		const { parting } = replay({ ...journal, end: JSON.stringify(end) });
		expect([parting?.path, parting?.recorded, parting?.replayed]).toEqual(["hats", "3", "nothing"]);
	});

	it("parts between two records in between, where the file has them", () => {
		const living = boardOf("native");
		const checkpoints: { after: number; record: string }[] = [];
		for (const cable of [false, true, false, true]) {
			living.set({ eth0: { cable } });
			living.advance(2 * MINUTE);
			const after = living.uplink.recorder.recording?.inputs.length ?? 0;
			checkpoints.push({ after, record: freeze(living.uplink.record) });
		}
		const whole = { ...journalFileOf(living), checkpoints };
		expect(replay(whole).parting).toBe(undefined);
		const [, second, third] = checkpoints.map(({ after }) => after) as [number, number, number];
		const late = tampered(whole, ({ at, input }, index) => ({
			at: index > second ? at + 1 : at,
			input,
		}));
		const { parting } = replay(late);
		expect([parting?.agreed, parting?.after]).toEqual([second, third]);
		expect(parting?.nearest ?? 0).toBeAtLeast(second);
		expect(parting?.nearest ?? 0).toBeAtMost(third - 1);
	});

	it("says so when the core throws at an input", () => {
		const journal = recorded();
		const broken = { type: "apply", list: null, strict: false } as unknown as Input;
		const at = journal.inputs[5]?.at ?? 0;
		const { parting } = replay(
			tampered(journal, (each, index) => (index === 5 ? { at, input: broken } : each)),
		);
		expect([parting?.path, parting?.after, parting?.nearest]).toEqual(["", 6, 5]);
		expect(parting?.replayed).toContain("threw ");
	});
});

describe("the account of a replay", () => {
	const told = once(() => {
		const board = boardOf("native");
		board.advance(2 * MINUTE);
		board.set({ eth0: { cable: false } });
		board.advance(20 * MINUTE);
		const journal = journalFileOf(board);
		const replayed = replay(journal);
		return { journal, replayed, account: tellReplay(journal, replayed) };
	});

	it("tells boot, inputs, span, the last transitions, and the end", () => {
		const { replayed, account } = told();
		expect(account[0]).toBe("journal      A test, boot 1");
		expect(account[1]).toContain(" in 21 min ");
		expect(account[2]).toBe(`transitions  ${replayed.log.length}, the last 20:`);
		expect(account.at(-1)).toBe("same         the replay ends in the recorded state");
		expect(account.filter((line) => line.includes("ethernet failed with NO_LINK")).length).toBe(1);
	});

	it("prints every transition when everything is asked for", () => {
		const { journal, replayed, account } = told();
		const all = tellReplay(journal, replayed, true);
		expect(all.length - account.length).toBe(replayed.log.length - 20);
		const first = all.find((line) => line.endsWith(" active none → ethernet")) ?? "none";
		expect(account.includes(first)).toBe(false);
	});

	it("is told of a record that has no words for itself", () => {
		const { journal } = told();
		const checkpoint = JSON.parse(journal.checkpoint);
		checkpoint.walk.sequence = ["wl9"];
		const other = { ...journal, checkpoint: JSON.stringify(checkpoint) };
		const lines = tellReplay(other, replay(other));
		expect(lines.some((line) => line.includes("no words: wl9: not fitted"))).toBe(true);
		expect(lines.some((line) => line.startsWith("parts "))).toBe(true);
	});

	it("says where they part", () => {
		const { journal } = told();
		const end = JSON.parse(journal.end);
		end.session.phase = "idle";
		const other = { ...journal, end: JSON.stringify(end) };
		const lines = tellReplay(other, replay(other)).slice(-3);
		expect(lines[0]).toBe('parts        session.phase: recorded "idle", replayed "proven"');
		expect(lines[1]).toContain("nearest before: inputs[");
		expect(lines[2]).toContain("the same after the checkpoint, no longer after inputs[");
	});
});
