/** The laboratory's own decisions, without a laboratory: command line, menu, requirements, services. */

import { parseArguments, UsageError } from "../../../../hosts/linux/lab/arguments.js";
import { FAULTS, type Fault } from "../../../../hosts/linux/lab/faults.js";
import { beganAt, isAlive, signal } from "../../../../hosts/linux/lab/processes.js";
import { missing } from "../../../../hosts/linux/lab/requirements.js";
import { RunDirectory } from "../../../../hosts/linux/lab/run-directory.js";
import { answerTime } from "../../../../hosts/linux/lab/services.js";
import { expect } from "../../../expect.js";

describe("the laboratory's command line", () => {
	const parsed = (line: string) => parseArguments(line.split(" "));

	it("says what is asked, of which laboratory", () => {
		expect(parsed("up")).toEqual({ verb: "up", name: "lab" });
		expect(parsed("up --name two")).toEqual({ verb: "up", name: "two" });
		expect(parsed("run")).toEqual({ verb: "run", name: "lab", variant: "64" });
		expect(parsed("fault clear")).toEqual({ verb: "clear", name: "lab" });
	});

	it("leaves a command's own options to it", () => {
		expect(parsed("--name two exec device tool --name x")).toEqual({
			verb: "exec",
			name: "two",
			command: ["device", "tool", "--name", "x"],
		});
	});

	it("parses a fault with whom it befalls, its value and its end", () => {
		const trouble = { kind: "loss", gateway: 2, value: "50" };
		expect(parsed("fault 2 loss 50")).toEqual({
			verb: "fault",
			name: "lab",
			trouble,
			clear: false,
		});
		expect(parsed("fault broker-stopped clear")).toEqual({
			verb: "fault",
			name: "lab",
			trouble: { kind: "broker-stopped" },
			clear: true,
		});
	});

	it("refuses what it does not know, in words", () => {
		for (const [line, words] of [
			["flood", "flood: unknown"],
			["up and away", "up: and away"],
			["fault 3 loss", "expected 1 or 2"],
			["fault 1 flood", "expected one of carrier"],
			["fault loss", "which gateway"],
			["fault 1 broker-stopped", "befalls"],
			["fault 1 carrier 5", "takes no value"],
			["fault 1 loss 5;reboot", "expected a number"],
			["fault 1 loss 5 6", "what is that"],
			["up --name", "expected a name"],
		] as const)
			expect(() => parsed(line), line).toThrow(UsageError, words);
	});
});

describe("the fault menu", () => {
	const faults: [string, Fault][] = Object.entries(FAULTS);

	it("says of each what it is, and has a value to give where one is asked for", () => {
		for (const [name, fault] of faults) {
			expect(fault.what.length, name).toBeAtLeast(20);
			const asks = JSON.stringify([fault.begin, fault.clear]).includes("{value}");
			expect(fault.standard !== undefined, name).toBe(asks);
		}
	});

	it("clears every table of rules that it makes", () => {
		for (const [name, { begin, clear }] of faults)
			for (const step of begin) {
				const table = "nft" in step ? /table (\S+ \S+)/.exec(step.nft)?.[1] : undefined;
				if (table) expect(JSON.stringify(clear), name).toContain(`delete table ${table}`);
			}
	});

	it("asks the device's control socket for the device's own faults alone", () => {
		for (const [name, { befalls, begin }] of faults)
			expect(
				begin.every((step) => "control" in step),
				name,
			).toBe(befalls === "device");
	});
});

describe("a machine for the laboratory", () => {
	const able = { has: () => true, root: false, namespaces: () => true };

	it("lacks nothing, or is told the one thing to do", () => {
		expect(missing(able)).toBe(undefined);
		const bare = { ...able, has: (program: string) => program !== "nft" && program !== "dnsmasq" };
		expect(missing(bare)).toContain(
			"apt-get install --no-install-recommends nftables dnsmasq-base",
		);
		expect(missing({ ...able, namespaces: () => false })).toContain("run it as root");
		expect(missing({ ...able, root: true, namespaces: () => false })).toContain("CAP_SYS_ADMIN");
		for (const lack of [missing(bare), missing({ ...able, namespaces: () => false })])
			expect(lack?.includes("\n")).toBe(false);
	});
});

describe("a process of the laboratory", () => {
	it("is known by its number and its beginning, so that a number given anew is another's", () => {
		const began = beganAt(process.pid) ?? "";
		expect(isAlive({ pid: process.pid, began })).toBe(true);
		expect(isAlive({ pid: process.pid, began: `${began}0` })).toBe(false);
		expect(signal({ pid: process.pid, began: `${began}0` }, "SIGKILL")).toBe(false);
		expect(beganAt(2 ** 22 + 1)).toBe(undefined);
	});

	it("has its records in a directory with a name that leads nowhere else", () => {
		for (const name of ["..", "a/b", "", "A", "x".repeat(33)])
			expect(() => new RunDirectory(name), name).toThrow(RangeError, "name: expected");
	});
});

describe("the laboratory's clock", () => {
	it("answers a client with its time, and what the client sent", () => {
		const question = Buffer.alloc(48);
		question[0] = 0x23;
		question.writeUInt32BE(7, 40);
		const answer = answerTime(question, 1500) ?? Buffer.alloc(48);
		expect(answer[0]).toBe(0x24);
		expect(answer[1]).toBe(1);
		expect(answer.readUInt32BE(24)).toBe(7);
		expect(answer.readUInt32BE(40)).toBe(2_208_988_801);
		expect(answer.readUInt32BE(44)).toBe(0x8000_0000);
	});

	it("answers nothing that is no question", () => {
		expect(answerTime(Buffer.alloc(47, 0x23), 0)).toBe(undefined);
		expect(answerTime(Buffer.alloc(48, 0x24), 0)).toBe(undefined);
	});
});
