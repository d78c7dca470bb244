/**
 * A few MQTT 3.1.1 packets as bytes, written by hand so that the broker is tested without the
 * firmware's own session or its codec. All are shorter than 128 bytes, so lengths are one byte.
 */

function text(value: string): number[] {
	const bytes = [...Buffer.from(value)];
	return [0, bytes.length, ...bytes];
}

function packet(first: number, body: readonly number[]): Buffer {
	return Buffer.from([first, body.length, ...body]);
}

export function connectPacket(client: string, { clean = false } = {}): Buffer {
	return packet(0x10, [...text("MQTT"), 4, clean ? 2 : 0, 0, 60, ...text(client)]);
}

export function publishPacket(id: number, topic: string, data: string, duplicate = false): Buffer {
	return packet(duplicate ? 0x3a : 0x32, [...text(topic), 0, id, ...Buffer.from(data)]);
}

export function subscribePacket(id: number, filter: string): Buffer {
	return packet(0x82, [0, id, ...text(filter), 1]);
}

export function connack(code: number, present: boolean): string {
	return String.fromCharCode(0x20, 2, present ? 1 : 0, code);
}

export function puback(id: number): string {
	return String.fromCharCode(0x40, 2, 0, id);
}

export function suback(id: number): string {
	return String.fromCharCode(0x90, 3, 0, id, 1);
}
