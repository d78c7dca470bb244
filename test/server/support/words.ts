/**
 * A client's MQTT packets as words, read by hand from the specification and not by the codec, so
 * that the tests see the wire itself.
 */

/** Removes the first whole packet from `bytes`. */
export function takePacket(bytes: number[]): number[] | undefined {
	let length = 0;
	let at = 1;
	for (; ; at++) {
		const byte = bytes[at];
		if (byte === undefined) return undefined;
		length += (byte & 127) * 128 ** (at - 1);
		if (byte < 128) break;
	}
	return bytes.length < at + 1 + length ? undefined : bytes.splice(0, at + 1 + length);
}

function bodyOf(packet: readonly number[]): number[] {
	let at = 1;
	while ((packet[at] as number) > 127) at++;
	return packet.slice(at + 1);
}

function textAt(bytes: readonly number[], at: number): string {
	const length = (bytes[at] as number) * 256 + (bytes[at + 1] as number);
	return String.fromCharCode(...bytes.slice(at + 2, at + 2 + length));
}

/** `PUBLISH 1 #7 dup a/b=data`: the QoS, the packet identifier, the flags, topic and data. */
export function wordsOf(packet: readonly number[]): string {
	const first = packet[0] as number;
	const body = bodyOf(packet);
	const number = (at: number) => (body[at] as number) * 256 + (body[at + 1] as number);
	switch (first >> 4) {
		case 1:
			return `CONNECT ${textAt(body, 10)}${(body[7] as number) & 2 ? " clean" : ""}`;
		case 3: {
			const topic = textAt(body, 0);
			const QoS = (first >> 1) & 3;
			const at = 2 + topic.length;
			const data = String.fromCharCode(...body.slice(QoS > 0 ? at + 2 : at));
			const shown = data.length > 20 ? `${data.length} bytes` : data;
			const id = QoS > 0 ? ` #${number(at)}` : "";
			const flags = `${first & 8 ? " dup" : ""}${first & 1 ? " retain" : ""}`;
			return `PUBLISH ${QoS}${id}${flags} ${topic}=${shown}`;
		}
		case 4:
			return `PUBACK #${number(0)}`;
		case 8:
			return `SUBSCRIBE #${number(0)} ${textAt(body, 2)} ${body[body.length - 1]}`;
		case 10:
			return `UNSUBSCRIBE #${number(0)} ${textAt(body, 2)}`;
		case 12:
			return "PINGREQ";
		case 14:
			return "DISCONNECT";
		default:
			return `kind ${first >> 4}`;
	}
}
