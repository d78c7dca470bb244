/**
 * A name server as there are some: run by itself with an address and what it does.
 *
 *   refuse   it will not say
 *   forge    whoever guesses answers first: another id, another question, another port; then the
 *            server itself, by way of two other names
 */

import { createSocket } from "node:dgram";

const HEADER = 12;
const REFUSED = 0x8185;
const ANSWERED = 0x8180;
const FORGED = [6, 6, 6, 6];
const TRUE = [192, 0, 2, 7];
const QUESTION = [0xc0, HEADER];
const A = 1;
const CNAME = 5;

interface Packet {
	id: number;
	question: Buffer;
	flags: number;
	records?: Buffer[];
}

function packet({ id, question, flags, records = [] }: Packet): Buffer {
	const head = Buffer.alloc(HEADER);
	head.writeUInt16BE(id, 0);
	head.writeUInt16BE(flags, 2);
	head.writeUInt16BE(1, 4);
	head.writeUInt16BE(records.length, 6);
	return Buffer.concat([head, question, ...records]);
}

function record(owner: readonly number[], type: number, data: readonly number[]): Buffer {
	return Buffer.from([...owner, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length, ...data]);
}

const label = (letter: string) => [1, letter.charCodeAt(0), 0];

function genuine(id: number, question: Buffer): Buffer {
	const records = [
		record(label("b"), A, TRUE),
		record(QUESTION, CNAME, label("a")),
		record(label("a"), CNAME, label("b")),
	];
	return packet({ id, question, flags: ANSWERED, records });
}

function forgeries(id: number, question: Buffer): Buffer[] {
	const records = [record(QUESTION, A, FORGED)];
	const other = Buffer.from(question);
	other.writeUInt8((other[1] ?? 0) ^ 1, 1);
	return [
		packet({ id: id ^ 1, question, flags: ANSWERED, records }),
		packet({ id, question: other, flags: ANSWERED, records }),
		packet({ id, question: question.subarray(0, 3), flags: ANSWERED, records }),
	];
}

const [, , address = "", mode = ""] = process.argv;
const server = createSocket("udp4");
const stranger = createSocket("udp4");
server.on("message", (asked, { address: to, port }) => {
	const id = asked.readUInt16BE(0);
	const question = asked.subarray(HEADER);
	if (mode === "refuse") {
		server.send(packet({ id, question, flags: REFUSED }), port, to);
		return;
	}
	const records = [record(QUESTION, A, FORGED)];
	for (const each of forgeries(id, question)) server.send(each, port, to);
	stranger.send(packet({ id, question, flags: ANSWERED, records }), port, to, () =>
		server.send(genuine(id, question), port, to),
	);
});
stranger.bind(0, address, () => server.bind(53, address, () => console.log("listening")));
