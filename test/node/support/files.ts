/**
 * The files that the structure's rules look at: the repository on disk, or a few lines in memory for
 * the rules' own tests. Paths are relative to the repository, with `/`.
 */

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";

export interface Files {
	/** Undefined when there is no such file. */
	read(path: string): string | undefined;
	/** The names in a folder, sorted; none when there is no such folder. */
	list(folder: string): string[];
	/** The TypeScript files the project wrote, in order of their paths. */
	readonly sources: readonly string[];
}

/** Where the project's own TypeScript lies. */
const FOLDERS = ["modules", "hosts", "test"];

function below(files: Pick<Files, "list">, folder: string): string[] {
	return files.list(folder).flatMap((name) => {
		const path = posix.join(folder, name);
		return name.includes(".") ? [path] : [path, ...below(files, path)];
	});
}

function withSources(files: Omit<Files, "sources">): Files {
	const all = FOLDERS.flatMap((folder) => below(files, folder));
	return { ...files, sources: all.filter((path) => path.endsWith(".ts")) };
}

export function filesOnDisk(root: string): Files {
	return withSources({
		read(path) {
			const full = join(root, path);
			return existsSync(full) ? readFileSync(full, "utf8") : undefined;
		},
		list(folder) {
			const full = join(root, folder);
			return statSync(full, { throwIfNoEntry: false })?.isDirectory()
				? readdirSync(full).sort()
				: [];
		},
	});
}

export function filesInMemory(texts: Readonly<Record<string, string>>): Files {
	const paths = Object.keys(texts).sort();
	return withSources({
		read: (path) => texts[path],
		list(folder) {
			const inside = paths.filter((path) => path.startsWith(`${folder}/`));
			const names = inside.map((path) => path.slice(folder.length + 1).split("/")[0] as string);
			return [...new Set(names)];
		},
	});
}
