/**
 * The layout of a flash log on its bytes: what a record and the head of a half look like, and how
 * they are told from damage. Pure; who writes them where is flash.ts.
 *
 *   half    │ "UL" │ sequence 4 │ CRC32 4 │ 00 │ record │ record │ … │ FF FF FF
 *   record  │ kind 1 │ key's length 1 │ data's length 2 │ check 2 │ key │ data │ CRC32 4 │ 00 │
 *
 * The last byte of each is the commit: programmed last, so what lacks it was never finished. A
 * record's first six bytes have a check of their own, so that a record with damaged data is stepped
 * over as a whole, and the values inside it are never taken for records.
 */

export const HEAD = 11;
export const RECORD_HEAD = 6;
const RECORD_TAIL = 5;
export const VALUE = 0x5a;
export const DELETED = 0x44;
const COMMITTED = 0;
/** Namespace, separator, key: 15 bytes, 1 and 15. */
const NAME_LENGTH_MAX = 31;

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
	let value = index;
	for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
	return value;
});

/** CRC-32 as in Ethernet and zlib. */
export function CRC32(bytes: Uint8Array): number {
	let value = 0xffffffff;
	for (const byte of bytes) value = (TABLE[(value ^ byte) & 0xff] as number) ^ (value >>> 8);
	return ~value >>> 0;
}

function view(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function encodeHead(sequence: number): Uint8Array {
	const bytes = new Uint8Array(HEAD);
	bytes[0] = 0x55;
	bytes[1] = 0x4c;
	view(bytes).setUint32(2, sequence);
	view(bytes).setUint32(6, CRC32(bytes.subarray(0, 6)));
	bytes[HEAD - 1] = COMMITTED;
	return bytes;
}

/** The sequence number of a half, or undefined when its head is unfinished or damaged. */
export function decodeHead(bytes: Uint8Array): number | undefined {
	const head = bytes.subarray(0, HEAD);
	if (head[0] !== 0x55 || head[1] !== 0x4c || head[HEAD - 1] !== COMMITTED) return undefined;
	if (view(head).getUint32(6) !== CRC32(head.subarray(0, 6))) return undefined;
	return view(head).getUint32(2);
}

/** Data longer than the length field holds is the caller's to refuse. */
export function encodeRecord(kind: number, name: Uint8Array, data: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(RECORD_HEAD + name.length + data.length + RECORD_TAIL);
	const to = view(bytes);
	bytes[0] = kind;
	bytes[1] = name.length;
	to.setUint16(2, data.length);
	to.setUint16(4, CRC32(bytes.subarray(0, 4)) & 0xffff);
	bytes.set(name, RECORD_HEAD);
	bytes.set(data, RECORD_HEAD + name.length);
	const end = bytes.length - RECORD_TAIL;
	to.setUint32(end, CRC32(bytes.subarray(0, end)));
	bytes[bytes.length - 1] = COMMITTED;
	return bytes;
}

export interface RecordAt {
	kind: number;
	/** Of the whole record. */
	size: number;
	name: Uint8Array;
	data: Uint8Array;
	/** Finished and undamaged. */
	good: boolean;
}

/** The record that begins with `bytes`, good or not, or undefined when none begins there. */
export function decodeRecord(bytes: Uint8Array): RecordAt | undefined {
	if (bytes.length < RECORD_HEAD + RECORD_TAIL) return undefined;
	if (bytes[0] !== VALUE && bytes[0] !== DELETED) return undefined;
	const from = view(bytes);
	const kind = from.getUint8(0);
	const nameLength = from.getUint8(1);
	const size = RECORD_HEAD + nameLength + from.getUint16(2) + RECORD_TAIL;
	if (nameLength > NAME_LENGTH_MAX) return undefined;
	if (size > bytes.length) return undefined;
	if (from.getUint16(4) !== (CRC32(bytes.subarray(0, 4)) & 0xffff)) return undefined;
	const end = size - RECORD_TAIL;
	return {
		kind,
		size,
		name: bytes.subarray(RECORD_HEAD, RECORD_HEAD + nameLength),
		data: bytes.subarray(RECORD_HEAD + nameLength, end),
		good: bytes[size - 1] === COMMITTED && from.getUint32(end) === CRC32(bytes.subarray(0, end)),
	};
}
