/**
 * Seals secrets with the key of this device, so that a Wi-Fi password or a PIN may be read back,
 * kept by the application and given back, and yet is of no use elsewhere. XChaCha20-Poly1305, whose
 * 24-byte nonce is long enough to be drawn at random.
 *
 *   nonce (24) │ encrypted: length (2), text, zeros up to a whole block │ tag (16)
 *
 * The padding hides how long a secret is: all that fit one block look alike.
 */

import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import type { Sealed } from "./api.js";
import { decodeUTF8, encodeUTF8 } from "./utf8.js";

const KEY_LENGTH = 32;
const NONCE_LENGTH = 24;
const TAG_LENGTH = 16;
const HEADER_LENGTH = 2;

/** The longest WPA key, 64 hexadecimal digits, fits in one with its header. */
const BLOCK_LENGTH = 72;

/** The longest secret, in bytes of UTF-8. */
export const SECRET_LENGTH_MAX = 256;

export class Seal {
	#key: Uint8Array;
	#random: () => number;

	/** `random` gives uniform unsigned 32-bit integers. */
	constructor(key: Uint8Array, random: () => number) {
		if (key.length !== KEY_LENGTH) throw new RangeError(`key: expected ${KEY_LENGTH} bytes`);
		this.#key = key.slice();
		this.#random = random;
	}

	seal(text: string): Sealed {
		const secret = encodeUTF8(text);
		if (secret.length > SECRET_LENGTH_MAX)
			throw new RangeError(`secret: expected at most ${SECRET_LENGTH_MAX} bytes`);
		const blocks = Math.floor((HEADER_LENGTH + secret.length + BLOCK_LENGTH - 1) / BLOCK_LENGTH);
		const plain = new Uint8Array(blocks * BLOCK_LENGTH);
		plain[0] = secret.length >> 8;
		plain[1] = secret.length & 255;
		plain.set(secret, HEADER_LENGTH);
		const nonce = this.#nonce();
		const encrypted = xchacha20poly1305(this.#key, nonce).encrypt(plain);
		const blob = new Uint8Array(NONCE_LENGTH + encrypted.length);
		blob.set(nonce);
		blob.set(encrypted, NONCE_LENGTH);
		return blob;
	}

	/** The text of a blob of ours; any other throws, naming the place it came from. */
	open(blob: Sealed, place = "secret"): string {
		const plain = this.#decrypt(blob);
		const length = plain ? ((plain[0] as number) << 8) | (plain[1] as number) : 0;
		const text = plain && decodeUTF8(plain.subarray(HEADER_LENGTH, HEADER_LENGTH + length));
		if (text === undefined) throw new Error(`${place}: not sealed by this device`);
		return text;
	}

	#decrypt(blob: Sealed): Uint8Array | undefined {
		const length = blob.length - NONCE_LENGTH - TAG_LENGTH;
		if (length <= 0 || length % BLOCK_LENGTH !== 0) return undefined;
		if (length > SECRET_LENGTH_MAX + HEADER_LENGTH + BLOCK_LENGTH) return undefined;
		const cipher = xchacha20poly1305(this.#key, blob.slice(0, NONCE_LENGTH));
		try {
			return cipher.decrypt(blob.slice(NONCE_LENGTH));
		} catch {
			return undefined;
		}
	}

	#nonce(): Uint8Array {
		const nonce = new Uint8Array(NONCE_LENGTH);
		for (let at = 0; at < NONCE_LENGTH; at += 4) {
			const word = this.#random();
			for (let byte = 0; byte < 4; byte++) nonce[at + byte] = (word >>> (8 * byte)) & 255;
		}
		return nonce;
	}
}
