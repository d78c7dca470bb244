/**
 * The small services of the laboratory that no package brings, each a process in its namespace:
 *
 *   node services.js time       SNTP at time.example
 *   node services.js reference  HTTP at reference.example, and what peers ask to know they are online
 *   node services.js portal     at a gateway: every page is the portal's
 *
 * Each says `ready` when it listens.
 */

import { createSocket } from "node:dgram";
import { createServer, type ServerResponse } from "node:http";
import { REFERENCE, TIME } from "./world.js";

/** NTP counts from 1900 (RFC 5905 §6). */
const EPOCH = 2_208_988_800;
const PACKET = 48;

/** The answer of a server of stratum 1 to a client's packet, or nothing to what is none. */
export function answerTime(question: Buffer, now: number): Buffer | undefined {
	if (question.length < PACKET || ((question[0] ?? 0) & 7) !== 3) return undefined;
	const answer = Buffer.alloc(PACKET);
	// Version as asked, mode 4: server.
	answer[0] = ((question[0] ?? 0) & 0b0011_1000) | 4;
	answer[1] = 1;
	answer[2] = 6;
	answer[3] = 0xec;
	answer.write("LOCL", 12, "latin1");
	const stamp = (offset: number) => {
		answer.writeUInt32BE((Math.floor(now / 1000) + EPOCH) >>> 0, offset);
		answer.writeUInt32BE(Math.floor((now % 1000) * 4_294_967.296), offset + 4);
	};
	stamp(16);
	// What the client sent as its own time comes back, so that it knows which answer this is.
	question.copy(answer, 24, 40, 48);
	stamp(32);
	stamp(40);
	return answer;
}

function serveTime(): void {
	const socket = createSocket("udp4");
	socket.on("message", (question, { address, port }) => {
		const answer = answerTime(question, Date.now());
		if (answer) socket.send(answer, port, address);
	});
	socket.bind(TIME.port, TIME.address, () => console.log("ready"));
}

interface Page {
	body: string;
	headers?: Record<string, string>;
}

const PAGES: Readonly<Record<string, Page>> = Object.freeze({
	"/": { body: "reference\n" },
	"/networkmanager": { body: "NetworkManager is online\n" },
	// ConnMan 1.41 stays undecided when the body is not empty.
	"/connman": { body: "", headers: { "X-ConnMan-Status": "online" } },
});

function servePages(address: string | undefined, find: (path: string) => Page | undefined): void {
	const answer = (path: string, response: ServerResponse) => {
		const page = find(path);
		const body = page?.body ?? "";
		const headers = { Connection: "close", "Content-Length": body.length, ...page?.headers };
		response.writeHead(page ? 200 : 404, headers);
		response.end(body);
	};
	createServer((request, response) => answer(request.url ?? "/", response)).listen(
		{ port: REFERENCE.port, ...(address ? { host: address } : {}) },
		() => console.log("ready"),
	);
}

const SERVICES: Readonly<Record<string, () => void>> = Object.freeze({
	time: serveTime,
	reference: () => servePages(REFERENCE.address, (path) => PAGES[path]),
	portal: () => servePages(undefined, () => ({ body: "please buy an hour of this network\n" })),
});

const [, file = "", name = ""] = process.argv;
if (file.endsWith("/services.js")) {
	const serve = SERVICES[name];
	if (!serve) throw new Error(`services: ${name}: there is none`);
	serve();
}
