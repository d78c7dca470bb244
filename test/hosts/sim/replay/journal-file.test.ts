/** The journal file at its edge: what is refused, and by which name. */

import { parseJournal, readJournal } from "../../../../hosts/sim/replay/journal-file.js";
import { FileError } from "../../../../hosts/sim/scenario/edge.js";
import { expect } from "../../../expect.js";
import { boardOf, journalFileOf, MINUTE, once } from "./bench.js";

type Part = Record<string, unknown>;

describe("a journal file", () => {
	const journal = once(() => {
		const board = boardOf("native");
		board.advance(MINUTE);
		return journalFileOf(board);
	});

	/** The checkpoint with something else in it, frozen again. */
	function changed(change: (record: Part & { policy: Part; links: Part[] }) => void): string {
		const record = JSON.parse(journal().checkpoint);
		change(record);
		return JSON.stringify(record);
	}

	const refused: [what: string, change: () => Part, message: string][] = [
		["of another format", () => ({ format: 2 }), "format: expected 1"],
		["with an unknown key", () => ({ hats: 3 }), "hats: unknown key"],
		["without a boot", () => ({ boot: undefined }), "boot: expected a number"],
		[
			"without a checkpoint",
			() => ({ checkpoint: undefined }),
			"checkpoint: expected a frozen record",
		],
		["with a checkpoint that is no JSON", () => ({ checkpoint: "{" }), "checkpoint: not JSON"],
		[
			"with a checkpoint that is no record",
			() => ({ checkpoint: "3" }),
			"checkpoint: expected an object",
		],
		[
			"of a board with an unknown interface",
			() => ({
				checkpoint: changed((record) => Object.assign(record, { fitted: ["wifi", "hat"] })),
			}),
			"checkpoint.fitted[1]: unknown interface",
		],
		[
			"with a policy that cannot be",
			() => ({
				checkpoint: changed(({ policy }) => Object.assign(policy, { wifi: { turn: "soon" } })),
			}),
			"checkpoint.policy.wifi.turn: expected an integer",
		],
		[
			"with a record that lacks a link",
			() => ({ checkpoint: changed(({ links }) => void links.pop()) }),
			"checkpoint.links[2]: expected an object",
		],
		[
			"with a record of another shape",
			() => ({
				checkpoint: changed(({ links }) => Object.assign(links[0] ?? {}, { deadline: "soon" })),
			}),
			"checkpoint.links[0].deadline: expected a number",
		],
		[
			"of a firmware that lacked a part",
			() => ({ end: changed((record) => Object.assign(record, { failback: undefined })) }),
			"end.failback: expected an object",
		],
		[
			"with machines in another order",
			() => ({ checkpoint: changed(({ links }) => void links.reverse()) }),
			'checkpoint.links[0].interface: expected "ethernet"',
		],
		["without inputs", () => ({ inputs: 3 }), "inputs: expected an array"],
		[
			"with an input at no time",
			() => ({ inputs: [{ input: {} }] }),
			"inputs[0].at: expected a number",
		],
		[
			"with inputs in disorder",
			() => ({ inputs: [{ ...journal().inputs[0], at: 9 }, journal().inputs[0]] }),
			"inputs[1].at: earlier than the input before it",
		],
		[
			"with an unknown input",
			() => ({ inputs: [{ at: 0, input: { type: "toString" } }] }),
			"inputs[0].input.type: unknown input",
		],
		[
			"with an input of an interface that is not fitted",
			() => ({ inputs: [{ at: 0, input: { type: "evidence", interface: "wl1" } }] }),
			"inputs[0].input.interface: not fitted",
		],
		[
			"with a record in between that is after its end",
			() => ({ checkpoints: [{ after: 100_000, record: journal().checkpoint }] }),
			"checkpoints[0].after: expected an integer from 1 to ",
		],
		["without an end", () => ({ end: undefined }), "end: expected a frozen record"],
	];

	for (const [what, change, message] of refused)
		it(`is refused ${what}`, () => {
			expect(() => readJournal({ ...journal(), ...change() })).toThrow(FileError, message);
		});

	it("is refused when it is no JSON, and when it is something else", () => {
		expect(() => parseJournal("{ inputs")).toThrow(FileError, "not JSON");
		expect(() => parseJournal("[]")).toThrow(FileError, "expected an object");
		expect(() => parseJournal("{}")).toThrow(FileError, "format: expected 1");
	});

	it("holds no secret", () => {
		const secretive = boardOf("native");
		secretive.advance(MINUTE);
		secretive.uplink.settings = { wifi: { SSID: "depot", password: "correct horse" } };
		secretive.uplink.settings = { cellular: { PIN: "4711" } };
		secretive.advance(MINUTE);
		const text = JSON.stringify(journalFileOf(secretive));
		expect(text.includes("correct horse")).toBe(false);
		expect(text.includes("4711")).toBe(false);
	});
});
