/**
 * What the Linux host's build asks of the machine: tools, each missing one named with its package, and
 * apt's sources, turned to source packages.
 */

import { sourcesOfList, sourcesOfStanzas } from "../../../../hosts/linux/build/apt.js";
import { checkTools, FETCH_TOOLS, TOOLS } from "../../../../hosts/linux/build/tools.js";
import { STANDARD, VARIANTS } from "../../../../hosts/linux/build/variants.js";
import { expect } from "../../../expect.js";

describe("the Linux host's build", () => {
	it("names the packages of all tools that are missing, in one line", () => {
		expect(() => checkTools(TOOLS, (command) => command === "flock")).toThrow(
			Error,
			"gcc, make not found: apt-get install gcc make",
		);
		expect(() => checkTools(FETCH_TOOLS, (command) => command !== "xz")).toThrow(
			Error,
			"xz not found: apt-get install xz-utils",
		);
		checkTools([...TOOLS, ...FETCH_TOOLS], () => true);
	});

	it("asks the machine's own package sources for source packages", () => {
		expect(
			sourcesOfList("deb https://host.example/debian stable main\n# deb x\ndeb-src y z w\n"),
		).toBe("deb-src https://host.example/debian stable main\n");
		expect(sourcesOfStanzas("Types: deb\nURIs: u\n\nTypes: deb deb-src\nURIs: v\n")).toBe(
			"Types: deb-src\nURIs: u\n\nTypes: deb-src\nURIs: v\n",
		);
	});

	it("builds what it knows how to, and names a package for each", () => {
		expect(STANDARD.every((name) => VARIANTS[name] !== undefined)).toBe(true);
		for (const [name, variant] of Object.entries(VARIANTS))
			expect(variant.package.length, name).toBeAtLeast(3);
	});
});
