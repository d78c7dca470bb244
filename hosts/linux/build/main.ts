/**
 * `npm run build:linux [-- --variant NAME]…`: the firmware's host for Linux, built with gcc from XS
 * (npm), lwIP and mbedTLS (Debian's source packages) and our own C. A second build does nothing.
 *
 *   tools ─▶ sources ─▶ map, natives, identifiers ─▶ make, a variant at a time
 *
 * Exit status: 0 built; 1 a compiler's error; 2 bad usage; 3 something is missing, which one line names.
 */

import { spawnSync } from "node:child_process";
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	writeFileSync,
} from "node:fs";
import { availableParallelism } from "node:os";
import { join, posix } from "node:path";
import { parseArgs } from "node:util";
import { identifiersC, identifiersH, identifiersOf, nativesC, nativesOf } from "./generate.js";
import type { Files } from "./manifests.js";
import { mappedModules, mapText } from "./modules.js";
import { Refusal } from "./refusal.js";
import { fetchSources } from "./sources.js";
import { canCompile, checkTools, TOOLS } from "./tools.js";
import { STANDARD, VARIANTS } from "./variants.js";

const OUT = "build/linux";
const GENERATED = `${OUT}/generated`;
const MANIFEST = "hosts/linux/manifest.json";
/** Where our own C lies. */
const C_FOLDERS: readonly string[] = ["hosts/linux", "modules"];

const USAGE = `usage: npm run build:linux -- [--variant NAME]… [--generate]

  --variant NAME  ${Object.keys(VARIANTS).join(", ")} (default ${STANDARD.join(" and ")}, as far as the compiler can)
  --generate      write the generated files and stop`;

const disk: Files = {
	read: (path) => (existsSync(path) ? readFileSync(path, "utf8") : undefined),
	list: (folder) => (existsSync(folder) ? readdirSync(folder).sort() : []),
};

/** Written only when it differs, so that make has nothing to do; and whole, for who reads meanwhile. */
function write(path: string, text: string): void {
	if (disk.read(path) === text) return;
	writeFileSync(`${path}.${process.pid}`, text);
	renameSync(`${path}.${process.pid}`, path);
}

function filesBelow(folder: string, pattern: RegExp): string[] {
	return readdirSync(folder, { recursive: true, encoding: "utf8" })
		.filter((path) => pattern.test(path))
		.map((path) => posix.join(folder, path))
		.sort();
}

function generate(): void {
	mkdirSync(GENERATED, { recursive: true });
	const modules = mappedModules(disk, MANIFEST);
	write(`${OUT}/modules.map`, mapText(modules, OUT));
	const typescript = modules.filter(({ source }) => source.endsWith(".ts"));
	const natives = nativesOf(
		new Map(typescript.map(({ source }) => [source, disk.read(source) ?? ""])),
	);
	const c = C_FOLDERS.flatMap((folder) => filesBelow(folder, /\.[ch]$/));
	const identifiers = identifiersOf(c.map((path) => disk.read(path) ?? ""));
	write(`${GENERATED}/natives.c`, nativesC(natives));
	write(`${GENERATED}/mc.xs.h`, identifiersH(identifiers));
	write(`${GENERATED}/identifiers.c`, identifiersC(identifiers));
}

/** Of the asked ones each must do; of the standard ones each that can. */
function variantsFor(asked: readonly string[]): string[] {
	for (const name of asked)
		if (!VARIANTS[name]) throw new Refusal(`--variant ${name}: unknown\n${USAGE}`, 2);
	const names = asked.length > 0 ? asked : STANDARD;
	return names.filter((name) => {
		const { flags = [], package: needed = "" } = VARIANTS[name] ?? {};
		if (existsSync(join(OUT, name, "uplink")) || canCompile(flags)) return true;
		const missing = `variant ${name}: the compiler cannot make it: apt-get install ${needed}`;
		if (asked.length > 0) throw new Refusal(missing);
		console.log(`skip    ${missing}`);
		return false;
	});
}

/** Under a lock of the variant's folder: two builds at once would write the same objects. */
function make(variant: string): void {
	const { flags = [], engine = [] } = VARIANTS[variant] ?? {};
	mkdirSync(`${OUT}/${variant}`, { recursive: true });
	const { status } = spawnSync(
		"flock",
		[
			...[`${OUT}/${variant}`, "make", "-s"],
			`-j${availableParallelism()}`,
			...["-f", "hosts/linux/Makefile", `OUT=${OUT}/${variant}`, `GENERATED=${GENERATED}`],
			`VARIANT_FLAGS=${flags.join(" ")}`,
			`ENGINE_FLAGS=${engine.join(" ")}`,
		],
		{ stdio: "inherit" },
	);
	if (status !== 0) throw new Refusal(`variant ${variant}: not built`, 1);
}

function main(): void {
	const options = {
		variant: { type: "string", multiple: true },
		generate: { type: "boolean" },
		help: { type: "boolean" },
	} as const;
	const { values } = parseArgs({ options });
	if (values.help) return console.log(USAGE);
	checkTools(TOOLS);
	generate();
	if (values.generate) return;
	const variants = variantsFor(values.variant ?? []);
	fetchSources();
	for (const variant of variants) make(variant);
}

try {
	main();
} catch (error) {
	const usage = (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
	if (!(error instanceof Refusal) && !usage) throw error;
	console.error(`build:linux: ${(error as Error).message}`);
	process.exitCode = error instanceof Refusal ? error.status : 2;
}
