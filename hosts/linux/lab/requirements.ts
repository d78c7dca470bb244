/**
 * What the laboratory needs of the machine: packages, and either root or user namespaces. What is
 * missing is told in one line that says the one thing to do.
 */

import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** A program, and the Debian package that brings it. */
const PROGRAMS: Readonly<Record<string, string>> = Object.freeze({
	ip: "iproute2",
	tc: "iproute2",
	nft: "nftables",
	dnsmasq: "dnsmasq-base",
	mosquitto: "mosquitto",
	mosquitto_sub: "mosquitto-clients",
	openssl: "openssl",
	conntrack: "conntrack",
	ethtool: "ethtool",
	sysctl: "procps",
	unshare: "util-linux",
	nsenter: "util-linux",
	setpriv: "util-linux",
});

/** Where an ordinary user's PATH often does not lead. */
const MORE: readonly string[] = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

export interface Machine {
	has(program: string): boolean;
	root: boolean;
	/** May this user make namespaces? */
	namespaces(): boolean;
}

function path(): string[] {
	const { PATH = "" } = process.env;
	return PATH.split(delimiter);
}

/** So that programs in `sbin` are found, by us and by what we start. */
export function widenPath(): void {
	const parts = path();
	const wide = [...parts, ...MORE.filter((each) => !parts.includes(each))];
	Object.assign(process.env, { PATH: wide.join(delimiter) });
}

function hasProgram(program: string): boolean {
	return path().some((directory) => {
		try {
			accessSync(join(directory, program), constants.X_OK);
			return true;
		} catch {
			return false;
		}
	});
}

const root = process.getuid?.() === 0;

/** This machine. */
export const machine: Machine = {
	has: hasProgram,
	root,
	namespaces() {
		const user = root ? [] : ["--user", "--map-root-user"];
		const mounts = ["sh", "-c", "mount -t tmpfs tmpfs /run"];
		return spawnSync("unshare", [...user, "--net", "--mount", ...mounts]).status === 0;
	},
};

/** What to do before a laboratory can be, in one line; undefined when it can. */
export function missing({ has, root: isRoot, namespaces }: Machine = machine): string | undefined {
	const packages = new Set(
		Object.entries(PROGRAMS)
			.filter(([program]) => !has(program))
			.map(([, name]) => name),
	);
	if (packages.size > 0)
		return `packages are missing: apt-get install --no-install-recommends ${[...packages].join(" ")}`;
	if (namespaces()) return undefined;
	return isRoot
		? "this machine lets not even root make network namespaces: run it where CAP_SYS_ADMIN is had"
		: "this user may not make namespaces: run it as root, or sysctl -w kernel.unprivileged_userns_clone=1 (Ubuntu: kernel.apparmor_restrict_unprivileged_userns=0)";
}
