/**
 * The rules of the project's structure, each a function from files to what breaks it, in the words
 * `path:line: what is wrong`. An empty answer is a rule kept.
 *
 *   modules/ ◀── hosts/ ◀── test/          an arrow from who is imported to who may import
 *      └ uplink/core/ imports itself alone      tools/ imports nothing of these, and only tests import it
 */

import { posix } from "node:path";
import ts from "typescript";
import {
	closureOf,
	type Manifest,
	manifestPathOf,
	resolveSpecifier,
	specifiersOf,
} from "../../../hosts/linux/build/manifests.js";
import type { Files } from "./files.js";
import { enclosingName, foreignNames, importsOf, lineOf, nodesOf, parse } from "./syntax.js";

/** Every manifest that the demonstration application is built of. */
const ROOT = "manifest.json";

/** Types alone, which the core shares with the manager's face. */
const CORE_TYPES: readonly string[] = ["modules/uplink/api.ts"];

/** The parts of the simulator that live on Node: everything else of it knows virtual time alone. */
const LIVE = /^hosts\/sim\/(live\/|(behaviour|scenario|replay|soak)\/main\.ts$|soak\/worker\.ts$)/;

/** The parts of the Linux host that are programs of Node; the others run on the device. */
const LINUX_TOOLS = /^hosts\/linux\/(build|lab|bench)\//;

/** What a room of `modules/` may import of the others: anything, or types alone. */
const ROOMS: Readonly<Record<string, { any: readonly string[]; types: readonly string[] }>> = {
	uplink: { any: ["interfaces"], types: ["server", "lwip"] },
	interfaces: { any: [], types: ["uplink"] },
	server: { any: ["uplink"], types: ["lwip"] },
	imp: { any: ["uplink"], types: ["server"] },
	lwip: { any: [], types: ["uplink"] },
	firmware: { any: ["uplink", "server"], types: [] },
	typings: { any: [], types: [] },
};

const inModules = (path: string) => path.startsWith("modules/");
const isTyping = (path: string) => path.endsWith(".d.ts");
const inCore = (path: string) => path.startsWith("modules/uplink/core/");
const isVirtual = (path: string) => path.startsWith("hosts/sim/") && !LIVE.test(path);
const isLinuxDevice = (path: string) => path.startsWith("hosts/linux/") && !LINUX_TOOLS.test(path);
/** Hosts, and the programs that tests run on a built one. */
const onHardware = (path: string) => path.startsWith("hosts/") || path.startsWith("test/host/");
const isPortableTest = (path: string) =>
	path.startsWith("test/") &&
	!path.startsWith("test/node/") &&
	!path.startsWith("test/xs/") &&
	!path.startsWith("test/lab/") &&
	!path.startsWith("test/host/") &&
	(!path.startsWith("test/hosts/") || path.startsWith("test/hosts/sim/"));

function* each(files: Files, which: (path: string) => boolean) {
	for (const path of files.sources)
		if (which(path)) yield { path, source: parse(path, files.read(path) ?? "") };
}

/** The file that a relative import means under tsc and Node, whose names end in `.js`. */
function fileOf(files: Files, importer: string, specifier: string): string | undefined {
	const base = posix.join(posix.dirname(importer), specifier).replace(/\.js$/, "");
	return [`${base}.ts`, `${base}.js`, `${base}.d.ts`].find(
		(path) => files.read(path) !== undefined,
	);
}

/** Each TypeScript file of `modules/` has one mapping and one entry in `preload`, by its exact name. */
export function namedOnce(files: Files): string[] {
	const manifests = closureOf(files, ROOT);
	const specifiers = specifiersOf(manifests);
	const preload = manifests.flatMap((manifest) => manifest.preload);
	const found: string[] = [];
	for (const { path, empty } of manifests)
		for (const mapping of empty) found.push(`${path}: ${mapping}: no such file`);
	for (const entry of preload) {
		if (entry.includes("*")) found.push(`manifests: preload "${entry}" misses TypeScript files`);
		else if (![...specifiers.values()].flat().includes(entry))
			found.push(`manifests: preload "${entry}" names no module`);
	}
	for (const path of files.sources.filter((file) => inModules(file) && !isTyping(file))) {
		const names = specifiers.get(path) ?? [];
		const preloads = preload.filter((entry) => names.includes(entry));
		if (names.length !== 1) found.push(`${path}:1: mapped ${names.length} times`);
		else if (preloads.length !== 1) found.push(`${path}:1: preloaded ${preloads.length} times`);
	}
	return found;
}

/** What a module of a manifest needs, also of a library, its manifest or one it includes has. */
function unprovided(files: Files, path: string, manifests: readonly Manifest[]): string[] {
	const specifiers = specifiersOf(manifests);
	const [own] = specifiers.get(path) ?? [];
	const preload = manifests.flatMap((manifest) => manifest.preload);
	if (own === undefined) return [`${path}:1: not mapped by the manifest of its folder`];
	return importsOf(parse(path, files.read(path) ?? ""))
		.filter(({ typeOnly }) => !typeOnly)
		.flatMap(({ specifier, line }) => {
			const wanted = resolveSpecifier(own, specifier);
			const provider = [...specifiers].find(([, names]) => names.includes(wanted));
			if (!provider) return [`${path}:${line}: "${specifier}" has no provider`];
			const meant = specifier.startsWith(".") ? fileOf(files, path, specifier) : provider[0];
			if (provider[0] !== meant)
				return [`${path}:${line}: "${specifier}" is ${meant} to tsc and ${provider[0]} to XS`];
			return preload.includes(wanted) ? [] : [`${path}:${line}: "${wanted}" is not preloaded`];
		});
}

/** Each import in `modules/`, and in the libraries that its manifests name, has a provider. */
export function provided(files: Files): string[] {
	const found: string[] = [];
	const closures = new Map<string, Manifest[]>();
	const closure = (path: string): Manifest[] => {
		const manifests = closures.get(path) ?? closureOf(files, path);
		closures.set(path, manifests);
		return manifests;
	};
	for (const { path, source } of each(files, inModules)) {
		for (const { specifier, typeOnly, line } of importsOf(source))
			if (typeOnly && specifier.startsWith(".") && !fileOf(files, path, specifier))
				found.push(`${path}:${line}: "${specifier}" has no provider`);
		if (!isTyping(path))
			found.push(...unprovided(files, path, closure(manifestPathOf(files, path))));
	}
	for (const { path, modules } of closure(ROOT))
		for (const library of [...modules.values()].flat().filter((file) => file.endsWith(".js")))
			found.push(...unprovided(files, library, closure(path)));
	return found;
}

/** Only `hosts/` loads hardware; nobody below imports anybody above; the core imports itself. */
export function directed(files: Files): string[] {
	const found: string[] = [];
	for (const { path, source } of each(files, () => true))
		for (const { specifier, typeOnly, line } of importsOf(source)) {
			const wrong = judgeDirection(path, specifier, typeOnly);
			if (wrong) found.push(`${path}:${line}: "${specifier}" ${wrong}`);
		}
	return found;
}

function judgeDirection(path: string, specifier: string, typeOnly: boolean): string | undefined {
	if (specifier.startsWith("embedded:"))
		return typeOnly || onHardware(path) ? undefined : "is loaded outside hosts/";
	if (!specifier.startsWith(".")) return inCore(path) ? "comes from outside the core" : undefined;
	const target = posix.join(posix.dirname(path), specifier).replace(/\.js$/, ".ts");
	if (!specifier.endsWith(".js")) return "does not end in .js";
	if (!/^(modules|hosts|tools|test)\//.test(target)) return "leads out of the project";
	if (inModules(path) && !inModules(target)) return "leads out of modules/";
	if (target.startsWith("test/") && !path.startsWith("test/")) return "is a test";
	if (path.startsWith("tools/") && !target.startsWith("tools/")) return "leads out of tools/";
	if (target.startsWith("tools/") && !/^(tools|test)\//.test(path)) return "is a tool";
	if (entersRoom(path, target, typeOnly)) return "is of a room that this one does not know";
	const allowed = inCore(target) || (typeOnly && CORE_TYPES.includes(target));
	return inCore(path) && !allowed ? "comes from outside the core" : undefined;
}

/** From one room of `modules/` into another that is not its to enter. */
function entersRoom(path: string, target: string, typeOnly: boolean): boolean {
	const [from, to] = [path, target].map((file) => /^modules\/(\w+)\//.exec(file)?.[1]);
	if (from === undefined || to === undefined || from === to) return false;
	const { any, types } = ROOMS[from] ?? { any: [], types: [] };
	return !any.includes(to) && !(typeOnly && types.includes(to));
}

/** Names that mean real time, chance, an engine's own machinery, or Node. */
const NODE: readonly string[] = [
	..."process Buffer console require module exports __dirname __filename global globalThis".split(
		" ",
	),
	..."setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate".split(" "),
	..."queueMicrotask Date performance Promise NodeJS fetch structuredClone".split(" "),
];
/** Globals of the web that XS does not have. */
const WEB: readonly string[] = "TextEncoder TextDecoder URL crypto Intl AbortController".split(" ");

function foreign(source: ts.SourceFile, names: readonly string[], path: string): string[] {
	return foreignNames(source)
		.filter((node) => names.includes(node.text))
		.filter((node) => !promisesFlush(path, node))
		.map((node) => `${path}:${lineOf(source, node.getStart())}: uses ${node.text}`);
}

/** impOS's flush blocks; ours promises, and nothing else of the façade does. */
function promisesFlush(path: string, node: ts.Identifier): boolean {
	return (
		path.startsWith("modules/imp/") && node.text === "Promise" && enclosingName(node) === "flush"
	);
}

function waits(source: ts.SourceFile, path: string): string[] {
	return nodesOf(source)
		.filter((node) => node.kind === ts.SyntaxKind.AsyncKeyword || ts.isAwaitExpression(node))
		.map((node) => `${path}:${lineOf(source, node.getStart())}: uses async or await`);
}

/** Packages that run under XS as well: the firmware's own dependencies. */
const PORTABLE_PACKAGES = /^(u8-mqtt-packet|@noble\/ciphers)\//;

function strangers(source: ts.SourceFile, path: string): string[] {
	return importsOf(source)
		.filter(({ specifier }) => !specifier.startsWith(".") && !PORTABLE_PACKAGES.test(specifier))
		.filter(({ specifier, typeOnly }) => !(typeOnly && !specifier.startsWith("node:")))
		.map(({ specifier, line }) => `${path}:${line}: imports "${specifier}"`);
}

/** Nothing of `modules/` nor of the simulator's virtual part touches Node, real time or promises. */
export function withoutNode(files: Files): string[] {
	const found: string[] = [];
	for (const { path, source } of each(files, (file) => inModules(file) || isVirtual(file))) {
		found.push(
			...foreign(source, [...NODE, ...WEB], path),
			...waits(source, path),
			...strangers(source, path),
		);
		for (const { specifier, line } of importsOf(source)) {
			const target = posix.join(posix.dirname(path), specifier).replace(/\.js$/, ".ts");
			if (isVirtual(path) && LIVE.test(target))
				found.push(`${path}:${line}: imports "${specifier}"`);
		}
	}
	return found;
}

/** What runs on the device of the Linux host has neither Node nor the parts of the host that do. */
export function linuxWithoutNode(files: Files): string[] {
	const found: string[] = [];
	for (const { path, source } of each(files, isLinuxDevice)) {
		found.push(...foreign(source, [...NODE, ...WEB], path), ...waits(source, path));
		for (const { specifier, line } of importsOf(source)) {
			const target = posix.join(posix.dirname(path), specifier).replace(/\.js$/, ".ts");
			if (specifier.startsWith("node:") || LINUX_TOOLS.test(target))
				found.push(`${path}:${line}: imports "${specifier}"`);
		}
	}
	return found;
}

/** Tests outside those folders run under XS too: they may await a promise, and nothing else of these. */
export function portableTests(files: Files): string[] {
	const names = NODE.filter((name) => name !== "Promise");
	const found: string[] = [];
	for (const { path, source } of each(files, isPortableTest)) {
		found.push(...foreign(source, names, path), ...strangers(source, path));
		for (const { specifier, line } of importsOf(source)) {
			const target = posix.join(posix.dirname(path), specifier).replace(/\.js$/, ".ts");
			if (LIVE.test(target) || target.startsWith("test/node/"))
				found.push(`${path}:${line}: imports "${specifier}"`);
		}
	}
	return found;
}

/** Functions of `Math` that every engine computes alike, to the bit. */
const EXACT: readonly string[] = ["floor", "min", "max", "imul", "abs"];

/** Presentation computes with fractions; what decides does not. */
const DRAWN = /^hosts\/sim\/scenario\/svg(\/|\.ts$)/;

/** The core and the simulator compute with integers, `+ − × ÷`, and `Math` as far as it is exact. */
export function exactArithmetic(files: Files): string[] {
	const found: string[] = [];
	for (const { path, source } of each(files, (file) => inModules(file) || isVirtual(file)))
		for (const node of nodesOf(source)) {
			const wrong = judgeArithmetic(node, inCore(path) || (isVirtual(path) && !DRAWN.test(path)));
			if (wrong) found.push(`${path}:${lineOf(source, node.getStart())}: ${wrong}`);
		}
	return found;
}

function judgeArithmetic(node: ts.Node, strict: boolean): string | undefined {
	if (ts.isPropertyAccessExpression(node) && node.expression.getText() === "Math") {
		const { text } = node.name;
		return text === "random" || (strict && !EXACT.includes(text)) ? `uses Math.${text}` : undefined;
	}
	if (!strict) return undefined;
	if (ts.isNumericLiteral(node) && !Number.isInteger(Number(node.text)))
		return `${node.text} is no integer`;
	return node.kind === ts.SyntaxKind.AsteriskAsteriskToken ? "uses **" : undefined;
}
