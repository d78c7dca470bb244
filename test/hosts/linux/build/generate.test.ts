/**
 * What the Linux host's build writes from the sources: the table of natives, the identifiers, and the
 * module map.
 */

import {
	identifiersC,
	identifiersH,
	identifiersOf,
	nativesC,
	nativesOf,
} from "../../../../hosts/linux/build/generate.js";
import { compiledOf, mappedModules, mapText } from "../../../../hosts/linux/build/modules.js";
import { expect } from "../../../expect.js";
import { filesInMemory } from "../../../node/support/files.js";

describe("the Linux host's table of natives", () => {
	const of = (text: string) => nativesOf(new Map([["a.ts", text]]));

	it("has each C function that TypeScript names, once and in order, and destructors apart", () => {
		const found = of(
			'class B extends Native("xs_b_destructor") { b() { return native("xs_b").call(this); } }\n' +
				'native("xs_a").call(0); native( "xs_b" ).call(0);\n// native("xs_none")\n/* Native(x) */',
		);
		expect(found).toEqual({ callbacks: ["xs_a", "xs_b"], destructors: ["xs_b_destructor"] });
		const text = nativesC(found);
		expect(text).toContain("extern void xs_a(xsMachine *the);");
		expect(text).toContain("extern void xs_b_destructor(void *data);");
		expect(text).toContain('\t{ "xs_a", xs_a },\n\t{ "xs_b", xs_b },\n');
		expect(text).toContain("gNativeFunctionCount = 2;");
	});

	it("refuses a name that is not one literal, since XS's compiler takes no other", () => {
		expect(() => of("const f = native(name);")).toThrow(Error, "a.ts: native(");
		expect(() => of('Native("a" + b)')).toThrow(Error, "one literal");
		expect(of("")).toEqual({ callbacks: [], destructors: [] });
	});
});

describe("the Linux host's identifiers", () => {
	it("are those that C names, resolved by their own names", () => {
		const names = identifiersOf(["xsID_port xsID_address", "(xsID_port)"]);
		expect(names).toEqual(["address", "port"]);
		expect(identifiersH(names)).toContain("#define xsID_port (gIdentifiers[1])");
		expect(identifiersC(names)).toContain('gIdentifiers[1] = xsID("port");');
	});
});

describe("the Linux host's module map", () => {
	const files = filesInMemory({
		"hosts/linux/manifest.json":
			'{"include": "../../modules/manifest.json", "modules": {"main": "./main"}}',
		"hosts/linux/main.ts": "",
		"modules/manifest.json":
			'{"modules": {"a/*": "./a/*", "lib/b": "../node_modules/lib/b.js"}, "preload": ["a/one", "lib/b"]}',
		"modules/a/one.ts": "",
		"modules/a/only.d.ts": "",
		"node_modules/lib/b.js": "",
	});

	it("names what tsc wrote for each module, what is preloaded, and where to begin", () => {
		const modules = mappedModules(files, "hosts/linux/manifest.json");
		expect(mapText(modules, "build/linux").split("\n")).toEqual([
			"module\tmain\t../hosts/linux/main.js",
			"module\ta/one\t../modules/a/one.js",
			"module\tlib/b\t../../node_modules/lib/b.js",
			"preload\ta/one",
			"preload\tlib/b",
			"main\tmain",
			"",
		]);
		expect(compiledOf("modules/a/one.ts")).toBe("build/modules/a/one.js");
	});

	it("refuses to preload what nobody maps", () => {
		const broken = filesInMemory({ "manifest.json": '{"preload": ["a"]}' });
		expect(() => mappedModules(broken, "manifest.json")).toThrow(Error, 'preload "a"');
	});
});
