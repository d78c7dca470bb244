/**
 * The console of a test's own program, on the device: what is typed is done a line at a time, and what
 * came of it is said on the debug line, which `TestDevice.did` waits for.
 *
 *   "hold wifi\n" ──▶ commands.hold("wifi") ──▶ "did hold wifi" │ "RangeError: …"
 */

import DebugLine from "../../../hosts/linux/io/debug-line.js";

/** By name; the words after it are its arguments. A name that is not there does nothing. */
export type Commands = Readonly<Record<string, (...words: string[]) => void>>;

export const say = (text: string) => trace(`${text}\n`);

function obey(commands: Commands, line: string): void {
	const [command = "", ...words] = line.split(" ");
	try {
		commands[command]?.(...words);
		say(`did ${line}`);
	} catch (error) {
		say(`${(error as Error).name}: ${(error as Error).message}`);
	}
}

/** Obeys from now on, and says that the program is ready. */
export function listen(commands: Commands): void {
	let text = "";
	new DebugLine({
		onText(more) {
			text += more;
			for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
				const line = text.slice(0, end);
				text = text.slice(end + 1);
				obey(commands, line);
			}
		},
	});
	say("ready");
}
