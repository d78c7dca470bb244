/**
 * The laboratory's namespaces, held by one process: the keeper. It lives in a mount namespace of its
 * own (and in a user namespace, when an ordinary user asks), and the network namespaces have names
 * there and nowhere else. So no name can meet another laboratory's, and when the keeper has ended,
 * and with it what ran inside, the kernel takes everything away.
 *
 *   keeper: unshare ── tmpfs on /run ── /run/netns/{device, gateway1, gateway2, internet}
 *   anybody else: nsenter, and from there `ip netns exec SPACE`
 */

import { spawn } from "node:child_process";
import { logged, openLog } from "./logs.js";
import { isAlive, type Processes, type ProcessRecord } from "./processes.js";
import { SPACES, type Space } from "./world.js";

export const KEEPER = "keeper";

/**
 * `/run` is ours, so that no socket or lock of the machine's own is met, and names of namespaces are
 * nobody else's.
 */
const KEEP = "mount -t tmpfs tmpfs /run && mkdir /run/netns && echo ready && exec sleep infinity";

/** The kernel ends what runs under this with the process that started it. */
const TIED: readonly string[] = ["setpriv", "--pdeathsig", "KILL"];

const isRoot = () => process.getuid?.() === 0;

export class CommandError extends Error {
	override readonly name = "CommandError";
}

export class Namespaces {
	readonly #keeper: ProcessRecord;

	constructor(keeper: ProcessRecord) {
		this.#keeper = keeper;
	}

	/** Starts a keeper and makes the namespaces. An owned one ends with this process. */
	static async open(processes: Processes, directory: string, owned: boolean): Promise<Namespaces> {
		const unshare = ["unshare", ...(isRoot() ? [] : ["--user", "--map-root-user"])];
		const tied = owned ? TIED : [];
		const command = [...unshare, "--net", "--mount", ...tied, "sh", "-c", KEEP];
		const log = openLog(directory, KEEPER);
		const keeper = processes.start(KEEPER, command, { stdio: ["ignore", log, log], cwd: "/" });
		await logged(directory, KEEPER, /^ready$/m, () => !isAlive(keeper));
		const namespaces = new Namespaces(keeper);
		const names = SPACES.map((space) => `netns add ${space}`);
		await namespaces.run(undefined, ["ip", "-batch", "-"], names.join("\n"));
		for (const space of SPACES) await namespaces.ip(space, ["link set lo up"]);
		return namespaces;
	}

	/** The command line that runs a command in a space, or in the keeper's own. */
	inside(space: Space | undefined, command: readonly string[]): string[] {
		const { pid } = this.#keeper;
		const user = isRoot() ? [] : ["--user", "--preserve-credentials"];
		const enter = ["nsenter", "--target", String(pid), ...user, "--mount", "--net", "--"];
		return [...enter, ...(space ? ["ip", "netns", "exec", space] : []), ...command];
	}

	/** The same, for a process that is to end when we do, however we end. */
	attached(space: Space, command: readonly string[]): string[] {
		return this.inside(space, [...TIED, ...command]);
	}

	/** Runs a command to its end and answers with what it printed. */
	run(space: Space | undefined, command: readonly string[], input = ""): Promise<string> {
		const [file = "", ...values] = this.inside(space, command);
		return new Promise((resolve, reject) => {
			const child = spawn(file, values, { stdio: "pipe" });
			const said = { out: "", error: "" };
			child.stdout.setEncoding("utf8").on("data", (text: string) => {
				said.out += text;
			});
			child.stderr.setEncoding("utf8").on("data", (text: string) => {
				said.error += text;
			});
			child.on("error", reject);
			child.on("close", (status) => {
				const where = space ? `${space}: ` : "";
				if (status === 0) resolve(said.out);
				else reject(new CommandError(`${where}${command.join(" ")}: ${said.error.trim()}`));
			});
			// Who reads nothing of it may be gone before it is written.
			child.stdin.on("error", () => undefined);
			child.stdin.end(input);
		});
	}

	/** Several commands of `ip` in one space. */
	ip(space: Space, lines: readonly string[]): Promise<string> {
		return this.run(undefined, ["ip", "-n", space, "-batch", "-"], `${lines.join("\n")}\n`);
	}

	nft(space: Space, rules: string): Promise<string> {
		return this.run(space, ["nft", "-f", "-"], rules);
	}

	/** Every process inside, whoever started it. */
	async inhabitants(): Promise<number[]> {
		const found: number[] = [];
		for (const space of SPACES) {
			const text = await this.run(undefined, ["ip", "netns", "pids", space]).catch(() => "");
			found.push(...text.split("\n").filter(Boolean).map(Number));
		}
		return found;
	}
}
