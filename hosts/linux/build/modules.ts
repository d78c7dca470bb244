/**
 * The module map: the manifests' specifiers and the compiled files they mean on this host.
 *
 *   modules/uplink/core/walk.ts ─tsc─▶ build/modules/uplink/core/walk.js
 *   manifests ─▶ module uplink/core/walk ⇥ that file, preload uplink/core/walk, main
 */

import { posix } from "node:path";
import { closureOf, type Files, specifiersOf } from "./manifests.js";

export interface MappedModule {
	specifier: string;
	/** As it stands in the repository. */
	source: string;
	preloaded: boolean;
}

/** The module that a program begins with, by the SDK's name. */
const MAIN = "main";

/** All modules of a manifest and what it includes, each once; typings are the compiler's alone. */
export function mappedModules(files: Files, manifest: string): MappedModule[] {
	const manifests = closureOf(files, manifest);
	const preload = new Set(manifests.flatMap((one) => one.preload));
	const modules: MappedModule[] = [];
	for (const [source, names] of specifiersOf(manifests))
		for (const specifier of new Set(names))
			modules.push({ specifier, source, preloaded: preload.has(specifier) });
	const known = new Set(modules.map(({ specifier }) => specifier));
	const unknown = [...preload].find((specifier) => !known.has(specifier));
	if (unknown !== undefined) throw new Error(`${manifest}: preload "${unknown}": no such module`);
	return modules;
}

/** Where the file that runs lies: what tsc wrote, or a library as it came. */
export function compiledOf(source: string): string {
	return source.endsWith(".ts") ? posix.join("build", source.replace(/\.ts$/, ".js")) : source;
}

/** The map's text, for a map that lies in `folder`. */
export function mapText(modules: readonly MappedModule[], folder: string): string {
	const lines = modules.map(
		({ specifier, source }) =>
			`module\t${specifier}\t${posix.relative(folder, compiledOf(source))}`,
	);
	for (const { specifier, preloaded } of modules)
		if (preloaded) lines.push(`preload\t${specifier}`);
	if (modules.some(({ specifier }) => specifier === MAIN)) lines.push(`main\t${MAIN}`);
	return `${lines.join("\n")}\n`;
}
