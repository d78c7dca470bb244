/**
 * SNTP's two packets. Read first: RFC 5905 §7.3, RFC 4330 §5. Pure.
 *
 * The request carries a random number where its time would be: it tells the server nothing, and an
 * answer without it is somebody else's. Answers are not signed, so whoever is on the way can lie;
 * that is bounded by the build date below, and by what only a right certificate can do.
 */

import type { Milliseconds } from "./core/types.js";

export const SNTP_PORT = 123;

const LENGTH = 48;
/** No warning, version 4, client. */
const REQUEST = 0x23;
const SERVER = 4;
const UNSYNCHRONIZED = 3;
const STRATUM_MAX = 15;
const ORIGINATE = 24;
const TRANSMIT = 40;
/** Seconds from NTP's 1900 to 1970. */
const TO_1970 = 2_208_988_800;
/** NTP's 32 bits of seconds begin again in 2036. */
const ERA = 4_294_967_296;

/** What makes a question ours: two random 32-bit numbers. */
export type Nonce = readonly [number, number];

export function encodeRequest(nonce: Nonce): Uint8Array {
	const packet = new Uint8Array(LENGTH);
	const view = new DataView(packet.buffer);
	view.setUint8(0, REQUEST);
	view.setUint32(TRANSMIT, nonce[0]);
	view.setUint32(TRANSMIT + 4, nonce[1]);
	return packet;
}

/** The server's wall time as it answered, or undefined for what is no answer to this question. */
export function readAnswer(packet: ArrayBuffer, nonce: Nonce): Milliseconds | undefined {
	if (packet.byteLength < LENGTH) return undefined;
	const view = new DataView(packet);
	const first = view.getUint8(0);
	const stratum = view.getUint8(1);
	if ((first & 7) !== SERVER || first >> 6 === UNSYNCHRONIZED) return undefined;
	// Stratum 0 is a server that wants to be left alone.
	if (stratum < 1 || stratum > STRATUM_MAX) return undefined;
	if (view.getUint32(ORIGINATE) !== nonce[0] || view.getUint32(ORIGINATE + 4) !== nonce[1])
		return undefined;
	const seconds = view.getUint32(TRANSMIT);
	const fraction = view.getUint32(TRANSMIT + 4);
	if (seconds === 0 && fraction === 0) return undefined;
	// Before 1970 there was no NTP to ask: it is the era after 2036.
	const since1970 = seconds < TO_1970 ? seconds + ERA - TO_1970 : seconds - TO_1970;
	return since1970 * 1000 + Math.floor((fraction * 1000) / ERA + 0.5);
}
