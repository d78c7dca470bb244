/**
 * What runs on the device in `npm run test:xs`: it imports the suites that it was told to, runs them
 * on the page, and says each test's outcome on the debug line as soon as it is known, a line of JSON
 * that begins with a mark. What else stands there was said by the suites themselves.
 *
 *   config {suites, drawnDivisor} ─▶ globals ─▶ suite after suite: import, run ─▶ quit
 */

import config from "../../hosts/linux/io/config.js";
import Host from "../../hosts/linux/io/host.js";
import { Page } from "./page.js";
import { MARK, type Said, type Task } from "./said.js";

function say(said: Said): void {
	trace(`${MARK}${JSON.stringify(said)}\n`);
}

/** The error as engines write it, with its stack where there is one. */
function describeError(error: unknown): string {
	return error instanceof Error ? (error.stack ?? `${error}`) : `thrown: ${error}`;
}

async function runSuites({ suites, drawnDivisor }: Task): Promise<void> {
	const page = new Page();
	const { describe, it } = page;
	Object.assign(globalThis, { describe, it, drawnDivisor });
	for (const suite of suites) {
		const began = Host.now;
		await import(suite);
		await page.run(({ title, error, failed }) => {
			say({ suite, title, ...(failed && { error: describeError(error) }) });
		});
		Host.collect();
		const { slots, chunks, stackPeak, collections } = Host.figures();
		say({ suite, took: Host.now - began, slots, chunks, stackPeak, collections });
	}
	Host.quit(0);
}

await runSuites(config as unknown as Task);
