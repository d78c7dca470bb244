/**
 * The structure of the project, as a test: manifests that name every module, directions between
 * folders, what may be touched where, and the house rules that a machine can check. Each rule is
 * first seen to fail on a few lines that break it.
 */

import { fileURLToPath } from "node:url";
import { expect } from "../expect.js";
import { type Files, filesInMemory, filesOnDisk } from "./support/files.js";
import {
	directed,
	exactArithmetic,
	linuxWithoutNode,
	namedOnce,
	portableTests,
	provided,
	withoutNode,
} from "./support/structure.js";
import {
	erasable,
	finished,
	opened,
	shortFiles,
	shortFunctions,
	together,
} from "./support/style.js";

const project = filesOnDisk(fileURLToPath(new URL("../../../", import.meta.url)));

function keeps(rule: (files: Files) => string[]): void {
	const found = rule(project);
	if (found.length > 0) throw new Error(`\n${found.join("\n")}`);
}

/** What a rule finds in a few files. */
function broken(rule: (files: Files) => string[], texts: Record<string, string>): string[] {
	return rule(filesInMemory(texts));
}

const OPEN = "/** A file. */\n";

describe("the structure's rules", () => {
	const root = '{"include": "./modules/a/manifest.json"}';
	const manifest = '{"modules": {"a/*": "./*"}, "preload": ["a/one"]}';
	const good = { "manifest.json": root, "modules/a/manifest.json": manifest };

	it("find a module that no manifest maps, maps twice, or does not preload", () => {
		expect(broken(namedOnce, { ...good, "modules/a/one.ts": "" })).toEqual([]);
		expect(broken(namedOnce, { ...good, "modules/a/one.ts": "", "modules/a/two.ts": "" })).toEqual([
			"modules/a/two.ts:1: preloaded 0 times",
		]);
		expect(broken(namedOnce, { ...good, "modules/a/one.ts": "", "modules/b/x.ts": "" })).toEqual([
			"modules/b/x.ts:1: mapped 0 times",
		]);
		const twice =
			'{"modules": {"a/*": "./*", "b": "./one"}, "preload": ["a/one", "a/none", "a/*"]}';
		expect(
			broken(namedOnce, { ...good, "modules/a/manifest.json": twice, "modules/a/one.ts": "" }),
		).toEqual([
			'manifests: preload "a/none" names no module',
			'manifests: preload "a/*" misses TypeScript files',
			"modules/a/one.ts:1: mapped 2 times",
		]);
		const nothing = '{"modules": {"a/*": "./*", "b": "./none"}, "preload": ["a/one"]}';
		expect(
			broken(namedOnce, { ...good, "modules/a/manifest.json": nothing, "modules/a/one.ts": "" }),
		).toEqual(["modules/a/manifest.json: b: ./none: no such file"]);
	});

	it("find an import that nothing provides, or that XS takes for another file", () => {
		const from = (one: string, more: Record<string, string> = {}) =>
			broken(provided, { ...good, "modules/a/one.ts": one, ...more });
		expect(from('import type { x } from "embedded:io/serial";')).toEqual([]);
		expect(from('\nimport "timer";')).toEqual(['modules/a/one.ts:2: "timer" has no provider']);
		expect(from('import "./two.js";')).toEqual(['modules/a/one.ts:1: "./two.js" has no provider']);
		expect(from('import type { x } from "./two.js";')).toEqual([
			'modules/a/one.ts:1: "./two.js" has no provider',
		]);
		expect(from('import "./two.js";', { "modules/a/two.ts": "" })).toEqual([
			'modules/a/one.ts:1: "a/two" is not preloaded',
		]);
		const moved =
			'{"modules": {"a/one": "./one", "a/two": "./b/two"}, "preload": ["a/one", "a/two"]}';
		expect(
			from('import "./two.js";', {
				"modules/a/manifest.json": moved,
				"modules/a/two.ts": "",
				"modules/a/b/two.ts": "",
			}),
		).toContain(
			'modules/a/one.ts:1: "./two.js" is modules/a/two.ts to tsc and modules/a/b/two.ts to XS',
		);
	});

	it("find an import in the wrong direction", () => {
		const from = (path: string, text: string) => broken(directed, { [path]: `\n${text}` });
		expect(from("hosts/esp32/a.ts", 'import "embedded:io/serial";')).toEqual([]);
		expect(from("modules/a/b.ts", 'import type { x } from "embedded:io/serial";')).toEqual([]);
		const loaded = from("modules/a/b.ts", 'import { type x } from "embedded:io/serial";');
		expect(loaded).toEqual(['modules/a/b.ts:2: "embedded:io/serial" is loaded outside hosts/']);
		expect(from("modules/a/b.ts", 'import type { x } from "../../hosts/c.js";').length).toBe(1);
		expect(from("modules/a/b.ts", 'export * from "../../test/c.js";').length).toBe(1);
		expect(from("hosts/a/b.ts", 'type T = import("../../test/c.js").T;').length).toBe(1);
		expect(from("test/b.ts", 'import "./c";').length).toBe(1);
		expect(from("hosts/a/b.ts", 'import "../../tools/c.js";').length).toBe(1);
		expect(from("test/b.ts", 'import "../tools/c.js";')).toEqual([]);
		expect(from("tools/a.ts", 'import "../hosts/c.js";').length).toBe(1);
		expect(from("modules/lwip/a.ts", 'import type { x } from "../uplink/b.js";')).toEqual([]);
		expect(from("modules/lwip/a.ts", 'import { x } from "../uplink/b.js";').length).toBe(1);
		expect(from("modules/uplink/a.ts", 'import type { x } from "../firmware/b.js";').length).toBe(
			1,
		);
		const core = "modules/uplink/core/a.ts";
		expect(from(core, 'import { x } from "./b.js"; import type { y } from "../api.js";')).toEqual(
			[],
		);
		expect(from(core, 'import { x } from "../api.js";').length).toBe(1);
		expect(from(core, 'import type { x } from "../store.js";').length).toBe(1);
		expect(from(core, 'import type { x } from "embedded:io/serial";')).toEqual([]);
		expect(from(core, 'import { x } from "timer";').length).toBe(1);
	});

	it("find Node, real time and promises where only virtual time is", () => {
		const from = (path: string, text: string) => broken(withoutNode, { [path]: text });
		expect(from("modules/a.ts", "\nsetTimeout(f);")).toEqual(["modules/a.ts:2: uses setTimeout"]);
		expect(from("modules/a.ts", "const t = Date.now();").length).toBe(1);
		expect(from("modules/a.ts", "let p: Promise<void>;").length).toBe(1);
		expect(from("modules/a.ts", "const f = async () => await g();").length).toBe(2);
		expect(from("modules/a.ts", "new TextEncoder();").length).toBe(1);
		expect(from("modules/a.ts", 'import "node:fs";').length).toBe(1);
		expect(from("modules/a.ts", 'import "mocha";').length).toBe(1);
		expect(from("modules/a.ts", "const x = { process: y.Date }; x.console();")).toEqual([]);
		expect(from("modules/a.ts", "function f(process: number) { return process; }")).toEqual([]);
		expect(
			from("modules/imp/s.ts", "class S { flush(): Promise<boolean> { return g(); } }"),
		).toEqual([]);
		expect(
			from("modules/imp/s.ts", "class S { send(): Promise<boolean> { return g(); } }").length,
		).toBe(1);
		expect(from("hosts/sim/board.ts", "console.log(1);").length).toBe(1);
		expect(from("hosts/sim/board.ts", "new TextDecoder();").length).toBe(1);
		expect(from("hosts/sim/board.ts", 'import "./live/live.js";').length).toBe(1);
		expect(from("hosts/sim/live/live.ts", "console.log(1);")).toEqual([]);
		expect(from("hosts/sim/scenario/main.ts", 'import "node:fs";')).toEqual([]);
	});

	it("find Node in what runs on the device of the Linux host", () => {
		const from = (path: string, text: string) => broken(linuxWithoutNode, { [path]: text });
		expect(from("hosts/linux/io/a.ts", 'import config from "mc/config"; trace("a");')).toEqual([]);
		expect(from("hosts/linux/io/a.ts", 'import "node:fs";').length).toBe(1);
		expect(from("hosts/linux/firmware/a.ts", "process.exit();").length).toBe(1);
		expect(from("hosts/linux/tls/a.ts", 'import "../lab/control.js";').length).toBe(1);
		expect(from("hosts/linux/lab/a.ts", 'import "node:fs"; process.exit();')).toEqual([]);
	});

	it("find Node in a test that is to run under XS as well", () => {
		const from = (path: string, text: string) => broken(portableTests, { [path]: text });
		expect(from("test/a.test.ts", 'import "node:fs";').length).toBe(1);
		expect(from("test/a.test.ts", "process.exit();").length).toBe(1);
		expect(from("test/a.test.ts", 'import "../hosts/sim/live/live.js";').length).toBe(1);
		expect(from("test/a.test.ts", "it(async () => { await f(); });")).toEqual([]);
		expect(from("test/node/a.test.ts", 'import "node:fs"; process.exit();')).toEqual([]);
	});

	it("find arithmetic that engines may do differently, and chance", () => {
		const from = (path: string, text: string) => broken(exactArithmetic, { [path]: text });
		const core = "modules/uplink/core/a.ts";
		expect(from(core, "const x = Math.floor(a / 2) + Math.imul(3, b);")).toEqual([]);
		expect(from(core, "\nconst x = Math.sqrt(2);")).toEqual([`${core}:2: uses Math.sqrt`]);
		expect(from(core, "const x = 0.5 * y;").length).toBe(1);
		expect(from(core, "const x = 2 ** y;").length).toBe(1);
		expect(from("hosts/sim/time.ts", "const x = Math.pow(2, y);").length).toBe(1);
		expect(from("modules/imp/a.ts", "const x = Math.round(y);")).toEqual([]);
		expect(from("modules/imp/a.ts", "const x = Math.random();").length).toBe(1);
	});

	it("find what is too long, and what does not say what it is", () => {
		const lines = (count: number) => "x;\n".repeat(count);
		expect(broken(shortFiles, { "test/a.ts": lines(320) })).toEqual([]);
		expect(broken(shortFiles, { "test/a.ts": lines(321) })).toEqual([
			"test/a.ts:321: 321 lines, at most 320",
		]);
		expect(broken(shortFunctions, { "test/a.ts": `function f() {\n${lines(58)}}` })).toEqual([]);
		expect(broken(shortFunctions, { "test/a.ts": `\nconst f = () => {\n${lines(59)}}` })).toEqual([
			"test/a.ts:2: a function of 61 lines, at most 60",
		]);
		expect(
			broken(shortFunctions, { "test/a.ts": `describe("a", () => {\n${lines(99)}})` }),
		).toEqual([]);
		expect(broken(opened, { "test/a.ts": OPEN, "test/b.ts": `import "./a.js";\n${OPEN}` })).toEqual(
			["test/b.ts:1: does not open by saying what it is"],
		);
	});

	it("find unfinished work, syntax that does not erase, and a test that runs alone", () => {
		expect(broken(finished, { "test/a.ts": `\n// TO${"DO"}: this` }).length).toBe(1);
		expect(broken(erasable, { "test/a.ts": "\nenum A { B }" })).toEqual(["test/a.ts:2: an enum"]);
		expect(broken(erasable, { "test/a.ts": "class A { @f b; }" }).length).toBe(1);
		const property = "class A { constructor(private b: number) {} }";
		expect(broken(erasable, { "test/a.ts": property }).length).toBe(1);
		expect(broken(together, { "test/a.ts": '\nit.only("a", f);' })).toEqual([
			"test/a.ts:2: it.only",
		]);
	});
});

describe("the project", () => {
	it("is there to be looked at", () => {
		expect(project.sources.length, "sources").toBeAtLeast(100);
		expect(project.sources).toContain("modules/uplink/core/step.ts");
	});

	it("names each TypeScript file of modules/ in one manifest, and preloads it by its exact name", () =>
		keeps(namedOnce));

	it("has a provider for every import of modules/ and of the libraries they use", () =>
		keeps(provided));

	it("loads hardware in hosts/ alone, and imports in its directions", () => keeps(directed));

	it("touches neither Node nor real time nor promises in modules/ and in the simulator", () =>
		keeps(withoutNode));

	it("has tests that run under XS as well, but for those in test/node/ and test/lab/", () =>
		keeps(portableTests));

	it("has no Node in the Linux host but in build, laboratory and bench", () =>
		keeps(linuxWithoutNode));

	it("computes in core and simulator as every engine does, and draws no chance of its own", () =>
		keeps(exactArithmetic));

	it("has no file over 320 lines", () => keeps(shortFiles));

	it("has no function over 60 lines", () => keeps(shortFunctions));

	it("says at the head of each file what it is", () => keeps(opened));

	it("leaves no unfinished work behind", () => keeps(finished));

	it("has only types to erase: no enum, no decorator, no parameter property", () =>
		keeps(erasable));

	it("has no test that runs alone or is left out", () => keeps(together));
});
