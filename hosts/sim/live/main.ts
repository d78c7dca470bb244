/**
 * `npm start`: a simulated board in real time, on a terminal or as a demonstration. Ends only what
 * it started, however it is left.
 *
 *   exit 0  quit, or the demonstration found everything
 *        1  the demonstration missed something, or the program failed
 *        2  the command line was wrong
 *        129, 130, 143  hung up, interrupted, terminated
 *        141  nobody reads what is printed
 */

import { Board } from "../board.js";
import { type Asked, parseArguments, USAGE } from "./arguments.js";
import { DEMO_POLICY, Demo } from "./demo.js";
import { LiveBoard } from "./live.js";
import { Terminal } from "./terminal.js";

const FITTED = ["eth0", "wl0", "cell0"];

/** A shell's code for SIGPIPE, which Node turns into an error of the stream. */
const UNREAD = 141;

/** By signal: what a shell expects to see. */
const SIGNALS = Object.freeze({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const);

async function demonstrate(live: LiveBoard): Promise<number> {
	const demo = new Demo(live, (line) => console.log(line));
	const missing = await demo.run();
	if (missing.length === 0) console.log(`complete: ${demo.summary}`);
	for (const what of missing) console.log(`missing: ${what}`);
	return missing.length === 0 ? 0 : 1;
}

function openTerminal(live: LiveBoard): Terminal {
	const { NO_COLOR } = process.env;
	const colour = NO_COLOR === undefined || NO_COLOR === "";
	return new Terminal(live, { input: process.stdin, output: process.stdout, colour });
}

async function show(live: LiveBoard, terminal: Terminal): Promise<number> {
	terminal.open();
	live.start();
	await live.quitted;
	return 0;
}

/**
 * Rejects or resolves with an exit code at the first signal or error that nobody caught; `forget`
 * stops listening.
 */
function interruption(): { code: Promise<number>; forget: () => void } {
	const forgets: (() => void)[] = [];
	const code = new Promise<number>((resolve, reject) => {
		for (const [signal, exit] of Object.entries(SIGNALS)) {
			const listener = () => resolve(exit);
			process.on(signal, listener);
			forgets.push(() => process.off(signal, listener));
		}
		// For good: what is printed after it must not throw either.
		process.stdout.on("error", () => resolve(UNREAD));
		process.on("uncaughtException", reject);
		forgets.push(() => process.off("uncaughtException", reject));
	});
	const forget = () => {
		for (const each of forgets) each();
	};
	return { code, forget };
}

async function run({ demo, broken, speed }: Asked): Promise<number> {
	const live = await LiveBoard.open({
		broken,
		speed,
		createBoard: (network) =>
			new Board(
				{ fitted: FITTED, seed: 1, policy: demo ? DEMO_POLICY : { preset: "native" } },
				{ network },
			),
	});
	const terminal = openTerminal(live);
	const { code, forget } = interruption();
	try {
		return await Promise.race([demo ? demonstrate(live) : show(live, terminal), code]);
	} finally {
		forget();
		terminal.close();
		await live.close();
	}
}

async function main(values: readonly string[]): Promise<number> {
	let asked: Asked;
	try {
		asked = parseArguments(values);
	} catch (error) {
		console.error(`${(error as Error).message}\n\n${USAGE}`);
		return 2;
	}
	if (asked.help) {
		console.log(USAGE);
		return 0;
	}
	const terminal = process.stdin.isTTY && process.stdout.isTTY;
	return run({ ...asked, demo: asked.demo || !terminal });
}

process.exitCode = await main(process.argv.slice(2));
