/**
 * The firmware's control socket, by which the laboratory plays what no kernel can: the access point,
 * and ESP-IDF's habits. A line is asked, a line is the answer.
 */

import { connect } from "node:net";

/** How long the firmware may take to answer. */
const ANSWER_MAX = 2000;

export class ControlError extends Error {
	override readonly name = "ControlError";
}

/** Asks the socket at `path` one line, and resolves with the line it answers; else rejects with a `ControlError`. */
export function sendControl(path: string, line: string): Promise<string> {
	return new Promise((resolve, reject) => {
		const fail = (why: string) => reject(new ControlError(`control: ${line}: ${why}`));
		const socket = connect(path);
		let said = "";
		socket.setEncoding("utf8").setTimeout(ANSWER_MAX);
		socket.on("connect", () => socket.write(`${line}\n`));
		socket.on("timeout", () => {
			fail("no answer");
			socket.destroy();
		});
		socket.on("error", (error) => fail(error.message));
		socket.on("close", () => fail("closed without an answer"));
		socket.on("data", (text: string) => {
			said += text;
			const end = said.indexOf("\n");
			if (end < 0) return;
			const answer = said.slice(0, end);
			if (answer.startsWith("error")) fail(answer);
			else resolve(answer);
			socket.destroy();
		});
	});
}
