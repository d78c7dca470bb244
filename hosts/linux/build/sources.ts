/**
 * Libraries that npm does not have, as Debian's source packages: fetched through the machine's own
 * package sources, checked against a checksum, unpacked with those of Debian's patches that we name,
 * under `build/linux/sources`. Needs no root, and nothing outside that folder is written.
 *
 *   table ─▶ unpacked? done ─▶ apt (private lists) ─▶ checksum ─▶ unpack, patch ─▶ rename into place
 */

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { Apt } from "./apt.js";
import { Refusal } from "./refusal.js";
import { checkTools, FETCH_TOOLS } from "./tools.js";

export interface Source {
	/** Of Debian's source package. */
	name: string;
	version: string;
	/** The original tarball, and its SHA-256. */
	tarball: string;
	sha256: string;
	/** The folder inside the tarball. */
	folder: string;
	/** Names of Debian's patches to apply, in order. */
	patches: readonly string[];
}

export const SOURCES: readonly Source[] = [
	{
		name: "lwip",
		version: "2.1.3+dfsg1-2",
		tarball: "lwip_2.1.3+dfsg1.orig.tar.xz",
		sha256: "0a8276d09fc4e97bbba2f953d74af2388fc2195ea156be9d7589e297a68fde24",
		folder: "lwip-2.1.3",
		patches: ["CVE-2020-8597"],
	},
	{
		name: "mbedtls",
		version: "2.28.3-1",
		tarball: "mbedtls_2.28.3.orig.tar.gz",
		sha256: "3b4953aa55a681e084d31892d9904cc5328d6b4958ea57b90ae4b4f94ae69a8d",
		folder: "Mbed-TLS-mbedtls-8f97ca5",
		patches: [],
	},
];

const ROOT = "build/linux/sources";

/** Where a source lies once it is there: the name its sources.mk uses. */
export function folderOf(source: Source): string {
	return join(ROOT, source.folder);
}

function checksum(path: string): string {
	return createHash("sha256").update(readFileSync(path)).digest("hex");
}

function tar(archive: string, into: string, ...more: string[]): void {
	execFileSync("tar", ["xf", archive, "-C", into, ...more], {
		stdio: ["ignore", "ignore", "inherit"],
	});
}

/** Unpacked and patched beside its place, then renamed: what is there is whole. */
function unpack(source: Source, work: string): void {
	const archive = join(work, source.tarball);
	if (!existsSync(archive)) throw new Refusal(`${source.name}: apt gave no ${source.tarball}`);
	const sum = checksum(archive);
	if (sum !== source.sha256)
		throw new Refusal(`${source.tarball}: SHA-256 is ${sum}, expected ${source.sha256}`);
	const debian = readdirSync(work).find((file) => /\.debian\.tar\./.test(file));
	if (source.patches.length > 0 && debian === undefined)
		throw new Refusal(`${source.name}: apt gave no patches`);
	tar(archive, work);
	if (debian !== undefined) tar(join(work, debian), work);
	const folder = join(work, source.folder);
	for (const patch of source.patches)
		execFileSync(
			"patch",
			["-p1", "-s", "-d", folder, "-i", resolve(work, "debian/patches", patch)],
			{
				stdio: "inherit",
			},
		);
	renameSync(folder, folderOf(source));
}

/** Fetches and unpacks what is not there yet. Throws a `Refusal` for what the user can mend. */
export function fetchSources(sources: readonly Source[] = SOURCES): void {
	const missing = sources.filter((source) => !existsSync(folderOf(source)));
	if (missing.length === 0) return;
	checkTools(FETCH_TOOLS);
	mkdirSync(ROOT, { recursive: true });
	const apt = new Apt(resolve(ROOT, "apt"));
	apt.update();
	for (const source of missing) {
		console.log(`fetch   ${source.name} ${source.version}`);
		const work = resolve(ROOT, `${source.name}.part`);
		rmSync(work, { recursive: true, force: true });
		mkdirSync(work);
		apt.source(source.name, source.version, work);
		unpack(source, work);
		rmSync(work, { recursive: true });
	}
	apt.remove();
}
