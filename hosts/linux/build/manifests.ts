/**
 * The Moddable SDK's manifests, read as mcconfig reads them (tools/mcmanifest.js): `modules` maps
 * specifiers to files, `*` standing for every name in one folder; `include` adds other manifests,
 * each once; `preload` names modules. What begins with a variable is the SDK's, and not ours to see.
 */

import { posix } from "node:path";

/** The files that manifests name, on disk or in memory. */
export interface Files {
	/** Undefined when there is no such file. */
	read(path: string): string | undefined;
	/** The names in a folder; none when there is no such folder. */
	list(folder: string): string[];
}

export interface Manifest {
	path: string;
	/** Paths of our own manifests. */
	includes: string[];
	/** Specifier → the files mapped to it. More than one of a kind is a mistake. */
	modules: Map<string, string[]>;
	preload: string[];
	/** Mappings that found no file. */
	empty: string[];
}

const MODULE = /(\.d\.ts|\.ts|\.js)$/;

function listOf(value: unknown): string[] {
	if (value === undefined) return [];
	return (Array.isArray(value) ? value : [value]) as string[];
}

/** The files one mapping names: `./*`, `./name` or `./name.js`. */
function filesOf(files: Files, source: string): { name: string; path: string }[] {
	const folder = posix.dirname(source);
	const wanted = posix.basename(source);
	return files
		.list(folder)
		.filter((file) => MODULE.test(file))
		.map((file) => ({ name: file.replace(MODULE, ""), path: posix.join(folder, file) }))
		.filter(({ name, path }) =>
			wanted === "*" ? true : name === wanted || posix.basename(path) === wanted,
		);
}

export function readManifest(files: Files, path: string): Manifest {
	const text = files.read(path);
	if (text === undefined) throw new Error(`${path}: no such manifest`);
	const folder = posix.dirname(path);
	const json = JSON.parse(text);
	const ours = (source: string) => !source.startsWith("$(");
	const manifest: Manifest = {
		path,
		includes: listOf(json.include)
			.filter(ours)
			.map((source) => posix.join(folder, source)),
		modules: new Map(),
		preload: listOf(json.preload),
		empty: [],
	};
	for (const [target, value] of Object.entries(json.modules ?? {}))
		for (const source of listOf(value).filter(ours)) {
			const found = filesOf(files, posix.join(folder, source));
			if (found.length === 0) manifest.empty.push(`${target}: ${source}`);
			for (const { name, path: file } of found) {
				const specifier = target.replace("*", name);
				manifest.modules.set(specifier, [...(manifest.modules.get(specifier) ?? []), file]);
			}
		}
	return manifest;
}

/** A manifest and all it includes, each once. */
export function closureOf(files: Files, path: string): Manifest[] {
	const manifests: Manifest[] = [];
	const add = (at: string): void => {
		if (manifests.some((manifest) => manifest.path === at)) return;
		const manifest = readManifest(files, at);
		manifests.push(manifest);
		for (const include of manifest.includes) add(include);
	};
	add(path);
	return manifests;
}

/** The manifest nearest to a file, from its own folder up. */
export function manifestPathOf(files: Files, path: string): string {
	let folder = posix.dirname(path);
	while (folder !== "." && files.read(posix.join(folder, "manifest.json")) === undefined)
		folder = posix.dirname(folder);
	return posix.join(folder, "manifest.json");
}

/** Specifiers by file, of what XS loads: typings are the compiler's alone. */
export function specifiersOf(manifests: readonly Manifest[]): Map<string, string[]> {
	const specifiers = new Map<string, string[]>();
	for (const { modules } of manifests)
		for (const [specifier, paths] of modules)
			for (const path of paths.filter((file) => !file.endsWith(".d.ts")))
				specifiers.set(path, [...(specifiers.get(path) ?? []), specifier]);
	return specifiers;
}

/** The module an import asks for, as XS finds it (xsHosts.c, fxFindModule). */
export function resolveSpecifier(importer: string, specifier: string): string {
	const name = specifier.replace(/\.m?js$/, "");
	return name.startsWith(".") ? posix.join(posix.dirname(importer), name) : name;
}
